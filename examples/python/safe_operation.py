"""An application that goes on while its memory is away, and says what went wrong.

错误处理：记忆不可用时应用继续工作，并说明原因。
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

from hosted_service import KEY, hosted_service
from mem0 import MemoryClient
from mem0.exceptions import MemoryNotFoundError, NetworkError

logger = logging.getLogger(__name__)


def safe_memory_operation(
    memory_client: MemoryClient, operation: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """The operation's result, or an empty one."""
    try:
        return operation(*args, **kwargs)
    except Exception as e:
        logger.error(f"记忆操作失败：{e}")
        return {"results": [], "message": "记忆暂时不可用"}


def unused_address() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def main() -> None:
    """With the service: results. Without it: an empty answer, and an error that can be told apart."""
    with hosted_service() as host:
        memory_client = MemoryClient(api_key=KEY, host=host)
        memory_client.add("我喜欢爬山。", user_id="mia")
        results = safe_memory_operation(memory_client, memory_client.search, "爱好", user_id="mia")
        assert "爬山" in results["results"][0]["memory"]

        # What isn't there is an error of its own kind.
        try:
            memory_client.get("00000000-0000-4000-8000-000000000000")
        except MemoryNotFoundError as missing:
            print(f"记忆未找到：{missing} ({missing.error_code})")
        else:
            raise AssertionError("a memory was found that isn't there")

    # The service has ended.
    results = safe_memory_operation(memory_client, memory_client.search, "爱好", user_id="mia")
    assert results == {"results": [], "message": "记忆暂时不可用"}
    try:
        memory_client.search("爱好", user_id="mia")
    except NetworkError as away:
        print(f"{type(away).__name__}: {away} ({away.error_code})")
    else:
        raise AssertionError("a service answered that has ended")

    # One that was never there is noticed when the client is made.
    try:
        MemoryClient(api_key=KEY, host=unused_address())
    except Exception as away:
        print(f"{type(away).__name__}: {away}")
    else:
        raise AssertionError("a service answered that never was")


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    main()
