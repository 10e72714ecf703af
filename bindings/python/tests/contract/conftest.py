"""A throw-away home for each test: the contract is read from outside, on stores that nobody else has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mem0 import Memory

USER = "小明"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No key, no setting and no file of whoever runs the tests is seen by them."""
    for name in list(os.environ):
        if name.startswith(("MEM0_", "OPENAI_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("MEM0_DIR", str(folder / ".mem0"))
    return folder


@pytest.fixture
def memory(home: Path) -> Iterator[Memory]:
    with Memory() as opened:
        yield opened
