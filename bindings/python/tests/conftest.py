"""What all tests share: a home that nobody else has, and a memory in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import mem0
from mem0 import Memory


@pytest.fixture(autouse=True)
def surroundings(request: pytest.FixtureRequest) -> None:
    """Every test has a home of its own; the programs of the examples are given one by their test."""
    if "programs" not in request.path.parts:
        request.getfixturevalue("home")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No key, no setting and no file of whoever runs the tests is seen; programs find the package."""
    for name in list(os.environ):
        if name.startswith(("MEM0_", "OPENAI_")) and not name.startswith("MEM0_TEST_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("MEM0_DIR", str(folder / ".mem0"))
    package = str(Path(next(iter(mem0.__path__))).parent)
    places = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    return folder


@pytest.fixture
def memory(home: Path) -> Iterator[Memory]:
    """A memory with the settings that hold without any."""
    with Memory() as opened:
        yield opened
