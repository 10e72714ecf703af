"""Labelled sets, and recall on them: the same format and the same counting as `mem0 bench retrieval`."""

from __future__ import annotations

import gzip
import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path

DEPTHS = (5, 10, 20, 50)
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@dataclass
class Set:
    """Conversations with questions."""

    name: str
    conversations: list[dict]

    @classmethod
    def read(cls, path: Path) -> Set:
        raw = path.read_bytes()
        data = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
        name = data.get("name") or path.name.removesuffix(".gz").removesuffix(".json")
        return cls(name, data["conversations"])


def bare(turn: dict) -> str:
    """The turn as it is; speaker and date go into the fields that the API has for them."""
    return turn["text"]


def dated(turn: dict) -> str:
    """The turn with its date and speaker pasted in: the form in which the peers find most."""
    speaker = f"{turn['speaker']}: " if turn.get("speaker") else ""
    return f"[{turn['date'][:10]}] {speaker}{turn['text']}"


def tokens(text: str) -> float:
    """Words between blanks × 1.35, and one for each character of scripts without blanks."""
    characters = len(UNSPACED.findall(text))
    runs = UNSPACED.sub(" ", text).split()
    return 1.35 * sum(any(map(str.isalnum, run)) for run in runs) + characters


@dataclass
class Recall:
    """Recall at turn level over questions of categories 1 to 4 that have evidence."""

    questions: int = 0
    first: int = 0
    reciprocal: float = 0.0
    any: dict[int, int] = field(default_factory=lambda: dict.fromkeys(DEPTHS, 0))
    all: dict[int, int] = field(default_factory=lambda: dict.fromkeys(DEPTHS, 0))
    tokens: dict[int, float] = field(default_factory=lambda: dict.fromkeys(DEPTHS, 0.0))

    def count(self, question: dict, found: list[str], texts: dict[str, str]) -> None:
        """Counts one question whose search found these turns, best first."""
        evidence = question.get("evidence") or []
        if question["category"] == 5 or not evidence:
            return
        ranks = [found.index(turn) if turn in found else math.inf for turn in evidence]
        self.questions += 1
        self.first += min(ranks) == 0
        self.reciprocal += 1 / (min(ranks) + 1)
        for depth in DEPTHS:
            self.any[depth] += min(ranks) < depth
            self.all[depth] += max(ranks) < depth
            self.tokens[depth] += sum(tokens(texts[turn]) for turn in found[:depth])

    def to_json(self) -> dict:
        count = max(self.questions, 1)

        def share(figures: dict) -> dict:
            return {str(depth): round(100 * figure / count, 3) for depth, figure in figures.items()}

        return {
            "questions": self.questions,
            "hit@1": round(100 * self.first / count, 3),
            "mrr": round(self.reciprocal / count, 3),
            "any": share(self.any),
            "all": share(self.all),
            "tokens": {str(depth): round(figure / count, 1) for depth, figure in self.tokens.items()},
        }
