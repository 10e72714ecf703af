"""Memories and questions for measuring speed: as long and as usual as those of our English sets, and the same each time."""

from __future__ import annotations

import random
from pathlib import Path

from sets import Set

WORDS_EACH = 14
SEARCHES = 200
OWN_SETS = Path(__file__).parent.parent / "data"


def made(size: int) -> tuple[list[str], list[str]]:
    """Memories of words that our English sets use, as often as they use them, and their questions."""
    source = random.Random(7)
    words, questions = [], []
    for name in ("facts-en.json", "dialogue.json"):
        for conversation in Set.read(OWN_SETS / name).conversations:
            words.extend(word for turn in conversation["turns"] for word in turn["text"].split() if word.isascii())
            questions.extend(question["question"] for question in conversation["questions"])
    memories = [" ".join(source.choices(words, k=WORDS_EACH)) for _ in range(size)]
    return memories, source.sample(sorted(filter(str.isascii, set(questions))), SEARCHES)
