"""Which requests each method sends, seen through an HTTP client of the user's own."""

from __future__ import annotations

import hashlib
import warnings
from datetime import date, datetime, timezone
from typing import Any

import httpx
import pytest

from mem0.client.main import MemoryClient
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    ProjectUpdateOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)

from .faces import Faces, Wire

ADD = {"async_mode": False, "output_format": "v1.1", "version": "v2"}
TEXT = [{"role": "user", "content": "hi"}]
PROJECT = "/api/v1/orgs/organizations/org_7f/projects/"
HERE = PROJECT + "prj_31/"
IDS = {"org_id": "org_7f", "project_id": "prj_31"}
QUERY_IDS = "org_id=org_7f&project_id=prj_31"

Call = Any
CALLS: list[tuple[str, Call, str, str, Any]] = [
    # add
    (
        "add: a text",
        lambda c: c.add("hi", user_id="u"),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "user_id": "u", **ADD},
    ),
    (
        "add: a message",
        lambda c: c.add(TEXT[0], agent_id="a"),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "agent_id": "a", **ADD},
    ),
    (
        "add: a list by keyword",
        lambda c: c.add(messages=TEXT, run_id="r"),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "run_id": "r", **ADD},
    ),
    (
        "add: what was said isn't waited for",
        lambda c: c.add(TEXT, user_id="u", async_mode=True, output_format="v1.1"),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "user_id": "u", **ADD, "async_mode": True},
    ),
    (
        "add: every keyword",
        lambda c: c.add(
            TEXT,
            user_id="u",
            metadata={"a": None},
            infer=False,
            immutable=True,
            expiration_date=date(2026, 12, 31),
            timestamp=1700000000,
            includes="food",
            excludes="names",
            custom_categories=[{"food": "meals"}],
            custom_instructions="short",
            enable_graph=True,
            brand_new=1,
            not_given=None,
        ),
        "POST",
        "/v1/memories/",
        {
            "messages": TEXT,
            "user_id": "u",
            "metadata": {"a": None},
            "infer": False,
            "immutable": True,
            "expiration_date": "2026-12-31",
            "timestamp": 1700000000,
            "includes": "food",
            "excludes": "names",
            "custom_categories": [{"food": "meals"}],
            "custom_instructions": "short",
            "enable_graph": True,
            "brand_new": 1,
            **ADD,
        },
    ),
    (
        "add: options with ids in filters",
        lambda c: c.add(TEXT, AddMemoryOptions(filters={"user_id": "u"}, infer=False)),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "user_id": "u", "infer": False, **ADD},
    ),
    (
        "add: keywords win over options",
        lambda c: c.add(TEXT, options=AddMemoryOptions(user_id="u", infer=False), infer=True),
        "POST",
        "/v1/memories/",
        {"messages": TEXT, "user_id": "u", "infer": True, **ADD},
    ),
    (
        "add: the newest path",
        lambda c: c.add(TEXT, user_id="u", version="v3"),
        "POST",
        "/v3/memories/add/",
        {"messages": TEXT, "user_id": "u"},
    ),
    # search
    (
        "search: bare ids go to v1",
        lambda c: c.search(" sport ", user_id="u"),
        "POST",
        "/v1/memories/search/",
        {"query": "sport", "user_id": "u"},
    ),
    (
        "search: limit is top_k",
        lambda c: c.search("sport", user_id="u", limit=5),
        "POST",
        "/v1/memories/search/",
        {"query": "sport", "user_id": "u", "top_k": 5},
    ),
    (
        "search: top_k wins over limit",
        lambda c: c.search("sport", user_id="u", limit=5, top_k=3),
        "POST",
        "/v1/memories/search/",
        {"query": "sport", "user_id": "u", "top_k": 3},
    ),
    (
        "search: filters go to v2",
        lambda c: c.search("sport", filters={"user_id": "u"}),
        "POST",
        "/v2/memories/search/",
        {"query": "sport", "filters": {"user_id": "u"}},
    ),
    (
        "search: filters and ids hold both",
        lambda c: c.search(
            "sport", filters={"created_at": {"gte": datetime(2026, 1, 1, tzinfo=timezone.utc)}}, user_id="u"
        ),
        "POST",
        "/v2/memories/search/",
        {
            "query": "sport",
            "filters": {"AND": [{"created_at": {"gte": "2026-01-01T00:00:00+00:00"}}, {"user_id": "u"}]},
        },
    ),
    (
        "search: the version by position",
        lambda c: c.search("sport", "v2", user_id="u"),
        "POST",
        "/v2/memories/search/",
        {"query": "sport", "filters": {"AND": [{"user_id": "u"}]}},
    ),
    (
        "search: the version by keyword",
        lambda c: c.search("sport", version="v1", user_id="u", threshold=0.5, rerank=True, fields=["memory"]),
        "POST",
        "/v1/memories/search/",
        {"query": "sport", "user_id": "u", "threshold": 0.5, "rerank": True, "fields": ["memory"]},
    ),
    (
        "search: options",
        lambda c: c.search("sport", SearchMemoryOptions(filters={"user_id": "u"}, top_k=3), top_k=4),
        "POST",
        "/v2/memories/search/",
        {"query": "sport", "filters": {"user_id": "u"}, "top_k": 4},
    ),
    (
        "search: what only the newest knows",
        lambda c: c.search("sport", filters={"user_id": "u"}, show_expired=True),
        "POST",
        "/v3/memories/search/",
        {"query": "sport", "filters": {"user_id": "u"}, "show_expired": True},
    ),
    # get_all
    ("get_all: everything", lambda c: c.get_all(), "GET", "/v1/memories/", None),
    (
        "get_all: bare ids",
        lambda c: c.get_all(user_id="小明"),
        "GET",
        "/v1/memories/?user_id=%E5%B0%8F%E6%98%8E",
        None,
    ),
    (
        "get_all: a limit",
        lambda c: c.get_all(user_id="u", limit=50),
        "GET",
        "/v1/memories/?limit=50&user_id=u",
        None,
    ),
    (
        "get_all: a page",
        lambda c: c.get_all(user_id="u", page=2, page_size=10),
        "GET",
        "/v1/memories/?page=2&page_size=10&user_id=u",
        None,
    ),
    (
        "get_all: only a page",
        lambda c: c.get_all(user_id="u", page=2),
        "GET",
        "/v1/memories/?page=2&page_size=100&user_id=u",
        None,
    ),
    (
        "get_all: categories",
        lambda c: c.get_all("v1", user_id="u", categories=["food", "sports"]),
        "GET",
        "/v1/memories/?user_id=u&categories=food&categories=sports",
        None,
    ),
    (
        "get_all: filters",
        lambda c: c.get_all(filters={"AND": [{"user_id": "u"}]}, page=1, page_size=50),
        "POST",
        "/v2/memories/?page=1&page_size=50",
        {"filters": {"AND": [{"user_id": "u"}]}},
    ),
    (
        "get_all: the version by position",
        lambda c: c.get_all("v2", user_id="u"),
        "POST",
        "/v2/memories/",
        {"filters": {"AND": [{"user_id": "u"}]}},
    ),
    (
        "get_all: options",
        lambda c: c.get_all(GetAllMemoryOptions(filters={"user_id": "u"}, start_date="2026-01-01")),
        "POST",
        "/v2/memories/",
        {"filters": {"user_id": "u"}, "start_date": "2026-01-01"},
    ),
    (
        "get_all: the newest",
        lambda c: c.get_all(version="v3", filters={"user_id": "u"}),
        "POST",
        "/v3/memories/",
        {"filters": {"user_id": "u"}},
    ),
    # one memory
    ("get", lambda c: c.get("m 1/x"), "GET", "/v1/memories/m%201%2Fx/", None),
    ("history", lambda c: c.history("m1"), "GET", "/v1/memories/m1/history/", None),
    ("delete", lambda c: c.delete("m1"), "DELETE", "/v1/memories/m1/", None),
    (
        "delete: linked",
        lambda c: c.delete("m1", delete_linked=True),
        "DELETE",
        "/v1/memories/m1/?delete_linked=true",
        None,
    ),
    (
        "update: a text by position",
        lambda c: c.update("m1", "new"),
        "PUT",
        "/v1/memories/m1/",
        {"text": "new"},
    ),
    (
        "update: as in the first era",
        lambda c: c.update("m1", "new", {"a": 1}),
        "PUT",
        "/v1/memories/m1/",
        {"text": "new", "metadata": {"a": 1}},
    ),
    (
        "update: by keyword",
        lambda c: c.update(
            memory_id="m1", text="new", metadata={}, timestamp=5, expiration_date="2026-12-31"
        ),
        "PUT",
        "/v1/memories/m1/",
        {"text": "new", "metadata": {}, "timestamp": 5, "expiration_date": "2026-12-31"},
    ),
    (
        "update: no date any more",
        lambda c: c.update("m1", expiration_date=None),
        "PUT",
        "/v1/memories/m1/",
        {"expiration_date": None},
    ),
    (
        "update: options",
        lambda c: c.update("m1", UpdateMemoryOptions(text="new", expiration_date=None)),
        "PUT",
        "/v1/memories/m1/",
        {"text": "new", "expiration_date": None},
    ),
    (
        "update: options by keyword",
        lambda c: c.update("m1", options=UpdateMemoryOptions(metadata={"a": 1})),
        "PUT",
        "/v1/memories/m1/",
        {"metadata": {"a": 1}},
    ),
    # many
    (
        "delete_all",
        lambda c: c.delete_all(user_id="u", run_id="r"),
        "DELETE",
        "/v1/memories/?user_id=u&run_id=r",
        None,
    ),
    (
        "delete_all: options",
        lambda c: c.delete_all(DeleteAllMemoryOptions(filters={"user_id": "u"})),
        "DELETE",
        "/v1/memories/?user_id=u",
        None,
    ),
    (
        "delete_all: without a scope the server decides",
        lambda c: c.delete_all(),
        "DELETE",
        "/v1/memories/",
        None,
    ),
    (
        "batch_update",
        lambda c: c.batch_update([{"memory_id": "m1", "text": "new"}]),
        "PUT",
        "/v1/batch/",
        {"memories": [{"memory_id": "m1", "text": "new"}]},
    ),
    (
        "batch_delete",
        lambda c: c.batch_delete([{"memory_id": "m1"}]),
        "DELETE",
        "/v1/batch/",
        {"memories": [{"memory_id": "m1"}]},
    ),
    # entities
    ("users", lambda c: c.users(), "GET", "/v1/entities/", None),
    (
        "users: a page",
        lambda c: c.users(page=2, page_size=5),
        "GET",
        "/v1/entities/?page=2&page_size=5",
        None,
    ),
    (
        "delete_users: a user",
        lambda c: c.delete_users("al ice/x"),
        "DELETE",
        "/v2/entities/user/al%20ice%2Fx/",
        None,
    ),
    (
        "delete_users: an agent",
        lambda c: c.delete_users(agent_id="a"),
        "DELETE",
        "/v2/entities/agent/a/",
        None,
    ),
    (
        "delete_users: the first counts",
        lambda c: c.delete_users(user_id="", app_id="p", run_id="r"),
        "DELETE",
        "/v2/entities/app/p/",
        None,
    ),
    # exports, summary, feedback
    (
        "create_memory_export",
        lambda c: c.create_memory_export(schema={"type": "object"}, user_id="u"),
        "POST",
        "/v1/exports/",
        {"schema": {"type": "object"}, "user_id": "u"},
    ),
    (
        "create_memory_export: a string",
        lambda c: c.create_memory_export('{"type": "object"}', filters={"user_id": "u"}),
        "POST",
        "/v1/exports/",
        {"schema": '{"type": "object"}', "filters": {"user_id": "u"}},
    ),
    (
        "get_memory_export",
        lambda c: c.get_memory_export(memory_export_id="e1"),
        "POST",
        "/v1/exports/get/",
        {"memory_export_id": "e1"},
    ),
    ("get_summary", lambda c: c.get_summary(), "POST", "/v1/summary/", {}),
    (
        "get_summary: filters",
        lambda c: c.get_summary(filters={"user_id": "u"}),
        "POST",
        "/v1/summary/",
        {"filters": {"user_id": "u"}},
    ),
    (
        "feedback",
        lambda c: c.feedback("m1", "positive", "good"),
        "POST",
        "/v1/feedback/",
        {"memory_id": "m1", "feedback": "POSITIVE", "feedback_reason": "good"},
    ),
    (
        "feedback: taken back",
        lambda c: c.feedback("m1"),
        "POST",
        "/v1/feedback/",
        {"memory_id": "m1", "feedback": None, "feedback_reason": None},
    ),
    # webhooks
    ("get_webhooks", lambda c: c.get_webhooks("p1"), "GET", "/api/v1/webhooks/projects/p1/", None),
    (
        "create_webhook",
        lambda c: c.create_webhook(
            url="http://h.test/", name="log", project_id="p1", event_types=["memory_add"]
        ),
        "POST",
        "/api/v1/webhooks/projects/p1/",
        {"url": "http://h.test/", "name": "log", "event_types": ["memory_add"]},
    ),
    ("update_webhook", lambda c: c.update_webhook(5, name="x"), "PUT", "/api/v1/webhooks/5/", {"name": "x"}),
    ("delete_webhook", lambda c: c.delete_webhook("wh_5"), "DELETE", "/api/v1/webhooks/wh_5/", None),
    # the project
    ("get_project", lambda c: c.get_project(), "GET", f"{HERE}?{QUERY_IDS}", None),
    (
        "project.get",
        lambda c: c.project.get(fields=["custom_categories", "name"]),
        "GET",
        f"{HERE}?fields=custom_categories&fields=name&{QUERY_IDS}",
        None,
    ),
    (
        "project.create",
        lambda c: c.project.create("p2", description="两"),
        "POST",
        PROJECT,
        {"name": "p2", "description": "两"},
    ),
    (
        "project.update",
        lambda c: c.project.update(custom_instructions="short", enable_graph=False, decay=True),
        "PATCH",
        HERE,
        {"custom_instructions": "short", "enable_graph": False, "decay": True, **IDS},
    ),
    (
        "update_project",
        lambda c: c.update_project("short", [{"food": "meals"}], version="v2", memory_depth="deep"),
        "PATCH",
        HERE,
        {
            "custom_instructions": "short",
            "custom_categories": [{"food": "meals"}],
            "memory_depth": "deep",
            "version": "v2",
            **IDS,
        },
    ),
    (
        "update_project: options",
        lambda c: c.update_project(ProjectUpdateOptions(multilingual=True)),
        "PATCH",
        HERE,
        {"multilingual": True, **IDS},
    ),
    ("project.delete", lambda c: c.project.delete(), "DELETE", HERE, None),
    ("project.get_members", lambda c: c.project.get_members(), "GET", f"{HERE}members/", None),
    (
        "project.add_member",
        lambda c: c.project.add_member("li@example.test"),
        "POST",
        f"{HERE}members/",
        {"email": "li@example.test", "role": "READER"},
    ),
    (
        "project.update_member",
        lambda c: c.project.update_member("li@example.test", "OWNER"),
        "PUT",
        f"{HERE}members/",
        {"email": "li@example.test", "role": "OWNER"},
    ),
    (
        "project.remove_member",
        lambda c: c.project.remove_member("li+x@example.test"),
        "DELETE",
        f"{HERE}members/?email=li%2Bx%40example.test",
        None,
    ),
    # profiles
    ("get_profile", lambda c: c.get_profile("mia"), "GET", "/v2/entities/user/mia/profile/", None),
    (
        "generate_profile",
        lambda c: c.generate_profile("mia"),
        "POST",
        "/v2/profiles/jobs/",
        {"operation": "trigger", "entity_type": "user", "entity_id": "mia"},
    ),
    (
        "sample_profiles",
        lambda c: c.sample_profiles(limit=3),
        "POST",
        "/v2/profiles/jobs/",
        {"operation": "sample", "entity_type": "user", "limit": 3},
    ),
    ("get_profile_settings", lambda c: c.get_profile_settings(), "GET", "/v2/profiles/settings/", None),
    (
        "update_profile_settings",
        lambda c: c.update_profile_settings(True, schema=None),
        "POST",
        "/v2/profiles/settings/",
        {"enabled": True, "entities": {"user": {"schema": None}}},
    ),
    ("get_profile_job", lambda c: c.get_profile_job("j1"), "GET", "/v2/profiles/jobs/j1/", None),
    (
        "get_profile_job: by address",
        lambda c: c.get_profile_job("https://api.test/v2/profiles/jobs/j1/?x=1"),
        "GET",
        "/v2/profiles/jobs/j1/",
        None,
    ),
]


