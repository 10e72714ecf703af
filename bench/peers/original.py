"""The original: the Python package `mem0ai`, with the vectors of our embedder and no language model.

Telemetry is off, the store is its default (Qdrant in process, on disk), `add` is called with
`infer=False`. Vectors come from a table, so its embedder takes no time at all.
"""

from __future__ import annotations

import logging
import os
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["MEM0_TELEMETRY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from mem0 import Memory  # noqa: E402

if TYPE_CHECKING:
    from vectors import Vectors

logging.getLogger("mem0").setLevel(logging.ERROR)


class Embedder:
    """What the original asks for vectors."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def embed(self, text: str, memory_action: str | None = None) -> list[float]:
        return self.vectors.of(text, question=memory_action == "search")

    def embed_batch(self, texts: list[str], memory_action: str = "add") -> list[list[float]]:
        return [self.embed(text, memory_action) for text in texts]


class Original:
    """`mem0ai` as it is installed, or with the keyword search of its extras."""

    def __init__(self, folder: Path, vectors: Vectors, keywords: bool) -> None:
        self.name = "mem0ai 2.2.1, with keywords" if keywords else "mem0ai 2.2.1, as installed"
        store = {
            "collection_name": "memories",
            "path": str(folder / "qdrant"),
            "embedding_model_dims": vectors.dimensions,
            "on_disk": True,
        }
        # Neither model is ever called; without a key the package refuses to start.
        unused = {"provider": "openai", "config": {"api_key": "unused"}}
        self.memory = Memory.from_config(
            {
                "vector_store": {"provider": "qdrant", "config": store},
                "embedder": unused,
                "llm": unused,
                "history_db_path": str(folder / "history.db"),
            }
        )
        self.memory.embedding_model = Embedder(vectors)
        self.memory.vector_store._bm25_encoder = keywords and keyword_encoder(folder)
        self.keys: dict[str, str] = {}

    def add(self, owner: str, key: str, text: str, turn: dict) -> None:
        message = {"role": "user", "content": text}
        if turn.get("speaker"):
            message["name"] = turn["speaker"]
        metadata = {"date": turn["date"]} if turn.get("date") else None
        added = self.memory.add([message], user_id=owner, infer=False, metadata=metadata)
        self.keys[added["results"][0]["id"]] = key

    def fill(self, owner: str, memories: list[tuple[str, str]]) -> None:
        """Brings memories in at once: what `add` writes to the store, without waiting for the disk."""
        self.wait_for_disk(False)
        now = datetime.now(timezone.utc).isoformat()
        for start in range(0, len(memories), 500):
            some = memories[start : start + 500]
            ids = [str(uuid.uuid4()) for _ in some]
            payloads = [
                {"user_id": owner, "role": "user", "data": text, "text_lemmatized": text, "created_at": now}
                for _, text in some
            ]
            vectors = [self.memory.embedding_model.embed(text, "add") for _, text in some]
            self.memory.vector_store.insert(vectors=vectors, ids=ids, payloads=payloads)
            self.keys.update(zip(ids, (key for key, _ in some), strict=True))
        self.wait_for_disk(True)

    def wait_for_disk(self, wanted: bool) -> None:
        """Its default is to wait at each memory. Only where nothing is timed may that be left out."""
        collections = self.memory.vector_store.client._client.collections
        for collection in collections.values():
            collection.storage.storage.execute(f"PRAGMA synchronous = {'FULL' if wanted else 'OFF'}")

    def search(self, owner: str, question: str, limit: int) -> list[str]:
        found = self.memory.search(question, top_k=limit, filters={"user_id": owner}, threshold=0.0)
        return [self.keys[hit["id"]] for hit in found["results"]]

    def close(self) -> None:
        self.memory.close()


def keyword_encoder(folder: Path) -> object:
    """The keyword half of its hybrid search, from the extras: without them the package doesn't load it."""
    from fastembed import SparseTextEmbedding
    from stop_words import ENGLISH

    return SparseTextEmbedding(model_name="Qdrant/bm25", specific_model_path=str(folder), stopwords=set(ENGLISH))
