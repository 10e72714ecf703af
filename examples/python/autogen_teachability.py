"""An AutoGen agent that can be taught (needs `autogen-agentchat~=0.2`).

AutoGen 集成：可教的智能体。
"""

from __future__ import annotations

import warnings

# AutoGen's own note that an extra of one of its parts isn't installed.
warnings.filterwarnings("ignore", module="flaml")

from autogen import ConversableAgent, UserProxyAgent

from cookbooks.helper.mem0_teachability import Mem0Teachability
from fresh_store import fresh_store
from mem0 import Memory
from model_double import MODEL, model_double


def conversation(base_url: str, *said: str) -> str:
    """The last answer of a new agent with the memory of the earlier ones."""
    llm_config = {
        "config_list": [{"model": MODEL, "api_key": "none", "base_url": base_url, "price": [0, 0]}],
        "cache_seed": None,
    }
    your_autogen_agent = ConversableAgent("teachable_agent", llm_config=llm_config, human_input_mode="NEVER")
    user = UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply=""
    )

    memory = Memory()
    teachability = Mem0Teachability(verbosity=1, reset_db=False, recall_threshold=1.5, memory_client=memory)
    teachability.add_to_agent(your_autogen_agent)

    answer = ""
    for message in said:
        user.initiate_chat(your_autogen_agent, message=message, max_turns=1, silent=True, clear_history=False)
        answer = str(user.last_message(your_autogen_agent)["content"])
    memory.close()
    return answer


def main() -> None:
    """Taught in one conversation, known in the next, by an agent that was made anew."""
    with fresh_store(), model_double() as model:
        conversation(model.base_url, "我们的服务器放在法兰克福机房。", "如果部署失败，应该先回滚再看日志。")

        answer = conversation(model.base_url, "服务器放在哪个机房？")
        print(answer)
        assert "法兰克福" in answer

        answer = conversation(model.base_url, "部署失败怎么办？")
        print(answer)
        assert "回滚" in answer

        memory = Memory()
        advice = memory.get_all(agent_id="teachable_agent", filters={"metadata.kind": "advice"})["results"]
        assert [memory["metadata"]["task"] for memory in advice] == ["部署失败"]


if __name__ == "__main__":
    main()
