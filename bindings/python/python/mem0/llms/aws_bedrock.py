"""The language models of the provider ``aws_bedrock``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["AWSBedrockLLM"]


class AWSBedrockLLM(ProviderLLM):
    """A model of the provider ``aws_bedrock``."""

    provider = "aws_bedrock"
