"""What releases of the original offer to import and to call, and what of it is here: all but what is listed.

``surface.json`` holds names and parameters; ``tools/surface.py`` writes it.
"""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SURFACE: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "surface.json").read_text(encoding="utf-8")
)

VENDOR = "the vendor's own package is asked for that"
INNER = "it serves the original's own pipeline; the engine has another"
NEVER = "there is no telemetry, and nobody is asked to buy anything"
HELD = "the clients' own tests hold it against the service"
BEDROCK = ("aws_config", "model_capabilities", "model_config", "supported_regions")
#: What is not here, and why.
ABSENT = {
    "mem0.client": HELD,
    **dict.fromkeys(
        (
            *(f"mem0.configs.llms.aws_bedrock.AWSBedrockConfig.get_{what}" for what in BEDROCK),
            "mem0.configs.llms.aws_bedrock.AWSBedrockConfig.model_name",
            "mem0.configs.llms.aws_bedrock.AWSBedrockConfig.provider",
            "mem0.configs.llms.aws_bedrock.AWSBedrockConfig.validate_model_format",
            "mem0.llms.aws_bedrock.AWSBedrockLLM.get_model_capabilities",
            "mem0.llms.aws_bedrock.AWSBedrockLLM.list_available_models",
            "mem0.llms.aws_bedrock.AWSBedrockLLM.validate_model_access",
            "mem0.llms.aws_bedrock.extract_provider",
        ),
        VENDOR,
    ),
    "mem0.configs.prompts.generate_additive_extraction_prompt": INNER,
    "mem0.graphs.tools": INNER,
    "mem0.graphs.utils": INNER,
    "mem0.configs.vector_stores.oracledb.HnswParams": "a dictionary does",
    "mem0.configs.vector_stores.oracledb.IvfParams": "a dictionary does",
    "mem0.memory.main.AsyncMemory.entity_store": INNER,
    "mem0.memory.main.AsyncMemory.project": "it always refused",
    "mem0.memory.main.Memory.entity_store": INNER,
    "mem0.memory.main.Memory.project": "it always refused",
    "mem0.memory.notices": NEVER,
    "mem0.memory.setup": NEVER,
    "mem0.memory.storage.SQLiteManager.get_last_messages": INNER,
    "mem0.memory.storage.SQLiteManager.save_messages": INNER,
    "mem0.memory.telemetry": NEVER,
    "mem0.memory.utils.format_entities": INNER,
    "mem0.memory.utils.get_fact_retrieval_messages_legacy": INNER,
    "mem0.memory.utils.process_telemetry_filters": NEVER,
    "mem0.memory.utils.remove_spaces_from_entities": INNER,
    "mem0.memory.utils.sanitize_relationship_for_cypher": INNER,
    "mem0.utils.entity_extraction": INNER,
    "mem0.utils.http": INNER,
    "mem0.utils.lemmatization": INNER,
    "mem0.utils.scoring": INNER,
    "mem0.vector_stores.faiss.SafeUnpickler": INNER,
}
#: Parameters that are not taken, and why.
REFUSED = {
    "mem0.configs.llms.aws_bedrock.AWSBedrockConfig: **": "unknown keywords are errors",
    "mem0.memory.main.AsyncMemory.add: ,llm=": "procedures are written by the configured model",
    "mem0.memory.main.AsyncMemory.search: ,metadata_filters=": "it never had an effect",
    "mem0.memory.main.AsyncMemory.search: **": "unknown keywords are errors",
    "mem0.memory.main.AsyncMemory.get_all: **": "unknown keywords are errors",
    "mem0.memory.main.Memory.search: **": "unknown keywords are errors",
    "mem0.memory.main.Memory.get_all: **": "unknown keywords are errors",
    "mem0.vector_stores.base.VectorStoreBase.list: limit=": "the second era calls it top_k",
    "mem0.vector_stores.base.VectorStoreBase.search: limit=": "the second era calls it top_k",
}


def is_absent(path: str) -> bool:
    """Whether it, or what it is in, is listed."""
    steps = path.split(".")
    return any(".".join(steps[:count]) in ABSENT for count in range(1, len(steps) + 1))


MODULES = [module for module in SURFACE if not is_absent(module)]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_the_names_of_the_original(module: str) -> None:
    ours = importlib.import_module(module)
    missing = [
        name for name in SURFACE[module] if not is_absent(f"{module}.{name}") and not hasattr(ours, name)
    ]
    assert missing == []


def classes() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for name, told in SURFACE[module].items():
            if "bases" in told and not is_absent(f"{module}.{name}"):
                yield module, name


