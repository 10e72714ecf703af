"""Users, agents, applications and sessions of the hosted API."""

from __future__ import annotations

from typing import Any

from mem0.client.connection import AsyncConnected
from mem0.client.operations import given

JsonObject = dict[str, Any]


class AsyncEntities(AsyncConnected):
    """Whom memories are about."""

    async def users(self, *, page: int | None = None, page_size: int | None = None) -> JsonObject:
        """Everybody who has memories: ``{"results": [{"type", "name", "total_memories", ...}], ...}``."""
        answer: JsonObject = await self._call(("users", given(None, {"page": page, "page_size": page_size})))
        return answer

    async def delete_users(
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
        answer: JsonObject = await self._call(("delete_users", arguments))
        return answer

    async def reset(self) -> JsonObject:
        """Deletes every user, agent, application and session with all memories.

        Raises:
            ValueError: There is nobody to delete.
        """
        answer: JsonObject = await self._call(("reset", {}))
        return answer
