"""What the engine tells language models: a start for prompts of your own.

from mem0 import Memory
from mem0.configs.prompts import FACT_RETRIEVAL_PROMPT

own = FACT_RETRIEVAL_PROMPT + "\\n只记录饮食偏好。"
memory = Memory({"custom_fact_extraction_prompt": own, "llm": {"provider": "ollama"}})
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "ADDITIVE_EXTRACTION_PROMPT",
    "AGENT_MEMORY_EXTRACTION_PROMPT",
    "DEFAULT_UPDATE_MEMORY_PROMPT",
    "FACT_RETRIEVAL_PROMPT",
    "MEMORY_ANSWER_PROMPT",
    "PROCEDURAL_MEMORY_SYSTEM_PROMPT",
    "USER_MEMORY_EXTRACTION_PROMPT",
    "get_update_memory_messages",
]

#: By which rules facts are drawn from what a user says, for ``custom_fact_extraction_prompt``.
FACT_RETRIEVAL_PROMPT: str
#: The same.
USER_MEMORY_EXTRACTION_PROMPT: str
#: By which rules facts are drawn from what an assistant says of itself.
AGENT_MEMORY_EXTRACTION_PROMPT: str
#: By which rules memories are changed, for ``custom_update_memory_prompt``.
DEFAULT_UPDATE_MEMORY_PROMPT: str
#: By which rules the pipeline that only adds works.
ADDITIVE_EXTRACTION_PROMPT: str
#: How a task that was carried out is written down, for ``prompt`` of procedural memories.
PROCEDURAL_MEMORY_SYSTEM_PROMPT: str

#: How a question is answered from memories. The engine doesn't answer questions; a program may.
MEMORY_ANSWER_PROMPT = """\
You answer a question of somebody of whom some things are remembered. Use the memories that bear on
the question, and leave out the others. Where they don't say enough, answer as well as you can
without them, and don't mention that something is missing. Where two contradict each other, the
later one holds. Answer in the language of the question, briefly.
"""

_NATIVE = {
    "FACT_RETRIEVAL_PROMPT": "extraction_of_user",
    "USER_MEMORY_EXTRACTION_PROMPT": "extraction_of_user",
    "AGENT_MEMORY_EXTRACTION_PROMPT": "extraction_of_agent",
    "DEFAULT_UPDATE_MEMORY_PROMPT": "decision",
    "ADDITIVE_EXTRACTION_PROMPT": "additive",
    "PROCEDURAL_MEMORY_SYSTEM_PROMPT": "procedure",
}


def __getattr__(name: str) -> Any:
    if name not in _NATIVE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mem0._native import prompts

    globals()[name] = prompts()[_NATIVE[name]]
    return globals()[name]


def get_update_memory_messages(
    retrieved_old_memory_dict: list[dict[str, Any]],
    response_content: list[str],
    custom_update_memory_prompt: str | None = None,
) -> str:
    """The request by which a language model decides what new facts mean for known memories.

    Args:
        retrieved_old_memory_dict: What is known, as ``{"id", "text"}``.
        response_content: The new facts.
        custom_update_memory_prompt: Rules in place of :data:`DEFAULT_UPDATE_MEMORY_PROMPT`.

    Returns:
        One text: rules, known memories, facts, and the form of the answer.
    """
    import json

    rules = custom_update_memory_prompt or __getattr__("DEFAULT_UPDATE_MEMORY_PROMPT")
    known = json.dumps(retrieved_old_memory_dict, ensure_ascii=False, indent=1)
    facts = json.dumps(response_content, ensure_ascii=False, indent=1)
    row = '{"id": "...", "text": "...", "event": "ADD|UPDATE|DELETE|NONE", "old_memory": "..."}'
    return (
        f"{rules.strip()}\n\n# Known memories\n{known}\n\n# New facts\n{facts}\n\n"
        f'Answer with JSON of this form and nothing else:\n{{"memory": [{row}]}}'
    )
