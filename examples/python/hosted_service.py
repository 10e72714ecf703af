"""The hosted service, doubled on this machine: a server that keeps state and speaks the hosted API.

托管平台的本机替身：保存状态、接口与托管平台一致的服务器。

With a key of your own leave the `with` out: `MemoryClient(api_key=...)` then talks to the real one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fresh_store import environment, fresh_store

# The key that opens it.
KEY = "m0-double"
CLONE = Path(__file__).resolve().parents[2]


@contextmanager
def hosted_service() -> Iterator[str]:
    """The address of a fresh, empty service, as long as the `with` lasts.

    Clients that are told neither key nor address find both in the environment, too.
    """
    with fresh_store() as folder:
        program, pipe = str(_program()), subprocess.PIPE
        with subprocess.Popen([program], stdin=pipe, stdout=pipe, text=True, cwd=folder) as server:
            try:
                address = _address(server)
                with environment(MEM0_API_KEY=KEY, MEM0_BASE_URL=address):
                    yield address
            finally:
                # It runs until its standard input ends: closing the pipe, or our own end, ends it.
                server.communicate()


def _address(server: subprocess.Popen[str]) -> str:
    """The server says where it listens."""
    assert server.stdout is not None
    for line in server.stdout:
        if address := re.search(r"http://[\w.]+:\d+", line):
            return address.group()
    raise RuntimeError("the double of the hosted service ended before it listened")


def _program() -> Path:
    """The server's program, built where it isn't yet."""
    if given := os.environ.get("MEM0_HOSTED_DOUBLE"):
        return Path(given)
    cache = Path(os.environ.get("MEM0_CACHE") or Path.home() / ".cache" / "mem0")
    target = Path(os.environ.get("CARGO_TARGET_DIR") or cache / "target")
    program = target / "debug" / "examples" / "hosted_double"
    if not program.exists():
        if not shutil.which("cargo"):
            raise RuntimeError(
                "build the double of the hosted service with cargo, or name it in MEM0_HOSTED_DOUBLE"
            )
        build = ["cargo", "build", "--quiet", "--package", "mem0-testkit", "--features", "hosted"]
        build += ["--example", "hosted_double"]
        subprocess.run(build, check=True, cwd=CLONE, env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    return program
