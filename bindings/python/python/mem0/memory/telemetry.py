"""There is no telemetry. These names stay because other packages call them; they do nothing."""

from __future__ import annotations

from typing import Any

__all__ = [
    "MEM0_TELEMETRY",
    "AnonymousTelemetry",
    "capture_client_event",
    "capture_event",
    "client_telemetry",
]

#: Always: no.
MEM0_TELEMETRY = False


class AnonymousTelemetry:
    """Does nothing."""

    def __init__(self, vector_store: Any = None, **_: Any) -> None:
        pass

    def capture_event(self, event_name: str, properties: Any = None, user_email: str | None = None) -> None:
        """Does nothing."""

    def close(self) -> None:
        """Does nothing."""


#: What packages that report by themselves send their events through: nowhere.
client_telemetry = AnonymousTelemetry()


def capture_event(event_name: str, memory_instance: Any, additional_data: Any = None) -> None:
    """Does nothing."""


def capture_client_event(event_name: str, instance: Any, additional_data: Any = None) -> None:
    """Does nothing."""
