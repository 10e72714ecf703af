"""What can be asked about a project and its members: ``client.project``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from mem0.client.connection import AsyncConnected, ClientBase, Connected, adopted
from mem0.client.operations import Operation, given, in_order, one_or_more

JsonObject = dict[str, Any]
Client = TypeVar("Client", bound=ClientBase)


class ProjectConfig:
    """Which project: two ids and the address of the key's owner, each a string or ``None``.

    Raises:
        ValueError: An unknown name, or a value that is no string; also when it is set later.
    """

    _FIELDS = ("org_id", "project_id", "user_email")

    org_id: str | None
    project_id: str | None
    user_email: str | None

    def __init__(
        self,
        org_id: str | None = None,
        project_id: str | None = None,
        user_email: str | None = None,
        **unknown: Any,
    ) -> None:
        for name in unknown:
            raise ValueError(f"ProjectConfig has no {name!r}: it has {', '.join(self._FIELDS)}")
        self.org_id = org_id
        self.project_id = project_id
        self.user_email = user_email

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._FIELDS:
            raise ValueError(f"ProjectConfig has no {name!r}: it has {', '.join(self._FIELDS)}")
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{name} must be a string, not {type(value).__name__}")
        super().__setattr__(name, value)

    def model_dump(self) -> JsonObject:
        """The three as a dictionary."""
        return {name: getattr(self, name) for name in self._FIELDS}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProjectConfig) and self.model_dump() == other.model_dump()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"ProjectConfig({', '.join(f'{name}={value!r}' for name, value in self.model_dump().items())})"


class BaseProject(Generic[Client]):
    """What :class:`Project` and :class:`AsyncProject` share.

    Args:
        client: The client to ask through, or an ``httpx`` client whose headers have the key.
        config: Which project; default: the next three, and without them the client's own.
        org_id: The organization.
        project_id: The project.
        user_email: Whose key it is.
    """

    _kind: type[Client]

    def __init__(
        self,
        client: Any,
        config: ProjectConfig | None = None,
        org_id: str | None = None,
        project_id: str | None = None,
        user_email: str | None = None,
    ) -> None:
        self._config = config or ProjectConfig(org_id, project_id, user_email)
        if not isinstance(client, ClientBase):
            client = adopted(client, self._kind, self._config.org_id, self._config.project_id)
        self._client: Client = client

    @property
    def config(self) -> ProjectConfig:
        """Which project it is, as far as known."""
        return ProjectConfig(self.org_id, self.project_id, self.user_email)

    @property
    def org_id(self) -> str | None:
        """The organization."""
        return self._config.org_id or self._client.org_id

    @property
    def project_id(self) -> str | None:
        """The project."""
        return self._config.project_id or self._client.project_id

    @property
    def user_email(self) -> str | None:
        """Whose key it is."""
        return self._config.user_email or self._client.user_email

    def __repr__(self) -> str:
        return f"{type(self).__name__}(org_id={self.org_id!r}, project_id={self.project_id!r})"

    def _here(self, operation: Operation) -> Operation:
        """The operation with the ids of this project."""
        name, arguments = operation
        if not (self.org_id and self.project_id):
            raise ValueError("org_id and project_id must be set to access project operations")
        return name, {**arguments, "org_id": self.org_id, "project_id": self.project_id}


# By position, the third to the fifth of `update` have been others since 2.0; their types tell.
_NEWER_ORDER = (
    "custom_instructions",
    "custom_categories",
    "multilingual",
    "decay",
    "agent_custom_instructions",
)


def _settings(
    custom_instructions: str | list[str] | None,
    custom_categories: list[Any] | None,
    retrieval_criteria: list[JsonObject] | bool | None,
    enable_graph: bool | None,
    multilingual: bool | str | None,
    more: Mapping[str, Any],
) -> Operation:
    settings = {
        "custom_instructions": custom_instructions,
        "custom_categories": custom_categories,
        "retrieval_criteria": retrieval_criteria,
        "enable_graph": enable_graph,
        "multilingual": multilingual,
    }
    newer = isinstance(retrieval_criteria, bool) or isinstance(multilingual, str)
    return "update_project", given(more, in_order(settings, _NEWER_ORDER, newer))


def _fields(fields: str | Iterable[str] | None) -> JsonObject:
    return given(None, {"fields": one_or_more(fields)})


class Project(BaseProject[Connected]):
    """The project of a :class:`~mem0.MemoryClient`."""

    _kind = Connected

    def _call(self, operation: Operation) -> JsonObject:
        answer: JsonObject = self._client._call(self._here(operation))
        return answer

    def get(self, fields: str | Iterable[str] | None = None) -> JsonObject:
        """The project's settings, or only some ``fields`` of them."""
        return self._call(("get_project", _fields(fields)))

    def create(self, name: str, description: str | None = None) -> JsonObject:
        """Makes a new project in the same organization; answers its ``project_id``."""
        return self._call(("create_project", given(None, {"name": name, "description": description})))

    def update(
        self,
        custom_instructions: str | list[str] | None = None,
        custom_categories: list[Any] | None = None,
        retrieval_criteria: list[JsonObject] | bool | None = None,
        enable_graph: bool | None = None,
        multilingual: bool | str | None = None,
        **more: Any,
    ) -> JsonObject:
        """Changes settings of the project; only what is given.

        Args:
            custom_instructions: What to heed when memories are made.
            custom_categories: Categories to choose from, ``[{"运动": "训练和比赛"}]``.
            retrieval_criteria: What counts in a search, ``[{"name", "description", "weight"}]``.
            enable_graph: Whether to keep relations.
            multilingual: Whether memories stay in the language that was spoken.
            **more: ``decay``, ``agent_custom_instructions``, ``memory_depth`` ..., sent as they are.

        By position the order of Mem0 2.x works too: ``custom_instructions``, ``custom_categories``,
        ``multilingual``, ``decay``, ``agent_custom_instructions``.

        Raises:
            ValueError: Nothing was given.
        """
        return self._call(
            _settings(
                custom_instructions, custom_categories, retrieval_criteria, enable_graph, multilingual, more
            )
        )

    def delete(self) -> JsonObject:
        """Deletes the project and everything in it."""
        return self._call(("delete_project", {}))

    def get_members(self) -> JsonObject:
        """Who may use the project: ``{"members": [{"username", "email", "role"}]}``."""
        return self._call(("get_project_members", {}))

    def add_member(self, email: str, role: str = "READER") -> JsonObject:
        """Lets somebody use the project, as ``"READER"`` or ``"OWNER"``."""
        return self._call(("add_project_member", {"email": email, "role": role}))

    def update_member(self, email: str, role: str) -> JsonObject:
        """Changes what a member may do."""
        return self._call(("update_project_member", {"email": email, "role": role}))

    def remove_member(self, email: str) -> JsonObject:
        """Takes a member's access away."""
        return self._call(("remove_project_member", {"email": email}))


