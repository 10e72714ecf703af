"""A history of changes in a file of its own, for packages that keep one beside a memory.

The engine keeps its history in its own store: see :meth:`mem0.Memory.history`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from typing import Any

__all__ = ["SQLiteManager"]

_COLUMNS = (
    "id",
    "memory_id",
    "old_memory",
    "new_memory",
    "event",
    "created_at",
    "updated_at",
    "is_deleted",
    "actor_id",
    "role",
)


class SQLiteManager:
    """Rows of history in SQLite.

    Args:
        db_path: The file; ``":memory:"`` for none. ``~`` is the home folder, and the folder is made.
    """

    def __init__(self, db_path: str = ":memory:") -> None:
        self.db_path = db_path
        if db_path != ":memory:":
            db_path = os.path.expanduser(db_path)
            os.makedirs(os.path.dirname(os.path.abspath(db_path)), exist_ok=True)
        self._lock = threading.Lock()
        self.connection: sqlite3.Connection | None = sqlite3.connect(db_path, check_same_thread=False)
        self._create()

    def _create(self) -> None:
        with self._lock, self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS history (id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT, "
                "new_memory TEXT, event TEXT, created_at DATETIME, updated_at DATETIME, is_deleted INTEGER, "
                "actor_id TEXT, role TEXT)"
            )

    def _open(self) -> sqlite3.Connection:
        if self.connection is None:
            raise ValueError("the history is closed")
        return self.connection

    def add_history(
        self,
        memory_id: str,
        old_memory: str | None,
        new_memory: str | None,
        event: str,
        *,
        created_at: str | None = None,
        updated_at: str | None = None,
        is_deleted: int = 0,
        actor_id: str | None = None,
        role: str | None = None,
    ) -> None:
        """Adds a row."""
        key = str(uuid.uuid4())
        texts = (key, memory_id, old_memory, new_memory, event)
        row = (*texts, created_at, updated_at, is_deleted, actor_id, role)
        with self._lock, self._open() as connection:
            connection.execute(f"INSERT INTO history VALUES ({', '.join('?' * len(_COLUMNS))})", row)

    def batch_add_history(self, records: list[dict[str, Any]]) -> None:
        """Adds rows; each is a dictionary of the arguments of :meth:`add_history`."""
        for record in records:
            self.add_history(**record)

    def get_history(self, memory_id: str) -> list[dict[str, Any]]:
        """The rows of a memory, oldest first."""
        with self._lock:
            rows = self._open().execute(
                f"SELECT {', '.join(_COLUMNS)} FROM history WHERE memory_id = ? "
                "ORDER BY created_at, updated_at, rowid",
                (memory_id,),
            )
            found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        return [{**row, "is_deleted": bool(row["is_deleted"])} for row in found]

    def reset(self) -> None:
        """Forgets all rows."""
        with self._lock, self._open() as connection:
            connection.execute("DROP TABLE IF EXISTS history")
        self._create()

    def close(self) -> None:
        """Closes the file. Closing again does nothing."""
        with self._lock:
            if self.connection is not None:
                self.connection.close()
                self.connection = None

    def __del__(self) -> None:
        if hasattr(self, "_lock"):
            self.close()
