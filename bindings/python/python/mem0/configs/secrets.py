"""Which values are secrets, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["HIDDEN", "is_secret", "shown"]

HIDDEN = "********"

_SECRET_KEY = re.compile(
    r"(^|_)(api_?key|key|password|passwd|secret|token|credentials?|credentials_json|service_account_json"
    r"|connection_string|http_auth|headers|proxies|proxy|access_key_id)$"
)
#: `scheme://user:password@host`
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)@")


def is_secret(name: str) -> bool:
    """Whether a key of this name holds what nobody should read in a log."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return _SECRET_KEY.search(snake) is not None


def shown(value: Any, name: str = "") -> str:
    """``repr(value)`` without secrets; ``name`` is the key that holds it."""
    if value is not None and value != "" and is_secret(name):
        return repr(HIDDEN)
    if isinstance(value, str):
        return repr(_PASSWORD_IN_URL.sub(rf"\1:{HIDDEN}@", value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {shown(inner, str(key))}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(shown(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    return repr(value)
