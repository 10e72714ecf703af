"""Every failure of the engine has its exception, which old programs catch too."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from mem0 import Memory, exceptions
from mem0._errors import from_payload


def raised(**payload: Any) -> BaseException:
    return from_payload(payload)


@pytest.mark.parametrize(
    ("kind", "code", "provider", "classes"),
    [
        ("input", "VALIDATION_001", None, ["ValidationError", "ValueError"]),
        ("input", "ARGUMENT_001", None, ["ValidationError", "TypeError", "ValueError"]),
        ("input", "IMMUTABLE_001", None, ["ValidationError"]),
        ("not_found", "NOT_FOUND_001", None, ["MemoryNotFoundError", "ValueError"]),
        ("configuration", "CONFIG_001", None, ["ConfigurationError", "ValueError"]),
        ("store", "DB_001", None, ["DatabaseError"]),
        ("conflict", "DB_001", None, ["DatabaseError"]),
        ("store", "CORRUPTION_001", None, ["MemoryCorruptionError"]),
        ("store", "VECTOR_001", None, ["VectorStoreError"]),
        ("authentication", "AUTH_001", None, ["AuthenticationError"]),
        ("authentication", "AUTH_001", "llm/openai", ["AuthenticationError", "LLMError"]),
        ("authentication", "AUTH_001", "embedder/openai", ["AuthenticationError", "EmbeddingError"]),
        ("rate_limit", "RATE_LIMIT_001", "llm/openai", ["RateLimitError", "LLMError"]),
        ("rate_limit", "RATE_LIMIT_001", "embedder/openai", ["RateLimitError", "EmbeddingError"]),
        ("rate_limit", "QUOTA_001", "llm/openai", ["MemoryQuotaExceededError", "LLMError"]),
        ("model", "LLM_001", "llm/openai", ["LLMError"]),
        ("model", "EMBED_001", "embedder/openai", ["EmbeddingError"]),
        ("model", "RERANK_001", "reranker/cohere", ["VectorSearchError"]),
        ("network", "NET_TIMEOUT", None, ["NetworkError"]),
        ("validation", "HTTP_422", None, ["ValidationError"]),
        ("argument", "INVALID_ARGUMENT", None, ["ValueError"]),
        ("internal", "", None, ["MemoryError"]),
        ("", "", None, ["MemoryError"]),
    ],
)
def test_each_failure_has_its_exception(
    kind: str, code: str, provider: str | None, classes: list[str]
) -> None:
    error = raised(error="words", kind=kind, code=code, details={"provider": provider} if provider else {})
    assert isinstance(error, exceptions.MemoryError)
    assert set(classes) <= {cls.__name__ for cls in type(error).__mro__}
    assert str(error).endswith("words")
    assert not code or error.error_code == code


def test_what_is_not_implemented_is_pythons_own_error() -> None:
    error = raised(error="it doesn't talk", kind="input", code="OPERATION_002")
    assert isinstance(error, NotImplementedError) and str(error) == "it doesn't talk"


def test_everything_that_is_known_is_told() -> None:
    error = raised(
        error="llm/openai asks us to slow down",
        kind="rate_limit",
        code="RATE_LIMIT_001",
        hint="Wait.",
        details={"provider": "llm/openai"},
        temporary=True,
        retry_after=2.5,
    )
    assert isinstance(error, exceptions.RateLimitError)
    assert error.suggestion == "Wait." and error.details == {"provider": "llm/openai"}
    assert error.retry_after == 2.5 and error.debug_info["temporary"] is True
    assert error.message == str(error)


def test_programs_find_the_words_by_which_they_wait() -> None:
    error = raised(error="llm/openai asks us to slow down", kind="rate_limit", code="RATE_LIMIT_001")
    assert "rate limit" in str(error).lower()
    # What a server said is left as it is.
    assert str(raised(message="slow down", kind="rate_limit", code="HTTP_429")) == "slow down"


def test_a_missing_id_names_the_way_to_wipe_everything(memory: Memory) -> None:
    with pytest.raises(ValueError, match="reset"):
        memory.delete_all()


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_exceptions_can_be_copied_and_sent(make: Any) -> None:
    error = exceptions.LLMRateLimitError(
        "slow down", None, {"provider": "llm/x"}, "Wait.", {"retry_after": 3}
    )
    same = make(error)
    assert type(same) is type(error) and vars(same) == vars(error) and str(same) == "slow down"


def test_suggestions_and_codes_have_defaults() -> None:
    error = exceptions.VectorStoreError("broken")
    assert error.error_code == "VECTOR_001" and error.suggestion and error.details == {}
    assert "VECTOR_001" in repr(error) and error.retry_after is None


@pytest.mark.parametrize("name", exceptions.__all__)
def test_all_names_are_there(name: str) -> None:
    assert hasattr(exceptions, name)


@pytest.mark.parametrize("what", [b"bytes", {1, 2}, object(), 5, 2.5, True, None])
def test_what_is_no_message_is_refused_with_its_type(memory: Memory, what: Any) -> None:
    with pytest.raises(exceptions.ValidationError) as caught:
        memory.add(what, user_id="小雨")
    assert caught.value.error_code in ("VALIDATION_003", "ARGUMENT_002")
    if what is not None:
        assert caught.value.details["provided_type"] == type(what).__name__


@pytest.mark.parametrize(
    ("method", "wrong", "meant"),
    [
        ("search", {"limt": 3}, "limit"),
        ("search", {"userid": "u"}, "user_id"),
        ("get_all", {"filter": {}}, "filters"),
        ("add", {"meta_data": {}}, "metadata"),
        ("update", {"metdata": {}}, "metadata"),
        ("delete_all", {"user": "u"}, "user_id"),
    ],
)
def test_unknown_keywords_are_refused_with_the_nearest(
    memory: Memory, method: str, wrong: dict[str, Any], meant: str
) -> None:
    first = ["x"] if method in ("search", "add", "update") else []
    with pytest.raises(TypeError, match=f"did you mean '{meant}'"):
        getattr(memory, method)(*first, **wrong)
