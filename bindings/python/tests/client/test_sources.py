"""The sources themselves: what is made from something else is fresh, and importing does nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2]


def run(*arguments: str) -> str:
    environment = {"PYTHONPATH": str(PACKAGE / "python"), "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_blocking_classes_are_what_the_asynchronous_ones_make_them() -> None:
    run(str(PACKAGE / "tools" / "synchronous.py"), "--check")


def test_the_clients_need_nothing_but_the_standard_library() -> None:
    loaded = run(
        "-c", "import sys, mem0.client.main; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    foreign = set(loaded.split()) - set(sys.stdlib_module_names) - {"mem0", "__main__"}
    # What an environment puts into every interpreter is not ours.
    foreign -= set(run("-c", "import sys; print(*{name.split('.')[0] for name in sys.modules})").split())
    assert foreign == set()


def test_importing_starts_no_thread() -> None:
    assert run("-c", "import threading, mem0.client.main; print(threading.active_count())").strip() == "1"
