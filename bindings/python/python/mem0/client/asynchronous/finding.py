"""Memories of the hosted API: searched and listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.client.connection import AsyncConnected
from mem0.client.operations import given
from mem0.client.results import MemoryList
from mem0.client.types import Day, GetAllMemoryOptions, SearchMemoryOptions

JsonObject = dict[str, Any]


class AsyncFinding(AsyncConnected):
    """How memories are found."""

    async def search(
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
            >>> found = await client.search("食物偏好", user_id="小明", limit=3)
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
        return MemoryList.from_answer(await self._call(("search", {"query": query, **arguments})))

    async def get_all(
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
            >>> page = await client.get_all(user_id="小明", page=1, page_size=50)
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
        return MemoryList.from_answer(await self._call(("get_all", arguments)))
