"""How the clients reach the hosted API: natively, or through an HTTP client of the user's own."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from mem0 import __version__
from mem0._native import ApiClient
from mem0.client.operations import Operation
from mem0.client.utils import network_error
from mem0.exceptions import AuthenticationError, MemoryError, NetworkError, RateLimitError

if TYPE_CHECKING:
    import asyncio

    from mem0._native import Exchange

DEFAULT_HOST = "https://api.mem0.ai"
DEFAULT_TIMEOUT = 300.0


class HttpClient(Protocol):
    """What a user's own HTTP client must have: ``request``, as ``httpx.Client`` and ``AsyncClient`` do."""

    def request(self, method: str, url: str, *, content: Any = ..., headers: Any = ...) -> Any:
        """Sends one request and answers an object with ``status_code``, ``headers`` and ``content``."""


class InvalidKeyError(AuthenticationError, ValueError):
    """The key was refused when a client was made; both an ``AuthenticationError`` and a ``ValueError``."""


class BusyServerError(RateLimitError, ValueError):
    """The server had too much to do when a client was made; a ``RateLimitError`` and a ``ValueError``."""


class UnavailableServerError(NetworkError, ValueError):
    """The server was not available when a client was made; a ``NetworkError`` and a ``ValueError``."""


class UnfitServerError(MemoryError, ValueError):
    """The server failed when a client was made, or is none of this API; a ``ValueError`` as well."""


class ClientBase:
    """What both clients are made of: key, host, connection, and what the server said about the key."""

    _greeted = False

    def __init__(
        self,
        api_key: str | None,
        host: str | None,
        org_id: str | None,
        project_id: str | None,
        http_client: HttpClient | None,
        *,
        headers: Mapping[str, str] | None,
        timeout: float | None,
        proxy: str | None,
        max_retries: int | None,
    ) -> None:
        key = api_key or os.environ.get("MEM0_API_KEY")
        if not key:
            raise ValueError("Mem0 API Key not provided. Please provide an API Key.")
        if bool(org_id) != bool(project_id):
            raise ValueError("Please provide both org_id and project_id")
        self.api_key: str = key
        self.host: str = host or os.environ.get("MEM0_BASE_URL") or DEFAULT_HOST
        self.user_id: str = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
        self._org_id = org_id
        self._project_id = project_id
        self._user_email: str | None = None
        self._http_client = http_client
        self._native: ApiClient | None = ApiClient(
            key,
            self.host,
            org_id=org_id,
            project_id=project_id,
            headers={**_origin(http_client), **(headers or {})},
            timeout=timeout,
            proxy=proxy,
            max_retries=max_retries,
            program=f"mem0-python/{__version__}",
        )
        if http_client is not None:
            self._adopt(http_client)

    @property
    def org_id(self) -> str | None:
        """The organization."""
        self._introduce()
        return self._org_id

    @org_id.setter
    def org_id(self, org_id: str | None) -> None:
        self._org_id = org_id

    @property
    def project_id(self) -> str | None:
        """The project."""
        self._introduce()
        return self._project_id

    @project_id.setter
    def project_id(self, project_id: str | None) -> None:
        self._project_id = project_id

    @property
    def user_email(self) -> str | None:
        """Whose key it is."""
        self._introduce()
        return self._user_email

    @user_email.setter
    def user_email(self, user_email: str | None) -> None:
        self._user_email = user_email

    def _introduce(self) -> None:
        """Before something is told that only the server knows."""

    def _adopt(self, http_client: Any) -> None:
        """Gives a user's own client our address and headers, so that it can be used directly, too."""
        headers = self._begun(("ping", {})).request()["headers"]
        # An httpx client has both; another object needs neither, since each request carries them.
        if hasattr(http_client, "base_url"):
            http_client.base_url = self.host
        if hasattr(http_client, "headers"):
            http_client.headers.update(headers)

    def _welcome(self, answer: Any) -> None:
        """Takes over what the ping said. An explicit pair of ids stays as it was given."""
        answer = answer if isinstance(answer, Mapping) else {}
        self._user_email = answer.get("user_email")
        if not (self._org_id and self._project_id):
            # Some servers number them.
            ids = (str(answer.get(name) or "") or None for name in ("org_id", "project_id"))
            self._org_id, self._project_id = ids
        if not (self._org_id and self._project_id):
            raise ValueError("org_id and project_id must be set to access project operations")
        self._greeted = True

    def _begin(self) -> None:
        """The last step of making a client."""

    def _sender(self) -> ApiClient:
        if self._native is None:
            raise RuntimeError(f"this {type(self).__name__} is closed")
        return self._native

    def _begun(self, operation: Operation) -> Exchange:
        """An operation whose requests a user's own client sends."""
        return self._sender().begin(*operation)

    def __repr__(self) -> str:
        ids = "".join(
            f", {name}={value!r}"
            for name, value in (("org_id", self._org_id), ("project_id", self._project_id))
            if value
        )
        return f"{type(self).__name__}(host={self.host!r}{ids})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} holds connections and a key, so it can't be pickled or copied: "
            "make one in each process"
        )


