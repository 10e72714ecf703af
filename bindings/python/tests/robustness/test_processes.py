"""Several processes: forks, pools, two programs on one store, Ctrl-C and the end of the interpreter."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="has no fork")


@POSIX
def test_a_forked_child_searches_and_adds_and_so_does_its_parent(program: Any) -> None:
    program(
        """
        import os
        from mem0 import Memory

        memory = Memory()
        memory.add("the parent likes tea", user_id="u", infer=False)
        memory.search("tea", user_id="u")
        child = os.fork()
        if child == 0:
            code = 1
            try:
                assert len(memory.search("tea", user_id="u")["results"]) == 1
                memory.add("the child likes milk", user_id="u", infer=False)
                assert len(memory.get_all(user_id="u")["results"]) == 2
                memory.close()
                code = 0
            finally:
                os._exit(code)
        for number in range(20):
            memory.add(f"the parent likes cake {number}", user_id="v", infer=False)
        _, status = os.waitpid(child, 0)
        assert status == 0, status
        assert {it["memory"] for it in memory.get_all(user_id="u")["results"]} == {
            "the parent likes tea", "the child likes milk"}
        assert len(memory.search("milk", user_id="u")["results"]) == 2
        assert len(memory.get_all(user_id="v")["results"]) == 20
        memory.close()
        """
    )


@POSIX
def test_a_child_forked_in_the_middle_of_calls_works(program: Any) -> None:
    program(
        """
        import os, threading, time
        from mem0 import Memory

        memory = Memory()
        memory.add("the parent likes tea", user_id="u", infer=False)
        stop = threading.Event()

        def busy():
            number = 0
            while not stop.is_set():
                memory.add(f"busy {number}", user_id="busy", infer=False)
                memory.search("busy", user_id="busy", limit=3)
                number += 1

        workers = [threading.Thread(target=busy) for _ in range(3)]
        for worker in workers:
            worker.start()
        time.sleep(0.2)
        children = []
        for number in range(4):
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    assert memory.search("tea", user_id="u")["results"]
                    memory.add(f"child {number}", user_id="children", infer=False)
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
            time.sleep(0.05)
        codes = [os.waitpid(child, 0)[1] for child in children]
        stop.set()
        for worker in workers:
            worker.join()
        assert codes == [0] * 4, codes
        assert len(memory.get_all(user_id="children")["results"]) == 4
        memory.close()
        """,
        timeout=120,
    )


@POSIX
@pytest.mark.parametrize(
    "afterwards", ["", "memory = Memory()", "memory = Memory(); memory.get_all(user_id='u')"]
)
def test_a_child_loses_nothing_when_its_parent_closes(program: Any, afterwards: str) -> None:
    """The parent is the last of its own process to use the file, but not the last of all."""
    program(
        f"""
        import os
        from mem0 import Memory

        memory = Memory()
        memory.add("the parent likes tea", user_id="u", infer=False)
        from_child, to_parent = os.pipe()
        from_parent, to_child = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                memory.add("the child likes milk", user_id="u", infer=False)
                os.write(to_parent, b"x")
                os.read(from_parent, 1)
                for number in range(5):
                    memory.add(f"the child likes cake {{number}}", user_id="u", infer=False)
                assert len(memory.get_all(user_id="u")["results"]) == 7
                code = 0
            finally:
                os._exit(code)
        os.read(from_child, 1)
        memory.close()
        {afterwards}
        os.write(to_child, b"x")
        assert os.waitpid(child, 0)[1] == 0
        with Memory() as later:
            kept = later.get_all(user_id="u")["results"]
            assert len(kept) == 7, [item["memory"] for item in kept]
        """
    )


@POSIX
def test_a_fork_does_not_wait_for_a_slow_model(program: Any, silent: int) -> None:
    program(
        """
        import os, threading, time
        from mem0 import Memory
