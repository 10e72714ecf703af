"""Blocking calls: signals, threads, the interpreter lock, and the end of the interpreter."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from mem0._native import Engine

SLOW = """
import asyncio, sys, threading, time
from mem0._native import Engine

class Slow:
    def embed_documents(self, texts):
        return [[1.0, 0.0] for text in texts]
    def embed_query(self, text):
        # Other texts are the engine's own, by which it measures vectors.
        if text == "tea":
            print("asked", flush=True)
            time.sleep(SECONDS)
        return [1.0, 0.0]

engine = Engine({"dir": FOLDER, "embedder": {"provider": "static"}}, embedder=Slow())
"""

INTERRUPTED = """
try:
    engine.call("search", {"query": "tea", "user_id": "mia"})
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(engine.call("get_all", {"user_id": "mia"}), flush=True)
"""


def start(tmp_path: Path, program: str) -> subprocess.Popen[str]:
    file = tmp_path / "program.py"
    file.write_text(f"FOLDER = {str(tmp_path / 'store')!r}\n{program}", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_ends_a_call(tmp_path: Path) -> None:
    process = start(tmp_path, "SECONDS = 20\n" + SLOW + INTERRUPTED)
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    assert process.stdout.readline() == "interrupted\n"
    assert time.monotonic() - begun < 1
    assert process.stdout.readline() == "{'results': []}\n"
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def test_ctrl_c_ends_a_loop(tmp_path: Path) -> None:
    program = """
async def main():
    await engine.call_async("search", {"query": "tea", "user_id": "mia"})
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    process = start(tmp_path, "SECONDS = 20\n" + SLOW + program)
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert output == "interrupted\n"
    assert (process.returncode, errors) == (0, "")


def test_a_handler_of_a_signal_may_use_the_engine(tmp_path: Path) -> None:
    program = """
import asyncio
import logging
import signal
def handle(number, frame):
    print("handled", engine.call("get_all", {"user_id": "mia"}), flush=True)
signal.signal(signal.SIGUSR1, handle)
print(engine.call("search", {"query": "tea", "user_id": "mia"}), flush=True)
"""
    process = start(tmp_path, "SECONDS = 1\n" + SLOW + program)
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    process.send_signal(signal.SIGUSR1)
    output, errors = process.communicate(timeout=10)
    assert output == "handled {'results': []}\n{'results': []}\n"
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    "program",
    [
        'asyncio.run(asyncio.wait_for(engine.call_async("search", ARGUMENTS), 0.2))',
        """
async def main():
    engine.call_async("search", ARGUMENTS)
    await asyncio.sleep(0.2)
asyncio.run(main())
""",
        """
thread = threading.Thread(target=engine.call, args=("search", ARGUMENTS), daemon=True)
thread.start()
time.sleep(0.2)
""",
        """
async def main():
    for number in range(200):
        engine.call_async("add", {"messages": f"tea {number}", "user_id": "mia", "infer": False})
    await asyncio.sleep(0.02)
asyncio.run(main())
""",
    ],
    ids=["timeout", "left behind", "daemon", "adding"],
)
def test_the_end_of_the_interpreter_waits_for_nobody(tmp_path: Path, program: str) -> None:
    arguments = 'ARGUMENTS = {"query": "tea", "user_id": "mia"}\n'
    if program.startswith("asyncio.run(asyncio.wait_for"):
        program = (
            "async def main():\n    await asyncio.wait_for(engine.call_async('search', ARGUMENTS), 0.2)\n"
            "try:\n    asyncio.run(main())\nexcept asyncio.TimeoutError:\n    pass\n"
        )
    begun = time.monotonic()
    process = start(tmp_path, "SECONDS = 20\n" + SLOW + arguments + program)
    _, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")
    assert time.monotonic() - begun < 10


def test_handlers_of_the_end_may_use_the_engine(tmp_path: Path) -> None:
    program = """
import atexit
atexit.register(lambda: print(engine.call("search", {"query": "tea", "user_id": "mia"}), flush=True))
engine.call("get_all", {"user_id": "mia"})
"""
    process = start(tmp_path, "SECONDS = 0\n" + SLOW + program)
    output, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")
    assert output == "asked\n{'results': []}\n"


def test_threads_share_an_engine(engine: Engine) -> None:
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                text = f"tea {number} {turn}"
                engine.call("add", {"messages": text, "user_id": "mia", "infer": False})
                assert engine.call("search", {"query": text, "user_id": "mia"})["results"]
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    assert len(engine.call("get_all", {"user_id": "mia", "limit": 1000})["results"]) == 80


def test_a_call_leaves_the_interpreter_to_other_threads(engine: Engine) -> None:
    texts = [f"Mia planted apple tree number {number} in her garden" for number in range(2000)]
    turns = 0
    done = threading.Event()

    def count() -> None:
        nonlocal turns
        while not done.wait(0.001):
            turns += 1

    thread = threading.Thread(target=count)
    thread.start()
    begun = time.monotonic()
    for start_at in range(0, 2000, 500):
        messages: list[dict[str, Any]] = [
            {"role": "user", "content": text} for text in texts[start_at : start_at + 500]
        ]
        engine.call("add", {"messages": messages, "user_id": "mia", "infer": False})
    seconds = time.monotonic() - begun
    done.set()
    thread.join()
    # The thread wakes every millisecond if nobody hinders it.
    assert turns > seconds * 200


def test_closing_is_for_ever_and_may_be_repeated(engine: Engine) -> None:
    engine.open()
    engine.close()
    engine.close()
    with pytest.raises(Exception, match="closed"):
        engine.call("get_all", {"user_id": "mia"})


def test_an_engine_that_was_never_opened_can_be_closed(config: dict[str, object], tmp_path: Path) -> None:
    Engine(config).close()
    assert not (tmp_path / "mem0").exists()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_program_is_broken_off_while_it_logs(config: dict[str, object], asynchronous: bool) -> None:
    """Ctrl-C may come there as well as anywhere."""

    class BrokenOff(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise KeyboardInterrupt

    arguments = {"messages": "tea", "user_id": "mia", "infer": False}

    async def add() -> None:
        await engine.call_async("add", arguments)

    logger, handler = logging.getLogger("mem0"), BrokenOff()
    logger.addHandler(handler)
    logger.setLevel(1)
    try:
        engine = Engine(config)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(add()) if asynchronous else engine.call("add", arguments)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
