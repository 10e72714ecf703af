"""`mem0-haystack`: a Haystack pipeline that recalls before its model answers and writes after.

Haystack 集成：回答之前检索记忆，回答之后写入记忆。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from haystack import Pipeline
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.components.joiners import ListJoiner
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret
from haystack_integrations.components.retrievers.mem0 import Mem0MemoryRetriever
from haystack_integrations.components.writers.mem0 import Mem0MemoryWriter
from haystack_integrations.memory_stores.mem0 import Mem0MemoryStore

from chat_model import with_model
from hosted_service import hosted_service


def main() -> None:
    """Store, retriever, writer and filters."""
    with hosted_service(), with_model() as model:
        # It knows no host: `MEM0_BASE_URL` says where the service is.
        store = Mem0MemoryStore()
        writer = Mem0MemoryWriter(memory_store=store)
        told = [ChatMessage.from_user("我对花生过敏。"), ChatMessage.from_user("我住在杭州。")]
        written = writer.run(told, user_id="mia")
        assert written["memories_written"] == 2

        pipeline = Pipeline()
        pipeline.add_component("recall", Mem0MemoryRetriever(memory_store=store, top_k=3))
        pipeline.add_component("join", ListJoiner(list[ChatMessage]))
        generator = OpenAIChatGenerator(
            Secret.from_token("none"), "model-double", api_base_url=model.base_url
        )
        pipeline.add_component("model", generator)
        pipeline.connect("recall.memories", "join.values")
        pipeline.connect("join.values", "model.messages")
        question = "我对什么过敏？"
        output = pipeline.run(
            {
                "recall": {"query": question, "user_id": "mia"},
                "join": {"values": [ChatMessage.from_user(question)]},
            }
        )
        print(output["model"]["replies"][0].text)
        shown = [message["content"] for message in model.asked[-1]["messages"]]
        assert any("花生" in text for text in shown)

        store.add_memories(
            messages=[ChatMessage.from_user("我每年体检一次。")], user_id="mia", metadata={"topic": "health"}
        )
        filters = {"field": "topic", "operator": "==", "value": "health"}
        found = store.search_memories(query="体检", filters=filters, user_id="mia")
        assert [message.text for message in found] == ["我每年体检一次。"]
        assert found[0].meta["topic"] == "health" and found[0].meta["mem0"]["user_id"] == "mia"
        assert len(store.search_memories(user_id="mia")) == 3
        assert Mem0MemoryStore.from_dict(store.to_dict()).search_memories(query="体检", user_id="mia")


if __name__ == "__main__":
    main()