@pytest.mark.parametrize(
    ("call", "method", "path", "body"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS]
)
def test_a_method_sends_its_request(faces: Faces, call: Call, method: str, path: str, body: Any) -> None:
    wire = Wire()
    call(faces.through(wire))
    assert wire.asked == [(method, path, body)]


def test_every_method_of_the_contract_has_a_row() -> None:
    public = {
        name for name, value in vars(MemoryClient).items() if callable(value) and not name.startswith("_")
    }
    rows = {row[0].split(":")[0] for row in CALLS}
    assert public - rows == {"chat", "reset"}


REFUSED: list[tuple[str, Call, str]] = [
    ("add: a number", lambda c: c.add(5, user_id="u"), "messages"),
    ("add: nothing", lambda c: c.add(None, user_id="u"), "messages"),
    ("search: blank", lambda c: c.search("  ", user_id="u"), "query"),
    ("search: a number", lambda c: c.search(5, user_id="u"), "query"),
    ("search: nothing", lambda c: c.search(None, user_id="u"), "query"),
    ("search: version", lambda c: c.search("q", version="v9", user_id="u"), "version"),
    ("get: empty", lambda c: c.get(""), "memory_id"),
    ("delete: a step up", lambda c: c.delete(".."), "memory_id"),
    ("update: nothing", lambda c: c.update("m1"), "At least one of text, metadata, timestamp"),
    ("update: options of nothing", lambda c: c.update("m1", UpdateMemoryOptions()), "At least one of text"),
    ("feedback: a word", lambda c: c.feedback("m1", "great"), "POSITIVE, NEGATIVE, VERY_NEGATIVE"),
    ("project.update: nothing", lambda c: c.project.update(), "At least one parameter must be provided"),
    ("update_project: nothing", lambda c: c.update_project(), "At least one parameter must be provided"),
    (
        "project.add_member: a role",
        lambda c: c.project.add_member("x@y.test", "ADMIN"),
        "'READER' or 'OWNER'",
    ),
    (
        "project.update_member: a role",
        lambda c: c.project.update_member("x@y.test", "reader"),
        "'READER' or 'OWNER'",
    ),
    ("delete_all: two users", lambda c: c.delete_all(user_id="u", filters={"user_id": "w"}), "user_id"),
    ("delete_all: more than ids", lambda c: c.delete_all(filters={"user_id": {"ne": "u"}}), "filters"),
    ("update_profile_settings: nothing", lambda c: c.update_profile_settings(), "at least one of enabled"),
]


