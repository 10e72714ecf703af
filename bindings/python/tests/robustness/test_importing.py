"""Importing does nothing but import: no thread, no file, no socket, no warning, and no time to speak of."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

import pytest

EVERY_MODULE = """
    import importlib, pkgutil
    import mem0
    for found in pkgutil.walk_packages(mem0.__path__, "mem0."):
        importlib.import_module(found.name)
"""
# The release build stays below 80 ms (`make bench-python`); this only catches a mishap.
SECONDS = 1.0


@pytest.mark.parametrize(
    "flags", [("-W", "error"), ("-W", "error", "-X", "dev"), ("-W", "error", "-bb"), ("-OO",), ("-I",)]
)
def test_importing_warns_of_nothing(program: Any, flags: tuple[str, ...]) -> None:
    import mem0

    place = str(Path(next(iter(mem0.__path__))).parent)
    done = program(
        f"""
        import sys
        sys.path.insert(0, {place!r})
        import mem0
        from mem0 import AsyncMemory, AsyncMemoryClient, Memory, MemoryClient
        print(mem0.__version__)
        """,
        *flags,
    )
    assert done.stderr == "" and done.stdout.strip() == mem0.__version__


def test_every_module_can_be_imported_by_itself(program: Any) -> None:
    done = program(EVERY_MODULE, "-W", "error")
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_importing_has_no_side_effects(program: Any, home: Path) -> None:
    done = program(
        """
        import importlib, json, os, pkgutil, signal

        def now():
            links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
            return {
                "threads": len(os.listdir("/proc/self/task")),
                "files": sorted(os.readlink(link) for link in links if os.path.lexists(link)),
                "environment": dict(os.environ),
                "folder": os.getcwd(),
                "signals": [repr(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)],
            }

        before = now()
        import mem0
        for found in pkgutil.walk_packages(mem0.__path__, "mem0."):
            importlib.import_module(found.name)
        print(json.dumps({"before": before, "after": now()}))
        """
    )
    states = json.loads(done.stdout)
    assert states["after"] == states["before"] and states["after"]["threads"] == 1
    assert {path.name for path in home.iterdir()} <= {"program.py", "__pycache__"}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_making_a_memory_starts_nothing_either(program: Any, home: Path) -> None:
    program(
        """
        import os
        from mem0 import AsyncMemory, Memory
        kept = [Memory(), AsyncMemory()]
        assert len(os.listdir("/proc/self/task")) == 1
        links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
        assert not [link for link in links if os.path.islink(link) and "socket" in os.readlink(link)]
        """
    )
    assert {path.name for path in home.iterdir()} <= {"program.py", "__pycache__"}


def test_importing_takes_no_time_to_speak_of(program: Any) -> None:
    source = """
        import time
        start = time.perf_counter()
        from mem0 import AsyncMemory, AsyncMemoryClient, Memory, MemoryClient
        print(time.perf_counter() - start)
    """
    taken = [float(program(source).stdout) for _ in range(6)][1:]
    assert statistics.median(taken) < SECONDS, taken


def test_importing_brings_in_nothing_but_the_standard_library(program: Any) -> None:
    done = program(
        """
        import sys
        before = set(sys.modules)
        import mem0, mem0.configs.base, mem0.memory.main, mem0.client.main, mem0.exceptions
        new = {name.partition(".")[0] for name in set(sys.modules) - before}
        print(sorted(new - set(sys.stdlib_module_names) - {"mem0"}))
        """
    )
    assert done.stdout.strip() == "[]"


def test_a_second_interpreter_is_told_that_it_can_have_no_memory(program: Any) -> None:
    done = program(
        """
        try:
            import _interpreters as interpreters
        except ImportError:
            import _xxsubinterpreters as interpreters
        interpreters.run_string(interpreters.create(), '''if True:
            from mem0 import Memory
            try:
                Memory()
            except ImportError as error:
                print(error, flush=True)
        ''')
        """
    )
    assert "subinterpreters" in done.stdout, done.stderr
