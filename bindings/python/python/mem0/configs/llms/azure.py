"""Options of the language models of Azure OpenAI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.azure import AzureConfig
from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["AzureOpenAIConfig"]


class AzureOpenAIConfig(BaseLlmConfig):
    """Options of Azure OpenAI."""

    azure_kwargs: AzureConfig | Mapping[str, Any] | None = None
    azure_endpoint: str | None = None
    azure_deployment: str | None = None
    api_version: str | None = None
