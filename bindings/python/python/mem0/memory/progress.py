"""Progress bars of long calls, where ``tqdm`` is installed and somebody looks."""

from __future__ import annotations

import sys
from typing import Any, Protocol

__all__ = ["Bar", "progress_bar"]


class Bar(Protocol):
    """What is told how far the work is."""

    def update(self, n: int = 1) -> Any:
        """So many more are done."""

    def close(self) -> Any:
        """The work is over."""


class _Silent:
    def update(self, n: int = 1) -> None:
        pass

    def close(self) -> None:
        pass


def progress_bar(description: str, total: int | None, unit: str, wanted: bool | None) -> Bar:
    """A bar of ``tqdm``; a silent one if that isn't installed.

    Args:
        description: What is going on.
        total: How many there are, if known.
        unit: What is counted.
        wanted: ``None``: where somebody looks, that is in a terminal or a notebook.
    """
    if wanted is False or (wanted is None and not _somebody_looks()):
        return _Silent()
    try:
        from importlib import import_module

        bar: Bar = import_module("tqdm.auto").tqdm(desc=description, total=total, unit=unit)
    except ImportError:
        return _Silent()
    return bar


def _somebody_looks() -> bool:
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
