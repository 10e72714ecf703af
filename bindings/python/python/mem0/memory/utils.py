"""Small functions on messages and answers of models, which other packages import from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "ensure_json_instruction",
    "extract_json",
    "get_fact_retrieval_messages",
    "normalize_facts",
    "parse_messages",
    "remove_code_blocks",
]

_FENCE = re.compile(r"```[\w+-]*[ \t]*\n?(.*?)```", re.DOTALL)
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_TEXT_KEYS = ("fact", "text", "memory", "content")


def get_fact_retrieval_messages(message: str, is_agent_memory: bool = False) -> tuple[str, str]:
    """The prompts by which a language model draws facts from a conversation: of the system, of the user.

    Args:
        message: The conversation, as :func:`parse_messages` writes it.
        is_agent_memory: Whether facts are drawn from what the assistant says of itself.
    """
    from mem0.configs import prompts

    rules = prompts.AGENT_MEMORY_EXTRACTION_PROMPT if is_agent_memory else prompts.FACT_RETRIEVAL_PROMPT
    return rules, f'Messages:\n{message}\nAnswer with JSON: {{"facts": ["..."]}}'


def parse_messages(messages: Iterable[Mapping[str, Any]]) -> str:
    """A conversation as text: a line ``role: content`` for each message of system, user and assistant.

    Example:
        >>> parse_messages([{"role": "user", "content": "你好"}])
        'user: 你好\\n'
    """
    spoken = (message for message in messages if message.get("role") in ("system", "user", "assistant"))
    return "".join(f"{message['role']}: {message.get('content')}\n" for message in spoken)


def remove_code_blocks(content: str) -> str:
    """An answer without the fence around it, and without ``<think>`` before it.

    Example:
        >>> remove_code_blocks("```json\\n{}\\n```")
        '{}'
    """
    whole = _THOUGHTS.sub("", content).strip()
    fenced = _FENCE.fullmatch(whole)
    return (fenced.group(1) if fenced else whole).strip()


def extract_json(text: str) -> str:
    """The JSON in an answer: what stands in its fence, else from the first brace to the last.

    Example:
        >>> extract_json('好的：{"facts": []}')
        '{"facts": []}'
    """
    text = _THOUGHTS.sub("", text).strip()
    fenced = _FENCE.search(text)
    if fenced:
        return fenced.group(1).strip()
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def ensure_json_instruction(system_prompt: str, user_prompt: str) -> tuple[str, str]:
    """The prompts, in one of which the word "json" stands: some providers insist on it."""
    if "json" in f"{system_prompt}{user_prompt}".lower():
        return system_prompt, user_prompt
    return f"{system_prompt}\n\nAnswer with one JSON object.", user_prompt


def normalize_facts(raw_facts: Iterable[Any] | None) -> list[str]:
    """Facts as texts, from what models write instead of a list of texts.

    Example:
        >>> normalize_facts(["喜欢披萨", {"fact": "住在杭州"}, "", None])
        ['喜欢披萨', '住在杭州']
    """
    facts: list[str] = []
    for fact in raw_facts or ():
        if isinstance(fact, Mapping):
            fact = next((fact[key] for key in _TEXT_KEYS if fact.get(key)), None)
        if fact is not None and str(fact).strip():
            facts.append(str(fact).strip())
    return facts
