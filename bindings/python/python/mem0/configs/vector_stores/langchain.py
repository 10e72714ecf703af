"""Options of a vector store that the program hands in."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["LangchainConfig"]


class LangchainConfig(StoreConfig):
    """Options of a vector store of the program's own: a LangChain object, or one with its methods.

    Example:
        >>> from langchain_core.vectorstores import InMemoryVectorStore  # doctest: +SKIP
        >>> LangchainConfig(client=InMemoryVectorStore(my_embeddings))  # doctest: +SKIP
    """

    #: The object itself.
    client: Any
    #: The file beside it, with history, words and messages. Without it: in this process for objects that
    #: live there only, else a file of the collection's name in the folder of everything.
    path: str | None = None

    def __repr__(self) -> str:
        # An object may show its address and its keys.
        fields = {**self.__dict__, "client": type(self.client)}
        inner = ", ".join(
            f"{name}={value.__name__ if name == 'client' else repr(value)}"
            for name, value in fields.items()
            if name in self.model_fields and value is not None
        )
        return f"{type(self).__name__}({inner})"
