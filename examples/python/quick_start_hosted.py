"""The first five minutes with the hosted service.

快速开始：托管平台。
"""

from __future__ import annotations

from hosted_service import KEY, hosted_service
from mem0 import MemoryClient


def main() -> None:
    """Add, search, get, change, look back, rate, export, delete."""
    with hosted_service() as host:
        client = MemoryClient(api_key=KEY, host=host)

        client.add([{"role": "user", "content": "我叫 John，是一名开发者"}], user_id="john")

        results = client.search("你知道我的哪些信息？", user_id="john")
        print(results)
        assert any("John" in found["memory"] for found in results)
        assert results["results"] == list(results)

        memory_id = results[0]["id"]
        assert client.get(memory_id)["memory"] == results[0]["memory"]
        client.update(memory_id, text="我叫 John，是一名资深开发者")
        assert "资深" in client.get(memory_id)["memory"]
        assert [row["event"] for row in client.history(memory_id)][-1] == "UPDATE"
        client.feedback(memory_id, feedback="POSITIVE")

        assert any(user["name"] == "john" for user in client.users()["results"])
        client.delete(memory_id)
        assert len(client.get_all(user_id="john")) == 0

        client.add("我住在上海", user_id="john")
        client.delete_users(user_id="john")
        assert len(client.get_all(user_id="john")) == 0


if __name__ == "__main__":
    main()
