"""Exports as JSON Lines: a record on each line, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from typing import IO, Any, TypeAlias

from mem0.exceptions import ValidationError

__all__ = ["PAGE", "Counts", "Source", "Target", "add_counts", "batches", "records_of", "writer"]

#: Records that cross at a time.
PAGE = 500

Counts: TypeAlias = dict[str, int]
#: A file by its name, or one that is open.
Target: TypeAlias = str | PathLike[str] | IO[str]
#: A file, or records that are here already.
Source: TypeAlias = str | PathLike[str] | IO[str] | Iterable[dict[str, Any]]


class Writer:
    """Counts what it writes."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.counts: Counts = {"memories": 0, "episodes": 0}

    def write(self, records: Iterable[dict[str, Any]]) -> None:
        """Writes a line for each record."""
        import json

        for record in records:
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            kind = "episodes" if record.get("record") == "episode" else "memories"
            self.counts[kind] += 1


@contextmanager
def writer(target: Target) -> Generator[Writer, None, None]:
    """Writes to a file that takes its place only when all is written."""
    if not isinstance(target, (str, PathLike)):
        yield Writer(target)
        return
    import tempfile

    path = os.path.abspath(os.path.expanduser(os.fspath(target)))
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".mem0-", suffix=".jsonl")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            yield Writer(file)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def records_of(source: Source) -> Iterator[dict[str, Any]]:
    """The records of a file, or those that are handed over.

    Raises:
        ValidationError: A line is no JSON object; the message names the line.
    """
    if isinstance(source, (str, PathLike)):
        with open(os.path.expanduser(os.fspath(source)), encoding="utf-8-sig") as file:
            yield from _parsed(file)
    elif hasattr(source, "readline"):
        yield from _parsed(source)
    else:
        for record in source:
            if not isinstance(record, dict):
                raise ValidationError(f"a record is a dictionary, not {type(record).__name__}")
            yield record


def _parsed(lines: Iterable[Any]) -> Iterator[dict[str, Any]]:
    import json

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ValidationError(f"line {number} is no JSON: {error}", details={"line": number}) from error
        if not isinstance(record, dict):
            raise ValidationError(f"line {number} is no JSON object", details={"line": number})
        yield record


def batches(records: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The records, some hundreds at a time."""
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == PAGE:
            yield batch
            batch = []
    if batch:
        yield batch


def add_counts(sum_of: Counts, more: Counts) -> None:
    """Adds counts to counts."""
    for name, count in more.items():
        sum_of[name] = sum_of.get(name, 0) + count
