"""The clients of the hosted API: :class:`MemoryClient` and :class:`AsyncMemoryClient`."""

from __future__ import annotations

from mem0.client.asynchronous.client import AsyncMemoryClient
from mem0.client.project import AsyncProject, Project
from mem0.client.synchronous.client import MemoryClient
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    ProjectUpdateOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)
from mem0.client.utils import APIError, api_error_handler

__all__ = [
    "APIError",
    "AddMemoryOptions",
    "AsyncMemoryClient",
    "AsyncProject",
    "DeleteAllMemoryOptions",
    "GetAllMemoryOptions",
    "MemoryClient",
    "Project",
    "ProjectUpdateOptions",
    "SearchMemoryOptions",
    "UpdateMemoryOptions",
    "api_error_handler",
]
