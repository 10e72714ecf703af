"""Section 10, row by row: one filter language for `search` and `get_all`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from mem0 import Memory
from mem0.exceptions import ValidationError

THINGS: dict[str, dict[str, Any]] = {
    "red apple": {
        "kind": "fruit",
        "colour": "red",
        "price": 3,
        "ripe": True,
        "tags": ["sweet", "round"],
        "day": "2024-05-01",
    },
    "green apple": {
        "kind": "fruit",
        "colour": "green",
        "price": 2.5,
        "ripe": False,
        "tags": ["sour"],
        "day": "2024-06-01",
    },
    "red car": {
        "kind": "car",
        "colour": "red",
        "price": 30_000,
        "ripe": "yes",
        "day": "2024-05-01T12:00:00+02:00",
    },
    "苹果派": {"kind": "甜点", "colour": "金黄", "price": "3", "nested": {"shop": "老店"}},
    "plain stone": {},
}


@pytest.fixture
def things(memory: Memory) -> Memory:
    for text, metadata in THINGS.items():
        memory.add(text, user_id="u", infer=False, metadata=metadata)
    memory.add("red apple of another", user_id="other", infer=False, metadata=THINGS["red apple"])
    return memory


def both(memory: Memory, filters: dict[str, Any]) -> set[str]:
    """What both calls find, which must be the same."""
    listed = {item["memory"] for item in memory.get_all(user_id="u", filters=filters)["results"]}
    found = {
        item["memory"]
        for item in memory.search("apple car stone 苹果", user_id="u", filters=filters)["results"]
    }
    assert found == listed
    return listed


CASES: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set(THINGS)),
    ({"colour": "red"}, {"red apple", "red car"}),
    ({"metadata.colour": "red"}, {"red apple", "red car"}),
    ({"colour": "red", "kind": "fruit"}, {"red apple"}),
    ({"colour": ["red", "金黄"]}, {"red apple", "red car", "苹果派"}),
    ({"colour": "*"}, {"red apple", "green apple", "red car", "苹果派"}),
    ({"price": 3}, {"red apple"}),
    ({"price": 3.0}, {"red apple"}),
    ({"price": "3"}, {"苹果派"}),
    ({"ripe": True}, {"red apple"}),
    ({"ripe": 1}, set()),
    ({"price": {"eq": 3}}, {"red apple"}),
    ({"price": {"$eq": 3}}, {"red apple"}),
    ({"colour": {"ne": "red"}}, {"green apple", "苹果派", "plain stone"}),
    ({"metadata.colour": {"$ne": "red"}}, {"green apple", "苹果派", "plain stone"}),
    ({"price": {"gt": 2.5}}, {"red apple", "red car"}),
    ({"price": {"gte": 2.5}}, {"red apple", "green apple", "red car"}),
    ({"price": {"lt": 3}}, {"green apple"}),
    ({"price": {"$lte": 3}}, {"red apple", "green apple"}),
    ({"price": {"gt": 2.5, "lt": 100}}, {"red apple"}),
    ({"metadata.price": {"$gte": 3, "$lte": 3}}, {"red apple"}),
    ({"colour": {"in": ["red", "green"]}}, {"red apple", "green apple", "red car"}),
    ({"colour": {"nin": ["red", "green"]}}, {"苹果派", "plain stone"}),
    ({"colour": {"contains": "re"}}, {"red apple", "green apple", "red car"}),
    ({"colour": {"contains": "RE"}}, set()),
    ({"colour": {"icontains": "RE"}}, {"red apple", "green apple", "red car"}),
    ({"kind": {"contains": "甜"}}, {"苹果派"}),
    ({"colour": {"exists": False}}, {"plain stone"}),
    ({"colour": {"$exists": True}}, {"red apple", "green apple", "red car", "苹果派"}),
    ({"tags": "sweet"}, {"red apple"}),
    ({"tags": {"in": ["sour", "round"]}}, {"red apple", "green apple"}),
    ({"tags": {"ne": "sweet"}}, {"green apple", "red car", "苹果派", "plain stone"}),
    ({"nested.shop": "老店"}, {"苹果派"}),
    ({"AND": [{"colour": "red"}, {"kind": "car"}]}, {"red car"}),
    ({"AND": [{"colour": "red"}, {"colour": "green"}]}, set()),
    ({"OR": [{"kind": "car"}, {"price": {"lt": 3}}]}, {"red car", "green apple"}),
    ({"NOT": [{"kind": "fruit"}, {"kind": "car"}]}, {"苹果派", "plain stone"}),
    ({"$or": [{"kind": "car"}, {"kind": "甜点"}]}, {"red car", "苹果派"}),
    (
        {"and": [{"or": [{"colour": "red"}, {"colour": "green"}]}, {"not": [{"kind": "car"}]}]},
        {"red apple", "green apple"},
    ),
    (
        {"OR": [{"AND": [{"kind": "fruit"}, {"NOT": [{"colour": "red"}]}]}, {"kind": "甜点"}]},
        {"green apple", "苹果派"},
    ),
    ({"kind": "fruit", "OR": [{"colour": "red"}, {"colour": "金黄"}]}, {"red apple"}),
    ({"day": {"gte": "2024-05-15"}}, {"green apple"}),
    ({"day": {"lt": date(2024, 5, 15)}}, {"red apple", "red car"}),
    ({"metadata.day": {"$gt": "2024-05-01T09:59:00Z"}}, {"green apple", "red car"}),
    ({"day": {"lte": datetime(2024, 5, 1, 10, 0, tzinfo=timezone.utc)}}, {"red apple", "red car"}),
    ({"memory": {"contains": "apple"}}, {"red apple", "green apple"}),
    ({"data": {"icontains": "CAR"}}, {"red car"}),
    ({"role": "user"}, set(THINGS)),
    ({"role": "assistant"}, set()),
    ({"actor_id": {"exists": False}}, set(THINGS)),
    ({"unheard_of": "x"}, set()),
    ({"unheard_of": {"ne": "x"}}, set(THINGS)),
    ({"unheard_of": {"nin": ["x"]}}, set(THINGS)),
    ({"unheard_of": {"gt": 0}}, set()),
]


@pytest.mark.parametrize(("filters", "expected"), CASES, ids=[str(filters) for filters, _ in CASES])
def test_a_filter_means_what_the_contract_says(
    things: Memory, filters: dict[str, Any], expected: set[str]
) -> None:
    assert both(things, filters) == expected


def test_created_at_is_a_time_like_any_other(things: Memory) -> None:
    now = datetime.now(timezone.utc)
    last_week = now - timedelta(days=7)
    for earlier in (last_week, last_week.isoformat(), last_week.date(), last_week.date().isoformat()):
        assert both(things, {"created_at": {"gte": earlier}}) == set(THINGS)
        assert both(things, {"updated_at": {"$lt": earlier}}) == set()


def test_a_hash_is_found(things: Memory) -> None:
    item = things.get_all(user_id="u", filters={"colour": "green"})["results"][0]
    assert both(things, {"hash": item["hash"]}) == {"green apple"}


@pytest.mark.parametrize(
    "filters",
    [
        {"price": {"between": [1, 2]}},
        {"price": {"gt": 1, "about": 2}},
        {"price": {"$regex": "a"}},
        {"$near": [{"price": 1}]},
        {"OR": []},
        {"NOT": []},
        {"OR": {"price": 1}},
        {"AND": "price"},
        {"OR": ["price"]},
        "price",
        ["price"],
    ],
)
def test_what_makes_no_sense_is_refused_and_not_ignored(things: Memory, filters: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: things.search("apple", user_id="u", filters=filters),
        lambda: things.get_all(user_id="u", filters=filters),
    ]
    for call in calls:
        with pytest.raises(ValidationError) as caught:
            call()
        assert isinstance(caught.value, ValueError)


WIDENERS: list[dict[str, Any]] = [
    {"OR": [{"user_id": "other"}, {"user_id": "u"}]},
    {"OR": [{"user_id": "other"}, {"price": {"exists": True}}]},
    {"NOT": [{"user_id": "u"}]},
    {"user_id": {"ne": "u"}},
    {"user_id": {"in": ["u", "other"]}},
    {"user_id": "*"},
    {"OR": [{"NOT": [{"user_id": "u"}]}, {"kind": "*"}]},
    {"metadata.user_id": "other"},
]


@pytest.mark.parametrize("filters", WIDENERS, ids=str)
def test_no_filter_widens_the_scope(things: Memory, filters: dict[str, Any]) -> None:
    for found in (
        things.search("red apple", user_id="u", filters=filters),
        things.get_all(user_id="u", filters=filters),
    ):
        assert all(item["user_id"] == "u" for item in found["results"])


@pytest.mark.parametrize(
    "filters",
    [{"OR": [{"user_id": "u"}, {"kind": "car"}]}, {"NOT": [{"user_id": "u"}]}, {"user_id": {"ne": "x"}}],
)
def test_an_id_that_need_not_hold_is_no_scope(things: Memory, filters: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        things.get_all(filters=filters)
