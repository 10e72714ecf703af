"""Options of Vertex AI Vector Search as a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["GoogleMatchingEngineConfig"]


class GoogleMatchingEngineConfig(StoreConfig):
    """Options of Vertex AI Vector Search."""

    project_id: str
    project_number: str
    region: str
    endpoint_id: str
    index_id: str
    deployment_index_id: str
    credentials_path: str | None = None
    service_account_json: Mapping[str, Any] | None = None
    vector_search_api_endpoint: str | None = None
