"""What the tests of the native module share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mem0._native import Engine

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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


@pytest.fixture
def run_program(tmp_path: Path) -> Run:
    """Runs a program in an interpreter of its own; ``FOLDER`` in it is a folder of its own."""

    def run(program: str, timeout: float = 30) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "program.py"
        file.write_text(f"FOLDER = {str(tmp_path / 'store')!r}\n{program}", encoding="utf-8")
        command = [sys.executable, "-X", "faulthandler", str(file)]
        return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)

    return run
