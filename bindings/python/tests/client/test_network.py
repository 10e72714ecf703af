"""Connections, waits, repetitions, threads, loops and forks: what the native client does on the wire."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mem0.client.main import AsyncMemoryClient, MemoryClient
from mem0.exceptions import ConfigurationError, MemoryError, NetworkError, RateLimitError

from .faces import PING, Faces
from .server import Answer, Asked, Server


def test_a_connection_is_used_again(faces: Faces) -> None:
    with Server() as server:
        client = faces.client("m0-key", server.url)
        for number in range(100):
            client.get(f"m{number}")
        # A call that follows at once may, on a busy machine, not find its predecessor's connection back yet.
        assert len({asked.port for asked in server.asked}) < 25


def test_an_answer_that_takes_too_long_is_a_timeout(faces: Faces) -> None:
    with Server(lambda _: Answer(after=4.0)) as server:
        client = faces.client("m0-key", server.url, timeout=0.2)
        begun = time.monotonic()
        with pytest.raises(NetworkError) as raised:
            client.get("m1")
        assert time.monotonic() - begun < 3.0
        assert raised.value.error_code == "NET_TIMEOUT"
        assert raised.value.debug_info["error_type"] == "timeout"
        assert len(server.calls) == 1


def test_without_a_limit_it_waits(faces: Faces) -> None:
    with Server(lambda _: Answer({"id": "m1"}, after=0.2)) as server:
        assert faces.client("m0-key", server.url, timeout=None).get("m1") == {"id": "m1"}


class Flaky:
    """Fails a number of times, and answers then."""

    def __init__(self, times: int, failure: Answer) -> None:
        self.times = times
        self.failure = failure

    def __call__(self, _: Asked) -> Answer:
        self.times -= 1
        return self.failure if self.times >= 0 else Answer({"id": "m1", "results": []})


@pytest.mark.parametrize("failure", [Answer(status=503), Answer(broken=True), Answer(status=502)])
def test_what_can_be_repeated_is_repeated(faces: Faces, failure: Answer) -> None:
    with Server(Flaky(1, failure)) as server:
        assert faces.client("m0-key", server.url).get("m1")["id"] == "m1"
        assert len(server.calls) == 2


@pytest.mark.parametrize("failure", [Answer(status=502), Answer(broken=True)])
def test_what_would_be_done_twice_is_not_repeated(faces: Faces, failure: Answer) -> None:
    with Server(Flaky(1, failure)) as server:
        client = faces.client("m0-key", server.url)
        with pytest.raises(NetworkError):
            client.add("hi", user_id="u")
        assert len(server.calls) == 1


def test_a_server_that_names_a_time_is_asked_again_then(faces: Faces) -> None:
    with Server(Flaky(1, Answer({"detail": "slow down"}, 429, {"Retry-After": "0"}))) as server:
        assert faces.client("m0-key", server.url).add("hi", user_id="u")["results"] == []
        assert len(server.calls) == 2


def test_repetitions_end(faces: Faces) -> None:
    with Server(lambda _: Answer({"detail": "slow down"}, 429, {"Retry-After": "0"})) as server:
        client = faces.client("m0-key", server.url, max_retries=3)
        with pytest.raises(RateLimitError):
            client.get("m1")
        assert len(server.calls) == 4
        client = faces.client("m0-key", server.url, max_retries=0)
        with pytest.raises(RateLimitError):
            client.get("m1")
        assert len(server.calls) == 5


def test_a_long_wait_is_left_to_the_caller(faces: Faces) -> None:
    with Server(lambda _: Answer({"detail": "slow down"}, 429, {"Retry-After": "30"})) as server:
        client = faces.client("m0-key", server.url)
        begun = time.monotonic()
        with pytest.raises(RateLimitError) as raised:
            client.add("hi", user_id="u")
        assert raised.value.retry_after == 30
        assert time.monotonic() - begun < 5
        assert len(server.calls) == 1


def test_a_redirect_is_not_followed_with_the_key(faces: Faces) -> None:
    with (
        Server() as elsewhere,
        Server(lambda _: Answer(status=302, headers={"Location": elsewhere.url})) as server,
    ):
        with pytest.raises(MemoryError):
            faces.client("m0-key", server.url).get("m1")
        assert elsewhere.asked == []


def test_a_proxy_is_used_where_it_is_named(faces: Faces) -> None:
    with Server(lambda _: Answer(PING), pings=False) as proxy:
        client = faces.client("m0-key", "http://hosted.test", proxy=proxy.url)
        client.get("m1")
    assert [asked.path for asked in proxy.asked] == [
        "http://hosted.test/v1/ping/",
        "http://hosted.test/v1/memories/m1/",
    ]


def test_a_proxy_of_the_environment_is_used_if_it_can_lead_there(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Server() as server, Server(lambda _: Answer(PING), pings=False) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        faces.client("m0-key", "http://hosted.test")
        faces.client("m0-key", server.url)
        assert [asked.path for asked in proxy.asked] == [
            "http://hosted.test/v1/ping/",
            f"{server.url}/v1/ping/",
        ]
        assert server.asked == []
        monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.test:3128")
        faces.client("m0-key", server.url)
        assert len(server.asked) == 1
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        faces.client("m0-key", server.url)
        assert len(server.asked) == 2
        assert len(proxy.asked) == 2


@pytest.mark.parametrize(
    "setting", [{"headers": {"X Team": "x"}}, {"headers": {"X-T": "a\nb"}}, {"proxy": "socks5://127.0.0.1:1"}]
)
def test_what_cannot_be_sent_is_a_configuration_error(faces: Faces, setting: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        faces.client("m0-key", "http://127.0.0.1:9", **setting)


def test_a_server_without_https_is_told_at_once(faces: Faces) -> None:
    with Server() as server:
        begun = time.monotonic()
        with pytest.raises(NetworkError) as raised:
            faces.client("m0-key", server.url.replace("http:", "https:"))
        assert raised.value.error_code == "NET_CONNECT"
        assert "HTTPS" in str(raised.value.suggestion)
        assert raised.value.debug_info["original_error"] == str(raised.value)
        assert time.monotonic() - begun < 5


def test_threads_share_a_client_and_wait_together() -> None:
    with Server(lambda _: Answer({"id": "m1"}, after=0.1)) as server:
        client = MemoryClient("m0-key", server.url)
        begun = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda number: client.get(f"m{number}"), range(32)))
        assert answers == [{"id": "m1"}] * 32
        assert server.busiest >= 8
        assert time.monotonic() - begun < 3.0
        client.close()


def test_hundreds_of_calls_run_on_one_loop_without_threads() -> None:
    with Server(lambda asked: Answer({"id": asked.path.split("/")[3]}, after=0.5)) as server:

        async def use() -> list[Any]:
            async with AsyncMemoryClient("m0-key", server.url) as client:
                ours = set(threading.enumerate())
                calls = asyncio.gather(*(client.get(f"m{number}") for number in range(300)))
                await asyncio.sleep(0.1)
                # The server of this test has a thread for each request; the client has none.
                added = {thread.name for thread in set(threading.enumerate()) - ours}
                assert not [name for name in added if "process_request_thread" not in name]
                return list(await calls)

        answers = asyncio.run(use())
        assert [answer["id"] for answer in answers] == [f"m{number}" for number in range(300)]
        # A server's thread counts a moment longer than its answer takes.
        assert 50 <= server.busiest <= 120


def test_a_client_serves_one_loop_after_the_other() -> None:
    with Server(lambda _: Answer({"id": "m1"})) as server:
        client = AsyncMemoryClient("m0-key", server.url)
        for _ in range(3):
            assert asyncio.run(client.get("m1")) == {"id": "m1"}
        asyncio.run(client.close())
        assert len(server.asked) == 4


def test_a_cancelled_call_ends_at_once_and_the_client_lives_on() -> None:
    with Server(lambda asked: Answer({"id": "m"}, after=5.0 if "slow" in asked.path else 0.0)) as server:

        async def use() -> None:
            async with AsyncMemoryClient("m0-key", server.url) as client:
                begun = time.monotonic()
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(client.get("slow"), 0.1)
                assert time.monotonic() - begun < 3.0
                assert await client.get("m") == {"id": "m"}

        asyncio.run(use())


def test_ctrl_c_interrupts_a_waiting_call() -> None:
    with Server(lambda _: Answer(after=5.0)) as server:
        client = MemoryClient("m0-key", server.url)
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            client.get("m1")
        assert time.monotonic() - begun < 4.0
        client.close()


def in_a_child(client: Any, kind: str, results: Any) -> None:
    answer = client.get("m1") if kind == "blocking" else asyncio.run(client.get("m1"))
    results.put((answer, client.org_id))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.parametrize("kind", ["blocking", "asynchronous"])
def test_a_forked_child_makes_connections_of_its_own(kind: str) -> None:
    with Server(lambda _: Answer({"id": "m1"})) as server:
        made: Any = MemoryClient if kind == "blocking" else AsyncMemoryClient
        client = made("m0-key", server.url)
        if kind == "blocking":
            client.get("m1")
        else:
            asyncio.run(client.get("m1"))
        ours = {asked.port for asked in server.asked}
        context = multiprocessing.get_context("fork")
        results = context.Queue()
        children = [context.Process(target=in_a_child, args=(client, kind, results)) for _ in range(3)]
        for child in children:
            child.start()
        assert [results.get(timeout=20) for _ in children] == [({"id": "m1"}, PING["org_id"])] * 3
        for child in children:
            child.join(timeout=20)
            assert child.exitcode == 0
        assert len({asked.port for asked in server.asked}) == len(ours) + 3
        in_a_child(client, kind, results)
        assert results.get(timeout=20) == ({"id": "m1"}, PING["org_id"])
        assert len({asked.port for asked in server.asked}) == len(ours) + 3
