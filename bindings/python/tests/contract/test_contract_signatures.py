"""Section 4: the methods' signatures in the superset of both eras."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory

KEYWORD = inspect.Parameter.KEYWORD_ONLY
EITHER = inspect.Parameter.POSITIONAL_OR_KEYWORD
NEEDED = inspect.Parameter.empty
SCOPE = {"user_id": (KEYWORD, None), "agent_id": (KEYWORD, None), "run_id": (KEYWORD, None)}

# Only the seed's defaults are binding; those of our own may be any mark of "not given".
ANY = object()
SIGNATURES: dict[str, dict[str, tuple[Any, Any]]] = {
    "add": {
        "messages": (EITHER, NEEDED),
        **SCOPE,
        "metadata": (KEYWORD, None),
        "infer": (KEYWORD, True),
        "memory_type": (KEYWORD, None),
        "prompt": (KEYWORD, None),
        "timestamp": (KEYWORD, None),
        "expiration_date": (KEYWORD, None),
    },
    "search": {
        "query": (EITHER, NEEDED),
        **SCOPE,
        "limit": (KEYWORD, 100),
        "filters": (KEYWORD, None),
        "threshold": (KEYWORD, None),
        "rerank": (KEYWORD, ANY),
        "top_k": (KEYWORD, ANY),
        "explain": (KEYWORD, False),
        "show_expired": (KEYWORD, False),
    },
    "get": {"memory_id": (EITHER, NEEDED)},
    "get_all": {
        **SCOPE,
        "filters": (KEYWORD, None),
        "limit": (KEYWORD, 100),
        "top_k": (KEYWORD, ANY),
        "show_expired": (KEYWORD, False),
    },
    "update": {
        "memory_id": (EITHER, NEEDED),
        "data": (ANY, ANY),
        "text": (ANY, ANY),
        "metadata": (ANY, ANY),
        "expiration_date": (ANY, ANY),
    },
    "delete": {"memory_id": (EITHER, NEEDED)},
    "delete_all": {"user_id": (EITHER, None), "agent_id": (EITHER, None), "run_id": (EITHER, None)},
    "history": {"memory_id": (EITHER, NEEDED)},
    "reset": {},
    "chat": {"query": (EITHER, NEEDED)},
    "close": {},
}


@pytest.mark.parametrize("owner", [Memory, AsyncMemory])
@pytest.mark.parametrize("name", SIGNATURES)
def test_a_method_takes_what_the_contract_names(owner: type, name: str) -> None:
    parameters = inspect.signature(getattr(owner, name)).parameters
    for parameter, (kind, default) in SIGNATURES[name].items():
        assert parameter in parameters, f"{name} has no {parameter}"
        if kind is not ANY:
            assert parameters[parameter].kind is kind, parameter
        if default is not ANY:
            assert parameters[parameter].default == default, parameter
    needed = [
        it.name
        for it in parameters.values()
        if it.default is NEEDED and it.name != "self" and it.kind is not it.VAR_KEYWORD
    ]
    assert needed == [it for it, (_, default) in SIGNATURES[name].items() if default is NEEDED]


@pytest.mark.parametrize("owner", [Memory, AsyncMemory])
@pytest.mark.parametrize("name", SIGNATURES)
def test_no_method_swallows_unknown_words(owner: type, name: str) -> None:
    """What collects them does so to refuse them, which a type checker must see."""
    collected = [
        it for it in inspect.signature(getattr(owner, name)).parameters.values() if it.kind is it.VAR_KEYWORD
    ]
    assert all(str(it.annotation).endswith("NoReturn") for it in collected)


@pytest.mark.parametrize("owner", [Memory, AsyncMemory])
@pytest.mark.parametrize("name", SIGNATURES)
def test_every_parameter_and_answer_has_a_type(owner: type, name: str) -> None:
    signature = inspect.signature(getattr(owner, name))
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(it.annotation is not NEEDED for it in signature.parameters.values() if it.name != "self")


def test_both_classes_have_the_same_signatures() -> None:
    for name in SIGNATURES:
        ours, theirs = (inspect.signature(getattr(owner, name)).parameters for owner in (Memory, AsyncMemory))
        assert [(it.name, it.kind, it.default) for it in ours.values()] == [
            (it.name, it.kind, it.default) for it in theirs.values()
        ]


@pytest.mark.parametrize("name", [name for name in SIGNATURES if name != "close"])
def test_every_async_method_is_awaited_but_close(name: str) -> None:
    assert inspect.iscoroutinefunction(getattr(AsyncMemory, name))
    assert not inspect.iscoroutinefunction(AsyncMemory.close)


def test_from_config_takes_a_dictionary() -> None:
    for owner in (Memory, AsyncMemory):
        first = next(iter(inspect.signature(owner.from_config).parameters.values()))
        assert first.name == "config_dict"


@pytest.mark.parametrize(
    "call",
    [
        lambda memory: memory.search("x", user_id="u", limits=5),
        lambda memory: memory.add("x", user_id="u", immutables=True),
        lambda memory: memory.get_all(user_id="u", page=2),
        lambda memory: memory.delete_all(user_id="u", sure=True),
        lambda memory: memory.update("id", "x", texts="y"),
    ],
)
def test_an_unknown_word_is_a_type_error(memory: Memory, call: Any) -> None:
    with pytest.raises(TypeError):
        call(memory)


@pytest.mark.parametrize(
    "call",
    [
        lambda memory: memory.add("x", "u"),
        lambda memory: memory.search("x", "u"),
        lambda memory: memory.get_all("u"),
    ],
)
def test_ids_are_never_given_by_position(memory: Memory, call: Any) -> None:
    with pytest.raises(TypeError):
        call(memory)
