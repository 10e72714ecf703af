"""Which requests each method sends, seen through an HTTP client of the user's own."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import pytest

from mem0.client.main import MemoryClient
from mem0.client.types import UpdateMemoryOptions

from .faces import Faces, Wire
from .requests import memories, surroundings
from .requests.row import TEXT, Call

CALLS = [*memories.CALLS, *surroundings.CALLS]


@pytest.mark.parametrize(
    ("call", "method", "path", "body"), [row[1:] for row in CALLS], ids=[row[0] for row in CALLS]
)
def test_a_method_sends_its_request(faces: Faces, call: Call, method: str, path: str, body: Any) -> None:
    wire = Wire()
    call(faces.through(wire))
    assert wire.asked == [(method, path, body)]


def test_every_method_of_the_contract_has_a_row() -> None:
    public = {name for name, _ in inspect.getmembers(MemoryClient, inspect.isfunction) if name[0] != "_"}
    rows = {row[0].split(":")[0] for row in CALLS}
    assert public - rows == {"chat", "close", "reset"}


REFUSED: list[tuple[str, Call, str]] = [
    ("add: a number", lambda c: c.add(5, user_id="u"), "messages"),
    ("add: bytes", lambda c: c.add(b"hi", user_id="u"), "messages"),
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
