"""The base of language models that a program brings along."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["BaseLlmConfig", "LLMBase"]

#: Names that stand for models that think before they answer, and take no temperature.
_REASONING = frozenset(
    {"o1", "o1-preview", "o3", "o3-mini", "gpt-5", "gpt-5o", "gpt-5o-mini", "gpt-5o-micro"}
)
_REASONING_FAMILIES = ("o1-", "o1.", "o3-", "o3.")


class LLMBase(ABC):
    """A language model of the program's own.

    Derive from it, register the class with
    :meth:`mem0.utils.factory.LlmFactory.register_provider`, and name it in the configuration as any
    other provider.
    """

    def __init__(self, config: BaseLlmConfig | Mapping[str, Any] | None = None) -> None:
        self.config: Any
        if config is None:
            self.config = BaseLlmConfig()
        elif isinstance(config, Mapping):
            self.config = BaseLlmConfig(**config)
        else:
            self.config = config
        self._validate_config()

    @abstractmethod
    def generate_response(
        self,
        messages: Sequence[Mapping[str, Any]],
        tools: Sequence[Mapping[str, Any]] | None = None,
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> Any:
        """What the model answers.

        Args:
            messages: The conversation, as ``{"role", "content"}``.
            tools: What it may call, in OpenAI's form.
            tool_choice: Whether it calls.
            kwargs: ``response_format`` and the like.

        Returns:
            The text; with ``tools``, ``{"content", "tool_calls": [{"name", "arguments"}]}``.
        """

    def _validate_config(self) -> None:
        if not hasattr(self.config, "model"):
            raise ValueError("the configuration of a language model has a `model`")

    def _is_reasoning_model(self, model: str) -> bool:
        told = getattr(self.config, "is_reasoning_model", None)
        if told is not None:
            return bool(told)
        name = str(model).lower().rpartition("/")[2]
        return name in _REASONING or name.startswith(_REASONING_FAMILIES)

    def _get_supported_params(self, **kwargs: Any) -> dict[str, Any]:
        if not self._is_reasoning_model(str(self.config.model or "")):
            return self._get_common_params(**kwargs)
        names = ("messages", "response_format", "tools", "tool_choice")
        params = {name: kwargs[name] for name in names if name in kwargs}
        if effort := getattr(self.config, "reasoning_effort", None):
            params["reasoning_effort"] = effort
        return params

    def _get_common_params(self, **kwargs: Any) -> dict[str, Any]:
        names = ("temperature", "max_tokens", "top_p")
        return {**{name: getattr(self.config, name, None) for name in names}, **kwargs}
