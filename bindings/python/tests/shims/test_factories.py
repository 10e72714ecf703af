"""Models by name, those of the engine and those of the program's own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from mem0 import Memory
from mem0.configs.base import MemoryConfig
from mem0.configs.embeddings.base import BaseEmbedderConfig
from mem0.configs.llms.openai import OpenAIConfig
from mem0.embeddings.openai import OpenAIEmbedding
from mem0.exceptions import AuthenticationError, ConfigurationError, LLMError
from mem0.llms.openai import OpenAILLM
from mem0.utils.factory import (
    EmbedderFactory,
    GraphStoreFactory,
    LlmFactory,
    RerankerFactory,
    VectorStoreFactory,
    load_class,
)

from . import own_models

FACTORIES = [LlmFactory, EmbedderFactory, RerankerFactory, VectorStoreFactory, GraphStoreFactory]


@pytest.fixture(autouse=True)
def unregistered() -> Iterator[None]:
    """What a test registers is gone afterwards."""
    before = [dict(factory.provider_to_class) for factory in FACTORIES]
    yield
    for factory, known in zip(FACTORIES, before, strict=True):
        factory.provider_to_class.clear()
        factory.provider_to_class.update(known)


class Double(BaseHTTPRequestHandler):
    """Answers as a server of OpenAI's language does."""

    asked: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"role": "assistant", "content": "好的"}

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(body)
        if self.path.endswith("/embeddings"):
            texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
            data = [{"index": place, "embedding": [3.0, 4.0]} for place, _ in enumerate(texts)]
            reply: dict[str, Any] = {"data": data, "model": body["model"]}
        else:
            choice = {"index": 0, "message": self.answer, "finish_reason": "stop"}
            reply = {"id": "1", "model": body["model"], "choices": [choice], "usage": {"prompt_tokens": 1}}
        text = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def base_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Double, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Double)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


MESSAGES = [{"role": "system", "content": "简短些"}, {"role": "user", "content": "你好"}]


@pytest.mark.parametrize("typed", [True, False])
def test_a_language_model_answers(base_url: str, typed: bool) -> None:
    options = {"model": "m", "api_key": "k", "openai_base_url": base_url, "temperature": 0.5}
    model = LlmFactory.create("openai", OpenAIConfig(**options) if typed else options)
    assert model.config.model == "m"
    assert model.generate_response(MESSAGES) == "好的"
    asked = Double.asked[0]
    assert [(turn["role"], turn["content"]) for turn in asked["messages"]] == [
        ("system", "简短些"),
        ("user", "你好"),
    ]
    assert asked["model"] == "m" and asked["temperature"] == 0.5


def test_a_language_model_calls_tools(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call = {"id": "1", "type": "function", "function": {"name": "look", "arguments": '{"at": "猫"}'}}
    monkeypatch.setattr(Double, "answer", {"role": "assistant", "content": None, "tool_calls": [call]})
    tool = {
        "type": "function",
        "function": {
            "name": "look",
            "description": "Looks.",
            "parameters": {"type": "object", "properties": {"at": {"type": "string"}}},
        },
    }
    model = OpenAILLM({"model": "m", "api_key": "k", "openai_base_url": base_url})
    answer = model.generate_response(MESSAGES, tools=[tool], tool_choice="required")
    assert answer == {"content": None, "tool_calls": [{"name": "look", "arguments": {"at": "猫"}}]}
    assert Double.asked[0]["tools"][0]["function"]["name"] == "look"
    assert Double.asked[0]["tool_choice"] == "required"


def test_json_is_asked_for_and_taken_out_of_its_fence(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Double, "answer", {"role": "assistant", "content": '```json\n{"a": 1}\n```'})
    model = OpenAILLM({"model": "m", "api_key": "k", "openai_base_url": base_url})
    assert json.loads(model.generate_response(MESSAGES, response_format={"type": "json_object"})) == {"a": 1}
    assert "JSON" in str(Double.asked[0]["messages"])
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    asked = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}
    model.generate_response(MESSAGES, response_format=asked)
    assert Double.asked[1]["response_format"]["json_schema"]["schema"] == schema


def test_a_missing_key_shows_at_the_first_question() -> None:
    model = LlmFactory.create("openai")
    with pytest.raises(AuthenticationError, match="OPENAI_API_KEY") as caught:
        model.generate_response(MESSAGES)
    assert isinstance(caught.value, LLMError)


def test_a_langchain_object_is_asked_as_it_is() -> None:
    class Chat:
        def invoke(self, turns: Any) -> Any:
            return SimpleNamespace(content=f"heard {turns[-1][1]}", tool_calls=[])

    assert LlmFactory.create("langchain", {"model": Chat()}).generate_response(MESSAGES) == "heard 你好"


