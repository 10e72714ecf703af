"""The embedding models of the provider ``aws_bedrock``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["AWSBedrockEmbedding"]


class AWSBedrockEmbedding(ProviderEmbedding):
    """A model of the provider ``aws_bedrock``."""

    provider = "aws_bedrock"
