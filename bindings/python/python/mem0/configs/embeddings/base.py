"""Options of embedding models; one set for all providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.azure import AzureConfig
from mem0.configs.model import Model

__all__ = ["BaseEmbedderConfig"]


class BaseEmbedderConfig(Model):
    """What can be said about an embedding model; each provider reads what concerns it.

    Only what is given is handed on: a provider's own defaults hold for the rest.
    """

    _by_position: ClassVar[tuple[str, ...]] = (
        *("model", "api_key", "embedding_dims", "ollama_base_url", "openai_base_url", "model_kwargs"),
        *("huggingface_base_url", "azure_kwargs", "http_client_proxies", "vertex_credentials_json"),
    )

    model: str | Any | None = None
    api_key: str | None = None
    embedding_dims: int | None = None
    ollama_base_url: str | None = None
    openai_base_url: str | None = None
    model_kwargs: Mapping[str, Any] | None = None
    huggingface_base_url: str | None = None
    azure_kwargs: AzureConfig | Mapping[str, Any] | None = None
    http_client_proxies: Mapping[str, Any] | str | None = None
    vertex_credentials_json: str | None = None
    memory_add_embedding_type: str | None = None
    memory_update_embedding_type: str | None = None
    memory_search_embedding_type: str | None = None
    output_dimensionality: str | int | None = None
    lmstudio_base_url: str | None = "http://localhost:1234/v1"
    aws_access_key_id: str | None = None
    aws_secret_access_key: str | None = None
    aws_session_token: str | None = None
    aws_region: str | None = None
