"""Every configuration of the founding examples is understood. None of them needs its server to be up.

创建文档中的每一种配置；构造配置不需要网络。
"""

from __future__ import annotations

from fresh_store import fresh_store
from mem0 import Memory
from mem0.configs.base import EmbedderConfig, GraphStoreConfig, LlmConfig, MemoryConfig, VectorStoreConfig


def configurations() -> dict[str, MemoryConfig]:
    """The configurations, by what they are for."""
    return {
        "OpenAI": MemoryConfig(
            llm={
                "provider": "openai",
                "config": {"model": "gpt-4.1-nano-2025-04-14", "temperature": 0.1, "max_tokens": 1000},
            },
            embedder={"provider": "openai", "config": {"model": "text-embedding-3-small"}},
        ),
        "a Qdrant server": MemoryConfig(
            vector_store={"provider": "qdrant", "config": {"host": "localhost"}},
            llm={"provider": "openai", "config": {"model": "gpt-4.1-nano-2025-04-14"}},
            embedder={"provider": "openai", "config": {"model": "text-embedding-3-small"}},
        ),
        "a tuned Qdrant server": MemoryConfig(
            vector_store={
                "provider": "qdrant",
                "config": {
                    "host": "localhost",
                    "port": 6333,
                    "collection_name": "memories",
                    "embedding_model_dims": 1536,
                    "distance": "cosine",
                },
            }
        ),
        "Ollama and Chroma": MemoryConfig(
            llm={
                "provider": "ollama",
                "config": {"model": "llama3.1:8b", "ollama_base_url": "http://localhost:11434"},
            },
            embedder={"provider": "ollama", "config": {"model": "nomic-embed-text"}},
            vector_store={
                "provider": "chroma",
                "config": {"collection_name": "my_memories", "path": "./chroma_db"},
            },
        ),
        "Azure and Pinecone": MemoryConfig(
            llm={
                "provider": "azure_openai",
                "config": {
                    "model": "gpt-4",
                    "azure_endpoint": "https://your-resource.openai.azure.com/",
                    "api_key": "your-api-key",
                    "api_version": "2024-02-01",
                },
            },
            vector_store={
                "provider": "pinecone",
                "config": {"api_key": "your-pinecone-key", "index_name": "mem0-index", "dimension": 1536},
            },
        ),
        "a graph": MemoryConfig(
            graph_store={
                "provider": "neo4j",
                "config": {
                    "url": "bolt://localhost:7687",
                    "username": "neo4j",
                    "password": "password",
                    "database": "neo4j",
                },
            }
        ),
        "typed parts": MemoryConfig(
            vector_store=VectorStoreConfig(provider="qdrant", config={"host": "localhost"}),
            llm=LlmConfig(provider="openai", config={"model": "gpt-4.1-nano-2025-04-14"}),
            embedder=EmbedderConfig(provider="openai", config={"model": "text-embedding-3-small"}),
            graph_store=GraphStoreConfig(
                provider="neo4j",
                config={"url": "bolt://localhost:7687", "username": "neo4j", "password": "secret-of-neo4j"},
            ),
            history_db_path="~/.mem0/history.db",
            version="v1.1",
            custom_fact_extraction_prompt="自定义提示词...",
            custom_update_memory_prompt="自定义提示词...",
        ),
    }


def is_valid(config: MemoryConfig | None = None) -> bool:
    """Whether a memory with this configuration can be written to (配置问题)."""
    try:
        memory = Memory(config) if config else Memory()
        memory.add("测试记忆", user_id="test")
        print("配置有效")
        return True
    except Exception as problem:
        print(f"配置错误：{problem}")
        return False


def main() -> None:
    """Configurations are read, secrets stay hidden, mistakes are named."""
    with fresh_store():
        for purpose, config in configurations().items():
            parts = (config.vector_store, config.llm, config.embedder)
            print(f"{purpose}: {', '.join(part.provider for part in parts)}")
            for secret in ("your-pinecone-key", "your-api-key", "secret-of-neo4j"):
                assert secret not in repr(config)

        assert is_valid()

        try:
            MemoryConfig(llm={"provider": "opnai", "config": {}})
        except ValueError as mistake:
            assert "opnai" in str(mistake)
            print(f"配置错误：{mistake}")
        else:
            raise AssertionError("a provider that nobody knows was taken")


if __name__ == "__main__":
    main()
