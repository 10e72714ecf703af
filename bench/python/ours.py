"""Our package, asked as the original is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mem0 import Memory
from vectors import Embeddings, Vectors


class Ours:
    """With the vectors that the original gets, or with the table that comes with the package."""

    def __init__(self, folder: Path, vectors: Vectors | None) -> None:
        config: dict[str, Any] = {"path": str(folder / "memory.db")}
        if vectors is not None:
            model = {"model": Embeddings(vectors), "embedding_dims": vectors.dimensions}
            config["embedder"] = {"provider": "langchain", "config": model}
        self.memory = Memory.from_config(config)

    def add(self, owner: str, key: str, text: str, turn: dict[str, Any]) -> None:
        self.memory.add([{"role": "user", "content": text}], user_id=owner, infer=False)

    def fill(self, owner: str, memories: list[tuple[str, str]]) -> None:
        for key, text in memories:
            self.add(owner, key, text, {})

    def search(self, owner: str, question: str, limit: int) -> list[str]:
        found = self.memory.search(question, user_id=owner, limit=limit)
        return [hit["id"] for hit in found["results"]]

    def close(self) -> None:
        self.memory.close()
