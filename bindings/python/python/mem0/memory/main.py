"""``Memory`` and ``AsyncMemory``: memories on this machine."""

from __future__ import annotations

from typing import Any

from mem0.memory.asynchronous import AsyncMemory
from mem0.memory.synchronous import Memory

__all__ = ["AsyncMemory", "Memory"]

#: Names that programs look for here too.
_ELSEWHERE = {
    "MemoryConfig": "mem0.configs.base",
    "MemoryItem": "mem0.configs.base",
    "MemoryType": "mem0.configs.enums",
    "capture_event": "mem0.memory.telemetry",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _ELSEWHERE:
        return getattr(import_module(_ELSEWHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
