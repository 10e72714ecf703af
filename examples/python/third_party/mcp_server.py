"""`mem0-mcp-server`: the original's MCP server on our client, asked by an MCP client over stdio.

MCP 服务器：通过标准输入输出使用记忆工具。
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

from hosted_service import hosted_service


async def call(session: ClientSession, tool: str, **arguments: Any) -> Any:
    """What a tool answers."""
    answer = await session.call_tool(tool, arguments)
    content = answer.content[0]
    assert isinstance(content, TextContent) and not answer.isError, content
    return json.loads(content.text)


async def use(session: ClientSession) -> None:
    """Every tool of the server."""
    tools = {tool.name for tool in (await session.list_tools()).tools}
    assert {"add_memory", "search_memories", "get_memories", "update_memory", "delete_memory"} <= tools

    added = await call(session, "add_memory", text="我住在杭州，喜欢喝龙井茶。")
    assert added["results"]
    found = await call(session, "search_memories", query="我喜欢喝什么茶？")
    print(found)
    assert any("龙井茶" in memory["memory"] for memory in found)
    listed = await call(session, "get_memories", page=1, page_size=10)
    memories = listed["results"] if isinstance(listed, dict) else listed
    identity = memories[0]["id"]

    await call(session, "update_memory", memory_id=identity, text="我喜欢喝普洱茶。")
    assert (await call(session, "get_memory", memory_id=identity))["memory"] == "我喜欢喝普洱茶。"
    entities = await call(session, "list_entities")
    assert any(entity["name"] == "mia" for entity in entities["results"])
    await call(session, "delete_memory", memory_id=identity)
    missing = await call(session, "get_memory", memory_id=identity)
    assert "error" in missing
    await call(session, "delete_all_memories", user_id="mia")
    await call(session, "delete_entities", user_id="mia")


async def main() -> None:
    """The server as a process of its own."""
    with hosted_service():
        environment = {**os.environ, "MEM0_DEFAULT_USER_ID": "mia"}
        command = str(Path(sys.executable).with_name("mem0-mcp-server"))
        server = StdioServerParameters(command=command, env=environment)
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            await use(session)


if __name__ == "__main__":
    asyncio.run(main())
