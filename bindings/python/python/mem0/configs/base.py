"""The whole configuration of a memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from os import PathLike
from typing import Any, ClassVar

from mem0.configs.azure import AzureConfig
from mem0.configs.model import Model, dumped
from mem0.configs.rerankers.config import RerankerConfig
from mem0.configs.section import Section
from mem0.embeddings.configs import EmbedderConfig
from mem0.graphs.configs import GraphStoreConfig
from mem0.llms.configs import LlmConfig
from mem0.vector_stores.configs import VectorStoreConfig

__all__ = [
    "AzureConfig",
    "EmbedderConfig",
    "GraphStoreConfig",
    "LlmConfig",
    "MemoryConfig",
    "MemoryItem",
    "RerankerConfig",
    "VectorStoreConfig",
]


class MemoryItem(Model):
    """A memory as an object; the methods of ``Memory`` answer dictionaries of the same keys."""

    _drops_unknown: ClassVar[bool] = True

    id: str
    memory: str
    hash: str | None = None
    metadata: dict[str, Any] | None = None
    score: float | None = None
    created_at: str | None = None
    updated_at: str | None = None


_SECTIONS: dict[str, type[Section]] = {
    "vector_store": VectorStoreConfig,
    "llm": LlmConfig,
    "embedder": EmbedderConfig,
    "graph_store": GraphStoreConfig,
    "reranker": RerankerConfig,
}


class _Untouched(dict[str, Any]):
    """What is dumped of a section that nobody gave; read again, it is still one that nobody gave."""


class MemoryConfig(Model):
    """Everything that can be configured; each part is a dictionary or an object.

    A part that nobody gives is decided when the memory opens, by ``MEM0_...`` variables, the configuration
    file, and what needs nothing but this machine: without any of them there is an embedded store and an
    embedded embedding model, and a language model is asked only if ``OPENAI_API_KEY`` is there.

    Args:
        vector_store: The store.
        llm: The language model.
        embedder: The embedding model.
        graph_store: The graph of relations; on when its ``config`` is given.
        reranker: The reranker.
        history_db_path: Accepted for old code: the history is kept in the store's own file.
        version: The version of the result format; only reported.
        custom_fact_extraction_prompt: In place of the rules by which facts are drawn.
        custom_update_memory_prompt: In place of the rules by which memories are changed.
        custom_instructions: What every extraction should heed.
        dir: The folder of everything that is kept; default ``MEM0_DIR``, else ``~/.mem0``.
        path: The store's file; ``":memory:"`` keeps it in this process.
        models: The folder in which models are looked up by name.
        collection_name: The room in the store; collections never see each other.
        pipeline: How memories are drawn from messages: ``"local"``, ``"reconcile"``, ``"two_phase"`` or
            ``"additive"``.
        episodes: ``"keep"`` messages word for word beside the memories drawn from them, or ``"off"``.
        durability: ``"normal"`` or ``"full"``.
        cache_bytes: Memory for what recall scans.
        includes: What to keep, in words; nothing else is kept then.
        excludes: What to leave out, in words.
        enable_vision: Whether the language model looks at images.
        vision_details: ``"auto"``, ``"low"`` or ``"high"``.
        allow_local_files: Whether messages may point at files of this machine.
        allow_private_urls: Whether messages may point at this machine's network.
        attachment_timeout: The longest wait for one attachment, in seconds.
        attachment_image_bytes: The largest image that is taken.
        attachment_pdf_bytes: The largest PDF that is taken.
        attachment_pdf_pages: The most pages of a PDF that is taken.
        attachment_text_bytes: The longest text that is taken.
        attachment_proxy: A proxy through which attachments are fetched.
        unknown: Any other key has no effect; a warning names the nearest one.

    Example:
        >>> config = MemoryConfig(
        ...     llm={"provider": "ollama", "config": {"model": "qwen2.5:7b"}},
        ...     custom_instructions="只记录饮食偏好",
        ... )
        >>> config.llm.provider, config.custom_instructions
        ('ollama', '只记录饮食偏好')

    Raises:
        ConfigurationError: A part can't be used; the message names the key and the nearest valid one.
    """

    _aliases: ClassVar[dict[str, str]] = {"namespace": "collection_name"}

    vector_store: VectorStoreConfig
    llm: LlmConfig
    embedder: EmbedderConfig
    graph_store: GraphStoreConfig
    reranker: RerankerConfig | None
    history_db_path: str
    version: str = "v1.1"
    custom_fact_extraction_prompt: str | None = None
    custom_update_memory_prompt: str | None = None
    custom_instructions: str | None = None
    dir: str | None = None
    path: str | None = None
    models: str | None = None
    collection_name: str | None = None
    pipeline: str | None = None
    episodes: str | None = None
    durability: str | None = None
    cache_bytes: int | None = None
    includes: str | None = None
    excludes: str | None = None
    enable_vision: bool | None = None
    vision_details: str | None = None
    allow_local_files: bool | None = None
    allow_private_urls: bool | None = None
    attachment_timeout: float | None = None
    attachment_image_bytes: int | None = None
    attachment_pdf_bytes: int | None = None
    attachment_pdf_pages: int | None = None
    attachment_text_bytes: int | None = None
    attachment_proxy: str | None = None

    def __init__(
        self,
        *,
        vector_store: VectorStoreConfig | Mapping[str, Any] | None = None,
        llm: LlmConfig | Mapping[str, Any] | None = None,
        embedder: EmbedderConfig | Mapping[str, Any] | None = None,
        graph_store: GraphStoreConfig | Mapping[str, Any] | None = None,
        reranker: RerankerConfig | Mapping[str, Any] | None = None,
        history_db_path: str | PathLike[str] | None = None,
        version: str | None = None,
        custom_fact_extraction_prompt: str | None = None,
        custom_update_memory_prompt: str | None = None,
        custom_instructions: str | None = None,
        dir: str | PathLike[str] | None = None,
        path: str | PathLike[str] | None = None,
        models: str | PathLike[str] | None = None,
        collection_name: str | None = None,
        pipeline: str | None = None,
        episodes: str | None = None,
        durability: str | None = None,
        cache_bytes: int | None = None,
        includes: str | None = None,
        excludes: str | None = None,
        enable_vision: bool | None = None,
        vision_details: str | None = None,
        allow_local_files: bool | None = None,
        allow_private_urls: bool | None = None,
        attachment_timeout: float | None = None,
        attachment_image_bytes: int | None = None,
        attachment_pdf_bytes: int | None = None,
        attachment_pdf_pages: int | None = None,
        attachment_text_bytes: int | None = None,
        attachment_proxy: str | None = None,
        **unknown: Any,
    ) -> None:
        given = {name: value for name, value in locals().items() if name in self.model_fields}
        for key, value in unknown.items():
            if key in self._aliases or key in self.model_fields:
                given[self._aliases.get(key, key)] = value
            else:
                self._warn_of(key)
        self._fill({name: value for name, value in given.items() if value is not None})

    def _fill(self, values: Mapping[str, Any]) -> None:
        given = {name: value for name, value in values.items() if not _is_untouched(name, value)}
        defaults = {
            **{name: kind() for name, kind in _SECTIONS.items() if name != "reranker"},
            "reranker": None,
            "history_db_path": _history_db_path(),
        }
        super()._fill({**defaults, **given})
        self.__dict__["_given"] = set(given)

    def _check(self) -> None:
        for name in self.model_fields:
            self.__dict__[name] = self._coerced(name, self.__dict__[name])

    def _coerced(self, name: str, value: Any) -> Any:
        section = _SECTIONS.get(name)
        if section is None:
            value = os.fspath(value) if isinstance(value, PathLike) else value
            is_text = self.model_fields[name].annotation.startswith("str")
            if is_text and value is not None and not isinstance(value, str):
                raise self._error(name, f"it must be a text, not {value!r}")
            return value
        if value is None:
            return value
        if isinstance(value, section):
            return value
        if isinstance(value, Section):
            raise self._error(name, f"{type(value).__name__} is another part; here goes {section.__name__}")
        return section.model_validate(value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.model_fields:
            self._warn_of(name)
            return
        super().__setattr__(name, value)

    def _dumped(self, name: str, value: Any, options: dict[str, Any]) -> Any:
        plain = dumped(value, options)
        if isinstance(value, Section) and name not in self._given and not value.model_fields_set:
            return _Untouched(plain)
        return plain

    def for_engine(self) -> dict[str, Any]:
        """What somebody gave, and nothing else, as the engine takes it."""
        config: dict[str, Any] = {}
        for name, field in self.model_fields.items():
            value = getattr(self, name)
            if name in _SECTIONS:
                section = value.for_engine() if value is not None else {}
                if section:
                    config[name] = section
            elif name in self._given and value is not None and value != field.default:
                config[name] = value
        if config.get("history_db_path") == _history_db_path():
            del config["history_db_path"]
        return config


def _is_untouched(name: str, value: Any) -> bool:
    return isinstance(value, _Untouched) and value == _SECTIONS[name]().model_dump()


def _history_db_path() -> str:
    folder = os.environ.get("MEM0_DIR") or os.path.join(os.path.expanduser("~"), ".mem0")
    return os.path.join(folder, "history.db")


def __getattr__(name: str) -> Any:
    # The original has these here too; they are asked for when somebody looks.
    if name in ("home_dir", "mem0_dir"):
        from mem0.memory import setup

        return getattr(setup, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
