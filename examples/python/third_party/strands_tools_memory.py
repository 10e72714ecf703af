"""`strands-agents-tools`, its tool `mem0_memory`: configures FAISS without a key, asks the service with one.

Strands 的 mem0_memory 工具：没有密钥时使用 FAISS 配置（由内嵌存储保存），有密钥时使用托管服务。
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from strands_tools.mem0_memory import Mem0MemoryTool

from fresh_store import environment, fresh_store
from hosted_service import hosted_service
from model_double import MODEL, model_double

# The tool writes it down; another folder can't be asked for.
FOLDER = Path("/tmp/mem0_384_faiss")


def asked(tool: Mem0MemoryTool, action: str, **given: Any) -> Any:
    """What the tool answers to an agent; it makes a memory of its own for each call."""
    answer = tool.mem0_memory({"toolUseId": "1", "name": "mem0_memory", "input": {"action": action, **given}})
    text = answer["content"][0]["text"]
    assert answer["status"] == "success", text
    return text if action == "delete" else json.loads(text)


def use(config: dict[str, Any] | None) -> None:
    """Its six actions, and two users apart."""
    mia = Mem0MemoryTool(user_id="mia-of-the-examples", config=config)
    tom = Mem0MemoryTool(user_id="tom-of-the-examples", config=config)
    asked(mia, "store", content="我对花生过敏。", metadata={"topic": "health"})
    memories = asked(mia, "list")
    assert len(memories) == 1 and "花生" in memories[0]["memory"]
    key = memories[0]["id"]
    assert asked(mia, "get", memory_id=key)["metadata"]["topic"] == "health"
    assert asked(mia, "retrieve", query="我对什么过敏？")[0]["id"] == key
    assert asked(tom, "list") == [] and asked(tom, "retrieve", query="我对什么过敏？") == []
    assert [row["event"] for row in asked(mia, "history", memory_id=key)] == ["ADD"]
    print(asked(mia, "delete", memory_id=key))
    assert asked(mia, "list") == []


def main() -> None:
    """With FAISS, and hosted."""
    was_there = FOLDER.exists()
    with fresh_store(), environment(BYPASS_TOOL_CONSENT="true"):
        with model_double() as model:
            server = {"openai_base_url": model.base_url, "api_key": "none"}
            use(
                {
                    "llm": {"provider": "openai", "config": {"model": MODEL, **server}},
                    # As long as the tool says that vectors are.
                    "embedder": {
                        "provider": "openai",
                        "config": {"model": MODEL, "embedding_dims": 1024, **server},
                    },
                }
            )
        assert (FOLDER / "memory.db").is_file()
        if not was_there:
            shutil.rmtree(FOLDER)
        with hosted_service():
            use(None)


if __name__ == "__main__":
    main()
