"""Mem0: a memory for assistants and agents.

    from mem0 import Memory

    memory = Memory()
    memory.add("我喜欢披萨，讨厌西兰花", user_id="小雨")
    for found in memory.search("食物偏好", user_id="小雨"):
        print(found["memory"], found["score"])

``Memory`` and ``AsyncMemory`` keep everything on this machine; ``MemoryClient`` and ``AsyncMemoryClient``
talk to a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mem0.client.main import AsyncMemoryClient as AsyncMemoryClient
    from mem0.client.main import MemoryClient as MemoryClient
    from mem0.memory.main import AsyncMemory as AsyncMemory
    from mem0.memory.main import Memory as Memory

__version__ = "2.0.18+rust.0.1.0"

__all__ = ["AsyncMemory", "AsyncMemoryClient", "Memory", "MemoryClient", "__version__"]

#: Where each name is at home; it is loaded when somebody asks for it.
_HOMES = {
    "AsyncMemory": "mem0.memory.main",
    "AsyncMemoryClient": "mem0.client.main",
    "Memory": "mem0.memory.main",
    "MemoryClient": "mem0.client.main",
}

_MODULES = (
    "client",
    "configs",
    "embeddings",
    "exceptions",
    "graphs",
    "llms",
    "memory",
    "utils",
    "vector_stores",
)


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"mem0.{name}")
    raise AttributeError(f"module 'mem0' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
