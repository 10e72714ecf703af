"""What an engine is made of, and what it says."""

from __future__ import annotations

import ast
import gc
import logging
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import mem0
from mem0 import _native
from mem0._native import Engine


def test_making_one_opens_nothing(config: dict[str, Any], tmp_path: Path) -> None:
    engine = Engine(config)
    assert not (tmp_path / "mem0").exists()
    engine.open()
    assert (tmp_path / "mem0").exists()
    engine.close()


def test_a_typed_configuration_will_do(tmp_path: Path) -> None:
    @dataclass
    class Section:
        provider: str
        config: dict[str, Any]

    class Config:
        def model_dump(self) -> dict[str, Any]:
            return {"dir": tmp_path, "embedder": Section("static", {}), "collection_name": "diary"}

    settings = Engine(Config()).config()
    assert settings["dir"] == str(tmp_path)
    assert settings["collection_name"] == "diary"


def test_secrets_are_hidden(config: dict[str, Any]) -> None:
    llm = {"provider": "openai", "config": {"model": "gpt-4.1-mini", "api_key": "very-secret-value"}}
    settings = Engine({**config, "llm": llm}).config()
    assert settings["llm.config.model"] == "gpt-4.1-mini"
    assert "very-secret-value" not in str(settings)


def test_a_wrong_configuration_is_refused_at_once(config: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="llm.provider"):
        Engine({**config, "llm": {"provider": "opnai"}})


def test_a_configuration_must_be_a_mapping() -> None:
    with pytest.raises(TypeError, match="not a list"):
        Engine([])


def test_what_has_no_json_form_is_named_by_its_key(config: dict[str, Any]) -> None:
    llm = {"provider": "openai", "config": {"http_client": object()}}
    with pytest.raises(TypeError, match=r"^llm\.config\.http_client: "):
        Engine({**config, "llm": llm})


def test_an_unknown_key_is_warned_of_once(config: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    engine = Engine({**config, "colection_name": "diary"})
    engine.open()
    engine.close()
    warnings = [record for record in caplog.records if "colection_name" in record.getMessage()]
    assert [(record.name, record.levelname) for record in warnings] == [("mem0", "WARNING")]


def test_opening_is_logged_for_who_wants_to_know(
    config: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="mem0"):
        engine = Engine(config)
        engine.open()
    assert any("memory is open" in record.getMessage() for record in caplog.records)


def test_an_engine_is_freed(config: dict[str, Any]) -> None:
    class Words:
        def __call__(self, texts: list[str]) -> list[list[float]]:
            return [[1.0, float(len(text))] for text in texts]

    words = Words()
    gone = weakref.ref(words)
    engine = Engine(config, embedder=words)
    engine.call("add", {"messages": "tea", "user_id": "mia", "infer": False})
    engine.close()
    del engine, words
    # What another thread dropped is freed when the interpreter comes by next.
    Engine(config).config()
    gc.collect()
    assert gone() is None


def test_the_stubs_name_what_the_module_has() -> None:
    stubs = Path(next(iter(mem0.__path__))) / "_native.pyi"
    declared: dict[str, set[str]] = {}
    for node in ast.parse(stubs.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            declared[node.name] = {member.name for member in node.body if isinstance(member, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            declared[node.name] = set()
    present: dict[str, set[str]] = {}
    for name, value in vars(_native).items():
        if not name.startswith("_"):
            members = vars(value) if isinstance(value, type) else ()
            present[name] = {member for member in members if not member.startswith("_")}
    assert {name: members - {"__new__"} for name, members in declared.items()} == present


def test_every_provider_is_listed() -> None:
    rows = _native.providers()
    assert {row["kind"] for row in rows} >= {"llm", "embedder", "reranker", "vector_store"}
    sqlite = next(row for row in rows if row["name"] == "sqlite")
    assert sqlite["available"]
    assert not next(row for row in rows if row["name"] == "pinecone")["available"]
