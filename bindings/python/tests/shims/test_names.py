"""Small modules that other packages import from."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from mem0 import Memory
from mem0.configs.llms.base import BaseLlmConfig
from mem0.embeddings.base import EmbeddingBase
from mem0.llms.base import LLMBase
from mem0.memory import setup, telemetry, utils
from mem0.memory.base import MemoryBase
from mem0.memory.storage import SQLiteManager
from mem0.reranker.base import BaseReranker
from mem0.vector_stores.base import VectorStoreBase

LLMS = [
    *("anthropic", "aws_bedrock", "azure_openai", "azure_openai_structured", "deepseek", "gemini", "groq"),
    *("langchain", "litellm", "lmstudio", "minimax", "ollama", "openai", "openai_structured", "sarvam"),
    *("together", "vllm", "xai"),
]
EMBEDDINGS = [
    *("aws_bedrock", "azure_openai", "fastembed", "gemini", "huggingface", "langchain", "lmstudio"),
    *("mock", "ollama", "openai", "together", "vertexai"),
]


@pytest.mark.parametrize(
    ("package", "name"), [("llms", name) for name in LLMS] + [("embeddings", name) for name in EMBEDDINGS]
)
def test_every_provider_has_a_module_with_its_class(package: str, name: str) -> None:
    module = importlib.import_module(f"mem0.{package}.{name}")
    (cls,) = [getattr(module, exported) for exported in module.__all__]
    assert issubclass(cls, LLMBase if package == "llms" else EmbeddingBase)
    assert cls.provider == name
    if name not in ("langchain", "aws_bedrock"):
        assert cls({"model": "m"}).config.model == "m"


@pytest.mark.parametrize("cls", [MemoryBase, LLMBase, EmbeddingBase, VectorStoreBase, BaseReranker])
def test_bases_can_be_derived_from_and_not_made(cls: Any) -> None:
    with pytest.raises(TypeError, match="abstract"):
        cls()


def test_a_memory_is_a_memory() -> None:
    assert issubclass(Memory, MemoryBase)


class Answers(LLMBase):
    def generate_response(
        self, messages: Any, tools: Any = None, tool_choice: str = "auto", **more: Any
    ) -> Any:
        return self._get_supported_params(messages=messages, **more)


@pytest.mark.parametrize(
    ("config", "reasons"),
    [
        ({"model": "gpt-4.1"}, False),
        ({"model": "o3-mini"}, True),
        ({"model": "openrouter/openai/o1-pro"}, True),
        ({"model": "gpt-4.1", "is_reasoning_model": True}, True),
        ({"model": "o3", "is_reasoning_model": False}, False),
    ],
)
def test_models_that_reason_take_no_temperature(config: dict[str, Any], reasons: bool) -> None:
    sent = Answers({**config, "reasoning_effort": "low"}).generate_response([], temperature_of="no")
    assert ("temperature" not in sent) == reasons
    assert ("reasoning_effort" in sent) == reasons


def test_a_base_takes_options_in_every_form() -> None:
    assert Answers().config == BaseLlmConfig()
    assert Answers({"model": "m"}).config.model == "m"
    assert Answers(BaseLlmConfig(model="m")).config.model == "m"
    with pytest.raises(ValueError, match="model"):
        Answers(object())  # type: ignore[arg-type]


def test_batches_are_one_after_the_other() -> None:
    class Counts(EmbeddingBase):
        def embed(self, text: str, memory_action: Any = None) -> list[float]:
            return [float(len(text)), {"add": 0.0, "search": 1.0}[memory_action]]

    assert Counts().embed_batch(["a", "bb"], "search") == [[1.0, 1.0], [2.0, 1.0]]


def test_there_is_no_telemetry(home: Path) -> None:
    assert telemetry.MEM0_TELEMETRY is False
    telemetry.capture_event("mem0.add", object(), {"keys": 1})
    telemetry.capture_client_event("client.add", object())
    telemetry.AnonymousTelemetry(vector_store=None).capture_event("x")
    telemetry.AnonymousTelemetry().close()
    setup.setup_config()
    assert setup.get_user_id() == setup.get_or_create_user_id(None)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "json"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ('好的：\n```\n{"a": 1}\n```\n完', '{"a": 1}'),
        ('<think>嗯 {"b": 2}</think>{"a": 1}', '{"a": 1}'),
        ('Here you are: {"a": {"b": 2}}.', '{"a": {"b": 2}}'),
        ("nothing", "nothing"),
    ],
)
def test_json_is_found_in_answers(text: str, json: str) -> None:
    assert utils.extract_json(text) == json


def test_small_functions_on_messages_and_facts() -> None:
    said = [
        {"role": "user", "content": "你好"},
        {"role": "tool", "content": "x"},
        {"role": "assistant", "content": "嗯"},
    ]
    assert utils.parse_messages(said) == "user: 你好\nassistant: 嗯\n"
    assert utils.remove_code_blocks("```python\nx = 1\n```") == "x = 1"
    assert utils.remove_code_blocks("plain") == "plain"
    assert utils.normalize_facts(["a", {"text": "b"}, {"fact": "c"}, " ", None, 4]) == ["a", "b", "c", "4"]
    assert utils.normalize_facts(None) == []
    system, user = utils.ensure_json_instruction("Be short.", "Hello")
    assert "JSON" in system and user == "Hello"
    assert utils.ensure_json_instruction("Answer in JSON", "Hello") == ("Answer in JSON", "Hello")


def test_a_history_of_ones_own_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "历史" / "history.db"
    history = SQLiteManager(str(file))
    history.add_history("m", None, "喝茶", "ADD", created_at="2026-01-01", role="user")
    history.batch_add_history(
        [{"memory_id": "m", "old_memory": "喝茶", "new_memory": None, "event": "DELETE", "is_deleted": 1}]
    )
    rows = {row["event"]: row for row in history.get_history("m")}
    assert rows["ADD"]["new_memory"] == "喝茶" and rows["ADD"]["is_deleted"] is False
    assert rows["DELETE"]["is_deleted"] is True and history.get_history("n") == []
    history.close()
    history.close()
    again = SQLiteManager(str(file))
    assert len(again.get_history("m")) == 2
    again.reset()
    assert again.get_history("m") == []
    again.close()
    with pytest.raises(ValueError, match="closed"):
        again.get_history("m")
    assert SQLiteManager().get_history("m") == []


def test_names_that_programs_look_for_beside_a_memory() -> None:
    from mem0.configs.vector_stores.milvus import MetricType
    from mem0.configs.vector_stores.supabase import IndexMeasure, IndexMethod
    from mem0.memory import main

    assert main.MemoryConfig is importlib.import_module("mem0.configs.base").MemoryConfig
    assert main.MemoryType.PROCEDURAL.value == "procedural_memory"
    with pytest.raises(AttributeError, match="nonsense"):
        _ = main.nonsense
    assert IndexMethod("hnsw") is IndexMethod.HNSW and IndexMeasure.COSINE == "cosine_distance"
    assert str(MetricType.L2) == "L2"
