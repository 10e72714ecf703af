"""Ours beside the original and a plain BM25 in one run: the same texts, the same questions, and for the
original the same vectors.

    python compare.py --mem0 PATH [--sizes 1000 10000] [--sets FILE ...] [--config FILE] > peers.json

Speed: memories are added with `infer=False` to one scope, then asked for. Ours is timed with its
embedding; the peers get their vectors for nothing. Recall: at turn level, every set by itself.
A table is printed on standard error, the figures as JSON on standard output.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from keywords import Keywords
from original import Original
from sets import DEPTHS, Recall, Set, bare, dated
from texts import made
from timing import busy_cores, spread, took
from vectors import Vectors

OURS = "ours"
# So many of the memories are added one by one by each peer; those before come in bulk.
ADDS = 500
LIMIT = 10
FORMS = {bare: "speaker and date in the API's fields", dated: "speaker and date pasted into the text"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mem0", required=True, help="our program")
    parser.add_argument("--config", help="our configuration, another embedder for example")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="memories for speed")
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="labelled sets for recall")
    asked = parser.parse_args()
    command = [asked.mem0, *(["--config", asked.config] if asked.config else [])]
    answer = {"busy_cores_before": busy_cores(), "speed": [], "recall": []}
    for size in asked.sizes:
        answer["speed"].extend({"memories": size, **row} for row in speed(command, size))
    for path in asked.sets:
        answer["recall"].extend(recall(command, path))
    json.dump(answer, sys.stdout, indent=2, ensure_ascii=False)
    print()


@contextmanager
def opened(make: Callable[[Path], object]) -> Iterator:
    with tempfile.TemporaryDirectory() as folder:
        peer = make(Path(folder))
        yield peer
        peer.close()


# Speed


def speed(command: list[str], size: int) -> list[dict]:
    memories, questions = made(size)
    vectors = Vectors(command, memories, questions)
    say(f"{'at ' + str(size) + ' memories':30} {'add p50':>9} {'p95':>9} {'search p50':>11} {'p95':>9}")
    rows = [ours(command, memories, questions)]
    show(rows[-1], rows[0])
    for make in (
        partial(Original, vectors=vectors, keywords=False),
        partial(Original, vectors=vectors, keywords=True),
        Keywords,
    ):
        with opened(make) as peer:
            rows.append(timed(peer, memories, questions))
        show(rows[-1], rows[0])
    return rows


def ours(command: list[str], memories: list[str], questions: list[str]) -> dict:
    turns = [
        {"id": str(place), "session": place, "date": "2024-01-01", "speaker": None, "text": text}
        for place, text in enumerate(memories)
    ]
    asked = [{"question": question, "category": 4} for question in questions]
    measured = retrieval(command, {"conversations": [{"id": "one", "turns": turns, "questions": asked}]}, LIMIT)
    return {"name": OURS, "add": measured["add"], "search": measured["search"]}


def timed(peer, memories: list[str], questions: list[str]) -> dict:
    keyed = [(str(place), text) for place, text in enumerate(memories)]
    before = max(0, len(keyed) - ADDS)
    peer.fill("one", keyed[:before])
    adds = [took(partial(peer.add, "one", key, text, {})) for key, text in keyed[before:]]
    searches = [took(partial(peer.search, "one", question, LIMIT)) for question in questions]
    return {"name": peer.name, "add": spread(adds), "search": spread(searches)}


def show(row: dict, first: dict) -> None:
    add, search = row["add"], row["search"]
    ratio = search["p50_ms"] / first["search"]["p50_ms"]
    row["times_ours"] = {"search_p50": round(ratio, 1), "add_p50": round(add["p50_ms"] / first["add"]["p50_ms"], 1)}
    beside = "" if row is first else f"   search {ratio:.1f} × ours"
    say(
        f"{row['name']:30} {add['p50_ms']:9.3f} {add['p95_ms']:9.3f} "
        f"{search['p50_ms']:11.3f} {search['p95_ms']:9.3f}{beside}"
    )


# Recall


def recall(command: list[str], path: Path) -> list[dict]:
    labelled = Set.read(path)
    raw = {"name": labelled.name, "conversations": labelled.conversations}
    measured = retrieval(command, raw, max(DEPTHS))
    rows = [row(labelled.name, OURS, FORMS[bare], measured["overall"])]
    turns = [turn for conversation in labelled.conversations for turn in conversation["turns"]]
    questions = [question["question"] for conversation in labelled.conversations for question in conversation["questions"]]
    vectors = Vectors(command, [form(turn) for form in (bare, dated) for turn in turns], questions)
    as_installed = partial(Original, vectors=vectors, keywords=False)
    with_keywords = partial(Original, vectors=vectors, keywords=True)
    for make, form in ((as_installed, bare), (with_keywords, bare), (with_keywords, dated), (Keywords, dated)):
        counted = Recall()
        name = ""
        for conversation in labelled.conversations:
            with opened(make) as peer:
                name = peer.name
                peer.wait_for_disk(False)
                for turn in filter(lambda turn: turn["text"].strip(), conversation["turns"]):
                    peer.add(conversation["id"], turn["id"], form(turn), turn)
                texts = {turn["id"]: turn["text"] for turn in conversation["turns"]}
                for question in conversation["questions"]:
                    found = peer.search(conversation["id"], question["question"], max(DEPTHS))
                    counted.count(question, found, texts)
        rows.append(row(labelled.name, name, FORMS[form], counted.to_json()))
    return rows


def row(labelled: str, name: str, form: str, figures: dict) -> dict:
    say(
        f"{labelled:16} {name:30} any@5 {figures['any']['5']:5.1f}  any@10 {figures['any']['10']:5.1f}  "
        f"all@10 {figures['all']['10']:5.1f}  tokens@10 {figures['tokens']['10']:5.0f}  {form}"
    )
    return {"set": labelled, "name": name, "form": form, "figures": figures}


def retrieval(command: list[str], labelled: dict, depth: int) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "set.json"
        file.write_text(json.dumps(labelled), encoding="utf-8")
        depths = ",".join(str(step) for step in sorted({*DEPTHS, depth}) if step <= depth)
        words = [*command, "bench", "retrieval", str(file), "--k", depths, "-o", "json"]
        done = subprocess.run(words, check=True, capture_output=True)
    return json.loads(done.stdout)["sets"][0]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
