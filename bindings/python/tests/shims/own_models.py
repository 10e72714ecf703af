"""Models that a program brings along, in the form in which programs of the original do."""

from __future__ import annotations

import json
from typing import Any

from mem0.configs.llms.base import BaseLlmConfig
from mem0.embeddings.base import EmbeddingBase
from mem0.llms.base import LLMBase
from mem0.reranker.base import BaseReranker


class OwnConfig(BaseLlmConfig):
    """Options of a kind that the base doesn't know."""

    mood: str = "calm"


class OwnLLM(LLMBase):
    """Remembers that somebody drinks tea, whatever is said."""

    def __init__(self, config: Any = None) -> None:
        super().__init__(config)
        self.asked: list[Any] = []

    def generate_response(
        self, messages: Any, tools: Any = None, tool_choice: str = "auto", **kwargs: Any
    ) -> Any:
        self.asked.append(messages)
        said = "我喜欢喝茶"
        return json.dumps(
            {"operations": [{"sources": [1], "quote": said, "op": "add", "text": f"用户{said[1:]}"}]},
            ensure_ascii=False,
        )


class OwnEmbedding(EmbeddingBase):
    """Vectors of three numbers, by which letters a text has."""

    def embed(self, text: str, memory_action: Any = None) -> list[float]:
        return [1.0 + text.count("茶"), 1.0 + text.count("猫"), 1.0]


class OwnReranker(BaseReranker):
    """The shortest first."""

    def __init__(self, config: Any = None) -> None:
        self.config = config

    def rerank(self, query: str, documents: Any, top_k: int | None = None) -> list[dict[str, Any]]:
        ranked = sorted(documents, key=lambda document: len(document["memory"]))
        return [
            {**document, "rerank_score": 1 / (1 + place)} for place, document in enumerate(ranked[:top_k])
        ]


class OwnStore:
    """A store that the engine can't use."""
