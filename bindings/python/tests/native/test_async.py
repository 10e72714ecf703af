"""Futures of an event loop."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from typing import Any

import pytest

from mem0._native import Engine


class SlowEmbedder:
    """Takes its time, and tells whether it was asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked = threading.Event()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0, float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        # Other texts are the engine's own, by which it measures vectors.
        if text == "tea":
            self.asked.set()
            time.sleep(self.seconds)
        return [1.0, 0.0]


def test_a_future_belongs_to_the_loop_that_runs(engine: Engine) -> None:
    async def main() -> Any:
        future = engine.call_async("get_all", {"user_id": "mia"})
        assert isinstance(future, asyncio.Future)
        assert future.get_loop() is asyncio.get_running_loop()
        return await future

    assert asyncio.run(main()) == {"results": []}


def test_without_a_loop_there_is_no_future(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="running event loop"):
        engine.call_async("get_all", {"user_id": "mia"})


def test_an_error_comes_out_of_the_future(engine: Engine) -> None:
    async def main() -> None:
        with pytest.raises(ValueError):
            await engine.call_async("delete", {"memory_id": "nobody"})

    asyncio.run(main())


def test_a_thousand_searches_run_on_one_loop(engine: Engine) -> None:
    texts = [f"Mia planted {number} apple trees" for number in range(50)]
    for text in texts:
        engine.call("add", {"messages": text, "user_id": "mia", "infer": False})

    async def main() -> tuple[list[Any], int]:
        questions = (
            engine.call_async("search", {"query": f"{n % 50} apple trees, asked {n}", "user_id": "mia"})
            for n in range(1000)
        )
        return await asyncio.gather(*questions), threading.active_count()

    before = threading.active_count()
    answers, threads = asyncio.run(main())
    assert len(answers) == 1000
    assert all(answer["results"] for answer in answers)
    assert threads == before, "Python knows of no thread for each call"


def test_the_loop_stays_free_meanwhile(config: dict[str, object]) -> None:
    engine = Engine(config, embedder=SlowEmbedder(0.5))

    async def main() -> int:
        search = engine.call_async("search", {"query": "tea", "user_id": "mia"})
        turns = 0
        while not search.done():
            await asyncio.sleep(0.01)
            turns += 1
        await search
        return turns

    assert asyncio.run(main()) >= 20


def test_cancelling_ends_the_wait_at_once(config: dict[str, object]) -> None:
    embedder = SlowEmbedder(1.0)
    engine = Engine(config, embedder=embedder)

    async def main() -> float:
        await engine.call_async("add", {"messages": "tea", "user_id": "mia", "infer": False})
        search = asyncio.ensure_future(engine.call_async("search", {"query": "tea", "user_id": "mia"}))
        while not embedder.asked.is_set():
            await asyncio.sleep(0.01)
        begun = time.monotonic()
        search.cancel()
        with pytest.raises(asyncio.CancelledError):
            await search
        waited = time.monotonic() - begun
        # What the object answers later finds nobody, and the loop goes on.
        await asyncio.sleep(1.2)
        assert await engine.call_async("get_all", {"user_id": "mia"})
        return waited

    assert asyncio.run(main()) < 0.5


def test_a_timeout_cancels(config: dict[str, object]) -> None:
    engine = Engine(config, embedder=SlowEmbedder(1.0))

    async def main() -> None:
        search = engine.call_async("search", {"query": "tea", "user_id": "mia"})
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(search, 0.1)

    asyncio.run(main())


def test_a_loop_that_closes_meanwhile_is_forgotten(
    config: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(config, embedder=SlowEmbedder(0.3))
    loop = asyncio.new_event_loop()

    async def begin() -> None:
        engine.call_async("search", {"query": "tea", "user_id": "mia"})

    loop.run_until_complete(begin())
    loop.close()
    time.sleep(0.6)
    assert engine.call("get_all", {"user_id": "mia"}) == {"results": []}
    assert not caplog.records


def test_loops_in_several_threads_share_an_engine(engine: Engine) -> None:
    counts: list[int] = []

    async def main() -> int:
        calls = (engine.call_async("get_all", {"user_id": "mia"}) for _ in range(100))
        return len(await asyncio.gather(*calls))

    threads = [threading.Thread(target=lambda: counts.append(asyncio.run(main()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert counts == [100] * 4


def test_loops_that_ended_leave_nothing_behind(engine: Engine) -> None:
    async def main() -> None:
        await asyncio.gather(*(engine.call_async("get_all", {"user_id": "mia"}) for _ in range(10)))

    def loops() -> int:
        gc.collect()
        return sum(isinstance(found, asyncio.AbstractEventLoop) for found in gc.get_objects())

    asyncio.run(main())
    before = loops()
    for _ in range(20):
        asyncio.run(main())
    assert loops() <= before + 1


def test_an_answer_that_is_refused_leaves_the_others_to_be(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(asyncio.Future[Any]):
        def set_result(self, result: Any) -> None:
            raise RuntimeError("no, thanks")

    def search() -> asyncio.Future[Any]:
        return engine.call_async("search", {"query": "tea", "user_id": "mia"})

    async def main() -> list[Any]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)
        engine.open()
        with monkeypatch.context() as patched:
            patched.setattr(loop, "create_future", lambda: Refusing(loop=loop))
            refusing = search()
        others = [search() for _ in range(10)]
        # All answers lie there when the loop looks.
        time.sleep(1)
        answers = await asyncio.wait_for(asyncio.gather(*others), 5)
        assert not refusing.done()
        return answers

    assert asyncio.run(main()) == [{"results": []}] * 10
