"""Models of Ollama, and a configuration of Chroma: memories are in its folder, in a file of mem0's own.

使用 Ollama 的本地设置：模型由 Ollama 提供，记忆保存在 Chroma 配置所指的目录中（由内嵌存储保存）。
"""

from __future__ import annotations

import os
from pathlib import Path

from fresh_store import fresh_store
from mem0 import Memory
from mem0.configs.base import MemoryConfig
from model_double import model_double


def local_setup(ollama_base_url: str) -> MemoryConfig:
    """The founding document's configuration; only the server's address is that of the double."""
    return MemoryConfig(
        llm={
            "provider": "ollama",
            "config": {"model": "llama3.1:8b", "ollama_base_url": ollama_base_url},
        },
        embedder={
            "provider": "ollama",
            "config": {"model": "nomic-embed-text", "ollama_base_url": ollama_base_url},
        },
        vector_store={
            "provider": "chroma",
            "config": {"collection_name": "my_memories", "path": "./chroma_db"},
        },
    )


def main() -> None:
    """What one memory is told, another finds in the folder."""
    with fresh_store() as folder, model_double() as ollama:
        before = Path.cwd()
        os.chdir(folder)
        try:
            config = local_setup(ollama.ollama_base_url)
            with Memory(config) as memory:
                memory.add(
                    [
                        {"role": "user", "content": "我喜欢披萨，讨厌西兰花"},
                        {"role": "assistant", "content": "我会记住您的食物偏好！"},
                    ],
                    user_id="user123",
                )
            with Memory(config) as memory:
                results = memory.search("食物偏好", user_id="user123")
            assert results["results"][0]["memory"] == "我喜欢披萨，讨厌西兰花"
            print(results["results"][0]["memory"])
            assert [file.name for file in Path("chroma_db").glob("*.db")] == ["memory.db"]
            assert {request["model"] for request in ollama.asked} == {"llama3.1:8b", "nomic-embed-text"}
        finally:
            os.chdir(before)


if __name__ == "__main__":
    main()
