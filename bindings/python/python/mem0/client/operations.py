"""How what a Python program hands over becomes the name and arguments of an operation.

Pure functions, shared by the blocking and the asynchronous client, about what only Python has: options as
objects, an argument that may be a text or options, ``None`` beside "not given". Which request an operation
is, and whether its arguments can be, the native module knows.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from mem0.client.types import Options

Arguments = dict[str, Any]
Operation = tuple[str, Arguments]


class Unset(Enum):
    """The type of :data:`UNSET`."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "<unset>"


#: An argument that wasn't given, where ``None`` has a meaning of its own.
UNSET: Final = Unset.UNSET

SCOPE: Final = ("user_id", "agent_id", "app_id", "run_id")


def given(options: Options | Mapping[str, Any] | None, *keywords: Mapping[str, Any]) -> Arguments:
    """What was set in ``options``, with the keywords on top; ``None`` and :data:`UNSET` are not given."""
    arguments: Arguments = {}
    if options is not None:
        arguments.update(_as_mapping(options))
    for more in keywords:
        arguments.update({name: value for name, value in more.items() if value is not None})
    return {name: value for name, value in arguments.items() if value is not None and value is not UNSET}


def _as_mapping(options: Options | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(options, Mapping):
        return options
    dump = getattr(options, "model_dump", None)
    if dump is None:
        raise TypeError(
            f"options must be one of mem0.client.types or a dictionary, not {type(options).__name__}"
        )
    dumped: Mapping[str, Any] = dump(exclude_unset=True)
    return dumped


def add(messages: Any, arguments: Arguments) -> Operation:
    """A conversation; ids that stand in ``filters`` are its scope."""
    if arguments.get("output_format", "v1.1") != "v1.1":
        warnings.warn(
            f"output_format={arguments['output_format']!r} is of the past: add() always answers a dictionary "
            "with 'results'",
            DeprecationWarning,
            stacklevel=3,
        )
    return "add", {"messages": _conversation(messages), **scope_from_filters(arguments)}


def _conversation(messages: Any) -> Any:
    if isinstance(messages, (bytes, bytearray)):
        raise ValueError(f"messages must be text or messages, not {type(messages).__name__}")
    return list(messages) if isinstance(messages, Iterator) else messages


def one_or_more(texts: str | Iterable[str] | None) -> list[str] | None:
    """A list of texts, also of one that stands alone."""
    if texts is None:
        return None
    return [texts] if isinstance(texts, str) else list(texts)


def scope_from_filters(arguments: Arguments) -> Arguments:
    """Puts ids that ``filters`` merely equates beside the other arguments; other filters stay as they are."""
    filters = arguments.get("filters")
    if not isinstance(filters, Mapping):
        return arguments
    conditions = filters["AND"] if set(filters) == {"AND"} else [filters]
    ids: Arguments = {}
    for condition in conditions if isinstance(conditions, (list, tuple)) else [None]:
        if not isinstance(condition, Mapping):
            return arguments
        for name, value in condition.items():
            if name not in SCOPE or not isinstance(value, str) or ids.setdefault(name, value) != value:
                return arguments
    if not ids or any(arguments.get(name, value) != value for name, value in ids.items()):
        return arguments
    return {**{name: value for name, value in arguments.items() if name != "filters"}, **ids}


def update(
    memory_id: str, options: str | Options | Mapping[str, Any] | None, keywords: Mapping[str, Any]
) -> Operation:
    """A change of text, metadata, timestamp or expiration date; the second may be the text or the options."""
    if isinstance(options, str):
        options = {"text": options}
    arguments: Arguments = {}
    for layer in (_as_mapping(options) if options is not None else {}, keywords):
        arguments.update(
            # Of these only the date can be taken away, by `None`.
            (name, value)
            for name, value in layer.items()
            if value is not UNSET and (value is not None or name == "expiration_date")
        )
    if not arguments:
        raise ValueError(
            "At least one of text, metadata, timestamp, or expiration_date must be provided for update."
        )
    return "update", {"memory_id": memory_id, **arguments}


#: Settings of a project in the order of 2.x, after the first of what `client.update_project` takes.
NEWER_SETTINGS: Final = (
    "custom_instructions",
    "custom_categories",
    "memory_depth",
    "usecase_setting",
    "multilingual",
    "agent_custom_instructions",
)


def in_order(settings: Arguments, names: Iterable[str], newer: bool) -> Arguments:
    """Settings by position; with ``newer`` the first of them belong to ``names``, one by one."""
    if not newer:
        return settings
    handed = iter(settings.items())
    renamed = {name: value for name, (_, value) in zip(names, handed, strict=False)}
    return {**renamed, **{name: value for name, value in handed if value is not None}}


def profile_settings(enabled: bool | None, schema: Any, custom_instructions: Any) -> Operation:
    """Settings of profiles: the schema and the instructions are those of users."""
    of_users = {"schema": schema, "custom_instructions": custom_instructions}
    of_users = {name: value for name, value in of_users.items() if value is not UNSET}
    arguments = given(None, {"enabled": enabled})
    if of_users:
        arguments["entities"] = {"user": of_users}
    return "update_profile_settings", arguments


def profile_job(job_id_or_status_url: str) -> Operation:
    """A job, by its id or by the address that was answered when it began."""
    path = str(job_id_or_status_url).partition("?")[0]
    return "get_profile_job", {"job_id": path.strip("/").rpartition("/")[2]}
