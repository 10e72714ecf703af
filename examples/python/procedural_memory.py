"""How something is done, kept as one memory.

过程记忆：把操作步骤保存为一条记忆。
"""

from __future__ import annotations

from fresh_store import fresh_store
from mem0 import Memory


def main() -> None:
    """The steps stay together and in order, and a question finds them."""
    with fresh_store():
        memory = Memory()

        result = memory.add(
            "部署应用的步骤：1. 运行测试 2. 构建 Docker 镜像 3. 推送到仓库 4. 更新 k8s 清单",
            user_id="developer123",
            memory_type="procedural_memory",
        )
        assert len(result["results"]) == 1

        memory.add("我喜欢喝咖啡。", user_id="developer123")

        procedures = memory.search("如何部署？", user_id="developer123")
        found = procedures["results"][0]["memory"]
        print(found)
        steps = ["运行测试", "构建 Docker 镜像", "推送到仓库", "更新 k8s 清单"]
        places = [found.index(step) for step in steps]
        assert places == sorted(places)


if __name__ == "__main__":
    main()
