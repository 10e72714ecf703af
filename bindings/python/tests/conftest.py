"""What all tests share: a home that nobody else has, a memory in it, and programs of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mem0
from mem0 import Memory

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def surroundings(request: pytest.FixtureRequest) -> None:
    """Every test has a home of its own; the programs of the examples are given one by their test."""
    if request.path.parent.name != "programs":
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
    monkeypatch.setenv("PYTHONFAULTHANDLER", "1")
    return folder


@pytest.fixture
def memory(home: Path) -> Iterator[Memory]:
    """A memory with the settings that hold without any."""
    with Memory() as opened:
        yield opened


@pytest.fixture
def program(home: Path) -> Program:
    """Runs a program in an interpreter of its own and hands back how it ended; it must end by itself."""

    def run(
        source: str,
        *options: str,
        name: str = "program",
        code: int | None = 0,
        timeout: float = 120,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *options, str(written(home, name, source))],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert code is None or done.returncode == code, (
            f"ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        )
        return done

    return run


@pytest.fixture
def started(home: Path) -> Started:
    """Starts a program, and hands it back when it has written a word."""

    def start(source: str, until: str = "waiting") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", str(written(home, "waiting", source))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heeding_ctrl_c if hasattr(os, "fork") else None,
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip() == until
        time.sleep(0.5)
        return process

    return start


def heeding_ctrl_c() -> None:
    """What runs in the background ignores Ctrl-C, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def written(home: Path, name: str, source: str) -> Path:
    """A program's file."""
    file = home / f"{name}.py"
    file.write_text(textwrap.dedent(source), encoding="utf-8")
    return file
