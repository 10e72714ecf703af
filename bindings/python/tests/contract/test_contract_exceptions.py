"""Section 9: the exceptions, their codes, and which answer of a server becomes which."""

from __future__ import annotations

import builtins
import copy
import pickle
from typing import Any

import pytest

from mem0 import exceptions

CODES = {
    "VectorStoreError": "VECTOR_001",
    "GraphStoreError": "GRAPH_001",
    "EmbeddingError": "EMBED_001",
    "LLMError": "LLM_001",
    "DatabaseError": "DB_001",
    "DependencyError": "DEPS_001",
}
OTHERS = [
    "AuthenticationError",
    "RateLimitError",
    "ValidationError",
    "MemoryNotFoundError",
    "NetworkError",
    "ConfigurationError",
    "MemoryQuotaExceededError",
    "MemoryCorruptionError",
    "VectorSearchError",
    "CacheError",
]
STATUSES = {
    400: "ValidationError",
    401: "AuthenticationError",
    403: "AuthenticationError",
    404: "MemoryNotFoundError",
    408: "NetworkError",
    409: "ValidationError",
    413: "MemoryQuotaExceededError",
    422: "ValidationError",
    429: "RateLimitError",
    500: "MemoryError",
    502: "NetworkError",
    503: "NetworkError",
    504: "NetworkError",
    418: "MemoryError",
}


def test_the_base_is_no_builtin() -> None:
    assert not issubclass(exceptions.MemoryError, builtins.MemoryError)


@pytest.mark.parametrize("name", [*OTHERS, *CODES])
def test_every_exception_carries_what_happened(name: str) -> None:
    kind: Any = getattr(exceptions, name)
    error = kind("it broke", "CODE_9", {"a": 1}, "try again", {"b": 2})
    assert isinstance(error, exceptions.MemoryError)
    assert (error.message, error.error_code, error.details, error.suggestion, error.debug_info) == (
        "it broke",
        "CODE_9",
        {"a": 1},
        "try again",
        {"b": 2},
    )
    assert "it broke" in str(error)
    named = kind(message="it broke", error_code="CODE_9")
    assert named.details == {} and named.debug_info == {}
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is kind and twin.error_code == "CODE_9" and twin.details == {"a": 1}


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_some_have_a_code_of_their_own(name: str, code: str) -> None:
    assert getattr(exceptions, name)("it broke").error_code == code


@pytest.mark.parametrize(("status", "name"), STATUSES.items())
def test_an_answer_of_a_server_becomes_its_exception(status: int, name: str) -> None:
    error = exceptions.create_exception_from_response(status, "it broke")
    assert type(error) is getattr(exceptions, name)
    assert error.error_code == f"HTTP_{status}"


def test_a_servers_own_words_win() -> None:
    error = exceptions.create_exception_from_response(
        429, "slow down", error_code="RATE_7", details={"a": 1}, debug_info={"retry_after": 3}
    )
    assert (error.error_code, error.details, error.debug_info["retry_after"]) == ("RATE_7", {"a": 1}, 3)


def test_wrong_input_is_a_value_error_too() -> None:
    assert issubclass(exceptions.ValidationError, ValueError)
