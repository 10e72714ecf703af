"""Vector stores that live in Python: a memory keeps itself beside them."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mem0 import AsyncMemory, Memory
from mem0.configs.base import MemoryConfig
from mem0.configs.vector_stores.langchain import LangchainConfig
from mem0.vector_stores.configs import VectorStoreConfig

sys.path.insert(0, str(Path(__file__).parent))

from stores import FAISS, Awaited, InMemoryVectorStore, Letters, Server

Store: TypeAlias = Any
Texts = dict[str, str]


class OfLangchain:
    """The real one of langchain-core, with the same way in as the others."""

    def __init__(self) -> None:
        from langchain_core.embeddings import Embeddings
        from langchain_core.vectorstores import InMemoryVectorStore as Real

        class Own(Letters, Embeddings):
            pass

        class WithPut(Real):
            def put(self, known: str, text: str, **metadata: Any) -> None:
                self.add_texts([text], [metadata], ids=[known])

        self.made = WithPut(Own())


def real() -> Store:
    return OfLangchain().made


REAL = pytest.param(
    real,
    id="langchain",
    marks=pytest.mark.skipif(
        find_spec("langchain_core") is None, reason="langchain-core is not installed in this environment"
    ),
)
ALL = [InMemoryVectorStore, FAISS, Server, Awaited, REAL]
LISTED = [InMemoryVectorStore, FAISS, REAL]
ASKED_BY_ID = [InMemoryVectorStore, Server, Awaited, REAL]


def config(store: Store, **options: Any) -> dict[str, Any]:
    return {
        "vector_store": {"provider": "langchain", "config": {"client": store, **options}},
        "embedder": {"provider": "langchain", "config": {"model": Letters()}},
    }


@pytest.fixture
def opened() -> Iterator[Callable[..., Memory]]:
    memories: list[Memory] = []

    def open_one(store: Store, **options: Any) -> Memory:
        memories.append(Memory.from_config(config(store, **options)))
        return memories[-1]

    yield open_one
    for memory in memories:
        memory.close()


def texts(store: Store) -> Texts:
    """What stands in a store, by id."""
    store = getattr(store, "inner", store)
    if hasattr(store, "docstore"):
        return {known: row.page_content for known, row in store.docstore._dict.items()}
    if hasattr(store, "rows"):
        return {known: row.page_content for known, row in store.rows.items()}
    return {known: row["text"] for known, row in store.store.items()}


def added(memory: Memory, text: str, **whose: Any) -> str:
    row = memory.add(text, infer=False, **(whose or {"user_id": "mia"}))["results"][0]
    return str(row["id"])


def found(memory: Memory, question: str, user: str = "mia") -> list[str]:
    rows = memory.search(question, user_id=user, threshold=0)["results"]
    return [row["memory"] for row in rows]


@pytest.mark.parametrize("make", ALL)
def test_every_change_reaches_the_store(make: Callable[[], Store], opened: Callable[..., Memory]) -> None:
    store = make()
    memory = opened(store)
    tea = added(memory, "Mia drinks tea")
    zoo = added(memory, "Mia works at the zoo")
    assert texts(store) == {tea: "Mia drinks tea", zoo: "Mia works at the zoo"}
    assert found(memory, "zoo")[0] == "Mia works at the zoo"

    memory.update(tea, "Mia drinks coffee")
    assert texts(store)[tea] == "Mia drinks coffee"
    memory.delete(zoo)
    assert texts(store) == {tea: "Mia drinks coffee"}
    assert [row["memory"] for row in memory.get_all(user_id="mia")["results"]] == ["Mia drinks coffee"]
    assert [row["event"] for row in memory.history(tea)] == ["ADD", "UPDATE"]

    added(memory, "Bob keeps bees", user_id="bob")
    memory.delete_all(user_id="mia")
    assert list(texts(store).values()) == ["Bob keeps bees"]
    memory.reset()
    assert texts(store) == {}
    added(memory, "Mia drinks tea")
    assert list(texts(store).values()) == ["Mia drinks tea"]


def test_the_payload_is_the_originals(opened: Callable[..., Memory]) -> None:
    store = InMemoryVectorStore()
    memory = opened(store)
    known = added(
        memory,
        "小雨住在杭州",
        user_id="小雨",
        agent_id="guide",
        run_id="r1",
        metadata={"mood": "calm", "n": [1]},
    )
    payload = store.store[known]["metadata"]
    row = memory.get(known)
    assert row is not None
    assert payload["data"] == "小雨住在杭州"
    assert payload["hash"] == row["hash"]
    assert (payload["user_id"], payload["agent_id"], payload["run_id"]) == ("小雨", "guide", "r1")
    assert (payload["mood"], payload["n"]) == ("calm", [1])
    assert payload["created_at"][:19] == row["created_at"][:19]


@pytest.mark.parametrize("make", ALL)
def test_nobody_meets_memories_of_another(make: Callable[[], Store], opened: Callable[..., Memory]) -> None:
    store = make()
    memory = opened(store)
    for user in ("mia", "bob", "小雨"):
        added(memory, f"{user} drinks tea", user_id=user)
        store.put(f"9-{user}", f"{user} has a secret", user_id=user)
    store.put("9-nobody", "a document about tea", source="faq")
    for user in ("mia", "bob", "小雨"):
        assert sorted(found(memory, "tea secret", user)) == sorted(
            [f"{user} drinks tea", f"{user} has a secret"]
        )
    assert found(memory, "tea secret", "eve") == []
    memory.delete_all(user_id="mia")
    assert found(memory, "tea secret", "mia") == []
    assert len(found(memory, "tea secret", "bob")) == 2


@pytest.mark.parametrize("make", ALL)
def test_what_another_program_put_there_is_taken_in(
    make: Callable[[], Store], opened: Callable[..., Memory]
) -> None:
    store = make()
    memory = opened(store)
    added(memory, "Mia drinks tea")
    store.put(
        "11111111-1111-4111-8111-111111111111",
        "Mia works at the zoo",
        user_id="mia",
        data="Mia works at the zoo",
        created_at="2024-07-01T05:00:00-07:00",
        mood="calm",
    )
    assert found(memory, "zoo")[0] == "Mia works at the zoo"
    row = memory.get("11111111-1111-4111-8111-111111111111")
    assert row is not None
    assert row["created_at"].startswith("2024-07-01T12:00:00")
    assert row["metadata"] == {"mood": "calm"}
    assert len(memory.get_all(user_id="mia")["results"]) == 2
    memory.update(row["id"], "Mia left the zoo")
    assert texts(store)[row["id"]] == "Mia left the zoo"
    memory.delete(row["id"])
    assert row["id"] not in texts(store)
    assert found(memory, "zoo") == ["Mia drinks tea"]


@pytest.mark.parametrize("make", ASKED_BY_ID)
def test_a_stranger_is_known_by_its_id(make: Callable[[], Store], opened: Callable[..., Memory]) -> None:
    store = make()
    memory = opened(store)
    added(memory, "Mia drinks tea")
    store.put("42", "Mia works at the zoo", user_id="mia")
    memory.update("42", "Mia left the zoo")
    assert texts(store)["42"] == "Mia left the zoo"
    assert [row["event"] for row in memory.history("42")] == ["ADD", "UPDATE"]
    assert memory.get("43") is None


@pytest.mark.parametrize("make", LISTED)
def test_a_store_with_documents_is_taken_in_as_a_whole(
    make: Callable[[], Store], opened: Callable[..., Memory]
) -> None:
    store = make()
    for place in range(600):
        store.put(str(place), f"note number {place}", user_id="mia")
    store.put("document", "opening hours", source="faq")
    memory = opened(store)
    assert len(memory.get_all(user_id="mia", limit=1000)["results"]) == 600
    memory.delete("17")
    assert "17" not in texts(store)
    # A second memory of the same object sees what the first one left.
    other = opened(store)
    assert len(other.get_all(user_id="mia", limit=1000)["results"]) == 599
    memory.reset()
    assert texts(store) == {}


def test_a_store_that_outlives_the_process_has_a_file(home: Path, opened: Callable[..., Memory]) -> None:
    server = Server()
    memory = opened(server)
    tea = added(memory, "Mia drinks tea")
    memory.close()
    assert (home / ".mem0" / "langchain" / "mem0.db").exists()
    again = opened(server)
    assert found(again, "tea") == ["Mia drinks tea"]
    again.update(tea, "Mia drinks coffee")
    again.close()
    assert [row["event"] for row in opened(server).history(tea)] == ["ADD", "UPDATE"]
    # Another collection has another file.
    assert found(opened(Server(), collection_name="笔记"), "tea") == []


def test_the_file_of_another_store_is_refused(opened: Callable[..., Memory], tmp_path: Path) -> None:
    server = Server()
    memory = opened(server)
    added(memory, "Mia drinks tea")
    memory.close()
    other = Server()
    other.put("1", "Bob keeps bees", user_id="bob")
    with pytest.raises(Exception, match="knows none of the memories") as refused:
        found(opened(other), "tea")
    assert "path" in str(refused.value) + str(getattr(refused.value, "suggestion", ""))
    assert list(texts(other)) == ["1"]
    assert found(opened(other, path=str(tmp_path / "other.db")), "bees", "bob") == ["Bob keeps bees"]


def test_an_object_of_this_process_may_have_a_file(opened: Callable[..., Memory], tmp_path: Path) -> None:
    path = str(tmp_path / "kept.db")
    memory = opened(InMemoryVectorStore(), path=path)
    tea = added(memory, "Mia drinks tea")
    memory.close()
    fresh = InMemoryVectorStore()
    assert found(opened(fresh, path=path), "tea") == ["Mia drinks tea"]
    assert texts(fresh) == {tea: "Mia drinks tea"}


def test_an_object_of_this_process_leaves_no_file(home: Path, opened: Callable[..., Memory]) -> None:
    memory = opened(InMemoryVectorStore())
    added(memory, "Mia drinks tea")
    assert memory.settings["path"] == ":memory:"
    assert list(home.rglob("*.db")) == []


def test_a_store_that_fails_delays_and_loses_nothing(
    opened: Callable[..., Memory], caplog: pytest.LogCaptureFixture
) -> None:
    server = Server()
    memory = opened(server)
    tea = added(memory, "Mia drinks tea")
    server.down = ConnectionError("the server is asleep")
    with caplog.at_level(logging.WARNING, logger="mem0"):
        zoo = added(memory, "Mia works at the zoo")
        memory.delete(tea)
        assert found(memory, "zoo") == ["Mia works at the zoo"]
    assert "ConnectionError: the server is asleep" in caplog.text
    assert any("still to be delivered" in problem for problem in memory.health()["problems"])
    assert texts(server) == {tea: "Mia drinks tea"}
    server.down = None
    sea = added(memory, "Mia swims")
    assert texts(server) == {zoo: "Mia works at the zoo", sea: "Mia swims"}
    assert memory.health()["problems"] == []


def test_what_failed_is_delivered_when_the_memory_is_opened_again(opened: Callable[..., Memory]) -> None:
    server = Server()
    memory = opened(server)
    server.down = ConnectionError("the server is asleep")
    tea = added(memory, "Mia drinks tea")
    memory.close()
    server.down = None
    memory = opened(server)
    memory.health()
    assert texts(server) == {tea: "Mia drinks tea"}


def test_an_erasure_that_fails_is_an_error_with_its_cause(opened: Callable[..., Memory]) -> None:
    server = Server()
    memory = opened(server)
    tea = added(memory, "Mia drinks tea")
    server.down = ConnectionError("the server is asleep")
    with pytest.raises(Exception, match="asleep") as failed:
        memory.forget(tea)
    assert failed.value.__cause__ is server.down
    assert memory.get(tea) is None
    server.down = None
    added(memory, "Mia works at the zoo")
    assert list(texts(server).values()) == ["Mia works at the zoo"]


def test_values_that_a_store_refuses_come_as_texts(opened: Callable[..., Memory]) -> None:
    server = Server()
    memory = opened(server)
    known = added(memory, "Mia drinks tea", user_id="mia", metadata={"tags": ["a", "b"], "n": 1})
    assert server.rows[known].metadata["tags"] == '["a","b"]'
    assert memory.get(known)["metadata"] == {"tags": ["a", "b"], "n": 1}  # type: ignore[index]


def test_a_few_memories_are_found_among_many_of_others(opened: Callable[..., Memory]) -> None:
    for make in (InMemoryVectorStore, FAISS):
        store = make()
        memory = opened(store)
        for place in range(900):
            store.put(f"bob-{place}", "zoo zoo zoo", user_id="bob")
        store.put("mia-1", "Mia works at the zoo", user_id="mia")
        assert found(memory, "zoo zoo zoo") == ["Mia works at the zoo"]


def test_forgetting_somebody_forgets_what_others_wrote_of_them(opened: Callable[..., Memory]) -> None:
    store = InMemoryVectorStore()
    memory = opened(store)
    added(memory, "Mia drinks tea")
    store.put("1", "Mia works at the zoo", user_id="mia")
    store.put("2", "Bob keeps bees", user_id="bob")
    memory.forget_all(user_id="mia")
    assert texts(store) == {"2": "Bob keeps bees"}
    assert found(memory, "zoo") == []


@pytest.mark.parametrize("make", ALL)
def test_threads_share_a_store(make: Callable[[], Store], opened: Callable[..., Memory]) -> None:
    store = make()
    memory = opened(store)

    def work(user: str) -> list[str]:
        for place in range(8):
            added(memory, f"{user} note {place}", user_id=user)
        return found(memory, "note", user)

    users = [f"user-{place}" for place in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(work, users))
    for user, answer in zip(users, answers, strict=True):
        assert sorted(answer) == [f"{user} note {place}" for place in range(8)]
    assert len(texts(store)) == 48


@pytest.mark.parametrize("make", ALL)
def test_many_tasks_share_a_store(make: Callable[[], Store]) -> None:
    store = make()

    async def main() -> None:
        async with AsyncMemory.from_config(config(store)) as memory:

            async def work(user: str) -> None:
                await memory.add(f"{user} drinks tea", user_id=user, infer=False)
                store.put(f"9-{user}", f"{user} works at the zoo", user_id=user)
                found = await memory.search("tea zoo", user_id=user, threshold=0)
                assert sorted(row["memory"] for row in found["results"]) == [
                    f"{user} drinks tea",
                    f"{user} works at the zoo",
                ]

            await asyncio.gather(*(work(f"user-{place}") for place in range(10)))
            await memory.delete_all(user_id="user-3")
            assert len(texts(store)) == 18

    asyncio.run(main())


def test_a_store_may_use_the_memory_while_it_is_told(opened: Callable[..., Memory]) -> None:
    class Curious(InMemoryVectorStore):
        memory: Memory | None = None
        seen = 0

        def add_texts(self, *args: Any, **options: Any) -> list[str]:
            if self.memory is not None:
                self.seen = len(self.memory.get_all(user_id="mia")["results"])
            return super().add_texts(*args, **options)

    store = Curious()
    memory = opened(store)
    store.memory = memory
    added(memory, "Mia drinks tea")
    assert store.seen == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_goes_on_with_its_copy(opened: Callable[..., Memory]) -> None:
    store = InMemoryVectorStore()
    memory = opened(store)
    added(memory, "Mia drinks tea")
    assert found(memory, "tea")
    child = os.fork()
    if child == 0:
        ends_well = False
        try:
            added(memory, "Mia works at the zoo")
            ends_well = sorted(found(memory, "tea zoo")) == ["Mia drinks tea", "Mia works at the zoo"]
        finally:
            os._exit(0 if ends_well else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert found(memory, "tea") == ["Mia drinks tea"]


def test_the_object_may_be_given_in_every_form(home: Path) -> None:
    store = InMemoryVectorStore()
    section = VectorStoreConfig(provider="langchain", config={"client": store})
    assert isinstance(section.config, LangchainConfig)
    assert section.config.client is store
    forms: list[Any] = [
        MemoryConfig(vector_store=section, embedder=config(store)["embedder"]),
        config(store),
        {**config(store), "vector_store": section},
        {**config(store), "vector_store": {"provider": "langchain", "config": LangchainConfig(client=store)}},
    ]
    for place, form in enumerate(forms):
        with Memory(form) as memory:
            added(memory, f"note {place}")
            assert f"note {place}" in texts(store).values()
    assert len(texts(store)) == len(forms)


def test_an_object_is_shown_by_its_class_only(opened: Callable[..., Memory]) -> None:
    store = InMemoryVectorStore()
    memory = opened(store)
    assert memory.settings["vector_store.provider"] == "langchain"
    assert memory.settings["vector_store.config.client"] == "InMemoryVectorStore"
    for shown in (repr(memory), repr(memory.config), str(memory.config), repr(memory.settings)):
        assert "very-secret-value" not in shown
    assert "client=InMemoryVectorStore" in repr(memory.config.vector_store)


@pytest.mark.parametrize("client", [None, 7, "chroma", {"a": 1}])
def test_what_is_no_object_is_refused(client: Any) -> None:
    with pytest.raises(Exception, match="client"):
        Memory.from_config(config(client))


def test_an_object_that_can_do_nothing_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="vector_store: a object is no vector store"):
        Memory.from_config(config(object()))


def test_a_section_without_its_object_says_what_is_missing() -> None:
    with pytest.raises(Exception, match="client"):
        Memory.from_config({"vector_store": {"provider": "langchain", "config": {}}})


def test_an_object_of_another_provider_is_refused() -> None:
    with pytest.raises(Exception, match="is an object"):
        Memory.from_config(
            {"vector_store": {"provider": "qdrant", "config": {"client": InMemoryVectorStore()}}}
        )
