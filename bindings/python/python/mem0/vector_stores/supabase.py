"""The store of the provider ``supabase``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["Supabase", "OutputData"]


class Supabase(ProviderVectorStore):
    """A store of the provider ``supabase``; it works inside a memory."""

    provider = "supabase"
