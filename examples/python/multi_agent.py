"""Three agents on one task share a memory by its run.

多智能体系统：研究、写作、审核三个智能体共享一次会话的记忆。
"""

from __future__ import annotations

from typing import Any

from fresh_store import fresh_store
from mem0 import Memory


class ResearchAgent:
    """Finds things out."""

    def research(self, task: str) -> str:
        """What is known about the task."""
        return f"关于“{task}”，记忆层能让助手在多次会话之间保持连贯"


class WriterAgent:
    """Writes."""

    def write(self, task: str, context: dict[str, Any]) -> str:
        """A draft from what was found out."""
        found = "；".join(memory["memory"] for memory in context["results"])
        return f"《{task}》的初稿引用了这些材料：{found}"


class ReviewAgent:
    """Reads what the others did."""

    def review(self, draft: str, context: dict[str, Any]) -> str:
        """The draft, with what it rests on."""
        phases = sorted({memory["metadata"]["phase"] for memory in context["results"]})
        return f"{draft}\n审核通过，依据阶段：{', '.join(phases)}"


class MultiAgentSystem:
    """Agents that hand on work through one memory."""

    def __init__(self) -> None:
        self.shared_memory = Memory()
        self.researcher = ResearchAgent()
        self.writer = WriterAgent()
        self.reviewer = ReviewAgent()

    def collaborative_task(self, task: str, session_id: str) -> str:
        """Research, write, review."""
        research_results = self.researcher.research(task)
        self.shared_memory.add(
            f"研究发现：{research_results}",
            agent_id="researcher",
            run_id=session_id,
            metadata={"phase": "research"},
        )

        research_context = self.shared_memory.search("研究发现", run_id=session_id)
        draft = self.writer.write(task, research_context)
        self.shared_memory.add(
            f"草稿内容：{draft}",
            agent_id="writer",
            run_id=session_id,
            metadata={"phase": "writing"},
        )

        all_context = self.shared_memory.get_all(run_id=session_id)
        return self.reviewer.review(draft, all_context)


def main() -> None:
    """What one agent found, the next one uses; another run sees none of it."""
    with fresh_store():
        system = MultiAgentSystem()
        output = system.collaborative_task("记忆层的作用", "session_1")
        print(output)
        assert "在多次会话之间保持连贯" in output
        assert "research, writing" in output

        by_agent = system.shared_memory.get_all(agent_id="researcher", run_id="session_1")
        assert {memory["agent_id"] for memory in by_agent["results"]} == {"researcher"}
        assert system.shared_memory.get_all(run_id="session_2")["results"] == []


if __name__ == "__main__":
    main()
