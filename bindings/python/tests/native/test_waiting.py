"""Blocking calls: signals, threads, the interpreter lock, and the end of the interpreter."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from mem0._native import Engine

SLOW = """
import asyncio, contextlib, sys, threading, time
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

engine = Engine({"embedder": {"provider": "static"}}, embedder=Slow())
ARGUMENTS = {"query": "tea", "user_id": "mia"}
"""

INTERRUPTED = """
try:
    engine.call("search", ARGUMENTS)
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(engine.call("get_all", {"user_id": "mia"}), flush=True)
"""


def test_ctrl_c_ends_a_call(started: Any) -> None:
    process = started("SECONDS = 20\n" + SLOW + INTERRUPTED, "asked")
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    output, errors = process.communicate(timeout=10)
    assert time.monotonic() - begun < 5
    assert output == "interrupted\n{'results': []}\n"
    assert (process.returncode, errors) == (0, "")


def test_ctrl_c_ends_a_loop(started: Any) -> None:
    program = """
async def main():
    await engine.call_async("search", ARGUMENTS)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    process = started("SECONDS = 20\n" + SLOW + program, "asked")
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert output == "interrupted\n"
    assert (process.returncode, errors) == (0, "")


def test_a_handler_of_a_signal_may_use_the_engine(started: Any) -> None:
    program = """
import signal
def handle(number, frame):
    print("handled", engine.call("get_all", {"user_id": "mia"}), flush=True)
signal.signal(signal.SIGUSR1, handle)
print(engine.call("search", ARGUMENTS), flush=True)
"""
    process = started("SECONDS = 2\n" + SLOW + program, "asked")
    process.send_signal(signal.SIGUSR1)
    output, errors = process.communicate(timeout=10)
    assert output == "handled {'results': []}\n{'results': []}\n"
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    "left",
    [
        """
async def main():
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(engine.call_async("search", ARGUMENTS), 0.2)
asyncio.run(main())
""",
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
def test_the_end_of_the_interpreter_waits_for_nobody(program: Any, left: str) -> None:
    begun = time.monotonic()
    assert program("SECONDS = 20\n" + SLOW + left, timeout=15).stderr == ""
    assert time.monotonic() - begun < 10


def test_handlers_of_the_end_may_use_the_engine(program: Any) -> None:
    ended = program(
        "SECONDS = 0\n"
        + SLOW
        + """
import atexit
atexit.register(lambda: print(engine.call("search", ARGUMENTS), flush=True))
engine.call("get_all", {"user_id": "mia"})
"""
    )
    assert (ended.stdout, ended.stderr) == ("asked\n{'results': []}\n", "")


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
