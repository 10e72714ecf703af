"""The plainest peer: keyword search with SQLite's FTS5, no vectors, no versions, no history.

Prints the median and 95th percentile of searching and adding at 10,000 memories in one scope,
so that `mem0 bench speed` has something to be compared with in the same run.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

MEMORIES = 10_000
QUESTIONS = 500
WORDS = [f"{a}{b}{c}" for a in "bdklmnprst" for b in "aeiou" for c in ["ra", "len", "tik", "mos", "vu"]]


def sentence(source: random.Random, length: int) -> str:
    """Words with a frequency that falls with their rank, as in real text."""
    ranks = [min(int(source.paretovariate(0.8)) - 1, len(WORDS) - 1) for _ in range(length)]
    return " ".join(WORDS[rank] for rank in ranks)


def milliseconds(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {statistics.median(times) * 1e3:.2f} ms, p95 {times[int(len(times) * 0.95)] * 1e3:.2f} ms"


def main() -> None:
    source = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite3.connect(Path(folder) / "peer.db", isolation_level=None)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = NORMAL")
        store.execute("CREATE VIRTUAL TABLE memory USING fts5(owner, body)")
        adding = []
        for _ in range(MEMORIES):
            body = sentence(source, 14)
            start = time.perf_counter()
            store.execute("INSERT INTO memory VALUES ('u1', ?)", (body,))
            adding.append(time.perf_counter() - start)
        searching = []
        for _ in range(QUESTIONS):
            words = " OR ".join(set(sentence(source, 5).split()))
            start = time.perf_counter()
            store.execute(
                "SELECT body FROM memory WHERE memory MATCH ? ORDER BY bm25(memory) LIMIT 10",
                (f"owner:u1 AND body:({words})",),
            ).fetchall()
            searching.append(time.perf_counter() - start)
    print(f"FTS5 at {MEMORIES} memories: search {milliseconds(searching)}; add {milliseconds(adding[-1000:])}")


if __name__ == "__main__":
    main()