"""
        + SILENT_MODEL.format(port=silent)
        + """
        memory = Memory.from_config(config)
        memory.add("the parent likes tea", user_id="u", infer=False)
        threading.Thread(target=lambda: memory.add("I like milk", user_id="u"), daemon=True).start()
        time.sleep(0.3)
        start = time.perf_counter()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                memory.add("the child likes milk", user_id="u", infer=False)
                code = 0
            finally:
                os._exit(code)
        assert time.perf_counter() - start < 5
        assert os.waitpid(child, 0)[1] == 0
        assert len(memory.get_all(user_id="u")["results"]) == 2
        os._exit(0)
        """
    )


@POSIX
def test_an_async_memory_works_in_a_forked_child(program: Any) -> None:
    program(
        """
        import asyncio, os
        from mem0 import AsyncMemory

        memory = AsyncMemory()

        async def add(text):
            await memory.add(text, user_id="u", infer=False)
            return len((await memory.get_all(user_id="u"))["results"])

        assert asyncio.run(add("the parent likes tea")) == 1
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if asyncio.run(add("the child likes milk")) == 2 else 2
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        assert asyncio.run(add("the parent likes cake")) == 3
        memory.close()
        """
    )


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes_shares_a_store(program: Any, method: str) -> None:
    if method != "spawn" and not hasattr(os, "fork"):
        pytest.skip("has no fork")
    program(
        f"""
        import multiprocessing
        from mem0 import Memory

        memory = None

        def work(number):
            global memory
            if memory is None:
                memory = Memory()
            memory.add(f"worker says {{number}}", user_id="u", infer=False)
            return len(memory.search("worker", user_id="u", limit=1)["results"])

        if __name__ == "__main__":
            if "{method}" == "fork":
                memory = Memory()
                memory.add("the parent says hello", user_id="parent", infer=False)
            with multiprocessing.get_context("{method}").Pool(3) as pool:
                assert pool.map(work, range(24)) == [1] * 24
            with Memory() as seen:
                assert len(seen.get_all(user_id="u")["results"]) == 24
            if memory is not None:
                assert len(memory.get_all(user_id="u")["results"]) == 24
        """
    )


def test_two_programs_share_a_store(home: Path, program: Any) -> None:
    source = """
        import sys
        from mem0 import Memory
        with Memory() as memory:
            for number in range(60):
                memory.add(f"{sys.argv[0][-1:]} likes tea {number}", user_id="u", infer=False)
                assert memory.search("tea", user_id="u", limit=3)["results"]
    """
    ended: list[subprocess.CompletedProcess[str]] = []

    def run(name: str) -> None:
        import mem0

        file = home / f"{name}.py"
        file.write_text("\n".join(line[8:] for line in source.splitlines()), encoding="utf-8")
        place = str(Path(next(iter(mem0.__path__))).parent)
        environment = {**os.environ, "PYTHONPATH": place}
        done = subprocess.run(
            [sys.executable, str(file)], env=environment, capture_output=True, text=True, check=False
        )
        ended.append(done)

    workers = [threading.Thread(target=run, args=(f"program{number}",)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [done.returncode for done in ended] == [0, 0, 0], [done.stderr for done in ended]
    program(
        """
        from mem0 import Memory
        with Memory() as memory:
            kept = memory.get_all(user_id="u", limit=1_000)["results"]
            assert len(kept) == 180, len(kept)
            assert all(len(memory.history(item["id"])) == 1 for item in kept[:20])
        """
    )


# Ctrl-C and the end


@pytest.fixture
def silent() -> Iterator[int]:
    """A server that takes every call and never answers."""
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
        yield listening.getsockname()[1]
        for connection in kept:
            connection.close()


SILENT_MODEL = """
        config = {{"llm": {{"provider": "openai", "config": {{
            "model": "m", "api_key": "k", "openai_base_url": "http://127.0.0.1:{port}/v1"}}}},
            "embedder": {{"provider": "embedded", "config": {{}}}}}}
