"""Programs of both eras pass a strict type checker and run; so does the package itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mem0

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "typed").glob("*.py"))
PLACE = Path(next(iter(mem0.__path__))).parent
# Outside of the home that each test has: reading the standard library's types anew takes long.
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mem0" / "python" / "mypy"


def python(*words: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(PLACE),
        "MYPYPATH": str(PLACE),
        "MEM0_DIR": str(home),
        **more,
    }
    environment.pop("OPENAI_API_KEY", None)
    return subprocess.run(
        [sys.executable, *words],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_mypy_has_nothing_to_say(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="types are checked by mypy itself")
    flags = ["--strict", "--python-version", "3.10", "--cache-dir", str(CACHE)]
    done = python("-m", "mypy", *flags, *map(str, PROGRAMS), home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "program", [path for path in PROGRAMS if "main()" in path.read_text("utf-8")], ids=lambda it: it.stem
)
def test_the_programs_run_without_a_warning(tmp_path: Path, program: Path) -> None:
    done = python("-W", "error", str(program), home=tmp_path, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr


def test_the_package_says_that_it_is_typed() -> None:
    assert (PLACE / "mem0" / "py.typed").is_file()
    assert (PLACE / "mem0" / "_native.pyi").is_file()
