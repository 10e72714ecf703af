"""Models that live in Python."""

from __future__ import annotations

import asyncio
import contextvars
import json
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from mem0._native import Engine

FACT = {
    "operations": [{"sources": [1], "quote": "spicy ramen", "op": "add", "text": "Mia loves spicy ramen."}]
}


@dataclass
class Message:
    """As LangChain's ``AIMessage``."""

    content: Any
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    usage_metadata: dict[str, int] | None = None
    response_metadata: dict[str, Any] = field(default_factory=dict)


class Chat:
    """As LangChain's chat models."""

    model_name = "scripted"

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.heard: list[Any] = []
        self.openai_api_key = "very-secret-value"

    def invoke(self, messages: list[tuple[str, str]]) -> Any:
        self.heard.append(messages)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Embeddings:
    """As LangChain's embeddings: one dimension for each letter."""

    model = "letters"

    def __init__(self) -> None:
        self.documents = 0
        self.queries = 0

    def vector(self, text: str) -> list[float]:
        return [1.0 + text.lower().count(chr(97 + place)) for place in range(26)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.documents += 1
        return [self.vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.queries += 1
        return self.vector(text)


class Array:
    """As an array of numpy."""

    def __init__(self, numbers: list[Any]) -> None:
        self.numbers = numbers

    def tolist(self) -> list[Any]:
        return self.numbers


def added(engine: Engine) -> list[str]:
    answer = engine.call("add", {"messages": "I love spicy ramen.", "user_id": "mia"})
    return [row["memory"] for row in answer["results"]]


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps(FACT),
        Message(json.dumps(FACT)),
        Message([{"type": "text", "text": json.dumps(FACT)}]),
        {"content": json.dumps(FACT)},
        Message(f"<think>Noodles?</think>\n```json\n{json.dumps(FACT)}\n```"),
    ],
    ids=["text", "message", "parts", "dict", "thoughts"],
)
def test_a_chat_model_draws_memories(config: dict[str, Any], answer: Any) -> None:
    chat = Chat(answer)
    engine = Engine(config, llm=chat)
    assert added(engine) == ["Mia loves spicy ramen."]
    roles = [role for role, _ in chat.heard[0]]
    assert roles[0] == "system"
    assert "human" in roles
    assert set(roles) <= {"system", "human", "ai"}


def test_a_chat_model_may_stand_in_the_configuration(config: dict[str, Any]) -> None:
    chat = Chat(Message(json.dumps(FACT)))
    embeddings = Embeddings()
    engine = Engine(
        {
            **config,
            "llm": {"provider": "langchain", "config": {"model": chat}},
            "embedder": {"provider": "langchain", "config": {"model": embeddings}},
        }
    )
    assert added(engine) == ["Mia loves spicy ramen."]
    assert chat.heard
    assert embeddings.documents
    assert engine.config()["llm.provider"] == "langchain"


def test_what_a_model_tells_of_tokens_is_counted(config: dict[str, Any]) -> None:
    usage = {"input_tokens": 70, "output_tokens": 30}
    engine = Engine(config, llm=Chat(Message(json.dumps(FACT), usage_metadata=usage)))
    answer = engine.call("add", {"messages": "I love spicy ramen.", "user_id": "mia"})
    assert answer["usage"]["input_tokens"] == 70
    assert answer["usage"]["output_tokens"] == 30


def test_a_function_is_a_chat_model(config: dict[str, Any]) -> None:
    heard: list[Any] = []

    def answer(messages: list[dict[str, str]]) -> str:
        heard.extend(messages)
        return json.dumps(FACT)

    assert added(Engine(config, llm=answer)) == ["Mia loves spicy ramen."]
    assert {message["role"] for message in heard} == {"system", "user"}


def test_a_coroutine_is_awaited(config: dict[str, Any]) -> None:
    async def answer(messages: list[dict[str, str]]) -> str:
        await asyncio.sleep(0)
        return json.dumps(FACT)

    engine = Engine(config, llm=answer)

    async def main() -> list[str]:
        answer = await engine.call_async("add", {"messages": "I love spicy ramen.", "user_id": "mia"})
        return [row["memory"] for row in answer["results"]]

    assert asyncio.run(main()) == ["Mia loves spicy ramen."]


