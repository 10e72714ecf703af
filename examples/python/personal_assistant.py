"""A personal assistant that remembers what its user told it.

个人 AI 助手：记住用户说过的话。
"""

from __future__ import annotations

from chat_model import OpenAI, with_model
from fresh_store import fresh_store
from mem0 import Memory


class PersonalAssistant:
    """Answers with what is remembered in the prompt, and remembers what was said."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.llm = OpenAI()

    def chat(self, user_input: str, user_id: str) -> str:
        """The answer to one message of a user."""
        memories = self.memory.search(user_input, user_id=user_id, limit=5)

        context = "\n".join([f"- {m['memory']}" for m in memories["results"]])

        prompt = f"""
        来自之前对话的上下文：
        {context}

        用户：{user_input}
        助手：
        """

        response = self.llm.generate(prompt)

        self.memory.add(
            [{"role": "user", "content": user_input}, {"role": "assistant", "content": response}],
            user_id=user_id,
        )

        return response


def main() -> None:
    """Another conversation, days later: the allergy is still known, and only to its user's assistant."""
    with fresh_store(), with_model() as model:
        assistant = PersonalAssistant()
        print(assistant.chat("我对花生过敏，平时住在杭州。", "mia"))

        answer = assistant.chat("我对什么食物过敏？", "mia")
        print(answer)
        assert "花生" in answer

        assistant.chat("我对什么食物过敏？", "tom")
        prompt = model.asked[-1]["messages"][0]["content"]
        assert "花生" not in prompt, "what Mia told was shown to Tom's assistant"


if __name__ == "__main__":
    main()
