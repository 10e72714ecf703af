"""How values cross the border."""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import uuid
from collections import OrderedDict, UserDict
from datetime import date, datetime, time, timedelta, timezone
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mem0._native import Engine


def sent(engine: Engine, value: Any) -> Any:
    """What becomes of a value that goes in as metadata and comes out again."""
    added = engine.call(
        "add", {"messages": "tea", "user_id": "mia", "infer": False, "metadata": {"value": value}}
    )
    metadata = engine.call("get", {"memory_id": added["results"][0]["id"]})["metadata"]
    return metadata["value"]


class Colour(enum.Enum):
    RED = "red"
    BLUE = ("blue", 2)


class Word(str, enum.Enum):
    TEA = "tea"


class Size(enum.IntEnum):
    BIG = 3


class Text(str):
    __slots__ = ()


@dataclasses.dataclass
class Place:
    city: str
    since: date


class Model:
    def model_dump(self) -> dict[str, Any]:
        return {"city": "杭州", "colour": Colour.RED}


class OldModel:
    __fields__ = ("city",)

    def dict(self) -> dict[str, Any]:
        return {"city": "Lisbon"}


class NumberOfAnotherLibrary:
    def __init__(self, number: float) -> None:
        self.number = number

    def __float__(self) -> float:
        return self.number


class ArrayOfAnotherLibrary:
    def tolist(self) -> list[float]:
        return [0.5, 1.5]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (0, 0),
        (-(2**63), -(2**63)),
        (2**64 - 1, 2**64 - 1),
        (0.1, 0.1),
        (1e300, 1e300),
        ("我喜欢辣拉面 🍜", "我喜欢辣拉面 🍜"),
        ("", ""),
        ("nul \0 inside", "nul \0 inside"),
        (Text("tea"), "tea"),
        ([1, [2.5, None], {"a": []}], [1, [2.5, None], {"a": []}]),
        ((1, 2), [1, 2]),
        ({7}, [7]),
        (frozenset(["tea"]), ["tea"]),
        (range(3), [0, 1, 2]),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (UserDict(a=1), {"a": 1}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (Colour.RED, "red"),
        (Colour.BLUE, ["blue", 2]),
        (Word.TEA, "tea"),
        (Size.BIG, 3),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 14, 5), "2026-11-23T14:05:00"),
        (time(14, 5), "14:05:00"),
        (
            datetime(2026, 11, 23, 14, 5, 6, 7, timezone(timedelta(hours=8))),
            "2026-11-23T14:05:06.000007+08:00",
        ),
        (Place("Lisbon", date(2020, 1, 2)), {"city": "Lisbon", "since": "2020-01-02"}),
        (Model(), {"city": "杭州", "colour": "red"}),
        (OldModel(), {"city": "Lisbon"}),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (PurePosixPath("/tmp/notes"), "/tmp/notes"),
        (NumberOfAnotherLibrary(1.5), 1.5),
        (ArrayOfAnotherLibrary(), [0.5, 1.5]),
        (
            {2: "two", True: "yes", None: "none", Word.TEA: "hot"},
            {"2": "two", "true": "yes", "null": "none", "tea": "hot"},
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_as_its_json_form(engine: Engine, value: Any, expected: Any) -> None:
    back = sent(engine, value)
    assert back == expected
    assert type(back) is type(expected)


def test_a_bool_stays_a_bool(engine: Engine) -> None:
    assert sent(engine, [True, False, 1, 0]) == [True, False, 1, 0]
    assert [type(item) for item in sent(engine, [True, 1])] == [bool, int]


def test_a_lone_surrogate_becomes_the_replacement_character(engine: Engine) -> None:
    assert sent(engine, "a\ud83db") == "a\ufffdb"


def test_surrogates_that_belong_together_become_their_character(engine: Engine) -> None:
    assert sent(engine, "\ud83c\udf5c") == "🍜"
    assert sent(engine, {"k\ud800": 1}) == {"k\ufffd": 1}


@pytest.mark.parametrize(
    ("value", "error", "place"),
    [
        ({"tags": ["a", object()]}, TypeError, "metadata.value.tags[1]"),
        ({"blob": b"bytes"}, TypeError, "metadata.value.blob"),
        ({"blob": bytearray(b"x")}, TypeError, "metadata.value.blob"),
        ({"set": {1j}}, TypeError, "metadata.value.set[0]"),
        ({"class": Model}, TypeError, "metadata.value.class"),
        ({"function": len}, TypeError, "metadata.value.function"),
        ({"generator": (n for n in [1])}, TypeError, "metadata.value.generator"),
        ({(1, 2): "x"}, TypeError, "metadata.value"),
        ({"big": [2**64]}, ValueError, "metadata.value.big[0]"),
        ({"big": -(2**63) - 1}, ValueError, "metadata.value.big"),
        ({"nan": math.nan}, ValueError, "metadata.value.nan"),
        ({"inf": [1.0, -math.inf]}, ValueError, "metadata.value.inf[1]"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(
    engine: Engine, value: Any, error: type[Exception], place: str
) -> None:
    with pytest.raises(error) as refused:
        sent(engine, value)
    assert str(refused.value).startswith(f"{place}: ")


def test_a_cycle_is_refused(engine: Engine) -> None:
    cycle: dict[str, Any] = {}
    cycle["self"] = cycle
    with pytest.raises(ValueError, match="cycle"):
        sent(engine, cycle)


def test_an_error_of_the_values_own_code_is_not_hidden(engine: Engine) -> None:
    class Broken:
        def model_dump(self) -> dict[str, Any]:
            raise ZeroDivisionError("of its own")

    with pytest.raises(ZeroDivisionError, match="of its own"):
        sent(engine, Broken())


def test_keys_of_results_are_shared(engine: Engine) -> None:
    for name in ("tea", "coffee"):
        engine.call("add", {"messages": name, "user_id": "mia", "infer": False})
    one, two = engine.call("get_all", {"user_id": "mia"})["results"]
    assert all(a is b for a, b in zip(one, two, strict=True))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(-(10**12), 10**12).map(lambda number: number / 1000)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_any_json_comes_back_unchanged(engine: Engine, value: Any) -> None:
    assert json.dumps(sent(engine, value)) == json.dumps(value)


def test_a_mapping_may_change_while_it_is_read(engine: Engine) -> None:
    mapping: dict[str, Any] = {}

    class Changing:
        def model_dump(self) -> str:
            mapping["later"] = 3
            return "read"

    mapping.update(first=Changing(), second=2)
    assert sent(engine, mapping) == {"first": "read", "second": 2}
