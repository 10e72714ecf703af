"""Exports and imports, what the engine can beyond the original, and progress bars."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import types
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
    file.write_text("\n[]\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="line 2"):
        memory.import_from(file)
    memory.close()
    with pytest.raises(Exception, match="closed"):
        memory.export(file)
    assert file.read_text(encoding="utf-8") == "\n[]\n"
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

    def __init__(self, desc: str, total: int | None, unit: str) -> None:
        self.words, self.done, self.closed = (desc, unit), 0, False
        self.made.append(self)

    def update(self, n: int = 1) -> None:
        self.done += n

    def close(self) -> None:
        self.closed = True


def test_progress_is_shown_where_it_can_be(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(memory)
    auto: Any = types.ModuleType("tqdm.auto")
    auto.tqdm = Bar
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", auto)
    monkeypatch.setattr(Bar, "made", [])
    file = tmp_path / "x.jsonl"
    memory.export(file, progress=True, messages=False)
    memory.import_from(file, progress=True)
    memory.reembed(progress=True)
    assert [(bar.words[0], bar.done > 0, bar.closed) for bar in Bar.made] == [
        ("Exporting", True, True),
        ("Importing", True, True),
        ("Embedding", False, True),
    ]
    memory.export(file, progress=False)
    assert len(Bar.made) == 3


def test_progress_is_silent_without_tqdm(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert memory.export(io.StringIO(), progress=True)["memories"] == 0
