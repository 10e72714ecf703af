"""The store of the provider ``s3_vectors``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["S3Vectors", "OutputData"]


class S3Vectors(ProviderVectorStore):
    """A store of the provider ``s3_vectors``; it works inside a memory."""

    provider = "s3_vectors"