class AsyncProject(BaseProject[AsyncConnected]):
    """The project of an :class:`~mem0.AsyncMemoryClient`."""

    _kind = AsyncConnected

    async def _call(self, operation: Operation) -> JsonObject:
        # Which project a key belongs to is known after the first answer.
        await self._client._greet()
        answer: JsonObject = await self._client._call(self._here(operation))
        return answer

    async def get(self, fields: str | Iterable[str] | None = None) -> JsonObject:
        """The project's settings, or only some ``fields`` of them."""
        return await self._call(("get_project", _fields(fields)))

    async def create(self, name: str, description: str | None = None) -> JsonObject:
        """Makes a new project in the same organization; answers its ``project_id``."""
        return await self._call(("create_project", given(None, {"name": name, "description": description})))

    async def update(
        self,
        custom_instructions: str | list[str] | None = None,
        custom_categories: list[Any] | None = None,
        retrieval_criteria: list[JsonObject] | bool | None = None,
        enable_graph: bool | None = None,
        multilingual: bool | str | None = None,
        **more: Any,
    ) -> JsonObject:
        """Changes settings of the project; only what is given. See :meth:`Project.update`."""
        return await self._call(
            _settings(
                custom_instructions, custom_categories, retrieval_criteria, enable_graph, multilingual, more
            )
        )

    async def delete(self) -> JsonObject:
        """Deletes the project and everything in it."""
        return await self._call(("delete_project", {}))

    async def get_members(self) -> JsonObject:
        """Who may use the project: ``{"members": [{"username", "email", "role"}]}``."""
        return await self._call(("get_project_members", {}))

    async def add_member(self, email: str, role: str = "READER") -> JsonObject:
        """Lets somebody use the project, as ``"READER"`` or ``"OWNER"``."""
        return await self._call(("add_project_member", {"email": email, "role": role}))

    async def update_member(self, email: str, role: str) -> JsonObject:
        """Changes what a member may do."""
        return await self._call(("update_project_member", {"email": email, "role": role}))

    async def remove_member(self, email: str) -> JsonObject:
        """Takes a member's access away."""
        return await self._call(("remove_project_member", {"email": email}))
