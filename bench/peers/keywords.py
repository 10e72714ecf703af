"""The plainest peer: BM25 by SQLite's FTS5, stemmed; no vectors, no versions, no history."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from sets import UNSPACED
from stop_words import ENGLISH

WORD = re.compile(r"\w+")


class Keywords:
    """One table, one row for each memory, the owner as a column of the index."""

    name = "BM25 (FTS5, stemmed)"

    def __init__(self, folder: Path) -> None:
        self.store = sqlite3.connect(folder / "keywords.db", isolation_level=None)
        self.store.execute("PRAGMA journal_mode = WAL")
        self.store.execute("PRAGMA synchronous = NORMAL")
        self.store.execute(
            "CREATE VIRTUAL TABLE memory USING fts5(owner, body, key UNINDEXED, tokenize = 'porter unicode61')"
        )

    def add(self, owner: str, key: str, text: str, _turn: dict) -> None:
        row = (f"u{owner}", apart(text), key)
        self.store.execute("INSERT INTO memory VALUES (?, ?, ?)", row)

    def fill(self, owner: str, memories: list[tuple[str, str]]) -> None:
        for key, text in memories:
            self.add(owner, key, text, {})

    def wait_for_disk(self, wanted: bool) -> None:
        """It waits at checkpoints only, in any case."""

    def search(self, owner: str, question: str, limit: int) -> list[str]:
        words = {word for word in WORD.findall(apart(question).lower()) if word not in ENGLISH}
        if not words:
            return []
        either = " OR ".join(f'"{word}"' for word in sorted(words))
        rows = self.store.execute(
            "SELECT key FROM memory WHERE memory MATCH ? ORDER BY bm25(memory, 0.0, 1.0) LIMIT ?",
            (f'owner:"u{owner}" AND body:({either})', limit),
        )
        return [row[0] for row in rows]

    def close(self) -> None:
        self.store.close()


def apart(text: str) -> str:
    """Characters of scripts without blanks stand as words of their own: FTS5 doesn't part them."""
    return UNSPACED.sub(r" \g<0> ", text)
