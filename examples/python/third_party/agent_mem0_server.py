"""`mcp-mem0`: an MCP server with its memory in the same process, on Ollama and a local Qdrant folder.

MCP 服务器（agent-mem0）：使用 Ollama 的模型；Qdrant 目录由内嵌存储保存。
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

from fresh_store import fresh_store
from model_double import model_double


def configure(folder: Path, ollama_base_url: str) -> None:
    """Its configuration; without one it expects Qdrant in a container."""
    settings = {
        "llm": {"base_url": ollama_base_url},
        "embedder": {"base_url": ollama_base_url},
        "vector_store": {"mode": "local", "data_path": str(folder)},
        "log": {"path": str(folder / "agent-mem0.log")},
    }
    file = folder / "agent-mem0" / "config.yaml"
    file.parent.mkdir()
    # JSON is YAML.
    file.write_text(json.dumps(settings), encoding="utf-8")


async def call(session: ClientSession, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers."""
    answer = await session.call_tool(tool, arguments)
    content = answer.content[0]
    assert isinstance(content, TextContent) and not answer.isError, content
    told: dict[str, Any] = json.loads(content.text)
    assert "error" not in told, told
    return told


async def use(session: ClientSession) -> None:
    """Every tool of the server."""
    assert (await call(session, "memory_add", text="我们的服务器放在法兰克福机房。"))["status"] == "accepted"
    # It writes in the background.
    memories: list[dict[str, Any]] = []
    for _ in range(300):
        if memories := (await call(session, "memory_list"))["memories"]:
            break
        await asyncio.sleep(0.1)
    assert [memory["memory"] for memory in memories] == ["我们的服务器放在法兰克福机房。"], memories

    key = memories[0]["id"]
    found = await call(session, "memory_search", query="服务器放在哪个机房？")
    print(found)
    assert found["memories"][0]["id"] == key
    await call(session, "memory_update", memory_id=key, text="我们的服务器搬到了阿姆斯特丹。")
    history = (await call(session, "memory_history", memory_id=key))["history"]
    assert [row["event"] for row in history] == ["ADD", "UPDATE"]
    await call(session, "memory_delete", memory_id=key)
    assert (await call(session, "memory_list"))["memories"] == []


async def main() -> None:
    """The server as a process of its own."""
    with fresh_store() as folder, model_double() as ollama:
        configure(folder, ollama.ollama_base_url)
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "agent_mem0.cli", "serve", "--project", "deploy"],
            env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        )
        async with stdio_client(server) as (reader, writer), ClientSession(reader, writer) as session:
            await session.initialize()
            await use(session)


if __name__ == "__main__":
    asyncio.run(main())
