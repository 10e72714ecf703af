"""Small functions on messages and answers of models, which other packages import from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "ensure_json_instruction",
    "extract_json",
    "get_fact_retrieval_messages",
    "get_image_description",
    "normalize_facts",
    "parse_messages",
    "parse_vision_messages",
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


def get_image_description(image_obj: Any, llm: Any, vision_details: str | None = "auto") -> str:
    """What a language model sees in an image.

    Args:
        image_obj: The address of the image, or a message that holds it.
        llm: A language model that sees: an object with ``generate_response(messages)``.
        vision_details: ``"auto"``, ``"low"`` or ``"high"``.
    """
    if not isinstance(image_obj, str):
        return str(llm.generate_response(messages=[image_obj]))
    image = {"type": "image_url", "image_url": {"url": image_obj, "detail": vision_details or "auto"}}
    asked = {"type": "text", "text": "Describe what this image shows, in words that can be remembered."}
    return str(llm.generate_response(messages=[{"role": "user", "content": [asked, image]}]))


def parse_vision_messages(
    messages: Iterable[Mapping[str, Any]], llm: Any = None, vision_details: str | None = "auto"
) -> list[dict[str, Any]]:
    """The messages, with words in place of images.

    Args:
        messages: The conversation, as ``{"role", "content"}``.
        llm: A language model that sees. Without one, images are left out and texts stay.
        vision_details: ``"auto"``, ``"low"`` or ``"high"``.

    Raises:
        ValueError: An image has no address.
    """
    read: list[dict[str, Any]] = []
    for message in messages:
        content = message.get("content")
        parts = [content] if isinstance(content, Mapping) else content
        if content is None or message.get("role") == "system" or not isinstance(parts, list):
            if content is not None:
                read.append(dict(message))
            continue
        if any(part.get("type") == "image_url" and not _address(part) for part in parts):
            raise ValueError("an image has no address: pass {'image_url': {'url': ...}}")
        if llm is not None and any(part.get("type") == "image_url" for part in parts):
            asked = _address(parts[0]) if isinstance(content, Mapping) else dict(message)
            words = get_image_description(asked, llm, vision_details)
        else:
            texts = (str(part.get("text") or "") for part in parts if part.get("type") == "text")
            words = " ".join(text for text in texts if text)
        if words:
            read.append({**message, "content": words})
    return read


def _address(part: Mapping[str, Any]) -> str:
    image = part.get("image_url")
    return str((image.get("url") if isinstance(image, Mapping) else image) or "")
