"""Memories of the hosted API: added, read, changed and deleted. Made from ``asynchronous``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mem0.client import operations
from mem0.client.connection import Connected
from mem0.client.operations import UNSET, given
from mem0.client.types import AddMemoryOptions, Day, DeleteAllMemoryOptions, UpdateMemoryOptions

JsonObject = dict[str, Any]
Messages = str | Mapping[str, Any] | Iterable[Any]


class Memories(Connected):
    """What is done with memories."""

    def add(
        self,
        messages: Messages,
        options: AddMemoryOptions | Mapping[str, Any] | None = None,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: JsonObject | None = None,
        filters: JsonObject | None = None,
        infer: bool | None = None,
        async_mode: bool | None = None,
        immutable: bool | None = None,
        expiration_date: Day | None = None,
        timestamp: float | None = None,
        includes: str | None = None,
        excludes: str | None = None,
        custom_categories: list[JsonObject] | JsonObject | None = None,
        custom_instructions: str | None = None,
        enable_graph: bool | None = None,
        output_format: str | None = None,
        version: str | None = None,
        **more: Any,
    ) -> JsonObject:
        """Remembers what a conversation tells.

        Args:
            messages: A string, a message (``{"role", "content"}``) or a list of messages.
            options: The keywords below as an object; keywords win.
            user_id: Whose memories these are. At least one of the four ids is needed.
            agent_id: Which agent's they are.
            app_id: Which application's they are.
            run_id: Which session's they are.
            metadata: What to keep with every memory; search and lists can filter by it.
            filters: The ids, for those who write them this way: ``{"user_id": "小明"}``.
            infer: ``False`` keeps each message word for word, as a memory of its own.
            async_mode: ``True`` answers at once, with an ``event_id``, and works in the background.
            immutable: Whether the memories can't be changed later.
            expiration_date: Last day on which they are found.
            timestamp: When it was said, in seconds since 1970; default: now.
            includes: What is worth keeping, in words.
            excludes: What isn't, in words.
            custom_categories: Categories to choose from, ``[{name: description}]``.
            custom_instructions: What to heed when memories are made.
            enable_graph: Whether to keep relations as well.
            output_format: Of the past; the answer is always a dictionary.
            version: ``"v2"``: what was said earlier counts as context.
            **more: Sent as they are.

        Returns:
            ``{"results": [{"id", "event", "memory", ...}]}``, or with ``async_mode=True``
            ``{"results": [...], "message", "status": "PENDING", "event_id"}``.

        Example:
            >>> client.add([{"role": "user", "content": "我叫 John，是一名开发者"}], user_id="john")
        """
        arguments = given(
            options,
            more,
            {
                "user_id": user_id,
                "agent_id": agent_id,
                "app_id": app_id,
                "run_id": run_id,
                "metadata": metadata,
                "filters": filters,
                "infer": infer,
                "async_mode": async_mode,
                "immutable": immutable,
                "expiration_date": expiration_date,
                "timestamp": timestamp,
                "includes": includes,
                "excludes": excludes,
                "custom_categories": custom_categories,
                "custom_instructions": custom_instructions,
                "enable_graph": enable_graph,
                "output_format": output_format,
                "version": version,
            },
        )
        answer: JsonObject = self._call(operations.add(messages, arguments))
        return answer

    def get(self, memory_id: str) -> JsonObject:
        """One memory by its id.

        Raises:
            MemoryNotFoundError: There is no such memory.
        """
        answer: JsonObject = self._call(("get", {"memory_id": memory_id}))
        return answer

    def update(
        self,
        memory_id: str,
        options: str | UpdateMemoryOptions | Mapping[str, Any] | None = None,
        metadata: JsonObject | None = None,
        timestamp: float | str | None = None,
        *,
        text: str | None = None,
        expiration_date: Day | operations.Unset | None = UNSET,
        **more: Any,
    ) -> JsonObject:
        """Changes a memory and answers it as it is then.

        Args:
            memory_id: Which memory.
            options: The new text, or the keywords as an object.
            metadata: The new metadata; they replace the old.
            timestamp: When it was said.
            text: The new text.
            expiration_date: Last day on which it is found; ``None``: for ever.
            **more: Sent as they are.

        Raises:
            ValueError: Nothing to change was given.
            MemoryNotFoundError: There is no such memory.

        Example:
            >>> client.update(memory_id, "喜欢披萨和寿司")
            >>> client.update(memory_id, metadata={"来源": "问卷"}, expiration_date="2026-12-31")
        """
        keywords = {
            **more,
            "text": text,
            "metadata": metadata,
            "timestamp": timestamp,
            "expiration_date": expiration_date,
        }
        answer: JsonObject = self._call(operations.update(memory_id, options, keywords))
        return answer

    def delete(self, memory_id: str, delete_linked: bool = False) -> JsonObject:
        """Deletes a memory, with ``delete_linked`` also the older ones that it replaced.

        Raises:
            MemoryNotFoundError: There is no such memory.
        """
        arguments = {"memory_id": memory_id, "delete_linked": delete_linked}
        answer: JsonObject = self._call(("delete", arguments))
        return answer

    def delete_all(
        self,
        options: DeleteAllMemoryOptions | Mapping[str, Any] | None = None,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: JsonObject | None = None,
        filters: JsonObject | None = None,
        **more: Any,
    ) -> JsonObject:
        """Deletes all memories of a user, an agent, an application, a session or what they have in common.

        Raises:
            ValidationError: None of the ids was given. To delete everything there is :meth:`reset`.
        """
        arguments = given(
            options,
            more,
            {
                "user_id": user_id,
                "agent_id": agent_id,
                "app_id": app_id,
                "run_id": run_id,
                "metadata": metadata,
                "filters": filters,
            },
        )
        answer: JsonObject = self._call(("delete_all", arguments))
        return answer

    def history(self, memory_id: str) -> list[JsonObject]:
        """How a memory came to be what it is: its changes, oldest first, also after it was deleted."""
        answer: list[JsonObject] = self._call(("history", {"memory_id": memory_id}))
        return answer

    def batch_update(self, memories: Iterable[Mapping[str, Any]]) -> JsonObject:
        """Changes up to 1,000 memories at once: ``[{"memory_id", "text"?, "metadata"?}]``."""
        answer: JsonObject = self._call(("batch_update", {"memories": list(memories)}))
        return answer

    def batch_delete(self, memories: Iterable[Mapping[str, Any]]) -> JsonObject:
        """Deletes up to 1,000 memories at once: ``[{"memory_id"}]``."""
        answer: JsonObject = self._call(("batch_delete", {"memories": list(memories)}))
        return answer

    def feedback(
        self, memory_id: str, feedback: str | None = None, feedback_reason: str | None = None
    ) -> JsonObject:
        """Says how good a memory is.

        Args:
            memory_id: Which memory.
            feedback: ``"POSITIVE"``, ``"NEGATIVE"`` or ``"VERY_NEGATIVE"``, in any case; ``None`` takes an
                earlier judgement back.
            feedback_reason: Why.

        Raises:
            ValueError: ``feedback`` is something else.
        """
        arguments = {"memory_id": memory_id, "feedback": feedback, "feedback_reason": feedback_reason}
        answer: JsonObject = self._call(("feedback", arguments))
        return answer
