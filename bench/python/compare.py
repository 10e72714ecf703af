"""Our Python package beside the original in one run, both with the same vectors, which cost them the same.

    python compare.py --ours PYTHON --original PYTHON [--sizes 1000 10000] [--runs 15] > python.json

Each PYTHON is an interpreter whose `mem0` is the one or the other; both should be of one version. Everything is
measured in processes of their own. Import and the first memory take turns between the packages, and the median
of the runs counts. Memories of one user are then added with `infer=False` and asked for.
A table is printed on standard error, the figures as JSON on standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "peers"))

import vectors  # noqa: E402
from texts import made  # noqa: E402
from timing import busy_cores  # noqa: E402

NAMES = {
    "ours": "ours, the same vectors",
    "ours-default": "ours, its own table",
    "original": "mem0ai {version}, the same vectors",
}
# `fastembed` belongs to an extra of the original; importing it would be charged to the original.
IMPORT = """
import sys, time
sys.modules["fastembed"] = None
start = time.perf_counter()
from mem0 import AsyncMemory, AsyncMemoryClient, Memory, MemoryClient
print(time.perf_counter() - start)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="an interpreter that has our package")
    parser.add_argument("--original", required=True, help="an interpreter that has the original")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="memories for speed")
    parser.add_argument("--runs", type=int, default=15, help="fresh processes for each import time")
    asked = parser.parse_args()
    pythons = {"ours": asked.ours, "ours-default": asked.ours, "original": asked.original}
    answer: dict[str, Any] = {"busy_cores_before": busy_cores(), "python": versions(pythons)}
    answer["import"] = turns(asked.runs, {name: importing(pythons[name]) for name in ("ours", "original")})
    show("import", answer["import"])
    with prepared(1) as folder:
        answer["first add"] = turns(asked.runs, {name: adding(python, name, folder) for name, python in pythons.items()})
    show("import, open and add one", answer["first add"])
    answer["sizes"] = [size_measured(pythons, size) for size in asked.sizes]
    rows = [row for size in answer["sizes"] for row in size["rows"]]
    answer["version"] = {row["key"]: row["version"] for row in rows}
    answer["debug_build"] = any(row["debug_build"] for row in rows)
    answer["goals"] = goals(answer)
    for goal in answer["goals"]:
        say(f"{goal['what']:55} {goal['value']:9.2f} {goal['unit']}  {'met' if goal['met'] else 'NOT MET'}")
    json.dump(answer, sys.stdout, indent=2, ensure_ascii=False)
    print()


# Processes


def asked_of(python: str, words: list[str], home: str) -> str:
    """What an interpreter prints, in a home folder of its own and without telemetry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEM0_", "OPENAI_"))}
    environment = {**kept, "HOME": home, "MEM0_DIR": f"{home}/mem0", "MEM0_TELEMETRY": "False"}
    done = subprocess.run([python, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{python} {words[0]} failed:\n{done.stderr}")
    return done.stdout.splitlines()[-1]


def work(python: str, task: str, name: str, source: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        for file in (vectors.TEXTS, vectors.NUMBERS):
            (Path(home) / file).symlink_to(source / file)
        figures: dict[str, Any] = json.loads(asked_of(python, [str(HERE / "worker.py"), task, name, home], home))
    return figures


def versions(pythons: dict[str, str]) -> str:
    """The version of Python, and a word of warning where the two packages have different ones."""
    code = ["-c", "import platform; print(platform.python_version())"]
    found = sorted({asked_of(python, code, "/nonexistent") for python in pythons.values()})
    if len(found) > 1:
        say(f"the packages run on different versions of Python: {found}")
    return " and ".join(found)


@contextmanager
def prepared(size: int) -> Iterator[Path]:
    """A folder with texts and their vectors."""
    memories, questions = made(size)
    with tempfile.TemporaryDirectory() as folder:
        vectors.write(Path(folder), memories, questions)
        yield Path(folder)


# Figures


def importing(python: str) -> Callable[[], float]:
    def once() -> float:
        with tempfile.TemporaryDirectory() as home:
            return 1e3 * float(asked_of(python, ["-c", IMPORT], home))

    return once


def adding(python: str, name: str, folder: Path) -> Callable[[], float]:
    return lambda: float(work(python, "first", name, folder)["ms"])


def turns(runs: int, measures: dict[str, Callable[[], float]]) -> dict[str, Any]:
    """Measures in turns, so that whatever else the machine does meets all of them alike."""
    for once in measures.values():
        # The first of all reads the files from the disk and compiles them.
        once()
    times: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(runs):
        for name, once in measures.items():
            times[name].append(once())
    return {
        name: {
            "median_ms": round(statistics.median(taken), 2),
            "least_ms": round(min(taken), 2),
            "most_ms": round(max(taken), 2),
            "runs": runs,
        }
        for name, taken in times.items()
    }


def size_measured(pythons: dict[str, str], size: int) -> dict[str, Any]:
    say(f"{'at ' + str(size) + ' memories':32} {'add p50':>9} {'p95':>9} {'search p50':>11} {'p95':>9} {'RSS MB':>8}")
    rows = []
    with prepared(size) as folder:
        for key, python in pythons.items():
            figures = work(python, "speed", key, folder)
            rows.append({"key": key, "name": NAMES[key].format(version=figures["version"]), **figures})
            say(
                f"{rows[-1]['name']:32} {figures['add']['p50_ms']:9.3f} {figures['add']['p95_ms']:9.3f} "
                f"{figures['search']['p50_ms']:11.3f} {figures['search']['p95_ms']:9.3f} "
                f"{(figures['resident_bytes'] or 0) / 1e6:8.1f}"
            )
    return {"memories": size, "rows": rows}


def goals(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What the package should reach beside the original, at the largest size that was measured."""
    last = answer["sizes"][-1] if answer["sizes"] else None
    imports = answer["import"]
    found = [ratio("import", imports["original"]["median_ms"], imports["ours"]["median_ms"], 10)]
    if last:
        rows = {row["key"]: row for row in last["rows"]}
        ours, original = rows["ours"], rows["original"]
        at = f"at {last['memories']:,} memories"
        for word, least in (("search", 50), ("add", 1)):
            what = f"{'`add(infer=False)`' if word == 'add' else word} p50 {at}"
            found.append(ratio(what, original[word]["p50_ms"], ours[word]["p50_ms"], least))
        if ours["resident_bytes"]:
            share = 100 * added_bytes(ours) / added_bytes(original)
            found.append(goal(f"memory added to the process {at}, of the original's", share, "%", 50, at_least=False))
            whole = 100 * ours["resident_bytes"] / original["resident_bytes"]
            found.append(goal(f"RSS of the whole process {at}, of the original's", whole, "%", 50, at_least=False))
    return found


def added_bytes(row: dict[str, Any]) -> int:
    """What the package and its work added to the interpreter and the texts that it was given."""
    return int(row["resident_bytes"] - row["bare_bytes"])


def ratio(what: str, theirs: float, ours: float, least: float) -> dict[str, Any]:
    return goal(f"{what}, times as fast as the original", theirs / ours, "×", least, at_least=True)


def goal(what: str, value: float, unit: str, aim: float, *, at_least: bool) -> dict[str, Any]:
    met = value >= aim if at_least else value <= aim
    return {"what": what, "goal": aim, "unit": unit, "value": round(value, 2), "at_least": at_least, "met": met}


def show(what: str, measured: dict[str, Any]) -> None:
    for name, figures in measured.items():
        say(f"{what:26} {name:14} {figures['median_ms']:9.1f} ms ({figures['least_ms']:.1f} to {figures['most_ms']:.1f})")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
