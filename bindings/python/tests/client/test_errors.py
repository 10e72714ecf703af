"""Refusals as exceptions: the same for both clients, and for an HTTP client of the user's own."""

from __future__ import annotations

import asyncio
import pickle
from typing import Any

import httpx
import pytest

from mem0 import exceptions as e
from mem0.client.utils import APIError, api_error_handler

from .faces import HOST, Faces, Wire
from .server import Answer, Server

STATUSES = [
    (400, e.ValidationError),
    (401, e.AuthenticationError),
    (403, e.AuthenticationError),
    (404, e.MemoryNotFoundError),
    (408, e.NetworkError),
    (409, e.ValidationError),
    (413, e.MemoryQuotaExceededError),
    (418, e.MemoryError),
    (422, e.ValidationError),
    (429, e.RateLimitError),
    (500, e.MemoryError),
    (502, e.NetworkError),
    (503, e.NetworkError),
    (504, e.NetworkError),
]


@pytest.mark.parametrize("way", ["native", "own"])
@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_a_status_is_an_exception(faces: Faces, way: str, status: int, kind: type[e.MemoryError]) -> None:
    body = {"detail": "Rate limit: no tea today", "code": "tea"}
    with Server(lambda _: Answer(body, status)) as server:
        if way == "native":
            client = faces.client("m0-key", server.url, max_retries=0)
            url = f"{server.url}/v1/memories/m1/"
        else:
            client = faces.through(Wire(httpx.Response(status, json=body)))
            url = f"{HOST}/v1/memories/m1/"
        with pytest.raises(e.MemoryError) as raised:
            client.get("m1")
    error = raised.value
    assert type(error) is kind
    assert str(error) == error.message == "Rate limit: no tea today"
    assert error.error_code == f"HTTP_{status}"
    assert error.details == body
    assert error.suggestion
    assert error.debug_info["status_code"] == status
    assert error.debug_info["url"] == url
    assert error.debug_info["method"] == "GET"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.error_code) == (type(error), str(error), error.error_code)


@pytest.mark.parametrize(
    ("content", "kind", "message", "details"),
    [
        ('{"detail": "no"}', "application/json; charset=utf-8", "no", {"detail": "no"}),
        ('{"error": "no"}', "application/json", '{"error": "no"}', {"error": "no"}),
        ('{"detail": "no"}', "text/plain", '{"detail": "no"}', {}),
        ('["one", "two"]', "application/json", '["one", "two"]', {}),
        ("<h1>Bad</h1>", "text/html", "<h1>Bad</h1>", {}),
        ("{broken", "application/json", "{broken", {}),
        ("", "text/plain", "HTTP 400 error", {}),
    ],
)
def test_the_message_is_the_detail_or_the_whole(
    faces: Faces, content: str, kind: str, message: str, details: dict[str, Any]
) -> None:
    response = httpx.Response(400, content=content, headers={"Content-Type": kind})
    client = faces.through(Wire(response))
    with pytest.raises(e.ValidationError) as raised:
        client.get("m1")
    assert raised.value.message == message
    assert raised.value.details == details


def test_a_rate_limit_tells_when_to_come_back(faces: Faces) -> None:
    headers = {
        "Retry-After": "7",
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "1700000000",
    }
    client = faces.through(Wire(httpx.Response(429, json={"detail": "slow down"}, headers=headers)))
    with pytest.raises(e.RateLimitError) as raised:
        client.get("m1")
    info = raised.value.debug_info
    assert info["retry_after"] == 7
    assert info["x_ratelimit_limit"] == "100"
    assert info["x_ratelimit_remaining"] == "0"
    assert info["x_ratelimit_reset"] == "1700000000"
    assert raised.value.retry_after == 7
    assert str(raised.value) == "slow down"


@pytest.mark.parametrize("body", ["<html>", "{}{}"])
def test_a_success_that_cannot_be_read_says_so(faces: Faces, body: str) -> None:
    client = faces.through(Wire(httpx.Response(200, text=body)))
    with pytest.raises(e.MemoryError, match="can't be read"):
        client.get("m1")


def test_an_empty_success_is_an_empty_answer(faces: Faces) -> None:
    client = faces.through(Wire(httpx.Response(204), httpx.Response(204)))
    assert client.delete("m1") == {}
    assert client.history("m1") == []


