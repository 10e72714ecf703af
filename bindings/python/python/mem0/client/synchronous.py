"""The blocking client of the hosted API. Made from ``asynchronous.py``: change that file."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from mem0.client import operations
from mem0.client.connection import DEFAULT_TIMEOUT, Connected, HttpClient
from mem0.client.operations import UNSET, given
from mem0.client.project import Project
from mem0.client.results import MemoryList
from mem0.client.types import (
    AddMemoryOptions,
    Day,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    ProjectUpdateOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)

if TYPE_CHECKING:
    from typing_extensions import Self

logger = logging.getLogger(__name__)

JsonObject = dict[str, Any]
Messages = str | Mapping[str, Any] | Iterable[Any]


class MemoryClient(Connected):
    """Memories kept by the hosted service, or by a server of your own.

    Example:
        >>> with MemoryClient(api_key="m0-...") as client:
        ...     client.add("我喜欢披萨，讨厌西兰花", user_id="小明")
        ...     found = client.search("食物偏好", user_id="小明")
        ...     print([memory["memory"] for memory in found])

    Making a client asks the server about the key, once. Waiting threads let others run.

    Args:
        api_key: The key; default: the environment variable ``MEM0_API_KEY``.
        host: Address of the server; default: the environment variable ``MEM0_BASE_URL``, else the hosted
            service.
        org_id: The organization, together with ``project_id``; default: what the key belongs to.
        project_id: The project, together with ``org_id``.
        client: An HTTP client of your own, such as ``httpx.Client``: every request goes through it. It
            takes over our address and headers and is closed together with this client.
        headers: Further headers for every request.
        timeout: Longest wait for an answer, in seconds.
        proxy: Address of a proxy; default: the environment's (``HTTPS_PROXY`` ...).
        max_retries: How often a request that can safely be repeated is sent again.

    Attributes:
        api_key: The key.
        host: Address of the server.
        org_id: The organization.
        project_id: The project.
        user_id: MD5 of the key: a name for the caller that tells nothing.
        user_email: Whose key this is.
        project: What can be asked about the project and its members.
        client: The HTTP client: ``client`` if one was given.

    Raises:
        ValueError: No key, only one of ``org_id`` and ``project_id``, or a key that the server refuses (then
            an ``AuthenticationError`` as well).
    """

    def __init__(
        self,
        api_key: str | None = None,
        host: str | None = None,
        org_id: str | None = None,
        project_id: str | None = None,
        client: HttpClient | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        proxy: str | None = None,
        max_retries: int | None = None,
    ) -> None:
        super().__init__(
            api_key,
            host,
            org_id,
            project_id,
            client,
            headers=headers,
            timeout=timeout,
            proxy=proxy,
            max_retries=max_retries,
        )
        self.project = Project(self)
        self._begin()

    def __enter__(self) -> Self:
        self._greet()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ---- memories ----

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

    def search(
        self,
        query: str,
        options: SearchMemoryOptions | Mapping[str, Any] | str | None = None,
        *,
        version: str | None = None,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        filters: JsonObject | None = None,
        top_k: int | None = None,
        limit: int | None = None,
        threshold: float | None = None,
        rerank: bool | None = None,
        keyword_search: bool | None = None,
        filter_memories: bool | None = None,
        fields: list[str] | None = None,
        categories: list[str] | None = None,
        metadata: JsonObject | None = None,
        enable_graph: bool | None = None,
        show_expired: bool | None = None,
        latest_only: bool | None = None,
        **more: Any,
    ) -> MemoryList:
        """Finds what is remembered about ``query``, best first.

        Args:
            query: The question, in any language.
            options: The keywords below as an object; keywords win. A string is taken for ``version``.
            version: Which generation of the API to ask: ``"v1"``, ``"v2"`` or ``"v3"``; default: the one that
                fits the other arguments.
            user_id: Whose memories to look at. At least one of the four ids is needed, here or in
                ``filters``.
            agent_id: Which agent's.
            app_id: Which application's.
            run_id: Which session's.
            filters: Conditions: ``{"AND": [{"user_id": "小明"}, {"created_at": {"gte": "2026-01-01"}}]}``.
                Ids given beside them hold as well.
            top_k: How many memories at most; default: 10.
            limit: An older name of ``top_k``.
            threshold: Least score, 0 to 1.
            rerank: Whether to put the order right with a second, slower look.
            keyword_search: Whether words count beside the meaning.
            filter_memories: Whether to leave out what a second look finds beside the point.
            fields: Keys of the memories to answer; default: all.
            categories: Only memories of these categories.
            metadata: Only memories with these metadata.
            enable_graph: Whether to answer relations as well.
            show_expired: Whether expired memories count.
            latest_only: Whether only the newest version of a memory counts.
            **more: Sent as they are.

        Returns:
            The memories with their ``score``: a list that also answers ``["results"]``.

        Raises:
            ValueError: ``query`` is no string or empty.

        Example:
            >>> found = client.search("食物偏好", user_id="小明", limit=3)
            >>> [memory["memory"] for memory in found]
            ['喜欢披萨']
        """
        arguments = given(
            {"version": options} if isinstance(options, str) else options,
            more,
            {
                "version": version,
                "user_id": user_id,
                "agent_id": agent_id,
                "app_id": app_id,
                "run_id": run_id,
                "filters": filters,
                "top_k": top_k,
                "limit": limit,
                "threshold": threshold,
                "rerank": rerank,
                "keyword_search": keyword_search,
                "filter_memories": filter_memories,
                "fields": fields,
                "categories": categories,
                "metadata": metadata,
                "enable_graph": enable_graph,
                "show_expired": show_expired,
                "latest_only": latest_only,
            },
        )
        return MemoryList.from_answer(self._call(("search", {"query": query, **arguments})))

    def get(self, memory_id: str) -> JsonObject:
        """One memory by its id.

        Raises:
            MemoryNotFoundError: There is no such memory.
        """
        answer: JsonObject = self._call(("get", {"memory_id": memory_id}))
        return answer

    def get_all(
        self,
        options: GetAllMemoryOptions | Mapping[str, Any] | str | None = None,
        *,
        version: str | None = None,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        filters: JsonObject | None = None,
        page: int | None = None,
        page_size: int | None = None,
        top_k: int | None = None,
        limit: int | None = None,
        categories: list[str] | None = None,
        keywords: str | None = None,
        metadata: JsonObject | None = None,
        fields: list[str] | None = None,
        start_date: Day | None = None,
        end_date: Day | None = None,
        enable_graph: bool | None = None,
        show_expired: bool | None = None,
        latest_only: bool | None = None,
        **more: Any,
    ) -> MemoryList:
        """Lists memories, newest first; without any argument those of the whole project.

        Args:
            options: The keywords below as an object; keywords win. A string is taken for ``version``.
            version: Which generation of the API to ask: ``"v1"``, ``"v2"`` or ``"v3"``; default: the one that
                fits the other arguments.
            user_id: Whose memories.
            agent_id: Which agent's.
            app_id: Which application's.
            run_id: Which session's.
            filters: Conditions, as in :meth:`search`.
            page: Which page, from 1.
            page_size: How many on a page; default: 100 as soon as ``page`` is given.
            top_k: How many memories at most.
            limit: An older name of ``top_k``.
            categories: Only memories of these categories.
            keywords: Only memories that contain this.
            metadata: Only memories with these metadata.
            fields: Keys of the memories to answer; default: all.
            start_date: Only memories from this day on.
            end_date: Only memories up to this day.
            enable_graph: Whether to answer relations as well.
            show_expired: Whether expired memories count.
            latest_only: Whether only the newest version of a memory counts.
            **more: Sent as they are.

        Returns:
            A list that also answers ``["results"]``; by pages also ``["count"]``, ``["next"]`` and
            ``["previous"]``.

        Example:
            >>> page = client.get_all(user_id="小明", page=1, page_size=50)
            >>> print(len(page), "/", page["count"])
        """
        arguments = given(
            {"version": options} if isinstance(options, str) else options,
            more,
            {
                "version": version,
                "user_id": user_id,
                "agent_id": agent_id,
                "app_id": app_id,
                "run_id": run_id,
                "filters": filters,
                "page": page,
                "page_size": page_size,
                "top_k": top_k,
                "limit": limit,
                "categories": categories,
                "keywords": keywords,
                "metadata": metadata,
                "fields": fields,
                "start_date": start_date,
                "end_date": end_date,
                "enable_graph": enable_graph,
                "show_expired": show_expired,
                "latest_only": latest_only,
            },
        )
        return MemoryList.from_answer(self._call(("get_all", arguments)))

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

    # ---- users, agents, applications, sessions ----

    def users(self, *, page: int | None = None, page_size: int | None = None) -> JsonObject:
        """Everybody who has memories: ``{"results": [{"type", "name", "total_memories", ...}], ...}``."""
        answer: JsonObject = self._call(("users", given(None, {"page": page, "page_size": page_size})))
        return answer

    def delete_users(
        self,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> JsonObject:
        """Deletes one user, agent, application or session with all memories; without an id, **every one**.

        Raises:
            ValueError: No id was given, and there is nobody to delete.
        """
        arguments = given(
            None, {"user_id": user_id, "agent_id": agent_id, "app_id": app_id, "run_id": run_id}
        )
        answer: JsonObject = self._call(("delete_users", arguments))
        return answer

    def reset(self) -> JsonObject:
        """Deletes every user, agent, application and session with all memories.

        Raises:
            ValueError: There is nobody to delete.
        """
        answer: JsonObject = self._call(("reset", {}))
        return answer

    # ---- exports and summaries ----

    def create_memory_export(self, schema: str | Mapping[str, Any], **filters: Any) -> JsonObject:
        """Asks for an export of memories in the shape of a JSON schema; answers its ``id``.

        Example:
            >>> schema = {"type": "object", "properties": {"爱好": {"type": "string"}}}
            >>> made = client.create_memory_export(schema, user_id="小明")
            >>> client.get_memory_export(memory_export_id=made["id"])
        """
        answer: JsonObject = self._call(("create_memory_export", {"schema": schema, **given(filters)}))
        return answer

    def get_memory_export(self, **filters: Any) -> JsonObject:
        """An export, by ``memory_export_id``, or the newest of a scope (``user_id`` ... or ``filters``)."""
        answer: JsonObject = self._call(("get_memory_export", given(filters)))
        return answer

    def get_summary(self, filters: Mapping[str, Any] | None = None) -> JsonObject:
        """A summary of the memories that ``filters`` choose."""
        answer: JsonObject = self._call(("get_summary", given(None, {"filters": filters})))
        return answer

    # ---- profiles ----

    def get_profile(self, entity_id: str) -> JsonObject:
        """What is known about a user, in one object; ``status`` tells whether it is made already."""
        answer: JsonObject = self._call(("get_profile", {"entity_id": entity_id}))
        return answer

    def generate_profile(self, entity_id: str, idempotency_key: str | None = None) -> JsonObject:
        """Has a user's profile made anew; the same ``idempotency_key`` never starts two jobs."""
        arguments = {"entity_id": entity_id, "idempotency_key": idempotency_key or uuid4().hex}
        answer: JsonObject = self._call(("generate_profile", arguments))
        return answer

    def get_profile_settings(self) -> JsonObject:
        """How profiles are made in this project."""
        answer: JsonObject = self._call(("get_profile_settings", {}))
        return answer

    def update_profile_settings(
        self, enabled: bool | None = None, schema: Any = UNSET, custom_instructions: Any = UNSET
    ) -> JsonObject:
        """Changes how profiles are made; only what is given, and ``None`` takes a setting away."""
        operation = operations.profile_settings(enabled, schema, custom_instructions)
        answer: JsonObject = self._call(operation)
        return answer

    def sample_profiles(self, limit: int | None = None, idempotency_key: str | None = None) -> JsonObject:
        """Has the profiles of some users made, to try out the settings."""
        arguments = given(None, {"limit": limit, "idempotency_key": idempotency_key or uuid4().hex})
        answer: JsonObject = self._call(("sample_profiles", arguments))
        return answer

    def get_profile_job(self, job_id_or_status_url: str) -> JsonObject:
        """How far a job of :meth:`generate_profile` or :meth:`sample_profiles` is."""
        answer: JsonObject = self._call(operations.profile_job(job_id_or_status_url))
        return answer

    # ---- webhooks ----

    def get_webhooks(self, project_id: str) -> list[JsonObject]:
        """The webhooks of a project."""
        answer: list[JsonObject] = self._call(("get_webhooks", {"project_id": project_id}))
        return answer

    def create_webhook(self, url: str, name: str, project_id: str, event_types: Iterable[str]) -> JsonObject:
        """Has changes of memories posted to ``url``.

        Args:
            url: Where to.
            name: A name for it.
            project_id: Changes of which project.
            event_types: Which changes: ``"memory_add"``, ``"memory_update"``, ``"memory_delete"``.
        """
        arguments = {"url": url, "name": name, "project_id": project_id, "event_types": list(event_types)}
        answer: JsonObject = self._call(("create_webhook", arguments))
        return answer

    def update_webhook(
        self,
        webhook_id: int | str,
        name: str | None = None,
        url: str | None = None,
        event_types: Iterable[str] | None = None,
    ) -> JsonObject:
        """Changes a webhook; only what is given."""
        types = None if event_types is None else list(event_types)
        arguments = given(None, {"name": name, "url": url, "event_types": types})
        answer: JsonObject = self._call(("update_webhook", {"webhook_id": webhook_id, **arguments}))
        return answer

    def delete_webhook(self, webhook_id: int | str) -> JsonObject:
        """Deletes a webhook."""
        answer: JsonObject = self._call(("delete_webhook", {"webhook_id": webhook_id}))
        return answer

    # ---- the project: older names of what `project` has ----

    def get_project(self, fields: Iterable[str] | None = None) -> JsonObject:
        """The older name of ``client.project.get``."""
        logger.warning("get_project() is of the past: use client.project.get()")
        return self.project.get(fields)

    def update_project(
        self,
        options: ProjectUpdateOptions | Mapping[str, Any] | str | None = None,
        custom_categories: list[Any] | None = None,
        retrieval_criteria: list[JsonObject] | None = None,
        enable_graph: bool | None = None,
        version: str | None = None,
        *,
        custom_instructions: str | None = None,
        **more: Any,
    ) -> JsonObject:
        """The older name of ``client.project.update``; the first may be the ``custom_instructions``."""
        logger.warning("update_project() is of the past: use client.project.update()")
        arguments = given(
            {"custom_instructions": options} if isinstance(options, str) else options,
            more,
            {
                "custom_instructions": custom_instructions,
                "custom_categories": custom_categories,
                "retrieval_criteria": retrieval_criteria,
                "enable_graph": enable_graph,
                "version": version,
            },
        )
        return self.project.update(**arguments)

    def chat(self, *arguments: Any, **keywords: Any) -> JsonObject:
        """Not offered by the hosted API.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("the hosted API has no chat: see mem0.proxy.main.Mem0")