def test_an_embedding_model_makes_vectors(base_url: str) -> None:
    options = {"model": "e", "api_key": "k", "openai_base_url": base_url, "embedding_dims": 2}
    for model in (
        EmbedderFactory.create("openai", options, None),
        EmbedderFactory.create("openai", BaseEmbedderConfig(**options), {"collection_name": "x"}),
        OpenAIEmbedding(options),
    ):
        assert model.embed("你好", "search") == pytest.approx([0.6, 0.8])
        assert len(model.embed_batch(["你好", "再见"])) == 2
        assert model.config.embedding_dims == 2


def test_the_embedder_in_this_program_needs_nothing() -> None:
    model = EmbedderFactory.create("static")
    tea, also_tea, cat = model.embed_batch(["喝茶", "我喝茶", "一只猫"])
    closeness = [sum(a * b for a, b in zip(tea, other, strict=True)) for other in (also_tea, cat)]
    assert closeness[0] > closeness[1]


@pytest.mark.parametrize("factory", FACTORIES)
def test_unknown_providers_are_refused(factory: Any) -> None:
    with pytest.raises(ConfigurationError, match="nobody"):
        factory.create("nobody", {})
    assert "nobody" not in factory.get_supported_providers() and factory.registered() == []


@pytest.mark.parametrize(
    ("factory", "name"),
    [(RerankerFactory, "cohere"), (VectorStoreFactory, "sqlite"), (GraphStoreFactory, "neo4j")],
)
def test_what_works_in_a_memory_only_says_so(factory: Any, name: str) -> None:
    assert name in factory.get_supported_providers()
    with pytest.raises(NotImplementedError, match=factory.kind):
        factory.create(name, {})


def test_models_of_ones_own_are_named_in_the_configuration() -> None:
    here = own_models.__name__
    LlmFactory.register_provider("own", own_models.OwnLLM, own_models.OwnConfig)
    EmbedderFactory.provider_to_class["own"] = own_models.OwnEmbedding
    RerankerFactory.register_provider("own", own_models.OwnReranker)
    config = MemoryConfig(
        llm={"provider": "own", "config": {"model": "m", "mood": "gay"}},
        embedder={"provider": "own", "config": {"model": "e"}},
        reranker={"provider": "own"},
    )
    with Memory(config) as memory:
        added = memory.add("我喜欢喝茶", user_id="u")
        assert [row["memory"] for row in added] == ["用户喜欢喝茶"]
        memory.add("一只猫在很远的地方", user_id="u", infer=False)
        found = memory.search("茶", user_id="u", rerank=True)
        assert found[0]["memory"] == "用户喜欢喝茶" and found[0]["rerank_score"] == 1.0
    assert here and LlmFactory.registered() == ["own"]
    assert LlmFactory.create("own", {"mood": "sad"}, model="m").config == own_models.OwnConfig(
        model="m", mood="sad"
    )


def test_a_provider_of_the_engine_can_be_replaced() -> None:
    LlmFactory.provider_to_class["openai"] = (own_models.OwnLLM, own_models.OwnConfig)
    with Memory({"llm": {"provider": "openai"}, "embedder": {"provider": "static"}}) as memory:
        assert [row["memory"] for row in memory.add("我喜欢喝茶", user_id="u")] == ["用户喜欢喝茶"]


def test_another_embedder_needs_new_vectors() -> None:
    with Memory({"embedder": {"provider": "static"}}) as memory:
        memory.add("喝茶", user_id="u", infer=False)
    EmbedderFactory.register_provider("own", own_models.OwnEmbedding)
    with Memory({"embedder": {"provider": "own"}}) as memory:
        assert memory.reembed() >= 1
        assert memory.search("茶", user_id="u")[0]["memory"] == "喝茶"


def test_a_store_of_ones_own_is_refused_with_the_reason() -> None:
    VectorStoreFactory.provider_to_class["own"] = own_models.OwnStore
    config = MemoryConfig(vector_store={"provider": "own", "config": {"anything": 1}})
    with pytest.raises(ConfigurationError, match="sqlite"):
        Memory(config)


def test_classes_are_found_by_their_dotted_names() -> None:
    assert load_class("mem0.llms.openai.OpenAILLM") is OpenAILLM
    assert load_class(OpenAILLM) is OpenAILLM


def test_the_models_of_a_memory_can_be_asked_by_themselves(base_url: str) -> None:
    options = {"model": "m", "api_key": "k", "openai_base_url": base_url}
    memory = Memory({"llm": {"provider": "openai", "config": options}, "embedder": {"provider": "static"}})
    assert memory.llm.generate_response(MESSAGES) == "好的"
    assert len(memory.embedding_model.embed("喝茶")) > 0
    assert Memory({"embedder": {"provider": "static"}}).llm is None
