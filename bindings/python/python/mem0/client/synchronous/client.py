"""The blocking client of the hosted API. Made from ``asynchronous``."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mem0.client.connection import DEFAULT_TIMEOUT, HttpClient
from mem0.client.project import Project
from mem0.client.synchronous.entities import Entities
from mem0.client.synchronous.exports import Exports
from mem0.client.synchronous.finding import Finding
from mem0.client.synchronous.memories import Memories
from mem0.client.synchronous.projects import Projects
from mem0.client.synchronous.webhooks import Webhooks

if TYPE_CHECKING:
    from typing_extensions import Self

JsonObject = dict[str, Any]


class MemoryClient(Memories, Finding, Entities, Exports, Webhooks, Projects):
    """Memories kept by the hosted service, or by a server of your own.

    Example:
        >>> with MemoryClient(api_key="m0-...") as client:
        ...     client.add("我喜欢披萨，讨厌西兰花", user_id="小明")
        ...     found = client.search("食物偏好", user_id="小明")
        ...     print([memory["memory"] for memory in found])

    Making a client asks the server about the key, once. Waiting threads let others run.

    Args:
        api_key: The key; default: the environment variable ``MEM0_API_KEY``.
        host: Address of the server; default: the environment variable ``MEM0_BASE_URL``, else the hosted
            service.
        org_id: The organization, together with ``project_id``; default: what the key belongs to.
        project_id: The project, together with ``org_id``.
        client: An HTTP client of your own, such as ``httpx.Client``: every request goes through it. It
            takes over our address and headers and is closed together with this client.
        headers: Further headers for every request.
        timeout: Longest wait for an answer, in seconds.
        proxy: Address of a proxy; default: the environment's (``HTTPS_PROXY`` ...).
        max_retries: How often a request that can safely be repeated is sent again.

    Attributes:
        api_key: The key.
        host: Address of the server.
        org_id: The organization.
        project_id: The project.
        user_id: MD5 of the key: a name for the caller that tells nothing.
        user_email: Whose key this is.
        project: What can be asked about the project and its members.
        client: The HTTP client: ``client`` if one was given.

    Raises:
        ValueError: No key, only one of ``org_id`` and ``project_id``, or a key that the server refuses (then
            an ``AuthenticationError`` as well).
    """

    def __init__(
        self,
        api_key: str | None = None,
        host: str | None = None,
        org_id: str | None = None,
        project_id: str | None = None,
        client: HttpClient | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        proxy: str | None = None,
        max_retries: int | None = None,
    ) -> None:
        super().__init__(
            api_key,
            host,
            org_id,
            project_id,
            client,
            headers=headers,
            timeout=timeout,
            proxy=proxy,
            max_retries=max_retries,
        )
        self.project = Project(self)
        self._begin()

    def __enter__(self) -> Self:
        self._greet()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def chat(self, *arguments: Any, **keywords: Any) -> JsonObject:
        """Not offered by the hosted API.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("the hosted API has no chat: see mem0.proxy.main.Mem0")
