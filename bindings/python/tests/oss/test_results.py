"""Results are dictionaries, and lists of memories."""

from __future__ import annotations

import copy
import json
import pickle
from pprint import pformat
from typing import Any

import pytest

from mem0 import Memory
from mem0.memory.html import MOST_ROWS
from mem0.memory.results import Results

FOUND = [{"id": "1", "memory": "喜欢披萨", "score": 0.9}, {"id": "2", "memory": "住在杭州", "score": 0.2}]
PLAIN = {"results": FOUND, "relations": [{"source": "小雨", "relationship": "住在", "destination": "杭州"}]}


@pytest.fixture
def results() -> Results:
    return Results(PLAIN)


def test_looping_goes_over_the_memories(results: Results) -> None:
    assert [memory for memory in results if memory["score"] > 0.8] == FOUND[:1]
    assert list(results) == FOUND
    assert list(reversed(results)) == FOUND[::-1]
    assert sorted(results, key=lambda memory: memory["score"]) == FOUND[::-1]
    assert len(results) == 2


def test_whole_numbers_and_slices_mean_memories(results: Results) -> None:
    assert results[0] == FOUND[0] and results[-1] == FOUND[1]
    assert results[:1] == FOUND[:1]
    with pytest.raises(IndexError):
        results[2]


def test_texts_mean_keys(results: Results) -> None:
    assert results["results"] == FOUND and results["relations"] == PLAIN["relations"]
    assert results.get("results") == FOUND and results.get("nothing", 7) == 7
    assert "results" in results and "memory" not in results
    with pytest.raises(KeyError):
        results["nothing"]


def test_a_memory_is_in_them(results: Results) -> None:
    assert FOUND[0] in results
    assert {"id": "3"} not in results


def test_they_are_a_dictionary(results: Results) -> None:
    assert isinstance(results, dict)
    assert results == PLAIN and results == PLAIN
    assert list(results.keys()) == ["results", "relations"]
    assert list(results.items()) == list(PLAIN.items())
    assert list(results.values()) == list(PLAIN.values())


@pytest.mark.parametrize("plain", [PLAIN, {"results": []}, {"results": FOUND, "warnings": ["w"]}, {}])
@pytest.mark.parametrize(
    "made",
    [
        lambda results: dict(results),
        lambda results: {**results},
        lambda results: (lambda **named: named)(**results),
        lambda results: results | {},
        lambda results: {} | results,
        lambda results: results.to_dict(),
        lambda results: results.copy(),
        lambda results: copy.copy(results),
        lambda results: copy.deepcopy(results),
        lambda results: pickle.loads(pickle.dumps(results)),
        lambda results: json.loads(json.dumps(results)),
        lambda results: json.loads(json.dumps(results, indent=2, sort_keys=True)),
        lambda results: json.loads("".join(json.JSONEncoder().iterencode(results))),
        lambda results: eval(repr(results)),
    ],
)
def test_whatever_is_made_of_them_is_whole(made: Any, plain: dict[str, Any]) -> None:
    assert made(Results(plain)) == plain


def test_copies_are_of_the_same_kind_and_independent(results: Results) -> None:
    for made in (results.copy(), copy.copy(results), pickle.loads(pickle.dumps(results))):
        assert type(made) is Results
        made["more"] = 1
    assert "more" not in results
    copy.deepcopy(results)["results"].clear()
    assert len(results) == 2


def test_nothing_found_is_still_an_answer() -> None:
    nothing = Results({"results": []})
    assert nothing and len(nothing) == 0 and list(nothing) == []
    assert not nothing["results"]
    assert not Results()


def test_they_print_as_dictionaries(results: Results) -> None:
    assert repr(results) == repr(PLAIN) == str(results)
    assert pformat(results, width=60) == pformat(PLAIN, width=60)


def test_results_of_a_memory_behave_so(memory: Memory) -> None:
    added = memory.add("我喜欢披萨", user_id="小雨", infer=False)
    found = memory.search("披萨", user_id="小雨")
    listed = memory.get_all(user_id="小雨")
    for answer in (added, found, listed):
        assert type(answer) is Results and answer["results"] == list(answer) and len(answer) == 1
    assert [one["memory"] for one in found] == ["我喜欢披萨"]


def test_pydantic_and_fastapi_take_them(results: Results) -> None:
    pydantic = pytest.importorskip("pydantic", reason="results are held to what pydantic makes of them")

    class Answer(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        result: dict[str, Any]
        anything: Any

    answer = Answer(result=results, anything=results)
    assert answer.model_dump() == {"result": PLAIN, "anything": PLAIN}
    assert json.loads(answer.model_dump_json()) == {"result": PLAIN, "anything": PLAIN}
    encoders = pytest.importorskip("fastapi.encoders", reason="held to FastAPI's own encoder")
    assert encoders.jsonable_encoder({"result": results}) == {"result": PLAIN}


def test_a_notebook_shows_a_table_without_markup_of_strangers() -> None:
    evil = "<script>alert('咬')</script>"
    shown = Results(
        {"results": [{"memory": evil, "score": 0.876, "created_at": "2026-11-23T14:05:06+00:00"}]}
    )
    html = shown._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "0.88" in html and "2026-11-23 14:05" in html


def test_a_notebook_shows_what_is_there_and_no_empty_columns() -> None:
    added = Results({"results": [{"id": "1", "memory": "喜欢茶", "event": "ADD"}]})._repr_html_()
    assert "ADD" in added and "score" not in added and "when" not in added
    assert "小雨 — 住在 → 杭州" in Results(PLAIN)._repr_html_()
    assert "0 memories" in Results({"results": []})._repr_html_()


def test_a_notebook_is_not_flooded() -> None:
    many = Results({"results": [{"memory": f"第{number}条"} for number in range(MOST_ROWS + 5)]})
    html = many._repr_html_()
    assert html.count("<tr>") == MOST_ROWS + 1
    assert "5 more" in html