def test_a_model_of_the_original_answers(config: dict[str, Any]) -> None:
    class Own:
        def generate_response(self, messages: list[dict[str, str]], **_: Any) -> str:
            return json.dumps(FACT)

    assert added(Engine(config, llm=Own())) == ["Mia loves spicy ramen."]


def test_what_a_model_raises_is_the_cause(config: dict[str, Any]) -> None:
    error = RuntimeError("no answer for key very-secret-value or sk-abcdefghijklmnop")
    with pytest.raises(Exception, match="no answer") as raised:
        added(Engine(config, llm=Chat(error)))
    assert raised.value.__cause__ is error
    assert "RuntimeError" in str(raised.value)
    assert "very-secret-value" not in str(raised.value)
    assert "sk-abc" not in str(raised.value)


def test_the_messages_are_kept_when_a_model_fails(config: dict[str, Any]) -> None:
    chat = Chat(RuntimeError("out of order"))
    engine = Engine(config, llm=chat)
    with pytest.raises(Exception, match="out of order"):
        added(engine)
    chat.answer = json.dumps(FACT)
    answer = engine.call("retry", {"user_id": "mia"})
    assert [row["memory"] for row in answer["results"]] == ["Mia loves spicy ramen."]


def test_a_model_that_answers_nonsense_is_an_error(config: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="not with a int"):
        added(Engine(config, llm=Chat(7)))


@pytest.mark.parametrize("part", ["llm", "embedder", "reranker"])
def test_an_object_that_can_do_nothing_is_refused_at_once(config: dict[str, Any], part: str) -> None:
    with pytest.raises(TypeError, match=part):
        Engine(config, **{part: object()})


def test_an_embedder_is_asked_for_documents_and_for_questions(config: dict[str, Any]) -> None:
    embeddings = Embeddings()
    engine = Engine(config, embedder=embeddings)
    engine.call("add", {"messages": "zebra zoo", "user_id": "mia", "infer": False})
    asked = embeddings.queries
    found = engine.call("search", {"query": "zzz", "user_id": "mia"})["results"]
    assert found[0]["memory"] == "zebra zoo"
    assert embeddings.documents >= 1
    assert embeddings.queries > asked


def test_a_function_of_texts_is_an_embedder(config: dict[str, Any]) -> None:
    def embed(texts: list[str]) -> Array:
        return Array([Embeddings().vector(text) for text in texts])

    engine = Engine(config, embedder=embed)
    engine.call("add", {"messages": "zebra zoo", "user_id": "mia", "infer": False})
    assert engine.call("search", {"query": "zzz", "user_id": "mia"})["results"]


def test_an_embedder_of_the_original_embeds(config: dict[str, Any]) -> None:
    actions: list[str] = []

    class Own:
        def embed(self, text: str, memory_action: str) -> list[float]:
            actions.append(memory_action)
            return Embeddings().vector(text)

    engine = Engine(config, embedder=Own())
    engine.call("add", {"messages": "zebra zoo", "user_id": "mia", "infer": False})
    assert engine.call("search", {"query": "zzz", "user_id": "mia"})["results"]
    assert {"add", "search"} <= set(actions)


