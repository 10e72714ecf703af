"""Ctrl-C, and the end of the interpreter."""

from __future__ import annotations

import signal
import sys
import time
from typing import Any

import pytest

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="has no signals")

pytestmark = pytest.mark.usefixtures("silent_model")

# What every program begins with.
BEGIN = """
import asyncio, atexit, json, logging, os, sys, threading, time
from mem0 import AsyncMemory, Memory
SILENT = json.loads(os.environ["SILENT_MODEL"])
"""


@POSIX
def test_ctrl_c_ends_a_call_and_the_memory_goes_on(started: Any) -> None:
    process = started(
        BEGIN
        + """
memory = Memory.from_config(SILENT)
memory.add("I like tea", user_id="u", infer=False)
print("waiting")
try:
    memory.add("I like milk", user_id="u")
except KeyboardInterrupt:
    memory.add("I like cake", user_id="u", infer=False)
    print(len(memory.get_all(user_id="u")["results"]))
"""
    )
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.perf_counter() - start < 10
    assert (out.strip(), process.returncode) == ("2", 0), err


@POSIX
def test_ctrl_c_ends_a_loop(started: Any) -> None:
    process = started(
        BEGIN
        + """
async def main():
    async with AsyncMemory.from_config(SILENT) as memory:
        print("waiting")
        await memory.add("I like milk", user_id="u")
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("broken off")
"""
    )
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (out.strip(), process.returncode) == ("broken off", 0), err


@pytest.mark.parametrize("ending", ["pass", "sys.exit(0)", "raise SystemExit", "del memory"])
def test_the_interpreter_ends_while_a_thread_waits(program: Any, ending: str) -> None:
    done = program(
        BEGIN
        + f"""
memory = Memory.from_config(SILENT)
memory.add("I like tea", user_id="u", infer=False)
threading.Thread(target=lambda: memory.add("I like milk", user_id="u"), daemon=True).start()
time.sleep(0.5)
{ending}
""",
        timeout=30,
    )
    assert "Fatal" not in done.stderr and "panicked" not in done.stderr


def test_the_interpreter_ends_with_tasks_that_nobody_awaits(program: Any) -> None:
    done = program(
        BEGIN
        + """
memory = AsyncMemory.from_config(SILENT)
async def main():
    kept.append(asyncio.ensure_future(memory.add("I like milk", user_id="u")))
    kept.extend(asyncio.ensure_future(memory.search("tea", user_id="u")) for _ in range(50))
    await asyncio.sleep(0)
kept = []
asyncio.run(main())
""",
        timeout=30,
    )
    assert "Fatal" not in done.stderr and "panicked" not in done.stderr


# Each is code of the program's own that a thread is inside of when the interpreter ends. It sleeps again and
# again, since Python kills such a thread when it comes back from a sleep.
LANGUAGE_MODEL = """
class Model:
    def invoke(self, messages):
        while True:
            time.sleep(0.0005)
memory = Memory({"llm": {"provider": "langchain", "config": {"model": Model()}}})
threading.Thread(target=lambda: memory.add("I like tea", user_id="u"), daemon=True).start()
"""

EMBEDDER_OF_A_LOOP = """
class Model:
    def embed_documents(self, texts):
        while True:
            time.sleep(0.0005)
memory = AsyncMemory({"embedder": {"provider": "langchain", "config": {"model": Model()}}})
async def main():
    task = asyncio.ensure_future(memory.add("I like tea", user_id="u", infer=False))
    await asyncio.sleep(0.3)
asyncio.run(main())
"""

HANDLER_OF_LOGS = """
class Stream:
    def write(self, text):
        time.sleep(0.0002)
    def flush(self):
        pass
logging.basicConfig(level=1, stream=Stream())
memory = Memory()
def work():
    while True:
        memory.add("I like tea", user_id="u", infer=False)
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
"""

TYPED_MESSAGES = """
class Metadata:
    def model_dump(self):
        for _ in range(20):
            time.sleep(0.0002)
        return {"topic": "tea"}
memory = Memory()
def work():
    while True:
        memory.add("I like tea", user_id="u", infer=False, metadata={"inner": Metadata()})
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
"""


@pytest.mark.parametrize("inside", [LANGUAGE_MODEL, EMBEDDER_OF_A_LOOP, HANDLER_OF_LOGS, TYPED_MESSAGES])
def test_the_interpreter_ends_while_a_thread_is_inside_of_the_programs_own_code(
    program: Any, inside: str
) -> None:
    for _ in range(3):
        done = program(BEGIN + inside + "time.sleep(0.3)\n", timeout=30)
        assert "Fatal" not in done.stderr and "FATAL" not in done.stderr


@pytest.mark.parametrize("kind", ["Memory", "AsyncMemory"])
def test_a_memory_works_until_the_last_function_was_called(program: Any, kind: str) -> None:
    """A function that was registered before the memory's own is called after it."""
    done = program(
        BEGIN
        + f"""
class Model:
    def embed_documents(self, texts):
        return [[1.0, 0.0] for _ in texts]
    def embed_query(self, text):
        return [1.0, 0.0]

memory = {kind}({{"embedder": {{"provider": "langchain", "config": {{"model": Model()}}}}}})

def waited(answer):
    async def wait():
        return await answer
    return asyncio.run(wait()) if asyncio.iscoroutine(answer) else answer

@atexit.register
def last():
    waited(memory.add("I like milk", user_id="u", infer=False))
    print(len(waited(memory.get_all(user_id="u"))))

waited(memory.add("I like tea", user_id="u", infer=False))
""",
        timeout=30,
    )
    assert done.stdout == "2\n", done.stderr
