"""``Memory`` and ``AsyncMemory``: memories on this machine."""

from __future__ import annotations

from typing import Any

from mem0.memory.asynchronous import AsyncMemory
from mem0.memory.synchronous import Memory

__all__ = ["AsyncMemory", "Memory"]

#: Names that programs look for here too, by where they are at home.
_HOMES = {
    "mem0.configs.base": ("MemoryConfig", "MemoryItem"),
    "mem0.configs.enums": ("MemoryType",),
    "mem0.configs.prompts": (
        *("ADDITIVE_EXTRACTION_PROMPT", "PROCEDURAL_MEMORY_SYSTEM_PROMPT", "get_update_memory_messages"),
    ),
    "mem0.exceptions": ("LLMError", "VectorStoreError"),
    "mem0.memory.base": ("MemoryBase",),
    "mem0.memory.setup": ("mem0_dir", "setup_config"),
    "mem0.memory.storage": ("SQLiteManager",),
    "mem0.memory.telemetry": ("MEM0_TELEMETRY", "capture_event"),
    "mem0.memory.utils": (
        *("ensure_json_instruction", "extract_json", "get_fact_retrieval_messages", "normalize_facts"),
        *("parse_messages", "parse_vision_messages", "remove_code_blocks"),
    ),
    "mem0.utils.factory": (
        *("EmbedderFactory", "GraphStoreFactory", "LlmFactory", "RerankerFactory", "VectorStoreFactory"),
    ),
    "mem0.vector_stores.base": ("VectorStoreBase",),
}
_ELSEWHERE = {
    **{name: (home, name) for home, names in _HOMES.items() for name in names},
    "Mem0ValidationError": ("mem0.exceptions", "ValidationError"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _ELSEWHERE:
        home, its_name = _ELSEWHERE[name]
        return getattr(import_module(home), its_name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ELSEWHERE})