class Connected(ClientBase):
    """The blocking half: sends, waits, and lets other threads run meanwhile."""

    @property
    def client(self) -> Any:
        """The HTTP client: the ``client`` that was given, else the native one."""
        return self._http_client or self._native

    def _begin(self) -> None:
        self._greet()

    def _greet(self) -> None:
        """Asks what the key belongs to, once."""
        if self._greeted:
            return
        try:
            answer = self._call(("ping", {}))
        except MemoryError as error:
            raise refused(error) from error
        self._welcome(answer)

    def _call(self, operation: Operation) -> Any:
        if self._http_client is None:
            return self._sender().call(*operation)
        exchange = self._begun(operation)
        answer: tuple[Any] | None = None
        while answer is None:
            method, url, content = sent(exchange)
            try:
                response = self._http_client.request(method, url, **content)
            except Exception as error:
                raise (network_error(error) or error) from error
            if hasattr(response, "__await__"):
                # What nobody will await is closed, so that it doesn't complain.
                getattr(response, "close", lambda: None)()
                raise TypeError("MemoryClient needs a blocking HTTP client, such as httpx.Client")
            answer = exchange.answer(*received(response))
        return answer[0]

    def close(self) -> None:
        """Closes the connections, those of a ``client`` of your own too. Closing twice is harmless."""
        self._native = None
        close = getattr(self._http_client, "close", None)
        if close is not None:
            close()


class AsyncConnected(ClientBase):
    """The asynchronous half: awaits on the running loop, without a thread per call."""

    _greeting: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None

    @property
    def async_client(self) -> Any:
        """The HTTP client: the ``client`` that was given, else the native one."""
        return self._http_client or self._native

    def _begin(self) -> None:
        if not _loop_runs():
            self._introduce()

    def _introduce(self) -> None:
        """Asks what the key belongs to, and waits: where no loop runs, or somebody wants to know."""
        if self._greeted or self._http_client is not None or self._greeting or self._native is None:
            return
        try:
            answer = self._native.call("ping", {})
        except MemoryError as error:
            raise refused(error) from error
        self._welcome(answer)

    async def _greet(self) -> None:
        """Asks what the key belongs to, once, whoever comes first; the others wait for the same answer."""
        if self._greeted:
            return
        # Half of the time that importing this package took was asyncio's.
        import asyncio

        loop = asyncio.get_running_loop()
        if self._greeting is None or self._greeting[0] is not loop or self._greeting[1].done():
            self._greeting = loop, loop.create_task(self._ping())
            # Heard of even if everybody who waited has given up.
            self._greeting[1].add_done_callback(lambda task: task.cancelled() or task.exception())
        # A caller who gives up must not take the answer away from those who still wait.
        await asyncio.shield(self._greeting[1])

    async def _ping(self) -> None:
        try:
            answer = await self._send(("ping", {}))
        except MemoryError as error:
            raise refused(error) from error
        self._welcome(answer)

    async def _call(self, operation: Operation) -> Any:
        await self._greet()
        return await self._send(operation)

    async def _send(self, operation: Operation) -> Any:
        if self._http_client is None:
            return await self._sender().call_async(*operation)
        exchange = self._begun(operation)
        answer: tuple[Any] | None = None
        while answer is None:
            method, url, content = sent(exchange)
            response = self._http_client.request(method, url, **content)
            if not hasattr(response, "__await__"):
                raise TypeError(
                    "AsyncMemoryClient needs an asynchronous HTTP client, such as httpx.AsyncClient"
                )
            try:
                response = await response
            except Exception as error:
                raise (network_error(error) or error) from error
            answer = exchange.answer(*received(response))
        return answer[0]

    async def close(self) -> None:
        """Closes the connections, those of a ``client`` of your own too. Closing twice is harmless."""
        self._native = None
        close = getattr(self._http_client, "aclose", None)
        if close is not None:
            await close()


def sent(exchange: Exchange) -> tuple[str, str, dict[str, Any]]:
    """What is to be sent, as ``httpx`` takes it: method, address, and body with headers."""
    request = exchange.request()
    return request["method"], request["url"], {"content": request["body"], "headers": request["headers"]}


def received(response: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """What came back, as the native side takes it."""
    headers = [(str(name), str(value)) for name, value in response.headers.items()]
    return response.status_code, headers, bytes(response.content)


def _origin(http_client: Any) -> dict[str, str]:
    """What a user's own HTTP client tells of the programs that call."""
    theirs = getattr(http_client, "headers", None) or {}
    names = ("X-Mem0-Client", "X-Mem0-Source", "X-Application")
    return {name: str(theirs[name]) for name in names if name in theirs}


def _loop_runs() -> bool:
    """Whether a loop runs in this thread; where nobody loaded ``asyncio``, none does."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio is not None and asyncio.get_running_loop() is not None
    except RuntimeError:
        return False


Kind = TypeVar("Kind", bound=ClientBase)


def adopted(http_client: Any, kind: type[Kind], org_id: str | None, project_id: str | None) -> Kind:
    """A client around what sends already: what another client has, or ``httpx`` with address and key."""
    if isinstance(http_client, ApiClient):
        client = kind.__new__(kind)
        client._native, client._http_client = http_client, None
        client._org_id, client._project_id, client._user_email = org_id, project_id, None
        client._greeted = True
        return client
    authorization = str(http_client.headers.get("Authorization", ""))
    client = kind(
        authorization.partition(" ")[2],
        str(http_client.base_url),
        org_id,
        project_id,
        http_client,
        headers=None,
        timeout=DEFAULT_TIMEOUT,
        proxy=None,
        max_retries=None,
    )
    client._greeted = True
    return client


def refused(error: MemoryError) -> MemoryError:
    """What a client raises when its first request failed: also a ``ValueError`` if the server said no."""
    if not error.error_code.startswith(("HTTP_", "UNREADABLE_")):
        return error
    said = error.details.get("detail") or error.details.get("message") or error
    kinds = (
        (AuthenticationError, InvalidKeyError),
        (RateLimitError, BusyServerError),
        (NetworkError, UnavailableServerError),
        (ValueError, type(error)),
    )
    kind = next((ours for theirs, ours in kinds if isinstance(error, theirs)), UnfitServerError)
    return kind(f"Error: {said}", error.error_code, error.details, error.suggestion, error.debug_info)
