"""`agno`: its `Mem0Tools`, as an agent's model calls them.

Agno 集成：记忆工具。
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from agno.run import RunContext
from agno.tools.mem0 import Mem0Tools

from fresh_store import fresh_store
from hosted_service import hosted_service


def use(tools: Mem0Tools) -> None:
    """Each of the four tools."""
    run = RunContext(run_id="run", session_id="session", user_id="mia")
    assert set(tools.functions) == {"add_memory", "search_memory", "get_all_memories", "delete_all_memories"}

    added = json.loads(tools.add_memory(run, "我住在杭州。"))
    assert added["results"][0]["memory"] == "我住在杭州。"
    tools.add_memory(run, "我喜欢喝龙井茶。")

    found = json.loads(tools.search_memory(run, "我喜欢喝什么茶？"))
    print(found)
    assert "龙井茶" in found[0]["memory"]
    assert len(json.loads(tools.get_all_memories(run))) == 2

    assert tools.delete_all_memories(run).startswith("Successfully deleted")
    assert json.loads(tools.get_all_memories(run)) == []


def main() -> None:
    """With the defaults, with a configuration, and with a key."""
    with fresh_store() as folder:
        use(Mem0Tools())
        chroma = {"provider": "chroma", "config": {"path": str(folder / "chroma_db")}}
        use(Mem0Tools(config={"vector_store": chroma, "history_db_path": "history.db"}))
    with hosted_service():
        use(Mem0Tools())


if __name__ == "__main__":
    main()
