"""Where a deployment at Azure is, and its key."""

from __future__ import annotations

from collections.abc import Mapping

from mem0.configs.model import Model

__all__ = ["AzureConfig"]


class AzureConfig(Model):
    """Address and key of a deployment, for ``azure_kwargs``."""

    api_key: str | None = None
    azure_deployment: str | None = None
    azure_endpoint: str | None = None
    api_version: str | None = None
    default_headers: Mapping[str, str] | None = None
