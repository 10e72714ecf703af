"""The handshake: what a client asks before everything else, and what it makes of the answer."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from mem0.client.main import AsyncMemoryClient, MemoryClient
from mem0.exceptions import (
    AuthenticationError,
    MemoryError,
    MemoryNotFoundError,
    NetworkError,
    RateLimitError,
)

from .faces import HOST, PING, Faces, Wire, refusing
from .server import Answer, Server


def test_the_ping_tells_what_the_key_belongs_to(faces: Faces) -> None:
    client = faces.through(Wire())
    assert client.api_key == "m0-key"
    assert client.host == HOST
    assert client.user_id == hashlib.md5(b"m0-key").hexdigest()
    assert client.user_email == PING["user_email"]
    assert (client.org_id, client.project_id) == (PING["org_id"], PING["project_id"])
    assert (client.project.org_id, client.project.project_id) == (PING["org_id"], PING["project_id"])
    assert client.project.user_email == PING["user_email"]


def test_the_blocking_client_asks_at_once_and_the_asynchronous_one_when_it_is_used() -> None:
    with Server() as server:
        MemoryClient("m0-key", server.url).close()
        assert len(server.asked) == 1

        async def use() -> None:
            client = AsyncMemoryClient("m0-key", server.url)
            assert repr(client) == f"AsyncMemoryClient(host={server.url!r})"
            assert len(server.asked) == 1
            await client.get("m1")
            assert (client.org_id, client.user_email) == (PING["org_id"], PING["user_email"])
            await client.get("m1")
            await client.close()
            async with AsyncMemoryClient("m0-key", server.url) as other:
                assert other.org_id == PING["org_id"]

        asyncio.run(use())
        assert [asked.path for asked in server.asked[1:]] == [
            "/v1/ping/",
            "/v1/memories/m1/",
            "/v1/memories/m1/",
            "/v1/ping/",
        ]


def test_where_no_loop_runs_the_asynchronous_client_asks_at_once() -> None:
    with Server() as server:
        client = AsyncMemoryClient("m0-key", server.url)
        assert len(server.asked) == 1
        assert client.project_id == PING["project_id"]
        asyncio.run(client.get("m1"))
        asyncio.run(client.close())
    refusing = Answer({"detail": "Invalid API key"}, 401)
    with (
        Server(lambda _: refusing, pings=False) as server,
        pytest.raises(ValueError, match="Error: Invalid API key"),
    ):
        AsyncMemoryClient("m0-key", server.url)


def test_who_asks_for_the_project_within_a_loop_is_told_it() -> None:
    with Server() as server:

        async def use() -> None:
            client = AsyncMemoryClient("m0-key", server.url)
            assert server.asked == []
            assert client.user_email == PING["user_email"]
            assert (client.org_id, client.project.project_id) == (PING["org_id"], PING["project_id"])
            await client.close()

        asyncio.run(use())
        assert len(server.asked) == 1


def test_first_users_of_an_asynchronous_client_share_one_ping() -> None:
    with Server() as server:

        async def use() -> None:
            client = AsyncMemoryClient("m0-key", server.url)
            await asyncio.gather(*(client.get(f"m{number}") for number in range(20)))
            await client.close()

        asyncio.run(use())
        assert len(server.asked) == 21
        assert len(server.calls) == 20


def test_who_gives_up_on_the_first_ping_leaves_it_to_the_others() -> None:
    def slow(asked: Any) -> Answer:
        return Answer(PING, after=0.3) if asked.path.startswith("/v1/ping/") else Answer({"id": "m1"})

    with Server(slow, pings=False) as server:

        async def use() -> None:
            client = AsyncMemoryClient("m0-key", server.url)
            first = asyncio.ensure_future(client.get("m1"))
            second = asyncio.ensure_future(client.get("m2"))
            await asyncio.sleep(0.1)
            first.cancel()
            assert await second == {"id": "m1"}
            with pytest.raises(asyncio.CancelledError):
                await first
            await client.close()

        asyncio.run(use())
        assert [asked.path for asked in server.asked] == ["/v1/ping/", "/v1/memories/m2/"]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, {"detail": "Invalid API key"}, "Error: Invalid API key"),
        (403, {"message": "No entry"}, "Error: No entry"),
        (401, "<h1>no</h1>", "Error: <h1>no</h1>"),
    ],
)
def test_a_refused_key_is_a_value_error_and_an_authentication_error(
    faces: Faces, status: int, body: Any, words: str
) -> None:
    with pytest.raises(ValueError) as raised:
        faces.through(refusing(status, body))
    assert str(raised.value) == words
    assert isinstance(raised.value, AuthenticationError)
    assert raised.value.error_code == f"HTTP_{status}"
    assert raised.value.debug_info["status_code"] == status


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, MemoryError), (503, NetworkError), (429, RateLimitError), (404, MemoryNotFoundError)],
)
def test_another_failure_of_the_ping_is_a_value_error_and_what_it_is(
    faces: Faces, status: int, kind: type[MemoryError]
) -> None:
    with pytest.raises(ValueError, match="^Error: broken$") as raised:
        faces.through(refusing(status, {"detail": "broken"}))
    assert isinstance(raised.value, kind)
    assert raised.value.error_code == f"HTTP_{status}"
    assert isinstance(raised.value.__cause__, MemoryError)


def test_a_server_of_something_else_is_a_value_error(faces: Faces) -> None:
    with pytest.raises(ValueError, match="^Error: the server's answer can't be read") as raised:
        faces.through(lambda _: httpx.Response(200, text="<h1>hi</h1>"))
    assert isinstance(raised.value, MemoryError)


def test_ids_of_the_ping_may_be_numbers(faces: Faces) -> None:
    client = faces.through(lambda _: httpx.Response(200, json={"org_id": 7, "project_id": 8}))
    assert (client.org_id, client.project_id) == ("7", "8")


def test_a_server_that_is_not_there_is_a_network_error(faces: Faces) -> None:
    with Server() as server:
        gone = server.url
    with pytest.raises(NetworkError) as raised:
        faces.client("m0-key", gone, max_retries=0)
    assert raised.value.error_code == "NET_CONNECT"


@pytest.mark.parametrize("answer", [{"status": "ok"}, {"org_id": "o", "project_id": ""}, []])
def test_a_key_without_a_project_is_refused_unless_one_is_named(faces: Faces, answer: Any) -> None:
    with pytest.raises(ValueError, match="org_id and project_id must be set to access project operations"):
        faces.through(lambda _: httpx.Response(200, json=answer))
    named = faces.through(lambda _: httpx.Response(200, json=answer), org_id="o", project_id="p")
    assert named.project_id == "p"


def test_after_a_failed_first_call_the_next_tries_again() -> None:
    answers = [httpx.Response(503, json={"detail": "later"}), httpx.Response(200, json=PING)]

    def handler(request: httpx.Request) -> httpx.Response:
        return answers.pop(0) if answers else httpx.Response(200, json={"id": "m1"})

    async def use() -> None:
        own = httpx.AsyncClient(transport=httpx.MockTransport(handler))
        async_client = AsyncMemoryClient("m0-key", HOST, client=own)
        with pytest.raises(ValueError, match="Error: later"):
            await async_client.get("m1")
        assert await async_client.get("m1") == {"id": "m1"}

    asyncio.run(use())
