"""How long things take, and whether the machine had time for them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path


def busy_cores() -> float | None:
    """Cores that other work keeps busy, over a moment."""

    def ticks() -> tuple[int, int, int]:
        lines = [line.split() for line in Path("/proc/stat").read_text().splitlines() if line.startswith("cpu")]
        all_ticks = [int(number) for number in lines[0][1:9]]
        return len(lines) - 1, sum(all_ticks) - all_ticks[3] - all_ticks[4], sum(all_ticks)

    try:
        cores, working, total = ticks()
        time.sleep(0.3)
        _, working_after, total_after = ticks()
    except OSError:
        return None
    return round(cores * (working_after - working) / max(1, total_after - total), 2)


def took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def spread(times: list[float]) -> dict:
    times = sorted(times)
    return {"p50_ms": round(statistics.median(times), 3), "p95_ms": round(times[int(len(times) * 0.95)], 3)}
