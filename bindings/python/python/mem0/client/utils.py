"""Errors of HTTP clients as errors of :mod:`mem0.exceptions`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from mem0.exceptions import MemoryError, NetworkError, create_exception_from_response


class APIError(Exception):
    """The name that errors of the hosted API once had. Nothing raises it: see :mod:`mem0.exceptions`."""


Function = TypeVar("Function", bound=Callable[..., Any])

_RATE_LIMIT_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def api_error_handler(function: Function) -> Function:
    """Decorates a function that uses ``httpx``, also a coroutine: its errors become structured ones.

    A refused request (``HTTPStatusError``) becomes the exception that stands for its status, a failed one
    (``RequestError``) a ``NetworkError``; everything else passes.
    """
    from inspect import iscoroutinefunction

    if iscoroutinefunction(function):

        @wraps(function)
        async def awaited(*positional: Any, **keywords: Any) -> Any:
            try:
                return await function(*positional, **keywords)
            except Exception as error:
                raise (status_error(error) or network_error(error) or error) from error.__cause__

        return awaited  # type: ignore[return-value]

    @wraps(function)
    def called(*positional: Any, **keywords: Any) -> Any:
        try:
            return function(*positional, **keywords)
        except Exception as error:
            raise (status_error(error) or network_error(error) or error) from error.__cause__

    return called  # type: ignore[return-value]


def status_error(error: Exception) -> MemoryError | None:
    """The structured exception for ``httpx.HTTPStatusError``, by shape; ``None`` for anything else."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    if response is None or not isinstance(status, int):
        return None
    # Only now: an error of httpx without a request raises when it is asked for one.
    request = getattr(error, "request", None)
    headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
    text, details = str(response.text), {}
    if headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(text)
        except ValueError:
            body = None
        if isinstance(body, dict):
            details = body
            text = str(body.get("detail", text))
    debug: dict[str, Any] = {
        "status_code": status,
        "url": str(getattr(request, "url", "")),
        "method": str(getattr(request, "method", "")),
    }
    if status == 429:
        if headers.get("retry-after", "").isdigit():
            debug["retry_after"] = int(headers["retry-after"])
        debug.update(
            (name.replace("-", "_"), headers[name]) for name in _RATE_LIMIT_HEADERS if name in headers
        )
    return create_exception_from_response(status, text, details=details, debug_info=debug)


def network_error(error: Exception) -> NetworkError | None:
    """The ``NetworkError`` for a failure of ``httpx``, by the names of its classes, else ``None``."""
    names = {kind.__name__ for kind in type(error).__mro__ if kind.__module__.split(".")[0] == "httpx"}
    if "RequestError" not in names:
        return None
    if "TimeoutException" in names:
        code, kind, text = "NET_TIMEOUT", "timeout", "The request timed out"
    elif "ConnectError" in names:
        code, kind, text = "NET_CONNECT", "connection", "The connection failed"
    else:
        code, kind, text = "NET_GENERIC", "request", "The request failed"
    return NetworkError(
        f"{text}: {error}" if str(error) else text,
        code,
        suggestion="Check the network and the address, then try again.",
        debug_info={"error_type": kind, "original_error": str(error)},
    )
