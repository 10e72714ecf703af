"""Exports and imports, what the engine can beyond the original, and progress bars."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import sys
import types
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory
from mem0.exceptions import MemoryNotFoundError, ValidationError
from mem0.memory.portable import PAGE


def filled(memory: Memory, count: int = 3) -> list[str]:
    added = [memory.add(f"第{number}件事", user_id="小雨", infer=False)[0]["id"] for number in range(count)]
    memory.update(added[0], "改过的事")
    memory.delete(added[1])
    return added


def other(folder: Path) -> Memory:
    return Memory({"dir": str(folder / "other")})


def test_everything_comes_back_with_its_history(memory: Memory, tmp_path: Path) -> None:
    ids = filled(memory)
    file = tmp_path / "导出.jsonl"
    counts = memory.export(file)
    assert counts["memories"] == 3
    with other(tmp_path) as second:
        brought = second.import_from(file)
        assert brought["memories"] == 3 and brought["skipped"] == 0
        assert second.get_all(user_id="小雨") == memory.get_all(user_id="小雨")
        for key in ids:
            assert [row["event"] for row in second.history(key)] == [
                row["event"] for row in memory.history(key)
            ]
        assert second.import_from(file)["skipped"] == 3


def test_open_files_and_plain_records_will_do(memory: Memory, tmp_path: Path) -> None:
    filled(memory)
    text = io.StringIO()
    memory.export(text, user_id="小雨", messages=False)
    lines = text.getvalue().splitlines()
    records = [json.loads(line) for line in lines]
    assert {record["record"] for record in records} == {"memory"}
    assert "改过的事" in text.getvalue()
    with other(tmp_path) as second:
        assert second.import_from(io.StringIO(text.getvalue()))["memories"] == 3
        assert second.import_from(records)["skipped"] == 3


def test_only_what_is_asked_for_is_written(memory: Memory) -> None:
    filled(memory)
    memory.add("别人的事", user_id="别人", infer=False)
    text = io.StringIO()
    assert memory.export(text, user_id="别人", messages=False) == {"memories": 1, "episodes": 0}
    assert "别人的事" in text.getvalue() and "改过的事" not in text.getvalue()


def test_more_than_a_page_is_whole(memory: Memory, tmp_path: Path) -> None:
    count = PAGE + 3
    for number in range(count):
        memory.add(f"note {number}", user_id="u", infer=False)
    file = tmp_path / "many.jsonl"
    assert memory.export(file, messages=False)["memories"] == count
    with other(tmp_path) as second:
        assert second.import_from(file)["memories"] == count


def test_a_broken_line_is_named_and_an_export_replaces_its_file_only_at_the_end(
    memory: Memory, tmp_path: Path
) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"record": "episode"\n', encoding="utf-8")
    with pytest.raises(ValidationError, match="line 1"):
        memory.import_from(file)
    file.write_text("\n[]]\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="line 2"):
        memory.import_from(file)
    with pytest.raises(FileNotFoundError):
        memory.import_from(tmp_path / "nothing")
    memory.close()
    with pytest.raises(Exception, match="closed"):
        memory.export(file)
    assert file.read_text(encoding="utf-8") == "\n[]]\n"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".mem0-")] == []


def test_awaited_exports_are_the_same(memory: Memory, tmp_path: Path) -> None:
    filled(memory)
    one = io.StringIO()
    memory.export(one)

    async def use() -> tuple[str, int]:
        async with AsyncMemory() as same, AsyncMemory({"dir": str(tmp_path / "third")}) as third:
            text = io.StringIO()
            await same.export(text)
            brought = await third.import_from(io.StringIO(text.getvalue()))
            return text.getvalue(), brought["memories"]

    assert asyncio.run(use()) == (one.getvalue(), 3)


def test_what_was_changed_can_be_taken_back_or_erased(memory: Memory) -> None:
    first, second, third = filled(memory)
    assert memory.undo(first)["event"] == "UPDATE"
    assert (memory.get(first) or {})["memory"] == "第0件事"
    memory.undo(second)
    assert len(memory.get_all(user_id="小雨")) == 3
    assert memory.forget(third)["memories"] == 1
    assert memory.history(third) == []
    with pytest.raises(MemoryNotFoundError):
        memory.forget(third)
    assert memory.forget_all(user_id="小雨")["memories"] == 2
    with pytest.raises(ValidationError):
        memory.forget_all()


def test_where_a_memory_came_from(memory: Memory) -> None:
    said = [{"role": "user", "content": "I live in Lisbon.", "name": "mia"}]
    added = memory.add(said, user_id="mia")
    sources = memory.sources(added[0]["id"])
    assert [(row["role"], row["content"]) for row in sources] == [("user", "I live in Lisbon.")]
    with pytest.raises(MemoryNotFoundError):
        memory.sources("nobody")
    assert memory.retry(user_id="mia")["results"] == []


def test_vectors_and_health(memory: Memory) -> None:
    filled(memory)
    vectors = memory.embed(["喝茶", "喝咖啡"])
    assert len(vectors) == 2 and abs(sum(number * number for number in vectors[0]) - 1) < 1e-3
    assert memory.embed("喝茶", "query")[0]
    health = memory.health()
    assert health["memories"] == 2 and health["problems"] == []
    # Nothing to do: the vectors are this embedder's.
    assert memory.reembed() == 0


class Bar:
    made: list[Bar] = []

    def __init__(self, desc: str, unit: str) -> None:
        self.words, self.closed = (desc, unit), False
        self.total: int | None = None
        self.steps: list[int] = []
        self.made.append(self)

    def update(self, n: int = 1) -> None:
        self.steps.append(n)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Bar]:
    auto: Any = types.ModuleType("tqdm.auto")
    auto.tqdm = Bar
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", auto)
    monkeypatch.setattr(Bar, "made", [])
    return Bar.made


def test_progress_is_shown_where_it_can_be(memory: Memory, tmp_path: Path, bars: list[Bar]) -> None:
    filled(memory)
    file = tmp_path / "x.jsonl"
    memory.export(file, progress=True, messages=False)
    memory.import_from(file, progress=True)
    memory.reembed(progress=True)
    assert [(bar.words[0], sum(bar.steps), bar.closed) for bar in bars] == [
        ("Exporting", 3, True),
        ("Importing", 3, True),
        # Nothing to do: the vectors are this embedder's.
        ("Embedding", 0, True),
    ]
    memory.export(file, progress=False)
    assert len(bars) == 3


@pytest.mark.parametrize("awaited", [False, True])
def test_bars_move_while_the_work_goes_on(
    memory: Memory, tmp_path: Path, bars: list[Bar], awaited: bool
) -> None:
    count = 600
    dump = [{"id": str(number), "memory": f"第{number}件事", "user_id": "小雨"} for number in range(count)]
    memory.import_from(dump, progress=True)
    memory.close()
    # Another model: there is something to embed.
    config = {"embedder": {"provider": "mock", "config": {"embedding_dims": 32}}}

    async def use() -> int:
        async with AsyncMemory(config) as other:
            return await other.reembed(progress=True)

    if awaited:
        assert asyncio.run(use()) == count
    else:
        with Memory(config) as other:
            assert other.reembed(progress=True) == count
    for bar in bars:
        assert sum(bar.steps) == count and len(bar.steps) > 1, bar.steps
    assert bars[1].total == count


def test_a_bar_that_fails_stops_nothing(memory: Memory) -> None:
    from mem0._native import Engine

    def fail(done: int, total: int | None) -> None:
        raise RuntimeError("no bar")

    raised: list[Any] = []
    hook, sys.unraisablehook = sys.unraisablehook, raised.append
    try:
        engine = Engine({"path": ":memory:", "embedder": {"provider": "static"}})
        content = [{"id": "1", "memory": "one", "user_id": "mia"}]
        assert engine.call("import_from", {"content": content}, fail)["memories"] == 1
    finally:
        sys.unraisablehook = hook
    assert [str(one.exc_value) for one in raised] == ["no bar"]


def test_progress_is_silent_without_tqdm(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert memory.export(io.StringIO(), progress=True)["memories"] == 0


# What the original wrote, version by version, with what it answered itself.
ORIGINAL = Path(__file__).parents[4] / "crates" / "cli" / "tests" / "fixtures" / "original"
STORES = sorted(path for kind in ("qdrant", "faiss", "chroma") for path in ORIGINAL.glob(f"*/{kind}"))


def unpacked(packed: Path, folder: Path) -> Path:
    for path in packed.rglob("*.gz"):
        target = folder / path.relative_to(packed).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.decompress(path.read_bytes()))
    return folder


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    kept = ("event", "old_memory", "new_memory", "actor_id", "role")
    return tuple(row.get(key) for key in kept)


@pytest.mark.parametrize("store", STORES, ids=lambda store: f"{store.parent.name}-{store.name}")
def test_a_store_of_the_original_moves_in_whole(memory: Memory, tmp_path: Path, store: Path) -> None:
    wanted = json.loads(gzip.decompress((store.parent / "expected.json.gz").read_bytes()))[store.name]
    place = unpacked(store, tmp_path / "theirs")
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert memory.import_from(place, dry_run=True)["memories"] >= len(wanted["memories"])
    assert memory.health()["memories"] == 0
    counts = memory.import_from(str(place))
    assert counts["skipped"] == 0 and counts["memories"] >= len(wanted["memories"])
    for row in wanted["memories"]:
        found = memory.get(row["id"])
        assert found is not None, row
        kept = ("memory", "user_id", "agent_id", "run_id", "metadata", "hash")
        assert [found.get(key) for key in kept] == [row.get(key) for key in kept]
        assert datetime.fromisoformat(found["created_at"]) == datetime.fromisoformat(row["created_at"])
    for key, rows in wanted["history"].items():
        # In whatever order: versions up to 1.0 don't date deletions, and list them first.
        assert {row["id"]: told(row) for row in memory.history(key)} == {row["id"]: told(row) for row in rows}
    assert memory.import_from(place)["memories"] == 0
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    with pytest.raises(ValidationError, match="no collection"):
        memory.import_from(place, collection="nobody's")


def test_what_get_all_answered_moves_in(memory: Memory, tmp_path: Path) -> None:
    versions = sorted(ORIGINAL.glob("*/expected.json.gz"))
    assert len(versions) == 3
    for path in versions:
        answered = {"results": json.loads(gzip.decompress(path.read_bytes()))["qdrant"]["memories"]}
        count = len(answered["results"])
        # Of the eldest the ids may be known already: each version told the same story.
        assert sum(memory.import_from(answered).values()) >= count
        file = tmp_path / f"{path.parent.name}.json"
        file.write_text(json.dumps(answered, ensure_ascii=False), encoding="utf-8")
        with file.open(encoding="utf-8") as text, file.open("rb") as raw:
            for again in (file, text, raw, answered["results"], iter(answered["results"])):
                assert memory.import_from(again)["skipped"] == count


def test_nobodys_memories_become_whose_one_says(memory: Memory) -> None:
    dump = [{"id": "1", "memory": "没有主人"}, {"id": "2", "memory": "Ben's", "user_id": "ben"}]
    memory.import_from(dump, user_id="小雨")
    assert memory.get_all(user_id="小雨")[0]["memory"] == "没有主人"
    assert memory.get_all(user_id="ben")[0]["memory"] == "Ben's"
