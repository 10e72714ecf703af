"""Names that other packages import from here. Nothing is written by importing or calling them."""

from __future__ import annotations

import os
from typing import Any

__all__ = ["get_or_create_user_id", "get_user_id", "home_dir", "mem0_dir", "setup_config"]

home_dir = os.path.expanduser("~")
#: The folder of everything that is kept, unless the configuration names another.
mem0_dir = os.environ.get("MEM0_DIR") or os.path.join(home_dir, ".mem0")


def setup_config() -> None:
    """Does nothing: there is no file to prepare."""


def get_user_id() -> str:
    """A name for whoever uses this machine; always the same, and sent nowhere."""
    return "anonymous_user"


def get_or_create_user_id(vector_store: Any = None) -> str:
    """As :func:`get_user_id`."""
    return get_user_id()
