"""The engine's language models, by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mem0.configs.options import options_of, typed
from mem0.llms.base import BaseLlmConfig, LLMBase
from mem0.memory.utils import extract_json

__all__ = ["ProviderLLM"]


class ProviderLLM(LLMBase):
    """A language model of one of the engine's providers.

    Args:
        config: Its options: a dictionary or a typed object.
        provider: Its name, such as ``"openai"``.
    """

    provider = "openai"

    def __init__(self, config: Any = None, *, provider: str | None = None) -> None:
        from mem0._native import ChatModel

        self.provider = provider or type(self).provider
        options = options_of(config)
        super().__init__(typed(config, BaseLlmConfig))
        model = options.get("model")
        #: LangChain's chat model, which is asked as it is.
        self._object = model if callable(getattr(model, "invoke", None)) else None
        section = {"provider": self.provider, "config": options}
        self._model = None if self._object else ChatModel({"llm": section})

    # In the original, too, its own models take these in another order than the base.
    def generate_response(  # type: ignore[override]
        self,
        messages: Sequence[Mapping[str, Any]],
        response_format: Mapping[str, Any] | None = None,
        tools: Sequence[Mapping[str, Any]] | None = None,
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> Any:
        """What the model answers.

        Args:
            messages: The conversation, as ``{"role", "content"}``.
            response_format: ``{"type": "json_object"}`` or ``{"type": "json_schema", ...}`` for JSON.
            tools: What it may call, in OpenAI's form.
            tool_choice: ``"auto"``, ``"none"``, ``"required"``, or the name of a tool.
            kwargs: Anything else has no effect: options belong into the configuration.

        Returns:
            The text; with ``tools``, ``{"content", "tool_calls": [{"name", "arguments"}]}``.

        Raises:
            LLMError: The model gave no answer.
        """
        turns = [dict(message) for message in messages]
        is_json = (response_format or {}).get("type") == "json_object"
        if is_json and not any("json" in str(message.get("content")).lower() for message in turns):
            turns.append({"role": "system", "content": "Answer with one JSON object."})
        if self._object is not None:
            reply = _asked(self._object, turns, tools)
        else:
            assert self._model is not None
            reply = self._model.ask(
                turns,
                response_format=None if response_format is None else dict(response_format),
                tools=None if not tools else [dict(tool) for tool in tools],
                tool_choice=tool_choice,
            )
        if tools:
            return {"content": reply["content"] or None, "tool_calls": reply["tool_calls"]}
        return extract_json(reply["content"]) if is_json else reply["content"]


def _asked(model: Any, messages: list[dict[str, Any]], tools: Any) -> dict[str, Any]:
    turns = [(message["role"], message["content"]) for message in messages]
    answer = (model.bind_tools(tools) if tools else model).invoke(turns)
    calls = getattr(answer, "tool_calls", None) or []
    return {
        "content": getattr(answer, "content", answer),
        "tool_calls": [{"name": call["name"], "arguments": call["args"]} for call in calls],
    }
