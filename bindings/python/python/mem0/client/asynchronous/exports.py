"""Exports, summaries and profiles of the hosted API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from mem0.client import operations
from mem0.client.connection import AsyncConnected
from mem0.client.operations import UNSET, given

JsonObject = dict[str, Any]


class AsyncExports(AsyncConnected):
    """What is made of memories."""

    async def create_memory_export(self, schema: str | Mapping[str, Any], **filters: Any) -> JsonObject:
        """Asks for an export of memories in the shape of a JSON schema; answers its ``id``.

        Example:
            >>> schema = {"type": "object", "properties": {"爱好": {"type": "string"}}}
            >>> made = await client.create_memory_export(schema, user_id="小明")
            >>> await client.get_memory_export(memory_export_id=made["id"])
        """
        answer: JsonObject = await self._call(("create_memory_export", {"schema": schema, **given(filters)}))
        return answer

    async def get_memory_export(self, **filters: Any) -> JsonObject:
        """An export, by ``memory_export_id``, or the newest of a scope (``user_id`` ... or ``filters``)."""
        answer: JsonObject = await self._call(("get_memory_export", given(filters)))
        return answer

    async def get_summary(self, filters: Mapping[str, Any] | None = None) -> JsonObject:
        """A summary of the memories that ``filters`` choose."""
        answer: JsonObject = await self._call(("get_summary", given(None, {"filters": filters})))
        return answer

    async def get_profile(self, entity_id: str) -> JsonObject:
        """What is known about a user, in one object; ``status`` tells whether it is made already."""
        answer: JsonObject = await self._call(("get_profile", {"entity_id": entity_id}))
        return answer

    async def generate_profile(self, entity_id: str, idempotency_key: str | None = None) -> JsonObject:
        """Has a user's profile made anew; the same ``idempotency_key`` never starts two jobs."""
        arguments = {"entity_id": entity_id, "idempotency_key": idempotency_key or uuid4().hex}
        answer: JsonObject = await self._call(("generate_profile", arguments))
        return answer

    async def get_profile_settings(self) -> JsonObject:
        """How profiles are made in this project."""
        answer: JsonObject = await self._call(("get_profile_settings", {}))
        return answer

    async def update_profile_settings(
        self, enabled: bool | None = None, schema: Any = UNSET, custom_instructions: Any = UNSET
    ) -> JsonObject:
        """Changes how profiles are made; only what is given, and ``None`` takes a setting away."""
        operation = operations.profile_settings(enabled, schema, custom_instructions)
        answer: JsonObject = await self._call(operation)
        return answer

    async def sample_profiles(
        self, limit: int | None = None, idempotency_key: str | None = None
    ) -> JsonObject:
        """Has the profiles of some users made, to try out the settings."""
        arguments = given(None, {"limit": limit, "idempotency_key": idempotency_key or uuid4().hex})
        answer: JsonObject = await self._call(("sample_profiles", arguments))
        return answer

    async def get_profile_job(self, job_id_or_status_url: str) -> JsonObject:
        """How far a job of :meth:`generate_profile` or :meth:`sample_profiles` is."""
        answer: JsonObject = await self._call(operations.profile_job(job_id_or_status_url))
        return answer
