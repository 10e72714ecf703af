"""``Memory`` and ``AsyncMemory``: memories on this machine."""

from __future__ import annotations

from mem0.memory.awaiting import AsyncMemory
from mem0.memory.blocking import Memory

__all__ = ["AsyncMemory", "Memory"]
