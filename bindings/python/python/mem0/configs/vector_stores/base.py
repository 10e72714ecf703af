"""Options that all stores share."""

from __future__ import annotations

from mem0.configs.model import Model

__all__ = ["STORE_CONFIGS", "StoreConfig", "store_config"]


class StoreConfig(Model):
    """What can be said about any store."""

    collection_name: str | None = "mem0"
    embedding_model_dims: int | None = 1536

    def _check(self) -> None:
        # What was dumped of another one has all fields: those that are as always were not given there either.
        if self._given == set(self.model_fields):
            given = {name for name in self._given if getattr(self, name) != self.model_fields[name].default}
            self.__dict__["_given"] = given


#: The class for each provider; its module has the provider's name.
STORE_CONFIGS = {
    "azure_ai_search": "AzureAISearchConfig",
    "azure_mysql": "AzureMySQLConfig",
    "baidu": "BaiduDBConfig",
    "cassandra": "CassandraConfig",
    "chroma": "ChromaDbConfig",
    "databricks": "DatabricksConfig",
    "elasticsearch": "ElasticsearchConfig",
    "faiss": "FAISSConfig",
    "langchain": "LangchainConfig",
    "milvus": "MilvusDBConfig",
    "mongodb": "MongoDBConfig",
    "neptune": "NeptuneAnalyticsConfig",
    "opensearch": "OpenSearchConfig",
    "oracledb": "OracleAIVectorSearchConfig",
    "pgvector": "PGVectorConfig",
    "pinecone": "PineconeConfig",
    "qdrant": "QdrantConfig",
    "redis": "RedisDBConfig",
    "s3_vectors": "S3VectorsConfig",
    "supabase": "SupabaseConfig",
    "turbopuffer": "TurbopufferConfig",
    "upstash_vector": "UpstashVectorConfig",
    "valkey": "ValkeyConfig",
    "vertex_ai_vector_search": "GoogleMatchingEngineConfig",
    "weaviate": "WeaviateConfig",
}


def store_config(provider: str) -> type[StoreConfig] | None:
    """The class that holds this provider's options; ``None`` if it has none of its own."""
    from importlib import import_module

    name = STORE_CONFIGS.get(provider)
    if name is None:
        return None
    found: type[StoreConfig] = getattr(import_module(f"mem0.configs.vector_stores.{provider}"), name)
    return found
