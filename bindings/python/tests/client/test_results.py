"""The answer of ``search`` and ``get_all``: a list that also answers to the names of an envelope."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from mem0.client.results import MemoryList

PIZZA = {"id": "1", "memory": "喜欢披萨", "score": 0.9, "created_at": "2026-03-01T09:00:00Z"}
ROWING = {"id": "2", "memory": "Rows on <Sundays>", "score": 0.4, "created_at": "2026-01-01T09:00:00Z"}


@pytest.fixture
def plain() -> MemoryList:
    return MemoryList.from_answer([PIZZA, ROWING])


@pytest.fixture
def page() -> MemoryList:
    return MemoryList.from_answer(
        {"count": 7, "next": "http://h/?page=2", "previous": None, "results": [PIZZA, ROWING]}
    )


def test_it_is_used_as_a_list(plain: MemoryList) -> None:
    assert isinstance(plain, list)
    assert len(plain) == 2
    assert [memory["id"] for memory in plain] == ["1", "2"]
    assert plain[0] is PIZZA
    assert plain[-1] is ROWING
    assert PIZZA in plain
    assert {"id": "3"} not in plain
    assert sorted(plain, key=lambda memory: str(memory["created_at"])) == [ROWING, PIZZA]
    assert [m for m in plain if m["score"] > 0.8] == [PIZZA]
    assert plain == [PIZZA, ROWING]
    assert plain + [] == [PIZZA, ROWING]
    assert list(reversed(plain)) == [ROWING, PIZZA]


def test_it_is_used_as_an_envelope(plain: MemoryList) -> None:
    assert plain["results"] is plain
    assert plain.get("results", []) is plain
    assert "results" in plain
    assert "relations" not in plain
    assert plain["relations"] == []
    assert plain["next"] is None
    assert plain["previous"] is None
    assert plain["count"] == plain.get("count") == 2
    assert plain.get("relations") is None
    assert plain.get("nothing", 5) == 5
    assert list(plain.keys()) == ["results"]
    assert dict(plain.items())["results"] == [PIZZA, ROWING]
    assert list(plain.values()) == [[PIZZA, ROWING]]
    assert plain == {"results": [PIZZA, ROWING]}
    assert {**plain}["results"] == [PIZZA, ROWING]
    with pytest.raises(KeyError):
        plain["nothing"]
    with pytest.raises(IndexError):
        plain[2]


def test_a_page_knows_of_the_others(page: MemoryList) -> None:
    assert len(page) == 2
    assert page["count"] == page.get("count") == 7
    assert page["next"] == "http://h/?page=2"
    assert page["previous"] is None
    assert list(page.keys()) == ["results", "count", "next", "previous"]
    assert page.to_dict() == {
        "results": [PIZZA, ROWING],
        "count": 7,
        "next": "http://h/?page=2",
        "previous": None,
    }
    assert type(page.to_dict()["results"]) is list


def test_relations_come_along() -> None:
    relation = {"source": "Mia", "relationship": "likes", "target": "tea"}
    answer = MemoryList.from_answer({"results": [], "relations": [relation]})
    assert list(answer.keys()) == ["results", "relations"]
    assert answer["relations"] == [relation]
    assert not answer
    assert not answer["results"]


@pytest.mark.parametrize("answer", [None, [], {"results": []}, {}])
def test_nothing_found_is_an_empty_list(answer: Any) -> None:
    nothing = MemoryList.from_answer(answer)
    assert len(nothing) == 0
    assert not nothing
    assert nothing["results"] == []
    assert nothing["count"] == 0


def test_json_is_an_array_and_to_dict_the_envelope(plain: MemoryList) -> None:
    assert json.loads(json.dumps(plain)) == [PIZZA, ROWING]
    assert json.loads(json.dumps({"memories": plain}, indent=1)) == {"memories": [PIZZA, ROWING]}
    assert json.loads(json.dumps(plain.to_dict())) == {"results": [PIZZA, ROWING]}


def test_slices_keep_the_manner_and_not_the_count(page: MemoryList) -> None:
    first = page[:1]
    assert isinstance(first, MemoryList)
    assert first == [PIZZA]
    assert first["results"] == [PIZZA]
    assert first["count"] == 1


@pytest.mark.parametrize(
    "copied",
    [
        copy.copy,
        copy.deepcopy,
        MemoryList.copy,
        lambda memories: pickle.loads(pickle.dumps(memories)),
    ],
)
def test_copies_and_pickles_are_the_same_and_of_their_own(page: MemoryList, copied: Any) -> None:
    other = copied(page)
    assert type(other) is MemoryList
    assert other == page
    assert other is not page
    assert other["count"] == 7
    other.append({"id": "3"})
    assert len(page) == 2


def test_results_can_be_put_in(page: MemoryList) -> None:
    page["results"] = [ROWING]
    assert page == MemoryList([ROWING], {"count": 7, "next": "http://h/?page=2", "previous": None})
    page[0] = PIZZA
    assert list(page) == [PIZZA]


def test_equality_looks_at_memories_and_envelope(plain: MemoryList, page: MemoryList) -> None:
    assert plain != page
    assert plain != [PIZZA]
    assert plain != {"results": []}
    assert plain != 5
    with pytest.raises(TypeError):
        hash(plain)


def test_a_notebook_shows_a_table_with_everything_escaped(plain: MemoryList) -> None:
    table = plain._repr_html_()
    assert "喜欢披萨" in table
    assert "Rows on &lt;Sundays&gt;" in table
    assert "<Sundays>" not in table
    assert table.count("<tr>") == 3
    assert "<table" not in MemoryList()._repr_html_()
