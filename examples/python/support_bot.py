"""A support bot on the hosted service: the customer's history decides the answer.

客户支持机器人：根据客户的历史记录回答。
"""

from __future__ import annotations

from datetime import datetime

from chat_model import OpenAI, with_model
from hosted_service import KEY, hosted_service
from mem0 import MemoryClient


class SupportBot:
    """Handles tickets, and knows the earlier ones."""

    def __init__(self, host: str) -> None:
        self.memory = MemoryClient(api_key=KEY, host=host)
        self.llm = OpenAI()

    def handle_ticket(self, customer_id: str, issue: str) -> str:
        """The answer to a customer's issue."""
        history = self.memory.search(issue, user_id=customer_id, limit=10)

        similar_issues = [m for m in history if m["score"] > 0.8]

        if similar_issues:
            context = f"之前的类似问题：{similar_issues[0]['memory']}"
        else:
            context = "未发现之前的类似问题。"

        response = self.generate_support_response(issue, context)

        self.memory.add(
            [{"role": "user", "content": f"问题：{issue}"}, {"role": "assistant", "content": response}],
            user_id=customer_id,
            metadata={"category": "support_ticket", "timestamp": datetime.now().isoformat()},
        )

        return response

    def generate_support_response(self, issue: str, context: str) -> str:
        """The model's answer, given what happened before."""
        return self.llm.generate(f"{context}\n问题：{issue}")


def main() -> None:
    """The same issue twice: the second answer knows of the first. Another customer's doesn't."""
    with hosted_service() as host, with_model():
        bot = SupportBot(host)
        issue = "移动应用无法登录，短信验证码收不到"
        assert "据我所知" not in bot.handle_ticket("john", issue)

        answer = bot.handle_ticket("john", issue)
        print(answer)
        assert "验证码" in answer

        assert "据我所知" not in bot.handle_ticket("mary", issue)
        assert bot.memory.get_all(user_id="john")[0]["metadata"]["category"] == "support_ticket"


if __name__ == "__main__":
    main()
