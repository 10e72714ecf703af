"""A LangChain buffer memory that remembers across conversations, too (`langchain-classic` or `langchain<1`).

LangChain 集成：在缓冲记忆之外加上长期记忆。
"""

from __future__ import annotations

import warnings
from typing import Any

from pydantic import PrivateAttr

from fresh_store import fresh_store
from mem0 import Memory

try:
    from langchain_classic.memory import ConversationBufferMemory
except ImportError:
    from langchain.memory import ConversationBufferMemory  # type: ignore[no-redef]

# LangChain says at each use that this class is of its former generation.
warnings.filterwarnings("ignore", message=".*(migration guide|was deprecated).*")


class Mem0LangChainMemory(ConversationBufferMemory):
    """Keeps the conversation in LangChain's buffer and what it tells in mem0."""

    # LangChain's classes take no attributes beside their declared ones; these are private ones.
    _mem0: Memory = PrivateAttr()
    _user_id: str = PrivateAttr()

    def __init__(self, user_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._mem0 = Memory()
        self._user_id = user_id

    def save_context(self, inputs: dict[str, Any], outputs: dict[str, str]) -> None:
        """Keep one turn, in both."""
        super().save_context(inputs, outputs)

        self._mem0.add(
            [{"role": "user", "content": str(inputs)}, {"role": "assistant", "content": str(outputs)}],
            user_id=self._user_id,
        )

    def load_memory_variables(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """The buffer, with what is known from earlier conversations below it."""
        variables: dict[str, Any] = super().load_memory_variables(inputs)

        relevant_memories = self._mem0.search(str(inputs), user_id=self._user_id, limit=3)

        if relevant_memories["results"]:
            long_term_context = "\n".join([f"- {m['memory']}" for m in relevant_memories["results"]])
            variables["history"] += f"\n\n相关的历史上下文：\n{long_term_context}"

        return variables


def main() -> None:
    """A new conversation begins with an empty buffer and knows the earlier one all the same."""
    with fresh_store():
        first = Mem0LangChainMemory(user_id="mia")
        first.save_context({"input": "我住在杭州，喜欢喝龙井茶"}, {"output": "好的，我记住了。"})
        assert "龙井茶" in first.load_memory_variables({})["history"]

        second = Mem0LangChainMemory(user_id="mia")
        history = second.load_memory_variables({"input": "我喜欢喝什么茶？"})["history"]
        print(history)
        assert history.startswith("\n\n相关的历史上下文") and "龙井茶" in history

        other = Mem0LangChainMemory(user_id="tom")
        assert "龙井茶" not in other.load_memory_variables({"input": "我喜欢喝什么茶？"})["history"]


if __name__ == "__main__":
    main()
