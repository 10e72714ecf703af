"""Memories grow old: delete what is past its time, archive what matters, keep the newest.

记忆生命周期管理：清理过期的、归档重要的、只保留最近的。
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hosted_service import KEY, hosted_service
from mem0 import MemoryClient


def cleanup_old_memories(memory_client: MemoryClient, days_old: int = 90) -> None:
    """Delete what was made more than so many days ago."""
    # The service's stamps carry an offset. Python compares them with such stamps only.
    cutoff_date = datetime.now(timezone.utc) - timedelta(days=days_old)

    all_memories = memory_client.get_all()
    for mem in all_memories:
        if datetime.fromisoformat(mem["created_at"].replace("Z", "+00:00")) < cutoff_date:
            memory_client.delete(mem["id"])


def archive_memory(memory_client: MemoryClient, memory_id: str) -> None:
    """Mark a memory as archived, and keep what else its metadata says."""
    memory = memory_client.get(memory_id)
    memory_client.update(
        memory_id,
        metadata={
            **(memory.get("metadata") or {}),
            "archived": True,
            "archive_date": datetime.now().isoformat(),
        },
    )


def cleanup_memories(memory_client: MemoryClient, user_id: str, max_memories: int = 1000) -> None:
    """Delete a user's oldest memories beyond so many."""
    all_memories: Any = memory_client.get_all(user_id=user_id)
    if len(all_memories) > max_memories:
        sorted_memories = sorted(all_memories, key=lambda x: x["created_at"], reverse=True)

        for memory in sorted_memories[max_memories:]:
            memory_client.delete(memory["id"])


def main() -> None:
    """Old ones go, archived ones say so, the newest stay."""
    with hosted_service() as host:
        client = MemoryClient(api_key=KEY, host=host)

        for number in range(4):
            client.add(
                f"第 {number} 次体检结果正常。", user_id="lin", infer=False, metadata={"visit": number}
            )

        cleanup_old_memories(client, days_old=90)
        left = client.get_all(user_id="lin")
        assert len(left) == 4, "nothing is that old yet"

        archive_memory(client, left[0]["id"])
        metadata = client.get(left[0]["id"])["metadata"]
        print(metadata)
        assert metadata["archived"] is True and "visit" in metadata

        cleanup_memories(client, "lin", max_memories=2)
        assert sorted(memory["metadata"]["visit"] for memory in client.get_all(user_id="lin")) == [2, 3]

        cleanup_old_memories(client, days_old=0)
        assert len(client.get_all(user_id="lin")) == 0


if __name__ == "__main__":
    main()
