"""Go on after a rate limit: wait a little longer each time.

API 速率限制：指数退避重试。

In the founding example `return wrapper` stands one level too deep, so that the decorator returns nothing;
here it is where it belongs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from fresh_store import fresh_store
from mem0 import Memory
from mem0.configs.base import MemoryConfig
from model_double import MODEL, model_double

P = ParamSpec("P")
R = TypeVar("R")


def rate_limit_retry(max_retries: int = 3, delay: float = 1) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Call again after a rate limit, up to so many times in all."""

    def decorator(func: Callable[P, R]) -> Callable[P, R]:
        @wraps(func)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            for attempt in range(max_retries):
                try:
                    return func(*args, **kwargs)
                except Exception as e:
                    if "rate limit" in str(e).lower() and attempt < max_retries - 1:
                        print(f"第 {attempt + 1} 次：{e}")
                        time.sleep(delay * (2**attempt))
                        continue
                    raise e
            raise AssertionError("the last attempt returns or raises")

        return wrapper

    return decorator


@rate_limit_retry(delay=0.05)
def safe_memory_add(memory: Memory, content: str, user_id: str) -> dict[str, object]:
    """Add, however busy the model is."""
    return memory.add(content, user_id=user_id)


def main() -> None:
    """A model that turns requests away at first: the add goes through, and nothing is kept twice."""
    with fresh_store(), model_double() as model:
        config = MemoryConfig(
            llm={
                "provider": "openai",
                "config": {"model": MODEL, "api_key": "none", "openai_base_url": model.base_url},
            }
        )
        memory = Memory(config)
        # More than mem0's own retries take on: the application's have work too.
        model.refusals = 5
        safe_memory_add(memory, "我喜欢爬山。", user_id="mia")

        kept = memory.get_all(user_id="mia")["results"]
        print(kept)
        assert [memory["memory"] for memory in kept] == ["我喜欢爬山。"]
        assert model.refusals == 0


if __name__ == "__main__":
    main()