class Counting(Embeddings):
    """Counts calls, and how many run at once."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.at_once: list[int] = []
        self.running: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        self.running.append(text)
        self.at_once.append(len(self.running))
        # The longer the text, the later its answer: they don't come in order.
        time.sleep(0.002 * (len(text) % 10))
        self.running.remove(text)
        return self.vector(text)


def test_an_embedder_is_asked_once_for_each_store_what_its_vectors_mean(config: dict[str, Any]) -> None:
    scores: list[float] = []
    for first in (True, False):
        counting = Counting()
        model = {"model": counting, "embedding_dims": 26}
        engine = Engine({**config, "embedder": {"provider": "langchain", "config": model}})
        if first:
            engine.call("add", {"messages": "zebra zoo", "user_id": "mia", "infer": False})
        documents = counting.documents
        for _ in range(2):
            found = engine.call("search", {"query": "zebras?", "user_id": "mia"})["results"]
            scores.append(found[0]["score"])
        engine.close()
        assert len(counting.asked) == (1 + 16 if first else 1)
        assert counting.documents - documents == (1 if first else 0)
        assert max(counting.at_once) <= 4
        if first:
            assert max(counting.at_once) > 1
    assert len(set(scores)) == 1


def test_a_function_of_texts_is_asked_for_all_at_once(config: dict[str, Any]) -> None:
    asked: list[int] = []

    def embed(texts: list[str]) -> list[list[float]]:
        asked.append(len(texts))
        return [Embeddings().vector(text) for text in texts]

    engine = Engine(config, embedder=embed)
    engine.call("add", {"messages": "zebra zoo", "user_id": "mia", "infer": False})
    before = len(asked)
    engine.call("search", {"query": "zzz", "user_id": "mia"})
    assert sorted(asked[before:]) == [1, 16, 16]


def test_a_wrong_number_of_dimensions_is_an_error(config: dict[str, Any]) -> None:
    embedder = {"provider": "langchain", "config": {"model": Embeddings(), "embedding_dims": 3}}
    engine = Engine({**config, "embedder": embedder})
    with pytest.raises(Exception, match="26 dimensions, not 3"):
        engine.call("add", {"messages": "tea", "user_id": "mia", "infer": False})


def test_a_reranker_has_the_last_word(config: dict[str, Any]) -> None:
    class Reranker:
        def rerank(self, query: str, documents: list[dict[str, Any]], top_k: int) -> list[dict[str, Any]]:
            longest = sorted(documents, key=lambda document: -len(document["memory"]))
            return [{**row, "rerank_score": 1 / (place + 1)} for place, row in enumerate(longest)][:top_k]

    engine = Engine(config, reranker=Reranker())
    for text in ("tea", "tea with milk", "tea with milk and honey"):
        engine.call("add", {"messages": text, "user_id": "mia", "infer": False})
    found = engine.call("search", {"query": "tea", "user_id": "mia", "rerank": True})["results"]
    assert [len(row["memory"]) for row in found] == sorted(
        (len(row["memory"]) for row in found), reverse=True
    )
    assert found[0]["rerank_score"] == 1.0


def test_a_function_that_scores_texts_is_a_reranker(config: dict[str, Any]) -> None:
    engine = Engine(config, reranker=lambda query, texts: [float("milk" in text) for text in texts])
    for text in ("tea", "tea with milk"):
        engine.call("add", {"messages": text, "user_id": "mia", "infer": False})
    found = engine.call("search", {"query": "tea", "user_id": "mia", "rerank": True})["results"]
    assert found[0]["memory"] == "tea with milk"


def test_a_model_may_use_the_memory_while_it_answers(config: dict[str, Any]) -> None:
    engine: Engine

    def answer(messages: list[dict[str, str]]) -> str:
        assert engine.call("get_all", {"user_id": "mia"}) == {"results": []}
        return json.dumps(FACT)

    engine = Engine(config, llm=answer)
    assert added(engine) == ["Mia loves spicy ramen."]


def test_a_model_sees_the_context_of_who_asks(config: dict[str, Any]) -> None:
    request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="none")
    seen: list[str] = []

    def answer(messages: list[dict[str, str]]) -> str:
        seen.append(request.get())
        request.set("changed")
        return json.dumps({"operations": []})

    engine = Engine(config, llm=answer)

    async def ask(name: str) -> None:
        request.set(name)
        await engine.call_async("add", {"messages": f"I love {name}.", "user_id": "mia"})
        assert request.get() == name

    async def main() -> None:
        await asyncio.gather(ask("ramen"), ask("tea"))

    asyncio.run(main())
    assert sorted(seen) == ["ramen", "tea"]
    request.set("blocking")
    engine.call("add", {"messages": "I love milk.", "user_id": "mia"})
    assert seen[2] == "blocking"
    assert request.get() == "blocking"
