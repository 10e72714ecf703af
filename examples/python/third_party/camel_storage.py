"""`camel-ai`: its `Mem0Storage` keeps the records of agents.

CAMEL 集成：保存智能体的记录。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from camel.memories.records import MemoryRecord
from camel.messages import BaseMessage
from camel.storages import Mem0Storage
from camel.types import OpenAIBackendRole, RoleType

from hosted_service import hosted_service


def record(text: str) -> dict[str, object]:
    """What the user said."""
    message = BaseMessage("user", RoleType.USER, None, text)
    return dict(MemoryRecord(message=message, role_at_backend=OpenAIBackendRole.USER).to_dict())


def main() -> None:
    """Save, load, clear."""
    with hosted_service():
        storage = Mem0Storage(agent_id="camel", user_id="mia", metadata={"topic": "travel"})
        message = {"role_at_backend": OpenAIBackendRole.USER}
        storage.save([{**record("我下个月去大理旅行。"), **message}, {**record("我喜欢爬山。"), **message}])

        loaded = [MemoryRecord.from_dict(each) for each in storage.load()]
        print([each.message.content for each in loaded])
        assert any("大理" in each.message.content for each in loaded)
        assert all(each.extra_info["topic"] == "travel" and each.timestamp > 0 for each in loaded)

        storage.clear()
        assert storage.load() == []


if __name__ == "__main__":
    main()
