"""A program of the first era, as strict a type checker reads it. `test_typed.py` runs it."""

from __future__ import annotations

from datetime import datetime

from mem0 import Memory
from mem0.configs.base import EmbedderConfig, LlmConfig, MemoryConfig, VectorStoreConfig
from mem0.configs.enums import MemoryType
from mem0.exceptions import MemoryError, ValidationError


def configured() -> MemoryConfig:
    return MemoryConfig(
        vector_store=VectorStoreConfig(provider="qdrant", config={"host": "localhost"}),
        llm=LlmConfig(provider="openai", config={"model": "gpt-4.1-nano-2025-04-14"}),
        embedder=EmbedderConfig(provider="openai", config={"model": "text-embedding-3-small"}),
        history_db_path="~/.mem0/history.db",
        version="v1.1",
        custom_fact_extraction_prompt="只提取喜好",
    )


def configured_with_dictionaries() -> MemoryConfig:
    return MemoryConfig(
        llm={
            "provider": "ollama",
            "config": {"model": "llama3.1:8b", "ollama_base_url": "http://localhost:11434"},
        },
        embedder={"provider": "ollama", "config": {"model": "nomic-embed-text"}},
        vector_store={
            "provider": "chroma",
            "config": {"collection_name": "my_memories", "path": "./chroma_db"},
        },
    )


def main() -> None:
    for config in (configured(), configured_with_dictionaries()):
        print(config.llm.provider, config.vector_store.provider, config.model_dump()["version"])
    memory = Memory(MemoryConfig(version="v1.1"))
    memory.add(
        [{"role": "user", "content": "我喜欢披萨"}, {"role": "assistant", "content": "好的！"}],
        user_id="user123",
        agent_id="agent",
        run_id=f"session_{datetime.now():%Y%m%d}",
        metadata={"topic": "food", "stars": 5, "tags": ["披萨"]},
        infer=False,
    )
    memory.add("一句话", user_id="user123", infer=False, prompt=None)
    memory.add({"role": "user", "content": "one message"}, user_id="user123", infer=False)
    memory.add("1. Build 2. Test", user_id="user123", memory_type=MemoryType.PROCEDURAL.value)
    found = memory.search(
        "披萨", user_id="user123", limit=5, filters={"metadata.stars": {"$gte": 4}}, threshold=0.1
    )
    lines = [f"- {m['memory']} ({m['score']:.2f})" for m in found["results"]]
    listed = memory.get_all(user_id="user123", limit=10)
    newest: str = listed["results"][0]["id"]
    one = memory.get(newest)
    if one is not None:
        created = datetime.fromisoformat(one["created_at"])
        assert created.tzinfo is not None
    message: str = memory.update(newest, "我喜欢面条")["message"]
    memory.update(newest, data="我喜欢米饭")
    events: list[str] = [row["event"] for row in memory.history(newest)]
    memory.delete(newest)
    try:
        memory.search("披萨")
    except ValidationError as error:
        code: str = error.error_code
        advice: str | None = error.suggestion
        print(code, advice)
    except MemoryError as error:
        print(error.details)
    memory.delete_all(user_id="user123")
    memory.reset()
    memory.close()
    print(lines, message, events)


if __name__ == "__main__":
    main()
