"""Options of the language models of AWS Bedrock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["AWSBedrockConfig"]


class AWSBedrockConfig(BaseLlmConfig):
    """Options of AWS Bedrock."""

    _by_position: ClassVar[tuple[str, ...]] = ("model", "temperature", "max_tokens", "top_p", "top_k")

    top_p: float | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: str | None = None
    aws_region: str = ""
    aws_session_token: str | None = None
    aws_profile: str | None = None
    model_kwargs: Mapping[str, Any] | None = None
    provider_override: str | None = None
