"""Progress bars of long calls, where ``tqdm`` is installed and somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

__all__ = ["Tell", "progress_bar"]

#: Is told how many are done, and of how many if that is known.
Tell: TypeAlias = Callable[[int, "int | None"], object]


class Bar(Protocol):
    """What a program sees of ``tqdm``."""

    total: int | None

    def update(self, n: int = 1) -> Any:
        """So many more are done."""

    def close(self) -> Any:
        """The work is over."""


@contextmanager
def progress_bar(description: str, unit: str, wanted: bool | None) -> Generator[Tell | None, None, None]:
    """A bar for as long as the work takes; ``None`` if nobody looks or ``tqdm`` isn't installed.

    Args:
        description: What is going on.
        unit: What is counted.
        wanted: ``None``: where somebody looks, that is in a terminal or a notebook.
    """
    bar = _bar(description, unit) if (_somebody_looks() if wanted is None else wanted) else None
    if bar is None:
        yield None
        return
    known = 0

    def tell(done: int, total: int | None) -> None:
        nonlocal known
        bar.total = total
        bar.update(done - known)
        known = done

    try:
        yield tell
    finally:
        bar.close()


def _bar(description: str, unit: str) -> Bar | None:
    try:
        from importlib import import_module

        bar: Bar = import_module("tqdm.auto").tqdm(desc=description, unit=unit)
    except ImportError:
        return None
    return bar


def _somebody_looks() -> bool:
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
