"""What the programs of these tests ask."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest


@pytest.fixture
def silent_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language model that takes every call and never answers; ``SILENT_MODEL`` is a configuration of it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        model = {"model": "m", "api_key": "k", "openai_base_url": url}
        config = {"llm": {"provider": "openai", "config": model}, "embedder": {"provider": "embedded"}}
        monkeypatch.setenv("SILENT_MODEL", json.dumps(config))
        yield
        for connection in kept:
            connection.close()
