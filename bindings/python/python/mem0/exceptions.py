"""Everything that Mem0 raises on purpose.

Every class derives from :class:`MemoryError` (this module's, not Python's own). Wrong input is a
``ValueError`` as well, so code written for either style of Mem0 keeps working::

    from mem0 import Memory
    from mem0.exceptions import ValidationError

    try:
        Memory().search("食物偏好")  # 没有 user_id、agent_id 或 run_id
    except ValidationError as error:
        print(error.error_code, error.suggestion)
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = [
    "HTTP_STATUS_TO_EXCEPTION",
    "ArgumentError",
    "AuthenticationError",
    "CacheError",
    "ConfigurationError",
    "DatabaseError",
    "DependencyError",
    "EmbeddingAuthenticationError",
    "EmbeddingError",
    "EmbeddingQuotaExceededError",
    "EmbeddingRateLimitError",
    "GraphStoreError",
    "LLMAuthenticationError",
    "LLMError",
    "LLMQuotaExceededError",
    "LLMRateLimitError",
    "MemoryCorruptionError",
    "MemoryError",
    "MemoryNotFoundError",
    "MemoryQuotaExceededError",
    "NetworkError",
    "RateLimitError",
    "ValidationError",
    "VectorSearchError",
    "VectorStoreError",
    "create_exception_from_response",
]


class MemoryError(Exception):
    """The base of all of them.

    Attributes:
        message: What went wrong; also what ``str()`` gives.
        error_code: A short stable code, such as ``VALIDATION_001`` or ``HTTP_404``.
        details: What it was about, by name; ``{}`` if there is nothing to tell.
        suggestion: What can be done about it, or ``None``.
        debug_info: For whoever looks into it: ``kind``, ``status_code``, ``retry_after`` and the like.
    """

    default_code: ClassVar[str] = "MEMORY_001"
    default_suggestion: ClassVar[str | None] = None

    message: str
    error_code: str
    details: dict[str, Any]
    suggestion: str | None
    debug_info: dict[str, Any]

    def __init__(
        self,
        message: str,
        error_code: str | None = None,
        details: dict[str, Any] | None = None,
        suggestion: str | None = None,
        debug_info: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error_code = error_code or self.default_code
        self.details = details or {}
        self.suggestion = suggestion or self.default_suggestion
        self.debug_info = debug_info or {}

    @property
    def retry_after(self) -> float | None:
        """Seconds after which trying again makes sense, if the other side named a time."""
        seconds = self.debug_info.get("retry_after")
        return float(seconds) if isinstance(seconds, (int, float)) else None

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(message={self.message!r}, error_code={self.error_code!r}, "
            f"details={self.details!r}, suggestion={self.suggestion!r}, debug_info={self.debug_info!r})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.message, self.error_code, self.details, self.suggestion, self.debug_info)
        return type(self), parts


class AuthenticationError(MemoryError):
    """A key is missing, or was refused."""

    default_code = "AUTH_001"


class RateLimitError(MemoryError):
    """Too many requests; :attr:`~MemoryError.retry_after` tells how long to wait, if known."""

    default_code = "RATE_001"


class ValidationError(MemoryError, ValueError):
    """What was handed in can't be used; nothing was changed. Also a ``ValueError``."""

    default_code = "VALIDATION_001"


class ArgumentError(ValidationError, TypeError):
    """An argument that isn't taken, or one that is missing. Also a ``TypeError``."""

    default_code = "ARGUMENT_001"


class MemoryNotFoundError(MemoryError, ValueError):
    """There is no memory, or other thing, of this id. Also a ``ValueError``."""

    default_code = "MEM_404"


class NetworkError(MemoryError):
    """The other side could not be reached, or gave no answer in time."""

    default_code = "NET_GENERIC"


class ConfigurationError(MemoryError, ValueError):
    """The configuration can't be used; the message names the key. Also a ``ValueError``."""

    default_code = "CONFIG_001"


class MemoryQuotaExceededError(MemoryError):
    """More than there is room for."""

    default_code = "QUOTA_001"


class MemoryCorruptionError(MemoryError):
    """The store's file is damaged, or not one of Mem0's."""

    default_code = "CORRUPT_001"