def test_json_of_careless_servers_is_read(faces: Faces) -> None:
    body = b'\xef\xbb\xbf{"score": NaN, "memory": "cut within \\ud83d"}'
    client = faces.through(Wire(httpx.Response(200, content=body)))
    assert client.get("m1") == {"score": None, "memory": "cut within \ufffd"}


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (httpx.ReadTimeout("slow"), "NET_TIMEOUT", "timeout"),
        (httpx.ConnectTimeout("slow"), "NET_TIMEOUT", "timeout"),
        (httpx.ConnectError("refused"), "NET_CONNECT", "connection"),
        (httpx.ReadError("gone"), "NET_GENERIC", "request"),
        (httpx.TooManyRedirects("round"), "NET_GENERIC", "request"),
    ],
)
def test_failures_of_an_own_client_are_network_errors(
    faces: Faces, error: httpx.RequestError, code: str, kind: str
) -> None:
    def failing(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/ping/":
            return Wire()(request)
        raise error

    client = faces.through(failing)
    with pytest.raises(e.NetworkError, match=str(error)) as raised:
        client.get("m1")
    assert raised.value.error_code == code
    assert raised.value.debug_info["error_type"] == kind
    assert raised.value.suggestion
    assert raised.value.__cause__ is error


def test_other_failures_of_an_own_client_pass(faces: Faces) -> None:
    def failing(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/ping/":
            return Wire()(request)
        raise ZeroDivisionError("of the program's own")

    with pytest.raises(ZeroDivisionError):
        faces.through(failing).get("m1")


def test_an_own_client_of_the_other_kind_is_refused(faces: Faces) -> None:
    transport = httpx.MockTransport(Wire())
    other: Any = httpx.AsyncClient if faces.kind == "blocking" else httpx.Client
    with pytest.raises(TypeError, match="needs an? (blocking|asynchronous) HTTP client"):
        faces.client("m0-key", HOST, client=other(transport=transport))


def test_an_own_client_can_be_used_directly(faces: Faces) -> None:
    wire = Wire({"id": "m1"})
    client = faces.through(wire)
    own = client.client if faces.kind == "blocking" else client.async_client
    answer = own.get("/v1/memories/m1/")
    if faces.kind == "asynchronous":
        answer = faces.loop.run_until_complete(answer)
    assert answer.json() == {"id": "m1"}
    assert str(wire.requests[-1].url) == f"{HOST}/v1/memories/m1/"
    assert wire.requests[-1].headers["authorization"] == "Token m0-key"
    client.close()
    assert own.is_closed


def test_delete_users_goes_through_an_own_client_page_by_page(faces: Faces) -> None:
    first = {
        "results": [{"type": "user", "name": f"u{n}"} for n in range(100)],
        "next": f"{HOST}/x",
        "count": 101,
    }
    second = {"results": [{"type": "run", "name": "r/1"}], "next": None, "count": 101}
    wire = Wire(first, second)
    client = faces.through(wire)
    assert client.delete_users() == {"message": "All users, agents, apps and runs deleted."}
    asked = wire.asked
    assert [row[0] for row in asked] == ["GET", "GET"] + ["DELETE"] * 101
    assert asked[2][1] == "/v2/entities/user/u0/"
    assert asked[-1][1] == "/v2/entities/run/r%2F1/"


def test_delete_users_of_nobody_is_a_value_error(faces: Faces) -> None:
    client = faces.through(Wire({"results": [], "count": 0}, {"results": [], "count": 0}))
    with pytest.raises(ValueError, match="No entities to delete"):
        client.delete_users()


def test_answers_have_the_shape_of_every_era(faces: Faces) -> None:
    pending = {"message": "queued", "status": "PENDING", "event_id": "e1"}
    client = faces.through(
        Wire({"results": [pending]}, pending, [{"id": "m1"}], {"results": [{"id": "m1"}]}, [{"id": "m1"}])
    )
    for answer in (
        client.add("hi", user_id="u", async_mode=True),
        client.add("hi", user_id="u", version="v3"),
    ):
        assert answer["event_id"] == "e1"
        assert answer["status"] == "PENDING"
        assert [result["event_id"] for result in answer["results"]] == ["e1"]
    for answer in (client.search("q", user_id="u"), client.search("q", user_id="u"), client.get_all()):
        assert answer == [{"id": "m1"}]
        assert answer["results"] == [{"id": "m1"}]


@api_error_handler
def asks(error: Exception) -> None:
    raise error


@api_error_handler
async def asks_later(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("way", [asks, lambda error: asyncio.run(asks_later(error))])
def test_the_decorator_makes_structured_errors(way: Any) -> None:
    request = httpx.Request("GET", f"{HOST}/v1/x/")
    response = httpx.Response(
        429,
        json={"detail": "slow down"},
        headers={"Retry-After": "3", "X-RateLimit-Limit": "9"},
        request=request,
    )
    with pytest.raises(e.RateLimitError, match="slow down") as raised:
        way(httpx.HTTPStatusError("429", request=request, response=response))
    assert raised.value.debug_info == {
        "status_code": 429,
        "url": f"{HOST}/v1/x/",
        "method": "GET",
        "retry_after": 3,
        "x_ratelimit_limit": "9",
    }
    assert raised.value.details == {"detail": "slow down"}
    with pytest.raises(e.NetworkError) as timeout:
        way(httpx.ReadTimeout("slow"))
    assert timeout.value.error_code == "NET_TIMEOUT"
    with pytest.raises(KeyError):
        way(KeyError("x"))


def test_the_name_of_old_is_an_exception() -> None:
    assert issubclass(APIError, Exception)
