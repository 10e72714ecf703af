"""Prompts of the engine, as a start for those of a program's own."""

from __future__ import annotations

import json

import pytest

from mem0 import Memory
from mem0.configs import prompts
from mem0.llms.base import LLMBase
from mem0.memory.utils import get_fact_retrieval_messages
from mem0.utils.factory import LlmFactory


@pytest.mark.parametrize("name", [name for name in prompts.__all__ if name.isupper()])
def test_every_prompt_says_something(name: str) -> None:
    text = getattr(prompts, name)
    assert isinstance(text, str) and len(text.split()) > 20
    assert getattr(prompts, name) is text


def test_there_are_no_others() -> None:
    with pytest.raises(AttributeError, match="NONSENSE"):
        prompts.NONSENSE  # noqa: B018


def test_a_request_holds_rules_memories_and_facts() -> None:
    known = [{"id": "0", "text": "住在北京"}]
    request = prompts.get_update_memory_messages(known, ["搬到杭州"])
    assert request.startswith(prompts.DEFAULT_UPDATE_MEMORY_PROMPT.strip())
    assert "住在北京" in request and "搬到杭州" in request and "DELETE" in request
    assert prompts.get_update_memory_messages([], [], "我的规则").startswith("我的规则")
    rules, asked = get_fact_retrieval_messages("user: 你好\n")
    assert rules == prompts.FACT_RETRIEVAL_PROMPT and "你好" in asked and "facts" in asked
    assert get_fact_retrieval_messages("x", is_agent_memory=True)[0] == prompts.AGENT_MEMORY_EXTRACTION_PROMPT


def test_a_prompt_made_of_ours_reaches_the_model() -> None:
    heard: list[str] = []

    class Listens(LLMBase):
        def generate_response(self, messages, tools=None, tool_choice="auto", **kwargs):  # type: ignore[no-untyped-def]
            heard.append(json.dumps(messages, ensure_ascii=False))
            return '{"facts": []}'

    LlmFactory.register_provider("listens", Listens)
    try:
        own = prompts.FACT_RETRIEVAL_PROMPT + "只记录饮食偏好。"
        config = {"llm": {"provider": "listens"}, "embedder": {"provider": "static"}}
        with Memory({**config, "custom_fact_extraction_prompt": own}) as memory:
            memory.add("我喜欢喝茶", user_id="u")
    finally:
        LlmFactory.provider_to_class.pop("listens")
    assert "只记录饮食偏好" in heard[0] and "我喜欢喝茶" in heard[0]
