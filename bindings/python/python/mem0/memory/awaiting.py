"""``AsyncMemory``: every call is awaited."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

from mem0.memory.arguments import (
    CHAT,
    UNSET,
    Day,
    Messages,
    Moment,
    Unset,
    checked_messages,
    given,
    known_keywords,
    rows_of,
    update_arguments,
)
from mem0.memory.base import MemoryBase
from mem0.memory.engine import EngineHolder
from mem0.memory.portable import PAGE, Counts, Source, Target, add_counts, batches, records_of, writer
from mem0.memory.progress import progress_bar
from mem0.memory.results import Results

if TYPE_CHECKING:
    from typing_extensions import Self

    from mem0.configs.base import MemoryConfig

__all__ = ["AsyncMemory"]

AnyMemory = TypeVar("AnyMemory", bound="AsyncMemory")


class AsyncMemory(EngineHolder, MemoryBase):
    """:class:`Memory` for programs with an event loop: the same methods, to be awaited.

    The engine works beside the loop, without a thread for each call; cancelling a task drops its work.

    Example:
        >>> import asyncio
        >>> async def talk() -> list[str]:
        ...     async with AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}}) as memory:
        ...         await memory.add("我喜欢披萨", user_id="小雨", infer=False)
        ...         return [found["memory"] for found in await memory.search("食物", user_id="小雨")]
        >>> asyncio.run(talk())
        ['我喜欢披萨']

    Raises:
        ConfigurationError: The configuration can't be used; the message names the key.
    """

    def __init__(self, config: MemoryConfig | Mapping[str, Any] | None = None) -> None:
        super().__init__(config)

    @classmethod
    def from_config(cls, config_dict: MemoryConfig | Mapping[str, Any]) -> Self:
        """A memory of a dictionary; works with ``await`` and without.

        Raises:
            ConfigurationError: The configuration can't be used; the message names the key.
        """
        return cls(config_dict)

    def __await__(self) -> Generator[Any, None, Self]:
        return _itself(self).__await__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @known_keywords
    async def add(
        self,
        messages: Messages,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        infer: bool = True,
        memory_type: str | None = None,
        prompt: str | None = None,
        timestamp: Moment | None = None,
        expiration_date: Day | None = None,
        app_id: str | None = None,
        categories: Sequence[str] | None = None,
        immutable: bool | None = None,
        includes: str | None = None,
        excludes: str | None = None,
    ) -> Results:
        """Draws memories from messages, or keeps them word for word.

        See :meth:`Memory.add`.
        """
        arguments = given(
            user_id=user_id,
            agent_id=agent_id,
            run_id=run_id,
            metadata=metadata,
            memory_type=memory_type,
            prompt=prompt,
            timestamp=timestamp,
            expiration_date=expiration_date,
            app_id=app_id,
            categories=categories,
            immutable=immutable,
            includes=includes,
            excludes=excludes,
        )
        arguments["messages"] = checked_messages(messages)
        arguments["infer"] = infer
        return Results(await self._engine.call_async("add", arguments))

    @known_keywords
    async def search(
        self,
        query: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        limit: int = 100,
        filters: Mapping[str, Any] | None = None,
        threshold: float | None = None,
        rerank: bool | None = None,
        top_k: int | None = None,
        explain: bool = False,
        show_expired: bool = False,
        reference_date: Moment | None = None,
        as_of: Moment | None = None,
        app_id: str | None = None,
    ) -> Results:
        """Finds what is remembered about a question, best first.

        See :meth:`Memory.search`.
        """
        arguments = given(
            user_id=user_id,
            agent_id=agent_id,
            run_id=run_id,
            limit=limit,
            filters=filters,
            threshold=threshold,
            rerank=rerank,
            top_k=top_k,
            explain=explain,
            show_expired=show_expired,
            reference_date=reference_date,
            as_of=as_of,
            app_id=app_id,
        )
        return Results(await self._engine.call_async("search", {"query": query, **arguments}))

    @known_keywords
    async def get(self, memory_id: str) -> dict[str, Any] | None:
        """One memory; ``None`` if there is none.

        See :meth:`Memory.get`.
        """
        answer: dict[str, Any] | None = await self._engine.call_async("get", {"memory_id": memory_id})
        return answer

    @known_keywords
    async def get_all(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        filters: Mapping[str, Any] | None = None,
        limit: int = 100,
        top_k: int | None = None,
        show_expired: bool = False,
        offset: int | None = None,
        as_of: Moment | None = None,
        app_id: str | None = None,
    ) -> Results:
        """The memories of a scope, newest first.

        See :meth:`Memory.get_all`.
        """
        arguments = given(
            user_id=user_id,
            agent_id=agent_id,
            run_id=run_id,
            filters=filters,
            limit=limit,
            top_k=top_k,
            show_expired=show_expired,
            offset=offset,
            as_of=as_of,
            app_id=app_id,
        )
        return Results(await self._engine.call_async("get_all", arguments))

    @known_keywords
    async def update(
        self,
        memory_id: str,
        text: str | Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        expiration_date: Day | None | Unset = UNSET,
        data: str | Mapping[str, Any] | None = None,
        *,
        timestamp: Moment | None = None,
        categories: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Changes a memory; the old version is kept.

        See :meth:`Memory.update`.
        """
        arguments = update_arguments(memory_id, text, metadata, expiration_date, data, timestamp, categories)
        answer: dict[str, Any] = await self._engine.call_async("update", arguments)
        return answer

    @known_keywords
    async def delete(self, memory_id: str) -> dict[str, Any]:
        """Takes a memory out of recall; its history stays, and :meth:`undo` brings it back.

        See :meth:`Memory.delete`.
        """
        answer: dict[str, Any] = await self._engine.call_async("delete", {"memory_id": memory_id})
        return answer

    @known_keywords
    async def delete_all(
        self,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        *,
        app_id: str | None = None,
    ) -> dict[str, Any]:
        """Takes all memories of a scope out of recall; with several ids, those that have all of them.

        See :meth:`Memory.delete_all`.
        """
        arguments = given(user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id)
        answer: dict[str, Any] = await self._engine.call_async("delete_all", arguments)
        return answer

    @known_keywords
    async def history(self, memory_id: str) -> list[dict[str, Any]]:
        """What happened to a memory, in order; empty for an unknown id. Outlives the memory.

        See :meth:`Memory.history`.
        """
        answer: list[dict[str, Any]] = await self._engine.call_async("history", {"memory_id": memory_id})
        return answer

    async def reset(self) -> None:
        """Erases everything in the collection. There is no way back.

        See :meth:`Memory.reset`.
        """
        await self._engine.call_async("reset", {})

    async def chat(self, query: str) -> NoReturn:
        """Not there: a memory remembers and recalls, it doesn't talk.

        See :meth:`Memory.chat`.
        """
        raise NotImplementedError(CHAT)

    # Beyond the original.

    @known_keywords
    async def retry(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        prompt: str | None = None,
        app_id: str | None = None,
    ) -> Results:
        """Draws memories from messages whose extraction failed earlier; nothing to do is no error.

        See :meth:`Memory.retry`.
        """
        arguments = given(
            user_id=user_id, agent_id=agent_id, run_id=run_id, metadata=metadata, prompt=prompt, app_id=app_id
        )
        return Results(await self._engine.call_async("retry", arguments))

    @known_keywords
    async def undo(self, memory_id: str) -> dict[str, Any]:
        """Takes back the last change of a memory that was not taken back yet.

        See :meth:`Memory.undo`.
        """
        answer: dict[str, Any] = await self._engine.call_async("undo", {"memory_id": memory_id})
        return answer

    @known_keywords
    async def forget(self, memory_id: str) -> dict[str, Any]:
        """Erases a memory with its versions, its history, and the messages that it alone came from.

        See :meth:`Memory.forget`.
        """
        answer: dict[str, Any] = await self._engine.call_async("forget", {"memory_id": memory_id})
        return answer

    @known_keywords
    async def forget_all(
        self,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        *,
        app_id: str | None = None,
    ) -> dict[str, Any]:
        """Erases everything of a scope: memories, history, messages. There is no way back.

        See :meth:`Memory.forget_all`.
        """
        arguments = given(user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id)
        answer: dict[str, Any] = await self._engine.call_async("forget_all", arguments)
        return answer

    @known_keywords
    async def sources(self, memory_id: str) -> list[dict[str, Any]]:
        """The messages that a memory came from, oldest first.

        See :meth:`Memory.sources`.
        """
        return rows_of(await self._engine.call_async("sources", {"memory_id": memory_id}))

    async def health(self) -> dict[str, Any]:
        """Counts, size, and what is wrong with the store (``problems``).

        See :meth:`Memory.health`.
        """
        answer: dict[str, Any] = await self._engine.call_async("health", {})
        return answer

    @known_keywords
    async def embed(
        self, texts: str | Sequence[str], purpose: Literal["document", "query"] = "document"
    ) -> list[list[float]]:
        """The vectors that the embedding model makes of texts, each of length 1; nothing is stored.

        See :meth:`Memory.embed`.
        """
        answer: list[list[float]] = await self._engine.call_async(
            "embed", {"texts": texts, "purpose": purpose}
        )
        return answer

    @known_keywords
    async def reembed(self, *, progress: bool | None = None) -> int:
        """Rewrites all vectors with the configured embedding model, after it was changed.

        See :meth:`Memory.reembed`.
        """
        bar = progress_bar("Embedding", None, "text", progress)
        try:
            count: int = (await self._engine.call_async("reembed", {}))["texts"]
            bar.update(count)
        finally:
            bar.close()
        return count

    @known_keywords
    async def export(
        self,
        target: Target,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        app_id: str | None = None,
        messages: bool = True,
        progress: bool | None = None,
    ) -> Counts:
        """Writes memories with all versions and their history as JSON Lines; deleted ones too.

        See :meth:`Memory.export`.
        """
        arguments = given(
            user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id, limit=PAGE, messages=messages
        )
        bar = progress_bar("Exporting", None, "record", progress)
        try:
            with writer(target) as output:
                while True:
                    page = await self._engine.call_async("export", arguments)
                    output.write(page["records"])
                    bar.update(len(page["records"]))
                    if page["next"] is None:
                        return output.counts
                    arguments["after"] = page["next"]
        finally:
            bar.close()

    @known_keywords
    async def import_from(self, source: Source, *, progress: bool | None = None) -> Counts:
        """Brings in what :meth:`export` wrote; ids and times are kept.

        See :meth:`Memory.import_from`.
        """
        counts: Counts = {"memories": 0, "skipped": 0, "episodes": 0}
        bar = progress_bar("Importing", None, "record", progress)
        try:
            for batch in batches(records_of(source)):
                add_counts(counts, await self._engine.call_async("import", {"records": batch}))
                bar.update(len(batch))
        finally:
            bar.close()
        return counts


async def _itself(memory: AnyMemory) -> AnyMemory:
    return memory
