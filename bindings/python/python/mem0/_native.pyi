"""The engine and the client of the hosted API, written in Rust.

Programs use :class:`mem0.Memory` and its kin; they stand on this module, whose interface may change at any
time.
"""

from asyncio import Future
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, final, overload

__all__ = ["ApiClient", "ChatModel", "Engine", "Exchange", "__version__", "prompts", "providers"]

__version__: str
"""The version of the engine."""

def providers() -> list[dict[str, Any]]:
    """All providers, each ``{"kind", "name", "aliases", "available", "summary", "settings"}``."""

def prompts() -> dict[str, str]:
    """The engine's own prompts, by what they are for: ``extraction_of_user`` and the like."""

_Operation: TypeAlias = Literal[
    "add",
    "delete",
    "delete_all",
    "export",
    "forget",
    "forget_all",
    "get_all",
    "health",
    "import",
    "import_from",
    "reembed",
    "reset",
    "retry",
    "search",
    "sources",
    "undo",
    "update",
]

_Progress: TypeAlias = Callable[[int, int | None], object]

@final
class Engine:
    """A memory: operations by name, with arguments and answers as plain values.

    Making one reads the configuration and opens nothing. Any number of threads and event loops may use it at
    once; a forked child opens the store anew.
    """

    def __new__(
        cls,
        config: Mapping[str, Any] | object | None = None,
        *,
        llm: object | None = None,
        embedder: object | None = None,
        reranker: object | None = None,
        vector_store: object | None = None,
    ) -> Engine:
        """Reads the configuration.

        Args:
            config: A mapping, or an object with ``model_dump()``. LangChain objects may stand in it, at
                ``llm.config.model``, ``embedder.config.model`` and ``vector_store.config.client`` of the
                provider ``langchain``.
            llm: A chat model to use: LangChain's, one with ``generate_response``, or a function of messages.
            embedder: An embedding model to use: LangChain's, one with ``embed``, or a function of
                texts.
            reranker: A reranker to use: one with ``rerank``, or a function of a question and texts.
            vector_store: A vector store to use: LangChain's, or one with the same methods.
        """

    def open(self) -> None:
        """Opens the store now rather than at first use."""

    @overload
    def call(
        self, operation: _Operation, arguments: Mapping[str, Any], progress: _Progress | None = None
    ) -> dict[str, Any]:
        """Does an operation and waits for its answer, with the interpreter released.

        Operations that take long tell ``progress`` how many are done, and of how many if that is known.
        """

    @overload
    def call(self, operation: Literal["get"], arguments: Mapping[str, Any]) -> dict[str, Any] | None: ...
    @overload
    def call(self, operation: Literal["history"], arguments: Mapping[str, Any]) -> list[dict[str, Any]]: ...
    @overload
    def call(self, operation: Literal["embed"], arguments: Mapping[str, Any]) -> list[list[float]]: ...
    @overload
    def call_async(
        self, operation: _Operation, arguments: Mapping[str, Any], progress: _Progress | None = None
    ) -> Future[dict[str, Any]]:
        """Starts an operation; the future is the running loop's, which also calls ``progress``.

        Cancelling it drops the work.
        """

    @overload
    def call_async(
        self, operation: Literal["get"], arguments: Mapping[str, Any]
    ) -> Future[dict[str, Any] | None]: ...
    @overload
    def call_async(
        self, operation: Literal["history"], arguments: Mapping[str, Any]
    ) -> Future[list[dict[str, Any]]]: ...
    @overload
    def call_async(
        self, operation: Literal["embed"], arguments: Mapping[str, Any]
    ) -> Future[list[list[float]]]: ...
    def close(self) -> None:
        """Lets go of the store; later calls fail. Closing again does nothing."""

    def config(self) -> dict[str, str]:
        """Every setting in force, by its whole key; secrets are hidden."""

@final
class ApiClient:
    """A client of the hosted API: operations by name, with arguments and answers as plain values.

    Making one sends nothing. Any number of threads and event loops may use it at once; a forked child makes
    connections of its own.
    """

    def __new__(
        cls,
        api_key: str,
        host: str,
        *,
        org_id: str | None = None,
        project_id: str | None = None,
        headers: dict[str, str] | None = None,
        timeout: float | None = None,
        proxy: str | None = None,
        max_retries: int | None = None,
        program: str = "mem0-python",
    ) -> ApiClient:
        """Takes a key and where to send it. ``timeout`` is in seconds; ``None`` is no limit.

        ``program`` is the last of the programs that ``X-Mem0-Client`` names.
        """

    def call(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """Does an operation and waits for its answer, with the interpreter released."""

    def call_async(self, operation: str, arguments: Mapping[str, Any]) -> Future[Any]:
        """Starts an operation; the future is the running loop's. Cancelling it drops the work."""

    def begin(self, operation: str, arguments: Mapping[str, Any]) -> Exchange:
        """Begins an operation whose requests the caller sends."""

@final
class Exchange:
    """An operation under way: send ``request()``, hand what comes back to ``answer()``, and so on."""

    def request(self) -> dict[str, Any]:
        """What to send: ``method``, ``url``, ``headers`` with the key among them, and ``body``."""

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> tuple[Any] | None:
        """Takes what came back: ``None`` if there is another request to send, else the answer in a tuple."""

@final
class ChatModel:
    """A language model of one of the engine's providers, without a memory around it."""

    def __new__(cls, config: Mapping[str, Any]) -> ChatModel:
        """Takes a configuration with the section ``llm``; asks nothing."""

    def name(self) -> str:
        """Its provider and its name."""

    def ask(
        self,
        messages: list[dict[str, Any]],
        *,
        response_format: Mapping[str, Any] | None = None,
        tools: list[dict[str, Any]] | None = None,
        tool_choice: str = "auto",
    ) -> dict[str, Any]:
        """Asks once, and waits for the answer: ``{"content", "tool_calls", "usage"}``."""
