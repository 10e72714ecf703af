"""A FastAPI back end over the hosted service (needs `fastapi`, `uvicorn`), asked over HTTP.

FastAPI 后端：通过 HTTP 访问，记忆保存在托管平台。
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from hosted_service import KEY, hosted_service
from mem0 import MemoryClient


class ChatMessage(BaseModel):
    """One message."""

    role: str
    content: str


class ChatRequest(BaseModel):
    """What a user and an assistant said."""

    messages: list[ChatMessage]
    user_id: str
    metadata: dict[str, Any] | None = None


class SearchRequest(BaseModel):
    """A question."""

    query: str
    user_id: str
    limit: int = 10


def backend(memory_client: MemoryClient) -> FastAPI:
    """The application."""
    app = FastAPI()

    @app.post("/chat")
    async def chat(request: ChatRequest) -> dict[str, Any]:
        try:
            result = memory_client.add(
                [msg.model_dump() for msg in request.messages],
                user_id=request.user_id,
                metadata=request.metadata,
            )
            return {"status": "success", "result": result}
        except Exception as e:
            raise HTTPException(status_code=500, detail=str(e)) from e

    @app.post("/search")
    async def search_memories(request: SearchRequest) -> dict[str, Any]:
        try:
            results = memory_client.search(request.query, user_id=request.user_id, limit=request.limit)
            return {"results": results}
        except Exception as e:
            raise HTTPException(status_code=500, detail=str(e)) from e

    @app.get("/memories/{user_id}")
    async def get_user_memories(user_id: str, limit: int = 50) -> dict[str, Any]:
        try:
            memories = memory_client.get_all(user_id=user_id, limit=limit)
            return {"memories": memories}
        except Exception as e:
            raise HTTPException(status_code=500, detail=str(e)) from e

    @app.delete("/memories/{memory_id}")
    async def delete_memory(memory_id: str) -> dict[str, Any]:
        try:
            result = memory_client.delete(memory_id)
            return {"status": "deleted", "result": result}
        except Exception as e:
            raise HTTPException(status_code=500, detail=str(e)) from e

    return app


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The application's address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < end and thread.is_alive(), "the server doesn't start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def request(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    """What a call over HTTP answers."""
    data = None if body is None else json.dumps(body).encode()
    call = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(call, timeout=30) as answer:
        return json.load(answer)


def main() -> None:
    """Chat, search, list, delete; what isn't there is an error."""
    with hosted_service() as host, running(backend(MemoryClient(api_key=KEY, host=host))) as address:
        chat = {
            "messages": [{"role": "user", "content": "我喜欢披萨，讨厌西兰花"}],
            "user_id": "mia",
            "metadata": {"source": "web"},
        }
        answer = request("POST", f"{address}/chat", chat)
        assert answer["status"] == "success" and answer["result"]["results"]

        found = request("POST", f"{address}/search", {"query": "食物偏好", "user_id": "mia", "limit": 5})[
            "results"
        ]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        assert any("披萨" in memory["memory"] for memory in found)

        memories = request("GET", f"{address}/memories/mia?limit=50")["memories"]
        assert memories and memories[0]["metadata"] == {"source": "web"}
        for memory in memories:
            assert request("DELETE", f"{address}/memories/{memory['id']}")["status"] == "deleted"
        assert request("GET", f"{address}/memories/mia")["memories"] == []

        try:
            request("DELETE", f"{address}/memories/{memories[0]['id']}")
        except urllib.error.HTTPError as refused:
            with refused:
                print(json.load(refused)["detail"])
                assert refused.code == 500
        else:
            raise AssertionError("a memory was deleted twice")


if __name__ == "__main__":
    main()
