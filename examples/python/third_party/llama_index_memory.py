"""`llama-index-memory-mem0`: a LlamaIndex chat engine that remembers, in this process and hosted.

LlamaIndex 集成：带记忆的聊天引擎。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from llama_index.core.chat_engine import SimpleChatEngine
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.memory.mem0 import Mem0Memory

from chat_model import OpenAI, with_model
from fresh_store import fresh_store
from hosted_service import KEY, hosted_service


class DoubleLLM(CustomLLM):
    """The double as a LlamaIndex model."""

    @property
    def metadata(self) -> LLMMetadata:
        """Nothing special."""
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """The answer to a prompt."""
        text = prompt.replace("\n ", "\n- ").replace("assistant:", "").strip()
        return CompletionResponse(text=OpenAI().generate(text))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        """The answer to a prompt, in one piece."""
        yield self.complete(prompt)


def converse(first: Mem0Memory, second: Mem0Memory) -> None:
    """Told to one engine, asked of another."""
    SimpleChatEngine.from_defaults(llm=DoubleLLM(), memory=first).chat("我对花生过敏，住在杭州。")
    assert len(first.get_all()) == 2

    assert second.get_all() == []
    context = second.get("我对什么过敏？")
    assert "花生" in str(context[0].content)
    print(SimpleChatEngine.from_defaults(llm=DoubleLLM(), memory=second).chat("我对什么过敏？"))
    assert len(second.get_all()) == 2


def main() -> None:
    """`from_config` and `from_client`."""
    with fresh_store(), with_model():
        context = {"user_id": "mia"}
        converse(*(Mem0Memory.from_config(context=context, config={}, search_msg_limit=4) for _ in range(2)))
    with hosted_service() as host, with_model():
        converse(*(Mem0Memory.from_client(context=context, api_key=KEY, host=host) for _ in range(2)))


if __name__ == "__main__":
    main()
