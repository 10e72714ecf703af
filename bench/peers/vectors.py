"""Vectors of our embedder, for a peer to use."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy


class Vectors:
    """The vectors of these memories and questions, as `mem0 bench vectors` writes them."""

    def __init__(self, command: list[str], memories: Iterable[str], questions: Iterable[str]) -> None:
        self.tables = {
            False: self._written(command, memories, "memories"),
            True: self._written(command, questions, "questions"),
        }
        self.dimensions = len(next(iter(self.tables[False].values())))

    def of(self, text: str, question: bool) -> list[float]:
        return self.tables[question][text.strip()]

    @staticmethod
    def _written(command: list[str], texts: Iterable[str], of: str) -> dict[str, list[float]]:
        # Without blanks around them: the original cuts those off before it asks.
        texts = sorted({text.strip() for text in texts})
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "texts.json", Path(folder) / "vectors.f32"
            source.write_text(json.dumps(texts), encoding="utf-8")
            words = [*command, "bench", "vectors", str(source), "--of", of, "--to", str(target)]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            rows = numpy.fromfile(target, dtype="<f4").reshape(len(texts), -1)
        return dict(zip(texts, rows.tolist(), strict=True))
