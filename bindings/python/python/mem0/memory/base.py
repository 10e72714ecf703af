"""What every memory can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

__all__ = ["MemoryBase"]


class MemoryBase(ABC):
    """The least that a memory offers; for type checks and for memories of one's own."""

    @abstractmethod
    def get(self, memory_id: str) -> Any:
        """One memory; ``None`` if there is none."""

    @abstractmethod
    def get_all(self) -> Any:
        """The memories of a scope."""

    @abstractmethod
    def update(self, memory_id: str, data: Any, /) -> Any:
        """Changes a memory."""

    @abstractmethod
    def delete(self, memory_id: str) -> Any:
        """Takes a memory out of recall."""

    @abstractmethod
    def history(self, memory_id: str) -> Any:
        """What happened to a memory."""
