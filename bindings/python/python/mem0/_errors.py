"""From what the native module says about a failure to the exception that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mem0 import exceptions as e

__all__ = ["from_payload", "unknown_keyword"]

#: Which exception stands for a code, whatever its kind.
_BY_CODE: dict[str, type[e.MemoryError]] = {
    "ARGUMENT_001": e.ArgumentError,
    "ARGUMENT_002": e.ArgumentError,
    "DB_001": e.DatabaseError,
    "CORRUPTION_001": e.MemoryCorruptionError,
    "VECTOR_001": e.VectorStoreError,
    "QUOTA_001": e.MemoryQuotaExceededError,
    "EMBED_001": e.EmbeddingError,
    "RERANK_001": e.VectorSearchError,
}

#: Which exception stands for a kind of failure, where its code says nothing more.
_BY_KIND: dict[str, type[e.MemoryError]] = {
    "argument": e.ValidationError,
    "input": e.ValidationError,
    "validation": e.ValidationError,
    "not_found": e.MemoryNotFoundError,
    "configuration": e.ConfigurationError,
    "authentication": e.AuthenticationError,
    "rate_limit": e.RateLimitError,
    "quota": e.MemoryQuotaExceededError,
    "network": e.NetworkError,
    "conflict": e.DatabaseError,
    "store": e.DatabaseError,
    "model": e.LLMError,
}

#: A model's failure is that of the model as well; `llm/openai` is a provider's name.
_OF_MODELS: dict[tuple[str, type[e.MemoryError]], type[e.MemoryError]] = {
    ("llm", e.AuthenticationError): e.LLMAuthenticationError,
    ("llm", e.RateLimitError): e.LLMRateLimitError,
    ("llm", e.MemoryQuotaExceededError): e.LLMQuotaExceededError,
    ("embedder", e.AuthenticationError): e.EmbeddingAuthenticationError,
    ("embedder", e.RateLimitError): e.EmbeddingRateLimitError,
    ("embedder", e.MemoryQuotaExceededError): e.EmbeddingQuotaExceededError,
}

#: What is kept for whoever looks into a failure.
_DEBUG = ("kind", "temporary", "status", "retry_after")


def from_payload(payload: Mapping[str, Any]) -> BaseException:
    """The exception that stands for a failure.

    Args:
        payload: ``error`` or ``message``, ``hint``, ``kind``, ``code``, ``details``, ``debug_info``,
            ``temporary`` and ``retry_after``; what is missing counts as not known.
    """
    kind, code = str(payload.get("kind") or ""), str(payload.get("code") or "")
    details = dict(payload.get("details") or {})
    message = str(payload.get("error") or payload.get("message") or "Mem0 failed")
    if code == "OPERATION_002":
        return NotImplementedError(message)
    exception = _BY_CODE.get(code) or _BY_KIND.get(kind) or e.MemoryError
    part = str(details.get("provider") or "").partition("/")[0]
    exception = _OF_MODELS.get((part, exception), exception)
    if "error" in payload and kind == "rate_limit" and "rate limit" not in message.lower():
        # Programs look for these words to know that they should wait.
        message = f"Rate limit: {message}"
    hint = payload.get("hint") or payload.get("suggestion")
    if code in ("VALIDATION_001", "NOT_FOUND_001") and hint:
        # Programs show the message alone, and these are of little use without the way out.
        message = f"{message}. {hint}"
    debug_info = {key: payload[key] for key in _DEBUG if payload.get(key) is not None}
    return exception(
        message,
        code or None,
        details,
        hint,
        {**debug_info, **(payload.get("debug_info") or {})},
    )


def unknown_keyword(method: str, keyword: str, known: Iterable[str]) -> TypeError:
    """The error for a keyword that a method doesn't take; it names the nearest that it does."""
    from difflib import get_close_matches

    meant = get_close_matches(keyword, list(known), n=1, cutoff=0.6)
    hint = f"; did you mean {meant[0]!r}?" if meant else ""
    return TypeError(f"{method}() got an unexpected keyword argument {keyword!r}{hint}")
