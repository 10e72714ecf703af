"""Teachable AutoGen agents: what a user teaches in one conversation is known in the next.

可教的 AutoGen 智能体：用户教过的内容在以后的对话中仍然记得。

Works with the AutoGen of the 0.2 line (`autogen-agentchat~=0.2`), where agents take capabilities.
"""

from __future__ import annotations

from typing import Any

from autogen.agentchat.assistant_agent import ConversableAgent
from autogen.agentchat.contrib.capabilities.agent_capability import AgentCapability
from autogen.agentchat.contrib.text_analyzer_agent import TextAnalyzerAgent

from mem0 import Memory

ADVICE_QUESTION = """Does TEXT teach how a kind of task should be done?
If it does, answer with two lines:
Task: the kind of task, in general terms, in the language of TEXT
Advice: what to do, in the language of TEXT
If it does not, answer with the one word "none"."""


class Mem0Teachability(AgentCapability):  # type: ignore[misc]
    """Gives an agent a memory: before it answers, what is known is added to the message; after, what is new
    is kept.

    Args:
        verbosity: 0 is silent; 1 prints what is recalled and kept; 2 also what the analyzer is asked and
            answers.
        reset_db: Forget everything that this agent was taught before.
        recall_threshold: How far a memory may be from the message, from 0 (the same) to 2 (anything).
        max_num_retrievals: The most memories that are recalled for a message.
        llm_config: The analyzer's model; by default the agent's own. `False` analyzes nothing: memory alone
            decides what is kept.
        agent_id: Whose memory it is; by default the agent's name.
        memory_client: The memory; by default a `Memory()` of its own.

    Example:
        >>> teachability = Mem0Teachability(verbosity=1, recall_threshold=1.5, memory_client=Memory())
        >>> teachability.add_to_agent(your_autogen_agent)
    """

    def __init__(
        self,
        verbosity: int = 0,
        reset_db: bool = False,
        recall_threshold: float = 1.5,
        max_num_retrievals: int = 10,
        llm_config: dict[str, Any] | bool | None = None,
        agent_id: str | None = None,
        memory_client: Memory | None = None,
    ) -> None:
        super().__init__()
        self.verbosity = verbosity
        self.reset_db = reset_db
        self.recall_threshold = recall_threshold
        self.max_num_retrievals = max_num_retrievals
        self.llm_config = llm_config
        self.agent_id = agent_id
        self.memory = memory_client if memory_client is not None else Memory()
        self.analyzer: TextAnalyzerAgent | None = None

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Make this agent teachable."""
        self.agent_id = self.agent_id or agent.name
        if self.reset_db:
            self.memory.delete_all(agent_id=self.agent_id)
        config = agent.llm_config if self.llm_config is None else self.llm_config
        if config:
            self.analyzer = TextAnalyzerAgent(llm_config=config)
        agent.register_hook(
            hookable_method="process_last_received_message", hook=self.process_last_received_message
        )
        agent.update_system_message(
            f"{agent.system_message}\nYou remember what users taught you in earlier conversations."
        )

    def process_last_received_message(self, text: Any) -> Any:
        """The message with what is known about it; what it teaches is kept."""
        if not isinstance(text, str) or not text.strip():
            return text
        # Recalled first: otherwise a message would be told to the agent as a memory of itself.
        known = self.recall(text)
        self.keep(text)
        if not known:
            return text
        lines = "\n".join(f"- {memory}" for memory in known)
        return f"{text}\n\n# Memories that might help\n{lines}"

    def recall(self, text: str) -> list[str]:
        """What is known about a text, nearest first."""
        found = self.memory.search(text, agent_id=self.agent_id, limit=self.max_num_retrievals)
        near = [memory for memory in found["results"] if 2 * (1 - memory["score"]) <= self.recall_threshold]
        self._say(1, "recalled", [memory["memory"] for memory in near])
        return [memory["memory"] for memory in near]

    def keep(self, text: str) -> None:
        """Keep what a text teaches: advice as task and remedy, statements as memory draws them."""
        advice = self.advice(text)
        if advice:
            task, remedy = advice
            kept = self.memory.add(
                f"{task}: {remedy}",
                agent_id=self.agent_id,
                infer=False,
                metadata={"kind": "advice", "task": task},
            )
        else:
            kept = self.memory.add(text, agent_id=self.agent_id)
        self._say(1, "kept", [memory["memory"] for memory in kept["results"]])

    def advice(self, text: str) -> tuple[str, str] | None:
        """The kind of task that a text gives advice for, and the advice."""
        if self.analyzer is None:
            return None
        self._say(2, "asked", ADVICE_QUESTION)
        answer = str(self.analyzer.analyze_text(text, ADVICE_QUESTION))
        self._say(2, "answered", answer)
        parts = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
        task, remedy = parts.get("Task", "").strip(), parts.get("Advice", "").strip()
        return (task, remedy) if task and remedy else None

    def _say(self, level: int, what: str, of: object) -> None:
        if self.verbosity >= level and of:
            print(f"[teachability] {what}: {of}")
