"""``AsyncMemory``: every call is awaited. ``synchronous.py`` is made from this file."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NoReturn

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
from mem0.memory.portable import PAGE, Counts, Source, Target, import_arguments, writer
from mem0.memory.progress import progress_bar
from mem0.memory.results import Results

if TYPE_CHECKING:
    from typing_extensions import Self

    from mem0.configs.base import MemoryConfig

__all__ = ["AsyncMemory"]


class AsyncMemory(EngineHolder, MemoryBase):
    """A memory on this machine, for programs with an event loop: :class:`Memory`, to be awaited.

    Making one opens nothing: the store is opened by the first call. The engine works beside the loop, without
    a thread for each call; cancelling a task drops its work.

    Args:
        config: A :class:`~mem0.configs.base.MemoryConfig` or a dictionary of the same keys. Without one:
            ``MEM0_...`` variables, the configuration file, and what needs nothing but this machine.

    Example:
        >>> async with AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}}) as memory:
        ...     added = await memory.add("我喜欢披萨，讨厌西兰花", user_id="小雨")
        ...     found = await memory.search("食物偏好", user_id="小雨")
        >>> found[0]["user_id"]
        '小雨'

    Raises:
        ConfigurationError: The configuration can't be used; the message names the key.
    """

    def __init__(self, config: MemoryConfig | Mapping[str, Any] | None = None) -> None:
        super().__init__(config)

    @classmethod
    def from_config(cls, config_dict: MemoryConfig | Mapping[str, Any]) -> Self:
        """A memory of a dictionary; works with ``await`` and without.

        Example:
            >>> AsyncMemory.from_config({"path": ":memory:", "collection_name": "日记"}).collection_name
            '日记'

        Raises:
            ConfigurationError: The configuration can't be used; the message names the key.
        """
        return cls(config_dict)

    def __await__(self) -> Generator[None, None, Self]:
        yield from ()
        return self

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

        Args:
            messages: A text, a message (``{"role", "content", "name"}``), or a list of messages. ``content``
                may hold images and PDF files as well as text.
            user_id: The person whose memories they are. One of ``user_id``, ``agent_id`` and ``run_id`` is
                needed.
            agent_id: The assistant or agent.
            run_id: The conversation, session or task.
            metadata: What you want to find again with them; can be filtered by.
            infer: ``False`` keeps each message as one memory, word for word.
            memory_type: ``"procedural_memory"`` makes one memory that tells how something was done.
            prompt: What extraction should heed, in words.
            timestamp: When it was said; default now.
            expiration_date: The last day (UTC) on which the memories are shown.
            app_id: The application.
            categories: Categories of the memories.
            immutable: Whether the memories refuse updates.
            includes: What to keep, in words; nothing else is kept then.
            excludes: What to leave out, in words.

        Returns:
            ``{"results": [{"id", "memory", "event"}]}`` with the events ``ADD``, ``UPDATE`` and ``DELETE``.

        Example:
            >>> memory = AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}})
            >>> added = await memory.add(
            ...     [{"role": "user", "content": "我对花生过敏。"}],
            ...     user_id="小雨",
            ...     metadata={"category": "health"},
            ...     infer=False,
            ... )
            >>> added[0]["memory"]
            '我对花生过敏。'

        Raises:
            ValidationError: No id is given (``VALIDATION_001``), the memory type can't be made
                (``VALIDATION_002``), the messages can't be read (``VALIDATION_003``). Nothing is changed.
            LLMError: The language model failed. The messages are kept; see :meth:`retry`.
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

        Args:
            query: The question, in any language.
            user_id: The person whose memories they are. One id is needed, here or in ``filters``.
            agent_id: The assistant or agent.
            run_id: The conversation, session or task.
            limit: How many at most.
            filters: Which memories: ``{"metadata.type": "study"}``, ``{"OR": [...]}``,
                ``{"created_at": {"gte": "2026-01-01"}}``.
            threshold: Memories with a lower score are left out, 0 to 1; default: none is.
            rerank: Whether a reranker looks at the best again; default: where one is configured.
            top_k: The same as ``limit``, and stronger.
            explain: Whether each memory says how its score came about (``score_details``).
            show_expired: Whether memories past their ``expiration_date`` are shown.
            reference_date: What "yesterday" in the question means; default now.
            as_of: Answer from what held at this moment instead of now.
            app_id: The application.

        Returns:
            ``{"results": [{"id", "memory", "score", "metadata", "created_at", ...}]}``; looping over it goes
            over the memories.

        Example:
            >>> memory = AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}})
            >>> added = await memory.add("我喜欢披萨，讨厌西兰花", user_id="小雨", infer=False)
            >>> found = await memory.search("食物偏好", user_id="小雨", limit=3)
            >>> [item["memory"] for item in found]
            ['我喜欢披萨，讨厌西兰花']

        Raises:
            ValidationError: No id is given, the question is blank, a number is out of its range, or the
                filter can't be read.
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

        Args:
            memory_id: Its id.

        Returns:
            ``{"id", "memory", "hash", "metadata", "score", "created_at", "updated_at", ...}``.
        """
        return await self._engine.call_async("get", {"memory_id": memory_id})

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

        Args:
            user_id: The person whose memories they are. One id is needed, here or in ``filters``.
            agent_id: The assistant or agent.
            run_id: The conversation, session or task.
            filters: Which memories; see :meth:`search`.
            limit: How many at most.
            top_k: The same as ``limit``, and stronger.
            show_expired: Whether memories past their ``expiration_date`` are shown.
            offset: How many to pass over.
            as_of: List what held at this moment instead of now.
            app_id: The application.

        Returns:
            ``{"results": [{"id", "memory", "metadata", "created_at", ...}]}``; looping over it goes over the
            memories.

        Example:
            >>> memory = AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}})
            >>> added = await memory.add(
            ...     "学习了光合作用", user_id="小明", metadata={"type": "学习"}, infer=False
            ... )
            >>> len(await memory.get_all(user_id="小明", filters={"metadata.type": "学习"}))
            1

        Raises:
            ValidationError: No id is given, or the filter can't be read.
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

        Args:
            memory_id: Its id.
            text: The new text.
            metadata: Keys to set; other keys stay.
            expiration_date: The last day (UTC) on which it is shown; ``None`` clears it.
            data: Another name of ``text``.
            timestamp: From when on it is true; default now.
            categories: Categories in place of the old ones.

        Returns:
            ``{"message": "Memory updated successfully!"}``.

        Example:
            >>> memory = AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}})
            >>> added = await memory.add("住在北京", user_id="小雨", infer=False)
            >>> await memory.update(added[0]["id"], "搬到杭州了", metadata={"已核实": True})
            {'message': 'Memory updated successfully!'}

        Raises:
            MemoryNotFoundError: There is no such memory.
            ValidationError: There is nothing to change, or the memory is immutable.
        """
        arguments = update_arguments(memory_id, text, metadata, expiration_date, data, timestamp, categories)
        return await self._engine.call_async("update", arguments)

    @known_keywords
    async def delete(self, memory_id: str) -> dict[str, Any]:
        """Takes a memory out of recall; its history stays, and :meth:`undo` brings it back.

        Returns:
            ``{"message": "Memory deleted successfully!"}``.

        Raises:
            MemoryNotFoundError: There is no such memory.
        """
        return await self._engine.call_async("delete", {"memory_id": memory_id})

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

        Returns:
            ``{"message": "Memories deleted successfully!"}``.

        Raises:
            ValidationError: No id is given; :meth:`reset` wipes everything.
        """
        arguments = given(user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id)
        return await self._engine.call_async("delete_all", arguments)

    @known_keywords
    async def history(self, memory_id: str) -> list[dict[str, Any]]:
        """What happened to a memory, in order; empty for an unknown id. Outlives the memory.

        Returns:
            ``[{"id", "memory_id", "old_memory", "new_memory", "event", "created_at", ...}]``.
        """
        return await self._engine.call_async("history", {"memory_id": memory_id})

    async def reset(self) -> None:
        """Erases everything in the collection. There is no way back."""
        await self._engine.call_async("reset", {})

    async def chat(self, query: str) -> NoReturn:
        """Not there: a memory remembers and recalls, it doesn't talk.

        Raises:
            NotImplementedError: Always.
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

        Returns:
            As :meth:`add`.
        """
        arguments = given(
            user_id=user_id, agent_id=agent_id, run_id=run_id, metadata=metadata, prompt=prompt, app_id=app_id
        )
        return Results(await self._engine.call_async("retry", arguments))

    @known_keywords
    async def undo(self, memory_id: str) -> dict[str, Any]:
        """Takes back the last change of a memory that was not taken back yet.

        Returns:
            The row that :meth:`history` shows of it.

        Raises:
            MemoryNotFoundError: There is no such memory.
            ValidationError: Nothing is left to undo.
        """
        return await self._engine.call_async("undo", {"memory_id": memory_id})

    @known_keywords
    async def forget(self, memory_id: str) -> dict[str, Any]:
        """Erases a memory with its versions, its history, and the messages that it alone came from.

        There is no way back: afterwards its text stands in no byte of the store's files.

        Returns:
            How many of each were erased.

        Raises:
            MemoryNotFoundError: Nothing is known of this id.
        """
        return await self._engine.call_async("forget", {"memory_id": memory_id})

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

        Returns:
            How many of each were erased.

        Raises:
            ValidationError: No id is given.
        """
        arguments = given(user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id)
        return await self._engine.call_async("forget_all", arguments)

    @known_keywords
    async def sources(self, memory_id: str) -> list[dict[str, Any]]:
        """The messages that a memory came from, oldest first.

        Raises:
            MemoryNotFoundError: There is no such memory.
        """
        return rows_of(await self._engine.call_async("sources", {"memory_id": memory_id}))

    async def health(self) -> dict[str, Any]:
        """Counts, size, and what is wrong with the store (``problems``)."""
        return await self._engine.call_async("health", {})

    @known_keywords
    async def embed(
        self, texts: str | Sequence[str], purpose: Literal["document", "query"] = "document"
    ) -> list[list[float]]:
        """The vectors that the embedding model makes of texts, each of length 1; nothing is stored.

        Args:
            texts: A text, or a list of them.
            purpose: ``"query"`` for questions.

        Returns:
            A vector for each text, in order.
        """
        return await self._engine.call_async("embed", {"texts": texts, "purpose": purpose})

    @known_keywords
    async def reembed(self, *, progress: bool | None = None) -> int:
        """Rewrites all vectors with the configured embedding model, after it was changed.

        Args:
            progress: Whether a progress bar is shown (needs ``tqdm``); default: where somebody looks.

        Returns:
            How many texts there were.
        """
        with progress_bar("Embedding", "text", progress) as tell:
            answer = await self._engine.call_async("reembed", {}, tell)
        count: int = answer["texts"]
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

        Args:
            target: A file's name, or an open file. A file is replaced only when all is written.
            user_id: Whose; without any id everybody's.
            agent_id: The assistant or agent.
            run_id: The conversation, session or task.
            app_id: The application.
            messages: Whether messages are written as well.
            progress: Whether a progress bar is shown (needs ``tqdm``); default: where somebody looks.

        Returns:
            ``{"memories": ..., "episodes": ...}``.
        """
        arguments = given(
            user_id=user_id, agent_id=agent_id, run_id=run_id, app_id=app_id, limit=PAGE, messages=messages
        )
        done = 0
        with progress_bar("Exporting", "record", progress) as tell, writer(target) as output:
            while True:
                page = await self._engine.call_async("export", arguments)
                output.write(page["records"])
                done += len(page["records"])
                if tell:
                    tell(done, None)
                if page["next"] is None:
                    return output.counts
                arguments["after"] = page["next"]

    @known_keywords
    async def import_from(
        self,
        source: Source,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        app_id: str | None = None,
        collection: str | None = None,
        history: str | PathLike[str] | Literal[False] | None = None,
        dry_run: bool = False,
        progress: bool | None = None,
    ) -> Counts:
        """Moves memories in; ids, times, metadata and history are kept, texts are embedded anew.

        What is there already is skipped, so an interrupted import is simply started again.

        Args:
            source: What :meth:`export` wrote, what ``get_all`` of the original answered, a ChatGPT export or
                messages: by the name of a file, as an open file, or as values. Or a store of the original:
                the folder of its Qdrant, Chroma or FAISS, an address ``postgres://user@host/database``, or
                ``"original"`` for where it keeps things by default.
            user_id: Whose they become where the source doesn't say.
            agent_id: Likewise, the assistant or agent.
            run_id: Likewise, the conversation, session or task.
            app_id: Likewise, the application.
            collection: Only this collection or table of a store.
            history: The original's ``history.db``, if it isn't found; ``False`` leaves the history out.
            dry_run: Whether everything is read and nothing brought in.
            progress: Whether a progress bar is shown (needs ``tqdm``); default: where somebody looks.

        Returns:
            ``{"memories": ..., "skipped": ..., "episodes": ..., "of_other_stores": ...}``; the last counts
            memories that only a shared history tells of.

        Example:
            >>> memory = AsyncMemory({"path": ":memory:", "embedder": {"provider": "static"}})
            >>> dump = {"results": [{"id": "1", "memory": "我喜欢喝茶", "user_id": "小雨"}]}
            >>> counts = await memory.import_from(dump)
            >>> counts["memories"]
            1

        Raises:
            OSError: There is no such file.
            ValidationError: It is nothing that can be brought in; or some records can't be read: the message
                names them, and all others are there.
        """
        arguments = import_arguments(source) | given(
            user_id=user_id,
            agent_id=agent_id,
            run_id=run_id,
            app_id=app_id,
            collection=collection,
            history=os.fspath(history) if history else history,
            dry_run=dry_run,
        )
        with progress_bar("Importing", "record", progress) as tell:
            counts: Counts = await self._engine.call_async("import_from", arguments, tell)
        return counts
