"""Language models, embedding models and rerankers by the names of their providers.

A program may bring its own: registered here, they are named in the configuration like any other::

    from mem0 import Memory
    from mem0.utils.factory import EmbedderFactory

    EmbedderFactory.register_provider("我的模型", "my_package.models.MyEmbedder")
    memory = Memory({"embedder": {"provider": "我的模型", "config": {"model": "小模型"}}})
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

from mem0.configs.inside import works_inside
from mem0.configs.options import options_of
from mem0.configs.providers import built_in, check_provider

__all__ = [
    "EmbedderFactory",
    "GraphStoreFactory",
    "LlmFactory",
    "RerankerFactory",
    "VectorStoreFactory",
    "load_class",
    "own_parts",
]


#: Classes of options that programs look for here too, by module.
_OPTIONS = {
    "AWSBedrockConfig": "llms.aws_bedrock",
    "AnthropicConfig": "llms.anthropic",
    "AzureOpenAIConfig": "llms.azure",
    "BaseEmbedderConfig": "embeddings.base",
    "BaseLlmConfig": "llms.base",
    "BaseRerankerConfig": "rerankers.base",
    "CohereRerankerConfig": "rerankers.cohere",
    "DeepSeekConfig": "llms.deepseek",
    "GeminiConfig": "llms.gemini",
    "HuggingFaceRerankerConfig": "rerankers.huggingface",
    "LLMRerankerConfig": "rerankers.llm",
    "LMStudioConfig": "llms.lmstudio",
    "MinimaxConfig": "llms.minimax",
    "OllamaConfig": "llms.ollama",
    "OpenAIConfig": "llms.openai",
    "SentenceTransformerRerankerConfig": "rerankers.sentence_transformer",
    "VllmConfig": "llms.vllm",
    "XAIConfig": "llms.xai",
    "ZeroEntropyRerankerConfig": "rerankers.zero_entropy",
}


def __getattr__(name: str) -> Any:
    if name in _OPTIONS:
        return getattr(import_module(f"mem0.configs.{_OPTIONS[name]}"), name)
    if name == "MockEmbeddings":
        return import_module("mem0.embeddings.mock").MockEmbeddings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_class(class_type: str | type) -> Any:
    """The class of a dotted name such as ``my_package.models.MyEmbedder``."""
    if not isinstance(class_type, str):
        return class_type
    module, _, name = class_type.rpartition(".")
    return getattr(import_module(module), name)


class _Factory:
    """Providers of one kind, and how objects of them are made."""

    kind: ClassVar[str] = ""
    #: The engine's own by the name of the class that asks them, and those that the program
    #: registered: a dotted name, a class, or a pair of one of them and the class of its options.
    provider_to_class: ClassVar[dict[str, Any]] = {}
    _own_class: ClassVar[str] = ""
    #: The class of options, for those that are registered without one.
    _options_class: ClassVar[str] = ""

    @classmethod
    def register_provider(cls, name: str, class_path: str | type, config_class: type | None = None) -> None:
        """Makes a provider of the program's own known.

        Args:
            name: What it is called in the configuration.
            class_path: Its class, or the dotted name of it.
            config_class: The class of its options; default: the base class of options.
        """
        cls.provider_to_class[name] = class_path if config_class is None else (class_path, config_class)

    @classmethod
    def get_supported_providers(cls) -> list[str]:
        """The names of all providers."""
        return list(cls.provider_to_class)

    @classmethod
    def registered(cls) -> list[str]:
        """The names of the program's own."""
        return [name for name, target in cls.provider_to_class.items() if target != cls._own_class]

    @classmethod
    def _made(cls, name: str, config: Any) -> Any:
        """An object of one of the program's own providers."""
        target, options_class = cls.provider_to_class[name], cls._options_class
        if isinstance(target, tuple):
            target, options_class = target
        if options_class and (config is None or isinstance(config, Mapping)):
            config = load_class(options_class)(**(config or {}))
        return load_class(target)(config)


class LlmFactory(_Factory):
    """Language models: objects with ``generate_response(messages, response_format=None, tools=None)``."""

    kind = "llm"
    _own_class = "mem0.llms.provider.ProviderLLM"
    _options_class = "mem0.configs.llms.base.BaseLlmConfig"
    provider_to_class: ClassVar[dict[str, Any]] = dict.fromkeys(built_in("llm"), _own_class)

    @classmethod
    def create(cls, provider_name: str, config: Any = None, **kwargs: Any) -> Any:
        """A language model.

        Args:
            provider_name: Such as ``"openai"``.
            config: Its options: a dictionary or a typed object.
            kwargs: More options.

        Example:
            >>> model = LlmFactory.create("ollama", {"model": "qwen2.5:7b"})
            >>> model.config.model
            'qwen2.5:7b'

        Raises:
            ConfigurationError: There is no such provider.
        """
        from mem0.llms.provider import ProviderLLM

        if kwargs:
            config = {**options_of(config), **kwargs}
        if provider_name in cls.registered():
            return cls._made(provider_name, config)
        check_provider(cls.kind, provider_name)
        return ProviderLLM(config, provider=provider_name)


