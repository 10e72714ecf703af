"""Both clients behind one face, so that every case is run for both."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx

from mem0.client.main import AsyncMemoryClient, MemoryClient
from mem0.client.project import AsyncProject

KINDS = ("blocking", "asynchronous")
PING = {"status": "ok", "org_id": "org_7f", "project_id": "prj_31", "user_email": "mia@example.test"}
#: Names a server of its own, so that no test can reach the real one.
HOST = "http://hosted.test"


class Blocking:
    """An asynchronous client, or its project, used like the blocking one: a call runs until it is done."""

    def __init__(self, inner: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._inner = inner
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if isinstance(value, AsyncProject):
            return Blocking(value, self._loop)
        if inspect.iscoroutinefunction(value):
            return lambda *positional, **keywords: self._loop.run_until_complete(
                value(*positional, **keywords)
            )
        return value


class Faces:
    """Makes clients of one kind, and closes them in the end."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.loop = asyncio.new_event_loop()
        self._made: list[Any] = []

    def client(self, *positional: Any, greeted: bool = True, **keywords: Any) -> Any:
        """A client; with ``greeted`` also the asynchronous one has asked what its key belongs to."""
        if self.kind == "blocking":
            client: Any = MemoryClient(*positional, **keywords)
        else:
            client = Blocking(AsyncMemoryClient(*positional, **keywords), self.loop)
        self._made.append(client)
        if greeted and self.kind == "asynchronous":
            client._greet()
        return client

    def through(self, handler: Callable[[httpx.Request], httpx.Response], **keywords: Any) -> Any:
        """A client whose requests a function answers."""
        transport = httpx.MockTransport(handler)
        own: Any = httpx.Client if self.kind == "blocking" else httpx.AsyncClient
        return self.client("m0-key", keywords.pop("host", HOST), client=own(transport=transport), **keywords)

    def close(self) -> None:
        """Closes everything that was made."""
        for client in self._made:
            client.close()
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()


class Wire:
    """Answers requests from a list and keeps what was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path == "/v1/ping/":
            return httpx.Response(200, json=PING)
        answer = self.answers.pop(0) if self.answers else {"message": "ok"}
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    @property
    def asked(self) -> list[tuple[Any, ...]]:
        """What was asked after the ping: ``(method, path with query, body)``, without a body ``None``."""
        return [
            (
                request.method,
                request.url.raw_path.decode(),
                json.loads(request.content) if request.content else None,
            )
            for request in self.requests
            if request.url.path != "/v1/ping/"
        ]


def refusing(status: int, body: Any) -> Callable[[httpx.Request], httpx.Response]:
    """Answers everything with this status."""
    return lambda _: (
        httpx.Response(status, json=body) if not isinstance(body, str) else httpx.Response(status, text=body)
    )
