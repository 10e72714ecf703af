"""A prompt of your own says what is drawn from conversations; `{messages}` is where they go.

自定义提示词：规定从对话中提取什么，`{messages}` 是对话所在的位置。
"""

from __future__ import annotations

from fresh_store import fresh_store
from mem0 import Memory
from mem0.configs.base import MemoryConfig
from model_double import MODEL, model_double

custom_extraction_prompt = """
从对话中提取关键事实，重点关注：
1. 个人偏好
2. 技术技能
3. 项目需求
4. 重要日期和截止日期

对话：{messages}
"""


def main() -> None:
    """The model gets the prompt with the conversation in its place."""
    with fresh_store(), model_double() as model:
        config = MemoryConfig(
            llm={
                "provider": "openai",
                "config": {"model": MODEL, "api_key": "none", "openai_base_url": model.base_url},
            },
            custom_fact_extraction_prompt=custom_extraction_prompt,
        )
        memory = Memory(config)
        memory.add(
            [
                {"role": "user", "content": "我擅长 Rust 和 Python。项目的截止日期是 2026年3月1日。"},
                {"role": "assistant", "content": "好的，我记下了。"},
            ],
            user_id="dev",
        )

        asked = "\n".join(message["content"] for message in model.asked[0]["messages"])
        assert "重要日期和截止日期" in asked and "{messages}" not in asked
        assert asked.count("我擅长 Rust 和 Python") == 1

        kept = [found["memory"] for found in memory.get_all(user_id="dev")["results"]]
        print(kept)
        assert any("Rust" in text for text in kept) and any("截止日期" in text for text in kept)
        found = memory.search("什么时候截止？", user_id="dev")["results"][0]["memory"]
        assert "截止日期" in found


if __name__ == "__main__":
    main()