class EmbedderFactory(_Factory):
    """Embedding models: objects with ``embed(text, memory_action=None)`` and ``embed_batch``."""

    kind = "embedder"
    _own_class = "mem0.embeddings.provider.ProviderEmbedding"
    _options_class = "mem0.configs.embeddings.base.BaseEmbedderConfig"
    provider_to_class: ClassVar[dict[str, Any]] = dict.fromkeys(built_in("embedder"), _own_class)

    @classmethod
    def create(cls, provider_name: str, config: Any = None, vector_config: Any = None) -> Any:
        """An embedding model.

        Args:
            provider_name: Such as ``"openai"``; ``"static"`` needs nothing but this machine.
            config: Its options: a dictionary or a typed object.
            vector_config: Accepted for old code, and without effect.

        Example:
            >>> len(EmbedderFactory.create("static").embed("你好"))
            256

        Raises:
            ConfigurationError: There is no such provider.
        """
        from mem0.embeddings.provider import ProviderEmbedding

        if provider_name in cls.registered():
            return cls._made(provider_name, config)
        check_provider(cls.kind, provider_name)
        return ProviderEmbedding(config, provider=provider_name)


class _InsideFactory(_Factory):
    """Providers of which the engine's own work inside a memory only."""

    @classmethod
    def create(cls, provider_name: str, config: Any = None) -> Any:
        """An object of a provider that the program registered.

        Raises:
            NotImplementedError: It is one of the engine's own; the message says what to do instead.
            ConfigurationError: There is no such provider.
        """
        if provider_name in cls.registered():
            return cls._made(provider_name, config)
        check_provider(cls.kind, provider_name)
        raise works_inside(cls.kind, provider_name)


class RerankerFactory(_InsideFactory):
    """Rerankers: objects with ``rerank(query, documents, top_k=None)``."""

    kind = "reranker"
    _own_class = "mem0.reranker"
    _options_class = "mem0.configs.rerankers.base.BaseRerankerConfig"
    provider_to_class: ClassVar[dict[str, Any]] = dict.fromkeys(built_in("reranker"), _own_class)

    @classmethod
    def create(cls, provider_name: str, config: Any = None, **kwargs: Any) -> Any:
        """A reranker that the program registered.

        Args:
            provider_name: What it was registered as.
            config: Its options: a dictionary or a typed object.
            kwargs: More options.

        Raises:
            NotImplementedError: It is one of the engine's own; the message says what to do instead.
            ConfigurationError: There is no such provider.
        """
        return super().create(provider_name, {**options_of(config), **kwargs} if kwargs else config)


class VectorStoreFactory(_InsideFactory):
    """Stores of vectors."""

    kind = "vector_store"
    _own_class = "mem0.memory.main.Memory"
    provider_to_class: ClassVar[dict[str, Any]] = dict.fromkeys(built_in("vector_store"), _own_class)

    @classmethod
    def reset(cls, instance: Any) -> Any:
        """Empties a store that was made here."""
        instance.reset()
        return instance


class GraphStoreFactory(_InsideFactory):
    """Graphs of relations."""

    kind = "graph_store"
    _own_class = "mem0.memory.main.Memory"
    provider_to_class: ClassVar[dict[str, Any]] = dict.fromkeys(built_in("graph_store"), _own_class)


def own_parts(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A configuration in two halves: what the engine makes itself, and objects of the program's own.

    Raises:
        ConfigurationError: A store or graph of the program's own is named, which the engine can't use.
    """
    from mem0.exceptions import ConfigurationError

    values, parts = dict(config), {}
    for factory in (LlmFactory, EmbedderFactory, RerankerFactory):
        section = config.get(factory.kind) or {}
        if section.get("provider") in factory.registered():
            parts[factory.kind] = factory.create(section["provider"], section.get("config"))
            values.pop(factory.kind)
    for stores in (VectorStoreFactory, GraphStoreFactory):
        name = (config.get(stores.kind) or {}).get("provider")
        if name in stores.registered():
            raise ConfigurationError(
                f"{stores.kind}.provider: {name!r} is a class of the program's own; memories are kept by the "
                f"engine's own stores: {', '.join(built_in(stores.kind, available=True)) or 'none yet'}",
                details={"key": f"{stores.kind}.provider"},
            )
    return values, parts
