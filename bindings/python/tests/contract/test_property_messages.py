"""Whatever stands where messages should: an answer or a documented exception, and refused is not kept."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mem0 import Memory
from mem0.exceptions import MemoryError

REFUSALS = (MemoryError, ValueError, TypeError)
PATIENT = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
users = (f"user{number}" for number in itertools.count())

texts = st.text(max_size=30) | st.sampled_from(
    ["I like tea", "我喜欢茶", "data:image/png;base64,!!", "\x00", "a\nb", "🍵"]
)
scalars: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=4)
)
keys = st.sampled_from(
    ["role", "content", "name", "type", "text", "image_url", "pdf_url", "url", "tool_calls"]
) | st.text(max_size=4)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4) | st.tuples(inner),
    max_leaves=8,
)
likely = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["user", "assistant", "system", "tool", "function", ""]) | anything,
        "content": texts | anything,
        "name": texts | anything,
    },
)


def answered(call: Callable[[], Any]) -> Any:
    """What it answers; none where it refuses, which it does in words."""
    refusal: Exception | None = None
    try:
        return call()
    except REFUSALS as raised:
        refusal = raised
    assert str(refusal)
    return None


def kept(memory: Memory, user: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = memory.get_all(user_id=user)["results"]
    return listed


@PATIENT
@given(messages=anything | st.lists(likely, max_size=4) | likely, infer=st.booleans())
def test_no_message_breaks_anything(memory: Memory, messages: Any, infer: bool) -> None:
    user = next(users)
    answer = answered(lambda: memory.add(messages, user_id=user, infer=infer))
    if answer is None:
        assert kept(memory, user) == []
        return
    assert len(answer["results"]) == len(kept(memory, user))
    for one in answer["results"]:
        assert one["event"] == "ADD" and one["memory"]


@PATIENT
@given(
    said=st.lists(
        st.tuples(st.sampled_from(["user", "assistant"]), st.text(min_size=1, max_size=40)), max_size=5
    )
)
def test_what_is_said_is_kept_word_for_word(memory: Memory, said: list[tuple[str, str]]) -> None:
    user = next(users)
    said = [(role, text) for role, text in said if text.strip()]
    assume(said)
    answer = memory.add([{"role": role, "content": text} for role, text in said], user_id=user, infer=False)
    assert [(one["role"], one["memory"].strip()) for one in answer["results"]] == [
        (role, text.strip()) for role, text in said
    ]
    assert sorted(one["memory"].strip() for one in kept(memory, user)) == sorted(
        text.strip() for _, text in said
    )


@PATIENT
@given(query=st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip())))
def test_no_question_breaks_anything(memory: Memory, query: str) -> None:
    if not kept(memory, "asked"):
        memory.add("I like tea", user_id="asked", infer=False)
    found = memory.search(query, user_id="asked")["results"]
    assert all(0 <= one["score"] <= 1 for one in found)


@PATIENT
@given(value=anything)
def test_no_argument_breaks_anything(memory: Memory, value: Any) -> None:
    if not kept(memory, "asked"):
        memory.add("I like tea", user_id="asked", infer=False)
    for call in (
        lambda: memory.search(value, user_id="asked"),
        lambda: memory.search("tea", user_id=value),
        lambda: memory.search("tea", user_id="asked", filters=value),
        lambda: memory.search("tea", user_id="asked", limit=value),
        lambda: memory.search("tea", user_id="asked", threshold=value),
        lambda: memory.get_all(user_id="asked", filters=value),
        lambda: memory.get(value),
        lambda: memory.history(value),
        lambda: memory.add("x", user_id="other", infer=False, expiration_date=value),
        lambda: memory.add("x", user_id="other", infer=False, timestamp=value),
        lambda: memory.add("x", user_id="other", infer=False, metadata=value),
        lambda: memory.update("00000000-0000-0000-0000-000000000000", value),
        lambda: memory.delete(value),
    ):
        answered(call)
