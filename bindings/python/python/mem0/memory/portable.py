"""What comes in, and exports as JSON Lines: a record on each line, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from os import PathLike
from typing import IO, Any, TypeAlias

__all__ = ["PAGE", "Counts", "Source", "Target", "import_arguments", "writer"]

#: Records that an export reads at a time.
PAGE = 500

#: Stands for where the original keeps things by default.
ORIGINAL = "original"

Counts: TypeAlias = dict[str, int]
#: A file by its name, or one that is open.
Target: TypeAlias = str | PathLike[str] | IO[str]
#: A file, a folder or an address, an open file, or what was read of one already.
Source: TypeAlias = (
    str | PathLike[str] | IO[str] | IO[bytes] | Mapping[str, Any] | Iterable[Mapping[str, Any]]
)


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


def import_arguments(source: Source) -> dict[str, Any]:
    """What the engine is told of a source: where it is, or what was read of it.

    Raises:
        OSError: There is no such file, or it can't be looked at.
    """
    if isinstance(source, (str, PathLike)):
        path = os.fspath(source)
        if path != ORIGINAL and "://" not in path:
            os.stat(os.path.expanduser(path))
        return {"source": path}
    if callable(read := getattr(source, "read", None)):
        content = read()
        return {"content": content.decode("utf-8-sig") if isinstance(content, bytes) else content}
    return {"content": source if isinstance(source, Mapping) else list(source)}
