"""Chat completions, as OpenAI's client has them, with what is remembered about the user put in.

    from mem0.proxy.main import Mem0

    client = Mem0()
    answer = client.chat.completions.create(
        model="gpt-4.1-mini",
        messages=[{"role": "user", "content": "今晚吃什么好？"}],
        user_id="小明",
    )

The model is asked through ``litellm``, which is loaded with the first question; another function of the same
keywords can be handed over instead.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mem0.exceptions import DependencyError

if TYPE_CHECKING:
    from mem0.client.main import MemoryClient
    from mem0.memory.main import Memory

Message = Mapping[str, Any]
Completion = Callable[..., Any]

INSTRUCTIONS = (
    "You answer a user about whom some things are remembered. Beside the question you may find memories from "
    "earlier conversations: use those that bear on the question, leave out the others, and answer from what "
    "you know where they say nothing. Never mention that there are memories, or that something is missing in "
    "them. Answer in the language of the question."
)


class Mem0:
    """A chat that remembers.

    Args:
        config: Configuration of a memory on this machine; default: the default one.
        api_key: A key of the hosted API: then memories are kept there.
        host: Address of the hosted API.
        completion: What asks the model, with the keywords of ``litellm.completion``; default: that.

    Attributes:
        mem0_client: The ``Memory`` or ``MemoryClient`` that remembers.
        chat: Has ``completions.create``.
    """

    def __init__(
        self,
        config: Mapping[str, Any] | None = None,
        api_key: str | None = None,
        host: str | None = None,
        *,
        completion: Completion | None = None,
    ) -> None:
        self.mem0_client = _memory(config, api_key, host)
        self.chat = Chat(self.mem0_client, completion)


class Chat:
    """The place of :class:`Completions`, as in OpenAI's client."""

    def __init__(self, mem0_client: Memory | MemoryClient, completion: Completion | None = None) -> None:
        self.completions = Completions(mem0_client, completion)


class Completions:
    """Answers of a model that knows what is remembered."""

    def __init__(self, mem0_client: Memory | MemoryClient, completion: Completion | None = None) -> None:
        self.mem0_client = mem0_client
        self._completion = completion

    def create(
        self,
        model: str,
        messages: Sequence[Message] = (),
        user_id: str | None = None,
        agent_id: str | None = None,
        run_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        filters: dict[str, Any] | None = None,
        limit: int = 10,
        **model_options: Any,
    ) -> Any:
        """Answers a conversation, and remembers it.

        Args:
            model: The model's name, as ``litellm`` spells it.
            messages: The conversation, ``[{"role", "content"}]``; a first message of the system stays.
            user_id: Who speaks. At least one of the three ids is needed.
            agent_id: Which agent answers.
            run_id: In which session.
            metadata: Kept with what is remembered.
            filters: Conditions for the memories that are put in.
            limit: How many memories are put in at most.
            **model_options: ``temperature``, ``stream``, ``tools`` and everything else for the model.

        Returns:
            What the model's function answers.

        Raises:
            ValueError: None of the ids was given, or no message.
            DependencyError: No ``completion`` was handed over, and ``litellm`` isn't installed.
        """
        ids = {"user_id": user_id, "agent_id": agent_id, "run_id": run_id}
        scope = {name: value for name, value in ids.items() if value}
        if not scope:
            raise ValueError("One of user_id, agent_id, run_id must be provided")
        if not messages:
            raise ValueError("messages must not be empty")
        complete = self._completion or _litellm()
        asked = [dict(message) for message in messages]
        if asked[0].get("role") != "system":
            asked.insert(0, {"role": "system", "content": INSTRUCTIONS})
        question = asked[-1]
        if question.get("role") == "user" and isinstance(question.get("content"), str):
            found = self._search(question["content"], scope, filters, limit)
            question["content"] = _with_memories(question["content"], found)
            self._remember([dict(message) for message in messages], scope, metadata)
        return complete(model=model, messages=asked, **model_options)

    def _search(
        self, question: str, scope: dict[str, str], filters: dict[str, Any] | None, limit: int
    ) -> Mapping[str, Any]:
        if not question.strip():
            return {"results": []}
        given = {"filters": filters} if filters else {}
        found: Any = self.mem0_client.search(question, limit=limit, **scope, **given)  # type: ignore[arg-type]
        return {"results": found["results"], "relations": found.get("relations") or []}

    def _remember(
        self, messages: list[dict[str, Any]], scope: dict[str, str], metadata: dict[str, Any] | None
    ) -> None:
        """Remembers while the model answers. A program waits for its threads, so nothing is lost."""
        given = {"metadata": metadata} if metadata else {}

        def work() -> None:
            self.mem0_client.add(messages, **scope, **given)  # type: ignore[arg-type]

        threading.Thread(target=work, name="mem0-remember").start()


def _with_memories(question: str, found: Mapping[str, Any]) -> str:
    memories = [f"- {memory['memory']}" for memory in found["results"]]
    relations = [
        f"- {it.get('source')} {it.get('relationship')} {it.get('target') or it.get('destination')}"
        for it in found.get("relations", [])
    ]
    if not memories and not relations:
        return question
    return "\n".join(["Remembered:", *memories, *relations, "", "Question:", question])


def _memory(config: Mapping[str, Any] | None, api_key: str | None, host: str | None) -> Memory | MemoryClient:
    if api_key:
        from mem0.client.main import MemoryClient

        return MemoryClient(api_key, host)
    from mem0.memory.main import Memory

    return Memory.from_config(dict(config)) if config else Memory()


def _litellm() -> Completion:
    try:
        complete: Completion = import_module("litellm").completion
    except ImportError as error:
        raise DependencyError(
            "mem0.proxy asks models through litellm, which isn't installed",
            suggestion="Install it with `pip install litellm`, or hand over `completion`.",
        ) from error
    return complete
