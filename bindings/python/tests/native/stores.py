"""Vector stores as programs hand them in: with the methods of LangChain's, each with an oddity of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Vector = list[float]


class Letters:
    """Embeddings: one dimension for each letter, and one for all other characters."""

    model = "letters"

    def vector(self, text: str) -> Vector:
        counts = [1.0 + text.lower().count(chr(97 + place)) for place in range(26)]
        return [*counts, 1.0 + sum(not letter.isascii() for letter in text)]

    def embed_documents(self, texts: list[str]) -> list[Vector]:
        return [self.vector(text) for text in texts]

    def embed_query(self, text: str) -> Vector:
        return self.vector(text)


@dataclass
class Document:
    """As LangChain's."""

    page_content: str
    metadata: dict[str, Any] = field(default_factory=dict)
    id: str | None = None


def closeness(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two vectors."""
    if len(one) != len(other):
        raise ValueError("vectors of different lengths")

    def length(vector: Sequence[float]) -> float:
        return sum(number * number for number in vector) ** 0.5

    return sum(a * b for a, b in zip(one, other, strict=True)) / (length(one) * length(other))


class InMemoryVectorStore:
    """As the one of langchain-core: it embeds texts itself, and filters by a function."""

    def __init__(self) -> None:
        self.store: dict[str, dict[str, Any]] = {}
        self.api_key = "very-secret-value"

    def __repr__(self) -> str:
        return f"InMemoryVectorStore(api_key={self.api_key!r})"

    def add_texts(
        self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, *, ids: list[str]
    ) -> list[str]:
        for text, metadata, known in zip(texts, metadatas or [], ids, strict=True):
            vector = Letters().vector(text)
            self.store[known] = {"id": known, "vector": vector, "text": text, "metadata": metadata}
        return ids

    def delete(self, ids: list[str] | None = None, **_: Any) -> None:
        for known in ids or []:
            self.store.pop(known, None)

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        rows = [self.store[known] for known in ids if known in self.store]
        return [Document(row["text"], row["metadata"], row["id"]) for row in rows]

    def similarity_search_with_score_by_vector(
        self, embedding: Vector, k: int = 4, filter: Callable[[Document], bool] | None = None
    ) -> list[tuple[Document, float]]:
        rows = self.get_by_ids(list(self.store))
        rows = [row for row in rows if filter is None or filter(row)]
        scored = [(row, closeness(embedding, self.store[str(row.id)]["vector"])) for row in rows]
        return sorted(scored, key=lambda hit: -hit[1])[:k]

    def put(self, known: str, text: str, **metadata: Any) -> None:
        """Another program puts a document there."""
        self.add_texts([text], [metadata], ids=[known])


class DocumentStore:
    """Where :class:`FAISS` keeps its documents."""

    def __init__(self) -> None:
        self._dict: dict[str, Document] = {}


class FAISS:
    """As FAISS: it takes vectors, refuses ids that it knows, and refuses to delete those that it doesn't."""

    def __init__(self) -> None:
        self.docstore = DocumentStore()
        self.vectors: dict[str, Vector] = {}

    def add_texts(self, texts: Iterable[str], metadatas: Any = None, ids: Any = None) -> list[str]:
        raise AssertionError("vectors are there")

    def add_embeddings(
        self,
        text_embeddings: Iterable[tuple[str, Vector]],
        metadatas: list[dict[str, Any]] | None = None,
        ids: list[str] | None = None,
    ) -> list[str]:
        given = ids or []
        if known := self.vectors.keys() & set(given):
            raise ValueError(f"Tried to add ids that already exist: {known}")
        for (text, vector), metadata, new in zip(text_embeddings, metadatas or [], given, strict=True):
            self.docstore._dict[new] = Document(text, metadata)
            self.vectors[new] = vector
        return given

    def delete(self, ids: list[str] | None = None) -> bool:
        if missing := set(ids or []) - self.vectors.keys():
            raise ValueError(
                f"Some specified ids do not exist in the current store. Ids not found: {missing}"
            )
        for known in ids or []:
            del self.docstore._dict[known], self.vectors[known]
        return True

    def similarity_search_by_vector(
        self, embedding: Vector, k: int = 4, filter: dict[str, Any] | None = None
    ) -> list[Document]:
        if filter is not None and not isinstance(filter, dict):
            raise TypeError("filter must be a dict")
        rows = [
            known
            for known, row in self.docstore._dict.items()
            if all(row.metadata.get(key) == value for key, value in (filter or {}).items())
        ]
        rows.sort(key=lambda known: -closeness(embedding, self.vectors[known]))
        found = [(self.docstore._dict[known], known) for known in rows[:k]]
        return [Document(row.page_content, row.metadata, known) for row, known in found]

    def put(self, known: str, text: str, **metadata: Any) -> None:
        """Another program puts a document there."""
        self.add_embeddings([(text, Letters().vector(text))], [metadata], [known])


class Server:
    """As a database far away: points outlive processes, nothing can be listed, no filter is known, and values
    must be plain."""

    def __init__(self) -> None:
        self.rows: dict[str, Document] = {}
        self.down: Exception | None = None

    def answer(self) -> None:
        if self.down is not None:
            raise self.down

    def add_texts(self, texts: Iterable[str], metadatas: Any = None, ids: Any = None) -> list[str]:
        self.answer()
        for text, metadata, known in zip(texts, metadatas, ids, strict=True):
            if any(isinstance(value, (list, dict)) or value is None for value in metadata.values()):
                raise TypeError("metadata must be plain")
            self.rows[known] = Document(text, metadata, known)
        return list(ids)

    def delete(self, ids: list[str]) -> bool:
        self.answer()
        for known in ids:
            self.rows.pop(known, None)
        return True

    def get_by_ids(self, ids: Sequence[str]) -> list[Document]:
        self.answer()
        return [self.rows[known] for known in ids if known in self.rows]

    def similarity_search_by_vector(self, embedding: Vector, k: int = 4) -> list[Document]:
        self.answer()
        letters = Letters()
        rows = sorted(
            self.rows.values(), key=lambda row: -closeness(embedding, letters.vector(row.page_content))
        )
        return rows[:k]

    def put(self, known: str, text: str, **metadata: Any) -> None:
        """Another program puts a document there."""
        self.rows[known] = Document(text, metadata, known)


class Awaited:
    """A store that is only awaited."""

    def __init__(self) -> None:
        self.inner = InMemoryVectorStore()

    async def aadd_texts(self, texts: Iterable[str], metadatas: Any = None, ids: Any = None) -> list[str]:
        await asyncio.sleep(0)
        return self.inner.add_texts(texts, metadatas, ids=ids)

    async def adelete(self, ids: list[str]) -> None:
        await asyncio.sleep(0)
        self.inner.delete(ids)

    async def aget_by_ids(self, ids: Sequence[str]) -> list[Document]:
        await asyncio.sleep(0)
        return self.inner.get_by_ids(ids)

    async def asimilarity_search_by_vector(
        self, embedding: Vector, k: int = 4, **options: Any
    ) -> list[Document]:
        await asyncio.sleep(0)
        found = self.inner.similarity_search_with_score_by_vector(embedding, k, **options)
        return [document for document, _ in found]

    def put(self, known: str, text: str, **metadata: Any) -> None:
        """Another program puts a document there."""
        self.inner.put(known, text, **metadata)
