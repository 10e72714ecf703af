"""What is handed to the engine: the arguments that somebody gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, TypeAlias

from mem0._errors import unknown_keyword
from mem0.exceptions import ValidationError

__all__ = [
    "CHAT",
    "UNSET",
    "Day",
    "Messages",
    "Moment",
    "Unset",
    "checked_messages",
    "given",
    "refuse",
    "rows_of",
    "update_arguments",
]

#: A text, a message (``{"role", "content", "name"}``), or a list of messages.
Messages: TypeAlias = "str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]]"
#: Unix time in seconds, ISO 8601, or an object of ``datetime``.
Moment: TypeAlias = "int | float | str | date | datetime"
#: ``YYYY-MM-DD``, a ``date``, or a ``datetime``.
Day: TypeAlias = "str | date | datetime"


class Unset(Enum):
    """Stands for an argument that nobody gave, where ``None`` means something."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "<unset>"


UNSET: Final = Unset.UNSET


def given(**arguments: Any) -> dict[str, Any]:
    """The arguments without those that are ``None``."""
    return {name: _plain(value) for name, value in arguments.items() if value is not None}


def checked_messages(messages: Any) -> Any:
    """The messages, unless they are of a type that can't even be handed to the engine.

    Raises:
        ValidationError: They are no text, message or list.
    """
    if messages is None or isinstance(messages, (str, bool, int, float, Mapping, list, tuple)):
        return messages
    if hasattr(messages, "model_dump"):
        return messages
    provided = type(messages).__name__
    raise ValidationError(
        f"messages must be a text, a message or a list of messages, not {provided}",
        "VALIDATION_003",
        {"provided_type": provided, "valid_types": ["str", "dict", "list[dict]"]},
        'Pass a text, one message, or a list of {"role", "content"} messages.',
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def refuse(method: Callable[..., Any], unknown: dict[str, Any]) -> TypeError:
    """The error for keywords that a method doesn't take."""
    code = method.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    return unknown_keyword(method.__qualname__, next(iter(unknown)), list(names))


#: Why there is no `chat`.
CHAT = "a memory remembers and recalls, it doesn't talk: ask your language model, with what `search` found"


def update_arguments(
    memory_id: str,
    text: str | Mapping[str, Any] | None,
    metadata: Mapping[str, Any] | None,
    expiration_date: Day | None | Unset,
    data: str | Mapping[str, Any] | None,
    timestamp: Moment | None,
    categories: Sequence[str] | None,
) -> dict[str, Any]:
    """What ``update`` hands on."""
    if isinstance(text, Mapping):
        text, data = None, text
    arguments = given(text=text, data=data, metadata=metadata, timestamp=timestamp, categories=categories)
    arguments["memory_id"] = memory_id
    if not isinstance(expiration_date, Unset):
        # `None` clears it, which is something else than saying nothing.
        arguments["expiration_date"] = expiration_date
    return arguments


def rows_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer that wraps them."""
    rows: list[dict[str, Any]] = answer["results"]
    return rows
