"""What the tests of the native module share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mem0._native import Engine


@pytest.fixture
def config(tmp_path: Path) -> dict[str, object]:
    """A store of its own with the embedder in the wheel."""
    return {"dir": str(tmp_path / "mem0"), "embedder": {"provider": "static"}}


@pytest.fixture
def engine(config: dict[str, object]) -> Iterator[Engine]:
    """An engine on a store of its own."""
    engine = Engine(config)
    yield engine
    engine.close()