class VectorSearchError(MemoryError):
    """A search failed."""

    default_code = "VECTOR_SEARCH_001"


class CacheError(MemoryError):
    """A cache failed."""

    default_code = "CACHE_001"


class VectorStoreError(MemoryError):
    """The store could not do its work."""

    default_code = "VECTOR_001"
    default_suggestion = "Look at the settings of `vector_store`, and whether the store can be reached."


class GraphStoreError(MemoryError):
    """The graph of relations could not do its work."""

    default_code = "GRAPH_001"
    default_suggestion = "Look at the settings of `graph_store`, and whether the store can be reached."


class EmbeddingError(MemoryError):
    """The embedding model gave no usable vectors."""

    default_code = "EMBED_001"
    default_suggestion = "Look at the settings of `embedder`: model, key and address."


class LLMError(MemoryError):
    """The language model gave no usable answer."""

    default_code = "LLM_001"
    default_suggestion = "Look at the settings of `llm`: model, key and address."


class DatabaseError(MemoryError):
    """The database under the store failed."""

    default_code = "DB_001"
    default_suggestion = "Look at the store's file: does it exist, is it writable, is there room?"


class DependencyError(MemoryError):
    """Something that is not installed would be needed."""

    default_code = "DEPS_001"
    default_suggestion = "Install what the message names."


class LLMAuthenticationError(AuthenticationError, LLMError):
    """The language model's key is missing, or was refused."""

    default_code = "LLM_AUTH_001"


class LLMRateLimitError(RateLimitError, LLMError):
    """The language model asks to slow down."""

    default_code = "LLM_RATE_001"


class LLMQuotaExceededError(MemoryQuotaExceededError, LLMError):
    """The language model's account has no quota left."""

    default_code = "LLM_QUOTA_001"


class EmbeddingAuthenticationError(AuthenticationError, EmbeddingError):
    """The embedding model's key is missing, or was refused."""

    default_code = "EMBED_AUTH_001"


class EmbeddingRateLimitError(RateLimitError, EmbeddingError):
    """The embedding model asks to slow down."""

    default_code = "EMBED_RATE_001"


class EmbeddingQuotaExceededError(MemoryQuotaExceededError, EmbeddingError):
    """The embedding model's account has no quota left."""

    default_code = "EMBED_QUOTA_001"


HTTP_STATUS_TO_EXCEPTION: dict[int, type[MemoryError]] = {
    400: ValidationError,
    401: AuthenticationError,
    403: AuthenticationError,
    404: MemoryNotFoundError,
    408: NetworkError,
    409: ValidationError,
    413: MemoryQuotaExceededError,
    422: ValidationError,
    429: RateLimitError,
    500: MemoryError,
    502: NetworkError,
    503: NetworkError,
    504: NetworkError,
}

_SUGGESTIONS = {
    400: "Check the parameters of the request.",
    401: "Check the API key.",
    403: "This key has no permission for that.",
    404: "Check the id: nothing of that name was found.",
    408: "It took too long; try again.",
    409: "Something else changed or has that name already; look and try again.",
    413: "Send less at once.",
    422: "Check the values that were sent.",
    429: "Wait a little before the next request.",
    500: "The service failed; try again later.",
    502: "The service can't be reached at the moment; try again later.",
    503: "The service is not available at the moment; try again later.",
    504: "The service took too long; try again later.",
}


def create_exception_from_response(
    status_code: int,
    response_text: str,
    error_code: str | None = None,
    details: dict[str, Any] | None = None,
    debug_info: dict[str, Any] | None = None,
) -> MemoryError:
    """The exception that stands for an HTTP answer.

    Args:
        status_code: The HTTP status; it chooses the class.
        response_text: The message; an empty one becomes ``HTTP <status> error``.
        error_code: Default: ``HTTP_<status>``.
        details: What the answer said, by name.
        debug_info: ``url``, ``method``, ``retry_after`` and the like.
    """
    return HTTP_STATUS_TO_EXCEPTION.get(status_code, MemoryError)(
        response_text or f"HTTP {status_code} error",
        error_code or f"HTTP_{status_code}",
        details,
        _SUGGESTIONS.get(status_code, "Try again later."),
        debug_info,
    )
