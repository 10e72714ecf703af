"""A chat page with memory (needs `streamlit`): `streamlit run examples/python/streamlit_app.py`.

Streamlit 应用：带记忆的聊天页面。`python streamlit_in_browser.py` 会在真正的浏览器里操作它。
"""

from __future__ import annotations

import os
from typing import Any

import streamlit as st

from chat_model import OpenAI
from mem0 import Memory


def generate_response(user_message: str, memories: dict[str, Any]) -> str:
    """The model's answer; without a model (`OPENAI_BASE_URL`), an answer that says what is known."""
    remembered = "\n".join(f"- {memory['memory']}" for memory in memories["results"])
    if os.environ.get("OPENAI_BASE_URL"):
        return OpenAI().generate(f"{remembered}\n用户：{user_message}")
    return f"我记得这些：\n{remembered}" if remembered else "好的，我记住了。"


def page() -> None:
    """The page, from top to bottom."""
    if "memory" not in st.session_state:
        st.session_state.memory = Memory()

    user_id = st.text_input("用户 ID", value="user123")
    user_message = st.text_input("您的消息")

    if st.button("发送"):
        memories = st.session_state.memory.search(user_message, user_id=user_id, limit=5)

        if memories["results"]:
            st.subheader("相关记忆：")
            for memory in memories["results"]:
                st.write(f"- {memory['memory']} (得分：{memory['score']:.2f})")

        response = generate_response(user_message, memories)
        st.write(f"助手：{response}")

        st.session_state.memory.add(
            [{"role": "user", "content": user_message}, {"role": "assistant", "content": response}],
            user_id=user_id,
        )

    if st.button("显示所有记忆"):
        all_memories = st.session_state.memory.get_all(user_id=user_id)
        for memory in all_memories["results"]:
            st.write(f"- {memory['memory']}")


page()