@pytest.mark.parametrize(("call", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_is_a_value_error_and_nothing_is_sent(faces: Faces, call: Call, words: str) -> None:
    wire = Wire()
    client = faces.through(wire)
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        call(client)
    assert wire.asked == []


def test_a_value_without_a_json_form_names_its_place(faces: Faces) -> None:
    wire = Wire()
    client = faces.through(wire)
    with pytest.raises(TypeError, match=r"metadata\.when"):
        client.add("hi", user_id="u", metadata={"when": object()})
    assert wire.asked == []


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
        assert "my-agent/2" in request.headers["x-mem0-client"]
        assert request.headers["x-tenant"] == "seven"
    assert wire.requests[-1].headers["content-type"] == "application/json"


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


def test_an_old_output_format_warns_and_changes_nothing(faces: Faces) -> None:
    wire = Wire([{"id": "1", "event": "ADD", "memory": "hi"}])
    client = faces.through(wire)
    with pytest.warns(DeprecationWarning, match="output_format"):
        answer = client.add("hi", user_id="u", output_format="v1.0")
    assert wire.asked[0][2]["output_format"] == "v1.1"
    assert [result["memory"] for result in answer["results"]] == ["hi"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.add("hi", user_id="u", output_format="v1.1")


def test_pydantic_messages_and_options_are_read(faces: Faces) -> None:
    class Message:
        def model_dump(self) -> dict[str, str]:
            return {"role": "user", "content": "hi"}

    wire = Wire()
    client = faces.through(wire)
    client.add([Message()], user_id="u")
    assert wire.asked[0][2]["messages"] == TEXT


def test_older_names_say_so_in_the_log(faces: Faces, caplog: pytest.LogCaptureFixture) -> None:
    client = faces.through(Wire())
    client.get_project()
    client.update_project(custom_instructions="short")
    assert "client.project.get()" in caplog.text
    assert "client.project.update()" in caplog.text


def test_chat_is_not_there(faces: Faces) -> None:
    with pytest.raises(NotImplementedError):
        faces.through(Wire()).chat("hi")
