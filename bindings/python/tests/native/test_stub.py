"""What is said of the native module's types."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2]


def test_the_stub_names_what_the_module_has_with_the_same_signatures() -> None:
    pytest.importorskip("mypy", reason="it is mypy that compares them")
    command = ["-m", "mypy.stubtest", "mem0._native", "--mypy-config-file", str(PACKAGE / "pyproject.toml")]
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "MYPYPATH": str(PACKAGE / "python")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
