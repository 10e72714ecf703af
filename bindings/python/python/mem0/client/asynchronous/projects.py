"""The project of a client, by the older names of what ``client.project`` has."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from mem0.client import operations
from mem0.client.connection import AsyncConnected
from mem0.client.operations import given
from mem0.client.project import AsyncProject
from mem0.client.types import ProjectUpdateOptions

logger = logging.getLogger(__name__)

JsonObject = dict[str, Any]


class AsyncProjects(AsyncConnected):
    """Older names of what ``project`` has."""

    project: AsyncProject

    async def get_project(self, fields: str | Iterable[str] | None = None) -> JsonObject:
        """The older name of ``client.project.get``."""
        logger.warning("get_project() is of the past: use client.project.get()")
        return await self.project.get(fields)

    async def update_project(
        self,
        options: ProjectUpdateOptions | Mapping[str, Any] | str | None = None,
        custom_categories: list[Any] | str | None = None,
        retrieval_criteria: list[Any] | None = None,
        enable_graph: bool | str | None = None,
        version: str | None = None,
        inclusion_prompt: str | bool | None = None,
        exclusion_prompt: str | None = None,
        memory_depth: str | None = None,
        usecase_setting: str | None = None,
        multilingual: bool | None = None,
        *,
        custom_instructions: str | None = None,
        **more: Any,
    ) -> JsonObject:
        """The older name of ``client.project.update``; the first may be the ``custom_instructions``.

        Where the second is a text, the others stand in the order that they have in Mem0 2.x:
        ``custom_instructions``, ``custom_categories``, ``memory_depth``, ``usecase_setting``,
        ``multilingual``, ``agent_custom_instructions``.
        """
        logger.warning("update_project() is of the past: use client.project.update()")
        settings = {
            "custom_categories": custom_categories,
            "retrieval_criteria": retrieval_criteria,
            "enable_graph": enable_graph,
            "version": version,
            "inclusion_prompt": inclusion_prompt,
            "exclusion_prompt": exclusion_prompt,
            "memory_depth": memory_depth,
            "usecase_setting": usecase_setting,
            "multilingual": multilingual,
        }
        arguments = given(
            {"custom_instructions": options} if isinstance(options, str) else options,
            more,
            operations.in_order(settings, operations.NEWER_SETTINGS, isinstance(custom_categories, str)),
            {"custom_instructions": custom_instructions},
        )
        return await self.project.update(**arguments)
