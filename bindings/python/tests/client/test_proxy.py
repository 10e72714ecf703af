"""Chat completions that remember."""

from __future__ import annotations

import sys
import threading
import types
from typing import Any

import pytest

from mem0.exceptions import DependencyError
from mem0.proxy.main import INSTRUCTIONS, Completions, Mem0

from .server import Answer, Asked, Server

MODEL = "small"


class Model:
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __call__(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return {"choices": [{"message": {"content": "Pizza"}}]}


def remembers(asked: Asked) -> Answer:
    if "search" in asked.path:
        return Answer([{"id": "1", "memory": "喜欢披萨", "score": 0.9}])
    return Answer({"results": []})


def finished() -> None:
    for thread in threading.enumerate():
        if thread.name == "mem0-remember":
            thread.join(timeout=10)


def test_memories_are_put_in_and_the_conversation_is_remembered() -> None:
    model = Model()
    said = [{"role": "user", "content": "今晚吃什么好？"}]
    with Server(remembers) as server:
        client = Mem0(api_key="m0-key", host=server.url, completion=model)
        answer = client.chat.completions.create(
            MODEL, said, user_id="小明", metadata={"a": 1}, filters={"run_id": "r"}, limit=3, temperature=0.2
        )
        finished()
        bodies = {call.path: call.body for call in server.calls}
    assert answer["choices"][0]["message"]["content"] == "Pizza"
    assert model.asked["model"] == MODEL
    assert model.asked["temperature"] == 0.2
    system, question = model.asked["messages"]
    assert system == {"role": "system", "content": INSTRUCTIONS}
    assert "喜欢披萨" in question["content"]
    assert question["content"].endswith("今晚吃什么好？")
    assert bodies["/v2/memories/search/"]["query"] == "今晚吃什么好？"
    assert bodies["/v2/memories/search/"]["top_k"] == 3
    assert bodies["/v1/memories/"]["messages"] == said
    assert bodies["/v1/memories/"]["user_id"] == "小明"
    assert bodies["/v1/memories/"]["metadata"] == {"a": 1}
    assert said == [{"role": "user", "content": "今晚吃什么好？"}]


def test_what_the_model_said_last_is_passed_on_as_it_is() -> None:
    model = Model()
    said = [{"role": "system", "content": "Be brief"}, {"role": "assistant", "content": "Yes?"}]
    with Server(remembers) as server:
        client = Mem0(api_key="m0-key", host=server.url, completion=model)
        client.chat.completions.create(MODEL, said, agent_id="a")
        finished()
        assert server.calls == []
    assert model.asked["messages"] == said


def test_without_memories_the_question_stays_as_it_is() -> None:
    model = Model()
    with Server(lambda _: Answer([])) as server:
        client = Mem0(api_key="m0-key", host=server.url, completion=model)
        client.chat.completions.create(MODEL, [{"role": "user", "content": "hi"}], run_id="r")
        finished()
    assert model.asked["messages"][-1] == {"role": "user", "content": "hi"}


def test_a_scope_and_a_message_are_needed() -> None:
    completions = Completions(None, Model())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="One of user_id, agent_id, run_id must be provided"):
        completions.create(MODEL, [{"role": "user", "content": "hi"}])
    with pytest.raises(ValueError, match="messages"):
        completions.create(MODEL, [], user_id="u")


def test_litellm_is_asked_where_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model()
    module = types.ModuleType("litellm")
    module.completion = model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "litellm", module)
    completions = Completions(None)  # type: ignore[arg-type]
    completions.create(MODEL, [{"role": "assistant", "content": "hi"}], user_id="u")
    assert model.asked["model"] == MODEL
    monkeypatch.setitem(sys.modules, "litellm", None)
    with pytest.raises(DependencyError, match="litellm") as raised:
        completions.create(MODEL, [{"role": "assistant", "content": "hi"}], user_id="u")
    assert "pip install litellm" in str(raised.value.suggestion)
