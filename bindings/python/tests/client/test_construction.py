"""How a client is made, and what it is then."""

from __future__ import annotations

import asyncio
import copy
import inspect
import pickle
import typing
import warnings
from typing import Any

import httpx
import pytest

import mem0
from mem0.client.main import AsyncMemoryClient, MemoryClient
from mem0.client.project import AsyncProject, Project, ProjectConfig
from mem0.exceptions import (
    MemoryError,
)

from .faces import HOST, PING, Faces, Wire, refusing
from .server import Server


def test_both_clients_are_at_the_top_of_the_package() -> None:
    assert mem0.MemoryClient is MemoryClient
    assert mem0.AsyncMemoryClient is AsyncMemoryClient


@pytest.mark.parametrize("key", [None, ""])
@pytest.mark.parametrize("kind", [MemoryClient, AsyncMemoryClient])
def test_without_a_key_there_is_no_client(kind: Any, key: str | None) -> None:
    with pytest.raises(ValueError, match=r"^Mem0 API Key not provided\. Please provide an API Key\.$"):
        kind(key)


def test_the_key_may_come_from_the_environment(faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEM0_API_KEY", "m0-environment")
    with Server() as server:
        assert faces.client(host=server.url).api_key == "m0-environment"
        assert faces.client("m0-argument", server.url).api_key == "m0-argument"
        keys = [asked.headers["authorization"] for asked in server.asked]
    assert keys == ["Token m0-environment", "Token m0-argument"]


@pytest.mark.parametrize("ids", [{"org_id": "o"}, {"project_id": "p"}])
@pytest.mark.parametrize("kind", [MemoryClient, AsyncMemoryClient])
def test_organization_and_project_come_together(kind: Any, ids: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Please provide both org_id and project_id"):
        kind("m0-key", HOST, **ids)


def test_arguments_may_stand_by_position(faces: Faces) -> None:
    with Server() as server:
        client = faces.client("m0-key", server.url, "o", "p")
    assert (client.org_id, client.project_id) == ("o", "p")


@pytest.mark.parametrize("address", [HOST, HOST + "/", HOST + "//"])
def test_a_slash_at_the_end_of_the_host_is_fine(faces: Faces, address: str) -> None:
    wire = Wire()
    faces.through(wire, host=address).get("m1")
    assert [str(request.url) for request in wire.requests] == [f"{HOST}/v1/ping/", f"{HOST}/v1/memories/m1/"]


@pytest.mark.parametrize("timeout", [0, -1.0, float("nan")])
def test_a_timeout_is_above_zero(faces: Faces, timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout must be a number of seconds above 0"):
        faces.client("m0-key", HOST, timeout=timeout)


@pytest.mark.parametrize("address", ["ftp://hosted.test", "http://", "not a host"])
def test_a_host_that_is_no_address_is_refused(faces: Faces, address: str) -> None:
    with pytest.raises((ValueError, MemoryError), match="host"):
        faces.client("m0-key", address)


def test_neither_repr_nor_errors_show_the_key(faces: Faces) -> None:
    secret = "m0-very-secret"
    client = faces.client(secret, HOST, greeted=False, client=own_client(faces, Wire()))
    inner = getattr(client, "_inner", client)
    assert secret not in repr(inner)
    assert repr(inner).startswith(f"{type(inner).__name__}(host='{HOST}'")
    echo = refusing(400, {"detail": f"key {secret} is no good"})
    with pytest.raises(ValueError) as raised:
        faces.client(secret, HOST, client=own_client(faces, echo))
    assert secret not in str(raised.value)


def own_client(faces: Faces, handler: Any) -> Any:
    own: Any = httpx.Client if faces.kind == "blocking" else httpx.AsyncClient
    return own(transport=httpx.MockTransport(handler))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_client_is_neither_copied_nor_pickled(faces: Faces, copied: Any) -> None:
    client = faces.through(Wire())
    with pytest.raises(TypeError, match="holds connections and a key"):
        copied(getattr(client, "_inner", client))


def test_a_closed_client_says_so(faces: Faces) -> None:
    with Server() as server:
        client = faces.client("m0-key", server.url)
        client.close()
        client.close()
        with pytest.raises(RuntimeError, match="is closed"):
            client.get("m1")


def test_with_closes() -> None:
    with Server() as server:
        with MemoryClient("m0-key", server.url) as client:
            client.get("m1")
        with pytest.raises(RuntimeError, match="MemoryClient is closed"):
            client.get("m1")
        assert [asked.path for asked in server.asked] == ["/v1/ping/", "/v1/memories/m1/"]

        async def use() -> None:
            async with AsyncMemoryClient("m0-key", server.url) as async_client:
                await async_client.get("m1")
            with pytest.raises(RuntimeError, match="AsyncMemoryClient is closed"):
                await async_client.get("m1")

        asyncio.run(use())


def test_the_two_have_the_same_methods_with_the_same_arguments() -> None:
    names = {name for name, _ in inspect.getmembers(MemoryClient, inspect.isfunction) if name[0] != "_"}
    assert names == {
        name for name, _ in inspect.getmembers(AsyncMemoryClient, inspect.isfunction) if name[0] != "_"
    }
    for name in names:
        blocking, awaited = getattr(MemoryClient, name), getattr(AsyncMemoryClient, name)
        assert inspect.signature(blocking) == inspect.signature(awaited), name
        assert inspect.iscoroutinefunction(awaited), name
        assert not inspect.iscoroutinefunction(blocking), name
        assert awaited.__doc__, name
    for name in (
        "get",
        "create",
        "update",
        "delete",
        "get_members",
        "add_member",
        "update_member",
        "remove_member",
    ):
        blocking, awaited = getattr(Project, name), getattr(AsyncProject, name)
        assert inspect.signature(blocking) == inspect.signature(awaited), name
        assert inspect.iscoroutinefunction(awaited), name


def test_a_project_may_be_another_one(faces: Faces) -> None:
    wire = Wire()
    client = faces.through(wire)
    kind: Any = Project if faces.kind == "blocking" else AsyncProject
    project = kind(getattr(client, "_inner", client), ProjectConfig(org_id="o2", project_id="p2"))
    answer = project.delete()
    if faces.kind == "asynchronous":
        faces.loop.run_until_complete(answer)
    assert wire.asked == [("DELETE", "/api/v1/orgs/organizations/o2/projects/p2/", None)]
    assert project.config == ProjectConfig("o2", "p2", PING["user_email"])


def test_a_project_may_have_an_http_client_of_its_own(faces: Faces) -> None:
    wire = Wire({"project_id": "p2"})
    own: Any = httpx.Client if faces.kind == "blocking" else httpx.AsyncClient
    headers = {"Authorization": "Token m0-key"}
    http_client = own(transport=httpx.MockTransport(wire), base_url=HOST, headers=headers)
    kind: Any = Project if faces.kind == "blocking" else AsyncProject
    project = kind(client=http_client, org_id="o2", project_id="p2", user_email="mia@example.test")
    answer = project.get()
    if faces.kind == "asynchronous":
        answer = faces.loop.run_until_complete(answer)
    assert answer == {"project_id": "p2"}
    assert wire.requests[0].headers["authorization"] == "Token m0-key"
    path = "/api/v1/orgs/organizations/o2/projects/p2/?org_id=o2&project_id=p2"
    assert wire.asked == [("GET", path, None)]


def test_a_project_may_ask_through_the_connections_of_a_client(faces: Faces) -> None:
    with Server() as server:
        client = faces.client("m0-key", server.url)
        kind: Any = Project if faces.kind == "blocking" else AsyncProject
        shared = client.client if faces.kind == "blocking" else client.async_client
        answer = kind(shared, ProjectConfig(org_id="o2", project_id="p2")).get_members()
        if faces.kind == "asynchronous":
            faces.loop.run_until_complete(answer)
        assert [asked.path for asked in server.calls] == [
            "/api/v1/orgs/organizations/o2/projects/p2/members/"
        ]


def test_a_project_config_holds_strings_and_nothing_else() -> None:
    config = ProjectConfig(org_id="o")
    assert config.model_dump() == {"org_id": "o", "project_id": None, "user_email": None}
    assert config == ProjectConfig("o")
    assert config != ProjectConfig("p")
    with pytest.raises(ValueError, match="org_id must be a string, not int"):
        ProjectConfig(org_id=7)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="has no 'owner'"):
        ProjectConfig(owner="mia")
    with pytest.raises(ValueError, match="project_id must be a string"):
        config.project_id = 7  # type: ignore[assignment]
    with pytest.raises(ValueError, match="has no 'colour'"):
        config.colour = "red"


def test_an_abandoned_client_is_silent() -> None:
    with Server() as server, warnings.catch_warnings():
        warnings.simplefilter("error")

        async def use() -> None:
            await AsyncMemoryClient("m0-key", server.url).get("m1")

        asyncio.run(use())
        MemoryClient("m0-key", server.url).get("m1")


@pytest.mark.parametrize("kind", [MemoryClient, AsyncMemoryClient, Project, AsyncProject])
def test_hints_can_be_read_at_run_time(kind: Any) -> None:
    methods = {name: value for name, value in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}
    assert methods
    for name, method in methods.items():
        assert "return" in typing.get_type_hints(method), name
