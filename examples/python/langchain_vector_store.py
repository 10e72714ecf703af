"""A memory beside a LangChain vector store that the program hands in (`langchain-core`).

LangChain 向量库：程序自带的向量库对象直接交给 mem0，两边始终一致。

The store gets a document for each memory, with the original's metadata; what the program itself put there for
somebody is a memory, too, as soon as a question meets it. Any store with the same methods will do: Chroma,
FAISS, PGVector …
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from fresh_store import fresh_store
from mem0 import AsyncMemory, Memory

# What is told apart: one dimension for each.
TOPICS = ("茶 tea 喝", "狗 dog 宠物", "杭州 Hangzhou 住", "过敏 allergic 花生")


class TopicEmbeddings(Embeddings):
    """Stands in for a model: a text's vector says how much of each topic is in it."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        words = [topic.lower().split() for topic in TOPICS]
        return [0.1 + sum(text.lower().count(word) for word in of_topic) for of_topic in words]


def main() -> None:
    """The store and the memory agree after each step."""
    with fresh_store():
        embeddings = TopicEmbeddings()
        store = InMemoryVectorStore(embeddings)
        # Written by the program before, or by anybody else who has the store.
        store.add_texts(["小雨养了一只狗"], [{"user_id": "小雨"}], ids=["from-elsewhere"])

        config = {
            "vector_store": {"provider": "langchain", "config": {"client": store}},
            "embedder": {"provider": "langchain", "config": {"model": embeddings}},
        }
        memory = Memory.from_config(config)
        added = memory.add("我住在杭州，喜欢喝龙井茶", user_id="小雨")
        memory.add("I live in Hangzhou and have a dog.", user_id="tom")
        print([document["text"] for document in store.store.values()])

        found = memory.search("喜欢喝什么茶？", user_id="小雨", limit=1)["results"]
        print(found[0]["memory"])
        assert "龙井茶" in found[0]["memory"]
        dogs = [row["memory"] for row in memory.search("宠物 狗", user_id="小雨")["results"]]
        assert "小雨养了一只狗" in dogs and not any("Hangzhou" in text for text in dogs)

        tea = next(row["id"] for row in added["results"] if "茶" in row["memory"])
        memory.update(tea, "小雨现在喝乌龙茶")
        assert store.get_by_ids([tea])[0].page_content == "小雨现在喝乌龙茶"
        memory.delete("from-elsewhere")
        assert store.get_by_ids(["from-elsewhere"]) == []

        asyncio.run(asynchronous(config))
        memory.delete_all(user_id="小雨")
        left = {document["metadata"]["user_id"] for document in store.store.values()}
        assert left == {"tom", "ann"}, left
        memory.close()


async def asynchronous(config: Mapping[str, object]) -> None:
    """`AsyncMemory` beside the same store: asking it blocks no event loop."""
    async with AsyncMemory.from_config(config) as memory:
        await memory.add("Ann is allergic to peanuts.", user_id="ann", infer=False)
        found = await memory.search("过敏", user_id="ann")
        assert found["results"][0]["memory"] == "Ann is allergic to peanuts."


if __name__ == "__main__":
    main()
