"""Webhooks of the hosted API. Made from ``asynchronous``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mem0.client.connection import Connected
from mem0.client.operations import given, one_or_more

JsonObject = dict[str, Any]


class Webhooks(Connected):
    """Who is told of changes."""

    def get_webhooks(self, project_id: str) -> list[JsonObject]:
        """The webhooks of a project."""
        answer: list[JsonObject] = self._call(("get_webhooks", {"project_id": project_id}))
        return answer

    def create_webhook(
        self, url: str, name: str, project_id: str, event_types: str | Iterable[str]
    ) -> JsonObject:
        """Has changes of memories posted to ``url``.

        Args:
            url: Where to.
            name: A name for it.
            project_id: Changes of which project.
            event_types: Which changes: ``"memory_add"``, ``"memory_update"``, ``"memory_delete"``.
        """
        arguments = {
            "url": url,
            "name": name,
            "project_id": project_id,
            "event_types": one_or_more(event_types),
        }
        answer: JsonObject = self._call(("create_webhook", arguments))
        return answer

    def update_webhook(
        self,
        webhook_id: int | str,
        name: str | None = None,
        url: str | None = None,
        event_types: str | Iterable[str] | None = None,
    ) -> JsonObject:
        """Changes a webhook; only what is given."""
        arguments = given(None, {"name": name, "url": url, "event_types": one_or_more(event_types)})
        answer: JsonObject = self._call(("update_webhook", {"webhook_id": webhook_id, **arguments}))
        return answer

    def delete_webhook(self, webhook_id: int | str) -> JsonObject:
        """Deletes a webhook."""
        answer: JsonObject = self._call(("delete_webhook", {"webhook_id": webhook_id}))
        return answer