"""


def started(home: Path, source: str) -> subprocess.Popen[str]:
    """A program that has said that it is about to wait."""
    import mem0

    file = home / "waiting.py"
    file.write_text("\n".join(line[8:] for line in source.splitlines()), encoding="utf-8")
    place = str(Path(next(iter(mem0.__path__))).parent)
    process = subprocess.Popen(
        [sys.executable, "-u", str(file)],
        env={**os.environ, "PYTHONPATH": place},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "waiting"
    time.sleep(0.5)
    return process


@POSIX
def test_ctrl_c_ends_a_call_and_the_memory_goes_on(home: Path, silent: int) -> None:
    process = started(
        home,
        """
        from mem0 import Memory
"""
        + SILENT_MODEL.format(port=silent)
        + """
        memory = Memory.from_config(config)
        memory.add("I like tea", user_id="u", infer=False)
        print("waiting")
        try:
            memory.add("I like milk", user_id="u")
        except KeyboardInterrupt:
            memory.add("I like cake", user_id="u", infer=False)
            print(len(memory.get_all(user_id="u")["results"]))
        """,
    )
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.perf_counter() - start < 10
    assert (out.strip(), process.returncode) == ("2", 0), err


@POSIX
def test_ctrl_c_ends_a_loop(home: Path, silent: int) -> None:
    process = started(
        home,
        """
        import asyncio
        from mem0 import AsyncMemory
"""
        + SILENT_MODEL.format(port=silent)
        + """
        async def main():
            async with AsyncMemory.from_config(config) as memory:
                print("waiting")
                await memory.add("I like milk", user_id="u")
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            print("broken off")
        """,
    )
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (out.strip(), process.returncode) == ("broken off", 0), err


@pytest.mark.parametrize("ending", ["pass", "sys.exit(0)", "raise SystemExit", "del memory"])
def test_the_interpreter_ends_while_a_thread_waits(program: Any, silent: int, ending: str) -> None:
    done = program(
        """
        import sys, threading, time
        from mem0 import Memory
"""
        + SILENT_MODEL.format(port=silent)
        + f"""
        memory = Memory.from_config(config)
        memory.add("I like tea", user_id="u", infer=False)
        threading.Thread(target=lambda: memory.add("I like milk", user_id="u"), daemon=True).start()
        time.sleep(0.5)
        {ending}
        """,
        timeout=30,
    )
    assert "Fatal" not in done.stderr and "panicked" not in done.stderr


def test_the_interpreter_ends_with_tasks_that_nobody_awaits(program: Any, silent: int) -> None:
    done = program(
        """
        import asyncio
        from mem0 import AsyncMemory
"""
        + SILENT_MODEL.format(port=silent)
        + """
        memory = AsyncMemory.from_config(config)
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


def test_what_is_not_closed_is_kept_all_the_same(program: Any) -> None:
    program(
        """
        from mem0 import Memory
        memory = Memory()
        memory.add("I like tea", user_id="u", infer=False)
        """
    )
    program(
        """
        from mem0 import Memory
        assert len(Memory().get_all(user_id="u")["results"]) == 1
        """
    )


@POSIX
def test_a_killed_program_loses_nothing_that_was_answered(home: Path) -> None:
    process = started(
        home,
        """
        from mem0 import Memory
        memory = Memory()
        print("waiting")
        number = 0
        while True:
            memory.add(f"I like tea number {number}", user_id="u", infer=False)
            number += 1
            print(number)
        """,
    )
    process.kill()
    out, _ = process.communicate(timeout=30)
    answered = int(out.split()[-1])
    from mem0 import Memory

    with Memory() as memory:
        kept = memory.get_all(user_id="u", limit=100_000)["results"]
        assert answered <= len(kept) <= answered + 1
        assert len(memory.search("tea", user_id="u", limit=5)["results"]) == 5
