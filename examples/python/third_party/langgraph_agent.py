"""LangGraph: the pattern of its mem0 tutorial, a graph whose node recalls, answers and remembers.

LangGraph 集成：检索、回答、记住的图节点。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from langgraph.graph import START, StateGraph
from langgraph.graph.message import add_messages
from pydantic import SecretStr

from fresh_store import fresh_store
from mem0 import Memory
from model_double import MODEL, model_double


class State(TypedDict):
    """A conversation, and whose it is."""

    messages: Annotated[list[BaseMessage], add_messages]
    mem0_user_id: str


def conversation(base_url: str) -> Any:
    """The graph."""
    llm = ChatOpenAI(model=MODEL, base_url=base_url, api_key=SecretStr("none"))
    mem0 = Memory()

    def chatbot(state: State) -> dict[str, list[BaseMessage]]:
        messages, user_id = state["messages"], state["mem0_user_id"]
        memories = mem0.search(str(messages[-1].content), user_id=user_id)["results"]

        context = "Relevant information from previous conversations:\n"
        for memory in memories:
            context += f"- {memory['memory']}\n"
        system = SystemMessage(content=f"You are a helpful assistant.\n{context}")

        response = llm.invoke([system, *messages])

        interaction = [
            {"role": "user", "content": str(messages[-1].content)},
            {"role": "assistant", "content": str(response.content)},
        ]
        mem0.add(interaction, user_id=user_id)
        return {"messages": [response]}

    graph = StateGraph(State)
    graph.add_node("chatbot", chatbot)
    graph.add_edge(START, "chatbot")
    graph.add_edge("chatbot", "__end__")
    return graph.compile()


def main() -> None:
    """Two runs of the graph share nothing but the memory."""
    with fresh_store(), model_double() as model:
        graph = conversation(model.base_url)

        def ask(text: str, user: str) -> str:
            state = graph.invoke({"messages": [HumanMessage(content=text)], "mem0_user_id": user})
            last = state["messages"][-1]
            assert isinstance(last, AIMessage)
            return str(last.content)

        ask("我对花生过敏，住在杭州。", "mia")
        answer = ask("我对什么过敏？", "mia")
        print(answer)
        assert "花生" in answer
        assert "花生" not in ask("我对什么过敏？", "tom")


if __name__ == "__main__":
    main()
