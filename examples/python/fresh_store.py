"""A store of its own for one program, thrown away at the end.

一个程序专用的临时存储，程序结束时删除。

Every program here starts with `fresh_store()`, so that it neither reads nor writes your memories and needs
no key: without one, mem0 extracts and embeds in this process. Leave the `with` out to keep what is
remembered.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a user's shell may hold and what would lead a program out of its sandbox.
STRAYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "MEM0_API_KEY", "MEM0_BASE_URL")


@contextmanager
def environment(**changes: str | None) -> Iterator[None]:
    """Set environment variables (`None` removes one) and put back afterwards what was there."""
    before = {name: os.environ.get(name) for name in changes}
    try:
        _apply(changes)
        yield
    finally:
        _apply(before)


@contextmanager
def fresh_store() -> Iterator[Path]:
    """Give `Memory()` an empty folder and no vendor's key, as long as the `with` lasts.

    >>> with fresh_store():
    ...     Memory().add("我喜欢披萨", user_id="mia")
    """
    # On Windows a file that is still open can't be deleted: then the system's own clean-up takes it.
    with tempfile.TemporaryDirectory(prefix="mem0-example-", ignore_cleanup_errors=True) as folder:
        changes: dict[str, str | None] = {name: None for name in STRAYS}
        with environment(MEM0_DIR=folder, **changes):
            yield Path(folder)


def _apply(changes: dict[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
