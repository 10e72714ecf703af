"""Sections 4 and 5 with a language model: a LangChain chat object that says what it is told to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mem0 import Memory


class Reply:
    def __init__(self, content: str) -> None:
        self.content = content
        self.tool_calls: list[Any] = []


class Scripted:
    """Answers with its lines in order, and keeps what it was asked."""

    def __init__(self, *lines: Any) -> None:
        self.lines = [
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
        ]
        self.asked: list[Any] = []

    def invoke(self, messages: Any, *_: Any, **__: Any) -> Reply:
        self.asked.append(messages)
        return Reply(self.lines.pop(0))


@contextmanager
def with_model(model: Any, **settings: Any) -> Iterator[Memory]:
    with Memory.from_config(
        {"llm": {"provider": "langchain", "config": {"model": model}}, **settings}
    ) as memory:
        yield memory


def test_the_first_eras_two_calls_change_what_is_known(home: Path) -> None:
    model = Scripted(
        {"facts": ["Likes green tea best"]},
        {"memory": [{"id": "0", "text": "Likes green tea", "event": "UPDATE", "old_memory": "Likes tea"}]},
    )
    with with_model(model, custom_fact_extraction_prompt='Return {"facts": []} as JSON.') as memory:
        key = memory.add("Likes tea", user_id="u", infer=False)["results"][0]["id"]
        answer = memory.add("I like green tea best", user_id="u")
        (changed,) = answer["results"]
        assert changed["event"] == "UPDATE" and changed["memory"] == "Likes green tea"
        assert changed["previous_memory"] == "Likes tea"
        assert [item["memory"] for item in memory.get_all(user_id="u")["results"]] == ["Likes green tea"]
        assert [row["event"] for row in memory.history(key)][0] == "ADD"
    assert len(model.asked) == 2 and "green tea" in str(model.asked[0])


def test_nothing_to_do_is_never_listed(home: Path) -> None:
    model = Scripted(
        {"facts": ["Likes tea"]}, {"memory": [{"id": "0", "text": "Likes tea", "event": "NONE"}]}
    )
    with with_model(model, custom_fact_extraction_prompt='Return {"facts": []} as JSON.') as memory:
        memory.add("Likes tea", user_id="u", infer=False)
        assert memory.add("I like tea", user_id="u")["results"] == []


def test_a_callers_prompt_reaches_the_model(home: Path) -> None:
    model = Scripted(*[{"operations": []}] * 4)
    with with_model(model) as memory:
        memory.add("My dog is called Rex", user_id="u", prompt="只关注宠物的名字")
    assert any("只关注宠物的名字" in str(messages) for messages in model.asked)


def test_a_procedure_is_written_by_the_model(home: Path) -> None:
    model = Scripted("1. Run the tests. 2. Build the image.")
    with with_model(model) as memory:
        answer = memory.add(
            "部署应用的步骤", user_id="u", memory_type="procedural_memory", prompt="Number the steps."
        )
        (kept,) = answer["results"]
        assert kept["event"] == "ADD" and "Build the image" in kept["memory"]
    assert "Number the steps." in str(model.asked[0])


def test_infer_false_asks_no_model(home: Path) -> None:
    model = Scripted()
    with with_model(model) as memory:
        memory.add("I like tea", user_id="u", infer=False)
    assert model.asked == []


def test_a_model_that_raises_is_an_error_that_names_the_reason(home: Path) -> None:
    class Broken:
        def invoke(self, *_: Any, **__: Any) -> Reply:
            raise RuntimeError("the kettle is empty")

    with with_model(Broken()) as memory:
        with pytest.raises(Exception, match="the kettle is empty"):
            memory.add("I like tea", user_id="u")
        memory.add("I like tea", user_id="u", infer=False)


def test_an_embedder_of_ones_own_is_asked(home: Path) -> None:
    class Letters:
        """Texts are close if they share letters."""

        asked = 0

        def embed_query(self, text: str) -> list[float]:
            type(self).asked += 1
            return [float(text.lower().count(letter)) + 0.01 for letter in "abcdefghijklmnopqrstuvwxyz"]

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [self.embed_query(text) for text in texts]

    config = {"embedder": {"provider": "langchain", "config": {"model": Letters()}}}
    with Memory.from_config(config) as memory:
        memory.add("zzz zebra", user_id="u", infer=False)
        memory.add("oooo", user_id="u", infer=False)
        assert memory.search("zzzz", user_id="u")["results"][0]["memory"] == "zzz zebra"
    assert Letters.asked >= 3
