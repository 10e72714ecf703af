"""Options of Databricks as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["DatabricksConfig"]


class DatabricksConfig(StoreConfig):
    """Options of Databricks."""

    workspace_url: str
    endpoint_name: str
    catalog: str
    schema: str
    table_name: str
    access_token: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    azure_client_id: str | None = None
    azure_client_secret: str | None = None
    index_type: str = "DELTA_SYNC"
    embedding_model_endpoint_name: str | None = None
    embedding_dimension: int = 1536
    endpoint_type: str = "STANDARD"
    pipeline_type: str = "TRIGGERED"
    warehouse_name: str | None = None
    query_type: str = "ANN"
