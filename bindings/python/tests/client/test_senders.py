"""Who sends, and where to: what every request carries."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest

import mem0

from .faces import HOST, Faces, Wire
from .requests.row import ADD, TEXT


def test_requests_carry_the_key_and_who_calls(faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEM0_SOURCE", "notebook")
    monkeypatch.setenv("MEM0_APPLICATION", "diary")
    monkeypatch.setenv("MEM0_CLIENT_STACK", "my-agent/2")
    wire = Wire()
    client = faces.through(wire, headers={"X-Tenant": "seven"})
    client.add("hi", user_id="u")
    for request in wire.requests:
        assert request.headers["authorization"] == "Token m0-key"
        assert request.headers["mem0-user-id"] == hashlib.md5(b"m0-key").hexdigest() == client.user_id
        assert request.headers["x-mem0-source"] == "notebook"
        assert request.headers["x-application"] == "diary"
        assert request.headers["x-mem0-client"] == f"my-agent/2, mem0-python/{mem0.__version__}"
        assert request.headers["x-tenant"] == "seven"
    assert wire.requests[-1].headers["content-type"] == "application/json"


def test_an_own_client_keeps_saying_what_it_is(faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEM0_SOURCE", "notebook")
    wire = Wire()
    own: Any = httpx.Client if faces.kind == "blocking" else httpx.AsyncClient
    headers = {"X-Mem0-Client": "wrapper/1", "X-Mem0-Source": "wrapper"}
    http_client = own(transport=httpx.MockTransport(wire), headers=headers)
    faces.client("m0-key", HOST, client=http_client)
    sent = wire.requests[0].headers
    assert sent["x-mem0-client"] == f"wrapper/1, mem0-python/{mem0.__version__}"
    assert sent["x-mem0-source"] == http_client.headers["x-mem0-source"] == "wrapper"


def test_an_explicit_project_is_named_in_every_request(faces: Faces) -> None:
    wire = Wire([], {}, {})
    client = faces.through(wire, org_id="org_x", project_id="prj_x")
    client.get_all(user_id="u")
    client.add("hi", user_id="u")
    client.project.get()
    ids = {"org_id": "org_x", "project_id": "prj_x"}
    assert wire.requests[0].url.query == b"org_id=org_x&project_id=prj_x"
    assert wire.asked[0][1] == "/v1/memories/?user_id=u&org_id=org_x&project_id=prj_x"
    assert wire.asked[1][2] == {"messages": TEXT, "user_id": "u", **ADD, **ids}
    assert (
        wire.asked[2][1] == "/api/v1/orgs/organizations/org_x/projects/prj_x/?org_id=org_x&project_id=prj_x"
    )
    # What the ping says doesn't change it.
    assert (client.org_id, client.project_id) == ("org_x", "prj_x")


def test_a_path_in_front_of_the_api_is_kept(faces: Faces) -> None:
    seen = []

    def behind_a_path(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200, json={"org_id": "o", "project_id": "p"})

    faces.through(behind_a_path, host="http://hosted.test/mem0/").get("m1")
    assert seen == ["/mem0/v1/ping/", "/mem0/v1/memories/m1/"]


def test_an_idempotency_key_is_sent_and_fresh_without_one(faces: Faces) -> None:
    wire = Wire()
    client = faces.through(wire)
    client.generate_profile("mia", idempotency_key="once")
    client.generate_profile("mia")
    client.sample_profiles()
    keys = [request.headers["idempotency-key"] for request in wire.requests[1:]]
    assert keys[0] == "once"
    assert len(set(keys)) == 3
