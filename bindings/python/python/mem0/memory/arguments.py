"""What is handed to the engine: the arguments that somebody gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import wraps
from types import CodeType
from typing import Any, Final, TypeAlias, TypeVar, cast

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
    "known_keywords",
    "rows_of",
    "update_arguments",
]

#: A text, a message (``{"role", "content", "name"}``), or a list of messages.
Messages: TypeAlias = str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]]
#: Unix time in seconds, ISO 8601, or an object of ``datetime``.
Moment: TypeAlias = int | float | str | date | datetime
#: ``YYYY-MM-DD``, a ``date``, or a ``datetime``.
Day: TypeAlias = str | date | datetime


Method = TypeVar("Method", bound=Callable[..., Any])

#: The flag by which code that is awaited is known (`inspect.CO_COROUTINE`, without loading that module).
_COROUTINE = 0x80


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


def known_keywords(method: Method) -> Method:
    """Lets a method name the nearest keyword where an unknown one is given.

    The signature stays as it is, for type checkers, for ``help()``, and for programs that make tools of
    methods.
    """
    code: CodeType = getattr(method, "__code__")  # noqa: B009
    names = frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    name = method.__qualname__

    def check(given: dict[str, Any]) -> None:
        for keyword in given.keys() - names:
            raise unknown_keyword(name, keyword, names - {"self"})

    if code.co_flags & _COROUTINE:

        @wraps(method)
        async def awaiting(*args: Any, **kwargs: Any) -> Any:
            check(kwargs)
            return await method(*args, **kwargs)

        return cast(Method, awaiting)

    @wraps(method)
    def blocking(*args: Any, **kwargs: Any) -> Any:
        check(kwargs)
        return method(*args, **kwargs)

    return cast(Method, blocking)


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
