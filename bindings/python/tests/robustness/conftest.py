"""Programs in processes of their own: what they leave behind and how they end is what is tested here."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from mem0 import Memory

Program = Callable[..., "subprocess.CompletedProcess[str]"]


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


@pytest.fixture
def program(home: Path) -> Program:
    """Runs a program in an interpreter of its own and hands back how it ended; it must end by itself."""

    def run(
        source: str,
        *options: str,
        code: int | None = 0,
        timeout: float = 120,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        file = home / "program.py"
        file.write_text(textwrap.dedent(source), encoding="utf-8")
        import mem0

        places = [str(Path(next(iter(mem0.__path__))).parent), os.environ.get("PYTHONPATH", "")]
        done = subprocess.run(
            [sys.executable, *options, str(file)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places)), **(environment or {})},
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
