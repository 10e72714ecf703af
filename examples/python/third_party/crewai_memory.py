"""`crewai` up to 1.9: a crew whose external memory mem0 keeps. Later ones have no mem0 in them.

CrewAI 集成（1.9 及以前）：由 mem0 保存的外部记忆和短期记忆。

A crew saves results as an assistant's words, which are facts about nobody: without a language model they are
kept as they are (`"infer": False`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

# CrewAI reports to its makers unless it is told not to.
os.environ.update(CREWAI_DISABLE_TELEMETRY="true", OTEL_SDK_DISABLED="true", CREWAI_TESTING="true")

from typing import Any

from crewai import LLM, Agent, Crew, Task
from crewai.memory.external.external_memory import ExternalMemory
from crewai.memory.short_term.short_term_memory import ShortTermMemory

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from model_double import ModelDouble, model_double


def external_memory(user: str, config: dict[str, Any]) -> ExternalMemory:
    """A user's memory, as a crew takes it."""
    return ExternalMemory(embedder_config={"provider": "mem0", "config": {"user_id": user, **config}})


def run(model: ModelDouble, question: str, memory: ExternalMemory) -> str:
    """What the model was shown by a crew of one agent with one task."""
    llm = LLM(model="openai/gpt-4o-mini", base_url=model.base_url, api_key="none")
    agent = Agent(role="guide", goal="answer", backstory="You know the user well.", llm=llm)
    task = Task(description=question, expected_output="one sentence", agent=agent)
    print(Crew(agents=[agent], tasks=[task], external_memory=memory).kickoff())
    return str(model.asked[-1]["messages"])


def remember(model: ModelDouble, config: dict[str, Any]) -> None:
    """What one crew saved, another is shown; another user's is not."""
    storage = ExternalMemory.create_storage(None, external_memory("mia", config).embedder_config)
    told = ExternalMemory(storage=storage)
    told.save("用户对花生过敏。", metadata={"topic": "health"})
    found = told.search("用户对什么过敏？", limit=3)
    assert found[0]["content"] == "用户对花生过敏。"
    assert found[0]["metadata"]["type"] == "external" and found[0]["metadata"]["topic"] == "health"

    shown = run(model, "用户对什么过敏？", external_memory("mia", config))
    assert "External memories" in shown and "花生" in shown
    assert "花生" not in run(model, "用户对什么过敏？", external_memory("tom", config))

    task = {"provider": "mem0", "config": {"user_id": "mia", "run_id": "task-7", **config}}
    short = ShortTermMemory(embedder_config=task)
    short.save("本次任务的目标是写一份旅行计划。")
    found = short.search("本次任务的目标是什么？")
    # CrewAI puts words of its own before it.
    assert len(found) == 1 and found[0]["content"].endswith("本次任务的目标是写一份旅行计划。")

    told.reset()
    assert told.search("用户对什么过敏？", score_threshold=0.0) == []


def main() -> None:
    """Local and hosted."""
    with model_double() as model:
        with fresh_store() as folder:
            qdrant = {
                "provider": "qdrant",
                "config": {"path": str(folder / "qdrant"), "collection_name": "crew"},
            }
            remember(model, {"local_mem0_config": {"vector_store": qdrant}, "infer": False})
        with hosted_service():
            remember(model, {"api_key": KEY, "infer": False})


if __name__ == "__main__":
    main()
