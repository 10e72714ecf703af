"""Options of the hosted API's calls as objects: ``client.search("tea", SearchMemoryOptions(top_k=3))``.

Only what was set is sent, and keywords given beside the options win over them. Keywords that a class doesn't
name are kept and sent as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_):
        return lambda decorated: decorated


# `Options.dict` hides the builtin inside that class.
Object = dict[str, Any]
Filters = dict[str, Any]
Day = str | date | datetime


class _Signature:
    """What ``inspect.signature`` and ``help`` show, made when they ask: ``inspect`` takes long to load."""

    def __get__(self, _: object, owner: type[Options]) -> Any:
        from inspect import Parameter, Signature

        fields = owner().model_dump().items()
        keywords = [Parameter(name, Parameter.KEYWORD_ONLY, default=value) for name, value in fields]
        return Signature([*keywords, Parameter("more", Parameter.VAR_KEYWORD)])


@dataclass_transform(kw_only_default=True)
class Options:
    """What the option classes share: they are built by keyword, compare by value and dump to a dictionary."""

    __defaults: ClassVar[Object] = {}
    __signature__: ClassVar[Any] = _Signature()

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        fields = [name for name in vars(cls) if not name.startswith("_")]
        cls.__defaults = {name: getattr(cls, name) for name in fields}

    if not TYPE_CHECKING:

        def __init__(self, **given: Any) -> None:
            # What was set is what the instance has of its own; everything else is the class's.
            vars(self).update(given)

    @property
    def model_fields_set(self) -> set[str]:
        """The names that were set, to ``None`` too."""
        return set(vars(self))

    @classmethod
    def model_validate(cls, value: Mapping[str, Any] | Self) -> Self:
        """Reads a dictionary."""
        return cls(**value) if isinstance(value, Mapping) else value

    def model_dump(
        self, *, exclude_none: bool = False, exclude_unset: bool = False, exclude: set[str] | None = None
    ) -> Object:
        """The options as a dictionary, without what is ``None`` or was never set if asked for."""
        values = vars(self) if exclude_unset else {**self.__defaults, **vars(self)}
        return {
            name: value
            for name, value in values.items()
            if name not in (exclude or ()) and not (exclude_none and value is None)
        }

    def model_dump_json(self, *, exclude_none: bool = False, exclude_unset: bool = False) -> str:
        """The options as JSON."""
        dumped = self.model_dump(exclude_none=exclude_none, exclude_unset=exclude_unset)
        return json.dumps(dumped, ensure_ascii=False, default=str)

    def dict(self, *, exclude_none: bool = False, exclude_unset: bool = False) -> Object:
        """The older name of :meth:`model_dump`."""
        return self.model_dump(exclude_none=exclude_none, exclude_unset=exclude_unset)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.model_dump() == other.model_dump()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )


class AddMemoryOptions(Options):
    """How ``add`` stores a conversation, and for whom."""

    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    metadata: dict[str, Any] | None = None
    filters: Filters | None = None
    infer: bool | None = None
    async_mode: bool | None = None
    immutable: bool | None = None
    expiration_date: Day | None = None
    timestamp: float | str | datetime | None = None
    includes: str | None = None
    excludes: str | None = None
    custom_categories: list[dict[str, Any]] | dict[str, Any] | None = None
    custom_instructions: str | None = None
    agent_custom_instructions: str | None = None
    structured_data_schema: dict[str, Any] | None = None
    enable_graph: bool | None = None
    output_format: str | None = None
    version: str | None = None
    timezone: str | None = None
    observation_date: str | datetime | None = None


class SearchMemoryOptions(Options):
    """Where ``search`` looks and how much it answers."""

    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    filters: Filters | None = None
    metadata: dict[str, Any] | None = None
    categories: list[str] | None = None
    top_k: int | None = None
    limit: int | None = None
    threshold: float | None = None
    rerank: bool | None = None
    keyword_search: bool | None = None
    filter_memories: bool | None = None
    enable_graph: bool | None = None
    fields: list[str] | None = None
    show_expired: bool | None = None
    reference_date: Day | int | None = None
    latest_only: bool | None = None
    version: str | None = None
    output_format: str | None = None


class GetAllMemoryOptions(Options):
    """Which memories ``get_all`` lists."""

    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    filters: Filters | None = None
    page: int | None = None
    page_size: int | None = None
    top_k: int | None = None
    limit: int | None = None
    metadata: dict[str, Any] | None = None
    categories: list[str] | None = None
    keywords: str | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    fields: list[str] | None = None
    enable_graph: bool | None = None
    show_expired: bool | None = None
    latest_only: bool | None = None
    version: str | None = None
    output_format: str | None = None


class DeleteAllMemoryOptions(Options):
    """Whose memories ``delete_all`` deletes."""

    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    metadata: dict[str, Any] | None = None
    filters: Filters | None = None


class UpdateMemoryOptions(Options):
    """What ``update`` changes; ``expiration_date=None`` takes the date away."""

    text: str | None = None
    metadata: dict[str, Any] | None = None
    timestamp: float | str | datetime | None = None
    expiration_date: Day | None = None


class ProjectUpdateOptions(Options):
    """What ``update_project`` changes."""

    name: str | None = None
    description: str | None = None
    custom_instructions: str | list[str] | None = None
    agent_custom_instructions: str | None = None
    custom_categories: list[dict[str, Any]] | None = None
    retrieval_criteria: list[dict[str, Any]] | None = None
    enable_graph: bool | None = None
    multilingual: bool | None = None
    decay: bool | None = None
    memory_depth: str | None = None
    usecase_setting: str | None = None
    inclusion_prompt: str | None = None
    exclusion_prompt: str | None = None
    version: str | None = None


__all__ = [
    "AddMemoryOptions",
    "DeleteAllMemoryOptions",
    "GetAllMemoryOptions",
    "ProjectUpdateOptions",
    "SearchMemoryOptions",
    "UpdateMemoryOptions",
]
