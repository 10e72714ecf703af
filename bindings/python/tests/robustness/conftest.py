"""Programs in processes of their own: what they leave behind and how they end is what is tested here."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Started = Callable[[str], "subprocess.Popen[str]"]


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
    """Starts a program, and hands it back when it has said that it is waiting."""

    def start(source: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", str(written(home, "waiting", source))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "waiting"
        time.sleep(0.5)
        return process

    return start


def written(home: Path, name: str, source: str) -> Path:
    """A program's file."""
    file = home / f"{name}.py"
    file.write_text(textwrap.dedent(source), encoding="utf-8")
    return file


@pytest.fixture
def silent_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language model that takes every call and never answers; ``SILENT_MODEL`` is a configuration of it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        model = {"model": "m", "api_key": "k", "openai_base_url": url}
        config = {"llm": {"provider": "openai", "config": model}, "embedder": {"provider": "embedded"}}
        monkeypatch.setenv("SILENT_MODEL", json.dumps(config))
        yield
        for connection in kept:
            connection.close()
