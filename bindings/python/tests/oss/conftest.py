"""A throw-away home for each test, without keys and settings of whoever runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mem0 import Memory


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("MEM0_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MEM0_DIR", str(tmp_path / ".mem0"))
    return tmp_path


@pytest.fixture
def memory(home: Path) -> Iterator[Memory]:
    with Memory() as opened:
        yield opened