@pytest.mark.parametrize(("module", "name"), list(classes()))
def test_a_class_has_the_fields_members_and_methods_of_the_original(module: str, name: str) -> None:
    told = SURFACE[module][name]
    ours = getattr(importlib.import_module(module), name)
    for member, value in told.get("members", {}).items():
        assert ours[member].value == value
    if told.get("fields"):
        assert set(told["fields"]) - set(ours.model_fields) == set()
        return
    here = {base.__name__ for base in ours.__mro__}
    assert {base for base in told["bases"] if not is_absent(f"{module}.{base}")} - here == set()
    missing = [
        member
        for member in (*told.get("methods", ()), *told.get("properties", ()))
        if not hasattr(ours, member) and not is_absent(f"{module}.{name}.{member}")
    ]
    if _works_inside_a_memory(module, name):
        with pytest.raises(NotImplementedError, match="works inside"):
            ours({})
    else:
        assert missing == []


def _works_inside_a_memory(module: str, name: str) -> bool:
    """Stores, rerankers and graphs stand here by name only."""
    return name != "OutputData" and (
        module.startswith("mem0.vector_stores.")
        and module.rpartition(".")[2] not in ("base", "configs")
        or module.endswith("_reranker")
        or name == "MemoryGraph"
    )


def calls() -> Iterator[tuple[str, list[str]]]:
    for module in MODULES:
        for name, told in SURFACE[module].items():
            path = f"{module}.{name}"
            if not is_absent(path) and not _works_inside_a_memory(module, name):
                yield from _ways(path, told.get("parameters"))
                for method, ways in told.get("methods", {}).items():
                    if not is_absent(f"{path}.{method}"):
                        yield from _ways(f"{path}.{method}", ways)


def _ways(path: str, ways: Any) -> Iterator[tuple[str, list[str]]]:
    """Releases differ in what they take; each way counts."""
    if ways:
        for way in ways if isinstance(ways[0], list) else [ways]:
            yield path, way


@pytest.mark.parametrize(("path", "way"), list(calls()))
def test_whatever_the_original_takes_is_taken(path: str, way: list[str]) -> None:
    ours = _found(path)
    parameters = inspect.signature(ours).parameters
    kinds = {it.kind for it in parameters.values()}
    collects = inspect.Parameter.VAR_KEYWORD in kinds
    names = [it.strip(",=") for it in way]
    for written, name in zip(way, names, strict=True):
        if f"{path}: {written}" in REFUSED:
            continue
        if written == "*":
            assert inspect.Parameter.VAR_POSITIONAL in kinds
        elif written == "**":
            assert collects
        elif name not in parameters:
            assert collects, f"{name} is not taken"
        elif written.endswith("="):
            assert parameters[name].default is not inspect.Parameter.empty, f"{name} is needed"
    needed = [it.name for it in parameters.values() if it.default is it.empty and "VAR" not in it.kind.name]
    assert set(needed) <= set(names) or "**" in way


def test_models_take_what_they_are_asked_in_the_order_of_the_original() -> None:
    for name in ("openai.OpenAILLM", "ollama.OllamaLLM", "anthropic.AnthropicLLM"):
        names = list(inspect.signature(_found(f"mem0.llms.{name}.generate_response")).parameters)
        assert names[:5] == ["self", "messages", "response_format", "tools", "tool_choice"]


def test_the_memories_module_lists_what_programs_look_for() -> None:
    from mem0 import exceptions
    from mem0.memory import main

    assert main.Mem0ValidationError is exceptions.ValidationError
    assert {"MemoryConfig", "SQLiteManager", "VectorStoreFactory"} <= set(dir(main))


def test_images_are_told_in_words() -> None:
    from mem0.memory.utils import get_image_description, parse_vision_messages

    class Sees:
        def generate_response(self, messages: list[dict[str, Any]]) -> str:
            parts = messages[0]["content"]
            return "一辆红色自行车" + ("" if isinstance(parts, list) else "?")

    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    said = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": image},
        {
            "role": "user",
            "content": [{"type": "text", "text": "我的"}, {"type": "text", "text": "车"}, image],
        },
        {"role": "user", "content": None},
        {"role": "assistant", "content": "好"},
    ]
    assert [it["content"] for it in parse_vision_messages(said)] == ["Be brief.", "我的 车", "好"]
    seen = [it["content"] for it in parse_vision_messages(said, Sees())]
    assert seen == ["Be brief.", "一辆红色自行车", "一辆红色自行车", "好"]
    assert get_image_description("https://example.com/a.png", Sees(), "low") == "一辆红色自行车"
    with pytest.raises(ValueError, match="no address"):
        parse_vision_messages([{"role": "user", "content": {"type": "image_url"}}], Sees())


def _found(path: str) -> Any:
    steps = path.split(".")
    for count in range(len(steps) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(steps[:count]))
        except ModuleNotFoundError:
            continue
        for step in steps[count:]:
            found = getattr(found, step)
        return found
    raise AssertionError(path)


def test_what_is_said_to_be_absent_is_absent() -> None:
    """A line of the list above that no longer holds is taken out."""
    for path in ABSENT:
        if path in ("mem0.client", "mem0.memory.setup", "mem0.memory.telemetry"):
            continue
        with pytest.raises((AttributeError, ImportError)):
            _found(path) if path not in SURFACE else importlib.import_module(path)
