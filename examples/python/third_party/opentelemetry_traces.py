"""`loongsuite-instrumentation-mem0`: a span of OpenTelemetry for each call of a memory.

OpenTelemetry 链路追踪：每次调用一个 span。
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from opentelemetry.instrumentation.mem0 import Mem0Instrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from fresh_store import fresh_store
from hosted_service import hosted_service
from mem0 import AsyncMemory, AsyncMemoryClient, Memory, MemoryClient


def told(spans: InMemorySpanExporter) -> list[tuple[str, dict[str, Any]]]:
    """What was traced since the last time: operations, each with its attributes."""
    finished = spans.get_finished_spans()
    spans.clear()
    prefix = "gen_ai.memory."
    rows = []
    for span in finished:
        given = {key.removeprefix(prefix): value for key, value in (span.attributes or {}).items()}
        rows.append((str(given["operation"]), given))
    return rows


def use(memory: Memory | MemoryClient) -> None:
    """One memory from its beginning to its end."""
    added = memory.add("我住在杭州。", user_id="小雨")
    key = added["results"][0]["id"]
    memory.search("住在哪里？", user_id="小雨", limit=3)
    memory.update(key, "搬到上海了。")
    memory.delete(key)


async def use_awaited(memory: AsyncMemory | AsyncMemoryClient) -> None:
    """Traces follow what is awaited as well."""
    async with memory:
        await memory.add("我住在杭州。", user_id="小雨")
        await memory.search("住在哪里？", user_id="小雨", limit=3)


def main() -> None:
    """All four classes, each call traced once."""
    # What happens inside of the original is traced by this, too; here that is Rust, and not seen.
    os.environ["OTEL_INSTRUMENTATION_MEM0_INNER_ENABLED"] = "true"
    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    # The package says that it knows mem0ai 1.x; ours has that interface too.
    instrumentor = Mem0Instrumentor()  # type: ignore[no-untyped-call]
    instrumentor.instrument(tracer_provider=provider, skip_dep_check=True)

    def check(operations: list[str]) -> None:
        rows = told(spans)
        assert [operation for operation, _ in rows] == operations, rows
        searched = dict(rows)["search"]
        assert (searched["user_id"], searched["limit"], searched["result_count"]) == ("小雨", 3, 1)
        print(operations)

    with fresh_store():
        use(Memory())
        check(["add", "search", "update", "delete"])
        asyncio.run(use_awaited(AsyncMemory()))
        check(["add", "search"])
    with hosted_service():
        use(MemoryClient())
        check(["add", "search", "update", "delete"])
        asyncio.run(use_awaited(AsyncMemoryClient()))
        check(["add", "search"])


if __name__ == "__main__":
    main()
