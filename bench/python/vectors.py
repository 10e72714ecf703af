"""Vectors in a file, so that an embedder costs both packages the same next to nothing, in time and in memory.

A text's vector is the sum of its words' directions: texts that share words lie close, as they do with a real model.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
from array import array
from collections.abc import Iterable
from pathlib import Path

DIMENSIONS = 256
BYTES_EACH = 4 * DIMENSIONS
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
TEXTS, NUMBERS = "texts.json", "vectors.f32"


def write(folder: Path, memories: list[str], questions: list[str]) -> None:
    """Writes the texts and the vector of each into a folder."""
    # Ours asks for the sentences of a question as well.
    parts = sorted({part for question in questions for part in SENTENCE_END.split(question)} - set(questions))
    texts = {"memories": memories, "questions": questions, "parts": parts}
    (folder / TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    directions: dict[str, list[float]] = {}
    with (folder / NUMBERS).open("wb") as file:
        for text in (*memories, *questions, *parts):
            array("f", direction(text, directions)).tofile(file)


def direction(text: str, directions: dict[str, list[float]]) -> list[float]:
    for word in (words := text.lower().split()):
        if word not in directions:
            source = random.Random(word)
            directions[word] = [source.gauss(0, 1) for _ in range(DIMENSIONS)]
    total = [sum(column) for column in zip(*(directions[word] for word in words), strict=True)]
    length = math.sqrt(sum(number * number for number in total)) or 1.0
    return [number / length for number in total]


class Vectors:
    """Reads a vector from the file each time it is asked for: none stays in memory."""

    dimensions = DIMENSIONS

    def __init__(self, folder: Path) -> None:
        texts = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
        self.memories: list[str] = texts["memories"]
        self.questions: list[str] = texts["questions"]
        every = (*self.memories, *self.questions, *texts["parts"])
        # Without blanks around them: the original cuts those off before it asks.
        self._places = {text.strip(): place for place, text in enumerate(every)}
        self._file = os.open(folder / NUMBERS, os.O_RDONLY)

    def of(self, text: str, question: bool = False) -> list[float]:
        place = self._places.get(text.strip())
        if place is None:
            return direction(text, {})
        numbers = array("f")
        numbers.frombytes(os.pread(self._file, BYTES_EACH, BYTES_EACH * place))
        return numbers.tolist()


class Embeddings:
    """The same vectors in the manner of a LangChain embedder, which is how our package takes one."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def embed_query(self, text: str) -> list[float]:
        return self._vectors.of(text)

    def embed_documents(self, texts: Iterable[str]) -> list[list[float]]:
        return [self._vectors.of(text) for text in texts]
