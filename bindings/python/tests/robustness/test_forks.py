"""Forks: a child works, and takes nothing from its parent."""

from __future__ import annotations

import os
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="has no fork")


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


@pytest.mark.usefixtures("silent_model")
def test_a_fork_does_not_wait_for_a_slow_model(program: Any) -> None:
    program(
        """
        import json, os, threading, time
        from mem0 import Memory
        memory = Memory.from_config(json.loads(os.environ["SILENT_MODEL"]))
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


def test_threads_fork_at_the_same_time(program: Any) -> None:
    """One of them ends its fork while the other still prepares for its own."""
    program(
        """
        import os, threading
        from mem0 import Memory

        memory = Memory()
        memory.add("the parent likes tea", user_id="u", infer=False)
        stop = threading.Event()

        def busy():
            while not stop.is_set():
                memory.add("busy", user_id="busy", infer=False)

        def fork(codes):
            for _ in range(8):
                child = os.fork()
                if child == 0:
                    code = 1
                    try:
                        memory.add("the child likes milk", user_id="u", infer=False)
                        code = 0
                    finally:
                        os._exit(code)
                codes.append(os.waitpid(child, 0)[1])

        codes = []
        forking = [threading.Thread(target=fork, args=(codes,)) for _ in range(3)]
        working = [threading.Thread(target=busy) for _ in range(2)]
        for thread in forking + working:
            thread.start()
        for thread in forking:
            thread.join()
        stop.set()
        for thread in working:
            thread.join()
        assert codes == [0] * 24, codes
        assert len(memory.get_all(user_id="u")["results"]) == 25
        """
    )


def test_a_language_model_by_itself_works_in_a_child(program: Any) -> None:
    """Its parent's connections are kept open by threads that the child hasn't."""
    program(
        """
        import json, os, signal
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        from mem0.utils.factory import LlmFactory

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                message = {"role": "assistant", "content": "hello"}
                choice = {"index": 0, "finish_reason": "stop", "message": message}
                body = json.dumps({"id": "1", "model": "m", "choices": [choice]}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        serving = os.fork()
        if serving == 0:
            server.serve_forever()
        try:
            url = f"http://127.0.0.1:{server.server_port}/v1"
            model = LlmFactory.create("openai", {"model": "m", "api_key": "k", "openai_base_url": url})
            asked = [{"role": "user", "content": "hello"}]
            for _ in range(3):
                assert model.generate_response(asked) == "hello"
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                os._exit(0 if model.generate_response(asked) == "hello" else 1)
            assert os.waitpid(child, 0)[1] == 0
            assert model.generate_response(asked) == "hello"
        finally:
            os.kill(serving, signal.SIGKILL)
        """
    )
