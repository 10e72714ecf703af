"""Options as objects: only what was set counts, and keywords win."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import pytest

from mem0.client import operations, types
from mem0.client.operations import UNSET, given
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    ProjectUpdateOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)

EVERY_CLASS = [getattr(types, name) for name in types.__all__]


@pytest.mark.parametrize("kind", EVERY_CLASS)
def test_nothing_set_is_nothing_sent(kind: Any) -> None:
    options = kind()
    assert options.model_dump(exclude_none=True) == options.model_dump(exclude_unset=True) == {}
    assert given(options) == {}
    assert options.model_fields_set == set()
    assert all(value is None for value in options.model_dump().values())
    assert options == kind()
    assert repr(options) == f"{kind.__name__}()"
    assert [name for name in inspect.signature(kind).parameters if name != "more"] == list(
        options.model_dump()
    )


def test_what_is_set_can_be_read_changed_and_dumped() -> None:
    options = SearchMemoryOptions(top_k=3, filters={"user_id": "小明"}, rerank=None)
    assert options.top_k == 3
    assert options.threshold is None
    assert options.model_dump(exclude_none=True) == {"top_k": 3, "filters": {"user_id": "小明"}}
    assert options.model_dump(exclude_unset=True) == {
        "top_k": 3,
        "filters": {"user_id": "小明"},
        "rerank": None,
    }
    assert options.model_dump(exclude_none=True, exclude={"filters"}) == {"top_k": 3}
    assert options.dict(exclude_unset=True) == options.model_dump(exclude_unset=True)
    options.threshold = 0.5
    assert options.model_dump(exclude_none=True)["threshold"] == 0.5
    assert (
        repr(options)
        == "SearchMemoryOptions(top_k=3, filters={'user_id': '小明'}, rerank=None, threshold=0.5)"
    )
    assert (
        options.model_dump_json(exclude_none=True)
        == '{"filters": {"user_id": "小明"}, "top_k": 3, "threshold": 0.5}'
    )


def test_further_keywords_are_kept() -> None:
    options = AddMemoryOptions(user_id="mia", brand_new=1)  # type: ignore[call-arg]
    assert given(options) == {"user_id": "mia", "brand_new": 1}


def test_a_dictionary_can_stand_for_options() -> None:
    assert SearchMemoryOptions.model_validate({"top_k": 3}) == SearchMemoryOptions(top_k=3)
    assert given({"top_k": 3, "rerank": None}) == {"top_k": 3}


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda options: pickle.loads(pickle.dumps(options))]
)
def test_options_are_copied_and_pickled(copied: Any) -> None:
    options = GetAllMemoryOptions(page=2)
    other = copied(options)
    assert other == options
    assert other is not options
    other.page = 3
    assert options.page == 2
    assert given(options) == {"page": 2}


def test_keywords_win_over_options() -> None:
    options = DeleteAllMemoryOptions(user_id="mia", agent_id="a")
    assert given(options, {"user_id": "li", "agent_id": None}) == {"user_id": "li", "agent_id": "a"}


def test_something_else_is_refused_as_options() -> None:
    with pytest.raises(TypeError, match="not int"):
        given(5)  # type: ignore[arg-type]


def test_classes_of_other_makers_count_by_their_model_dump() -> None:
    class Foreign:
        def model_dump(self, *, exclude_unset: bool = False) -> dict[str, Any]:
            return {"top_k": 3} if exclude_unset else {"top_k": 3, "rerank": None}

    assert given(Foreign()) == {"top_k": 3}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "keywords", "sent"),
    [
        ("new", {}, {"text": "new"}),
        (None, {"text": "new"}, {"text": "new"}),
        (None, {"metadata": {}}, {"metadata": {}}),
        (None, {"text": None, "timestamp": 5}, {"timestamp": 5}),
        (UpdateMemoryOptions(text="new"), {}, {"text": "new"}),
        (UpdateMemoryOptions(text="new"), {"text": "newer"}, {"text": "newer"}),
        ({"text": "new"}, {"metadata": {"a": 1}}, {"text": "new", "metadata": {"a": 1}}),
        (UpdateMemoryOptions(expiration_date=None), {}, {"expiration_date": None}),
        (
            UpdateMemoryOptions(expiration_date="2026-01-01"),
            {"expiration_date": UNSET},
            {"expiration_date": "2026-01-01"},
        ),
        (None, {"expiration_date": None}, {"expiration_date": None}),
        ("new", {"expiration_date": UNSET}, {"text": "new"}),
    ],
)
def test_update_tells_a_text_from_options_and_nothing_from_none(
    options: Any, keywords: Any, sent: Any
) -> None:
    assert operations.update("id", options, keywords) == ("update", {"memory_id": "id", **sent})


@pytest.mark.parametrize("options", [None, UpdateMemoryOptions(), UpdateMemoryOptions(text=None), {}])
def test_update_of_nothing_is_refused(options: Any) -> None:
    with pytest.raises(ValueError, match="At least one of text, metadata"):
        operations.update("id", options, {"expiration_date": UNSET, "text": None})


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({"filters": {"user_id": "a"}}, {"user_id": "a"}),
        ({"filters": {"AND": [{"user_id": "a"}, {"run_id": "r"}]}}, {"user_id": "a", "run_id": "r"}),
        ({"filters": {"user_id": "a"}, "user_id": "a"}, {"user_id": "a"}),
        # What isn't merely ids stays a filter, so that nothing is widened on the way.
        ({"filters": {"user_id": "a"}, "user_id": "b"}, None),
        ({"filters": {"AND": [{"user_id": "a"}, {"user_id": "b"}]}}, None),
        ({"filters": {"OR": [{"user_id": "a"}]}}, None),
        ({"filters": {"user_id": {"ne": "a"}}}, None),
        ({"filters": {"user_id": "a", "created_at": "2026-01-01"}}, None),
        ({"filters": {}}, None),
        ({"filters": {"AND": "a"}}, None),
        ({"user_id": "a"}, None),
    ],
)
def test_ids_in_filters_are_a_scope(arguments: Any, sent: Any) -> None:
    assert operations.scope_from_filters(arguments) == (arguments if sent is None else sent)


def test_project_settings_are_options_too() -> None:
    options = ProjectUpdateOptions(custom_categories=[{"运动": "训练"}], multilingual=False)
    assert given(options) == {"custom_categories": [{"运动": "训练"}], "multilingual": False}
