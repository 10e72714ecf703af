"""What only a double allows: faults on command, and deleting everything there is."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from mem0.client.main import AsyncMemoryClient
from mem0.exceptions import MemoryError, NetworkError, RateLimitError

from .conftest import Double
from .faces import Faces
from .test_memories import PIZZA, remember


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    """A double of these tests alone."""
    with Double() as double:
        yield double


@pytest.fixture
def alone(faces: Faces, double: Double) -> Any:
    """A client of an empty double without faults."""
    steer(double, "reset", {})
    return faces.client("m0-double", double.url)


def steer(double: Double, what: str, body: Any) -> None:
    request = urllib.request.Request(
        f"{double.url}/__double/{what}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    urllib.request.urlopen(request, timeout=10).close()


def asked(double: Double) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{double.url}/__double/requests", timeout=10) as answer:
        recorded: list[dict[str, Any]] = json.load(answer)
    return recorded


def test_without_an_id_every_entity_is_deleted(alone: Any) -> None:
    for number in range(3):
        remember(alone, PIZZA, user_id=f"u{number}", agent_id="a", run_id="r/1")
    assert alone.delete_users() == {"message": "All users, agents, apps and runs deleted."}
    assert alone.users()["results"] == []
    assert alone.get_all() == []
    with pytest.raises(ValueError, match="No entities to delete"):
        alone.delete_users()


def test_more_entities_than_a_page_holds_are_all_deleted(alone: Any) -> None:
    for number in range(105):
        remember(alone, f"Fact {number}", user_id=f"u{number}")
    alone.delete_users()
    assert alone.users()["count"] == 0


def test_a_reset_leaves_nothing(alone: Any) -> None:
    remember(alone, PIZZA, user_id="mia")
    assert alone.reset() == {"message": "Client reset successful. All users and memories deleted."}
    assert alone.get_all() == []
    assert alone.users()["results"] == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [({"status": 429}, RateLimitError), ({"status": 500}, MemoryError), ({"drop": True}, NetworkError)],
)
def test_a_fault_is_an_exception_and_the_next_call_works(
    alone: Any, double: Double, fault: dict[str, Any], kind: type[MemoryError]
) -> None:
    steer(double, "faults", {"path": "/v1/memories/", "method": "POST", "times": 1, **fault})
    with pytest.raises(kind):
        alone.add(PIZZA, user_id="mia", infer=False)
    assert alone.get_all(user_id="mia") == []
    remember(alone, PIZZA, user_id="mia")
    assert len(alone.get_all(user_id="mia")) == 1


def test_a_read_is_repeated_after_a_fault(alone: Any, double: Double) -> None:
    steer(double, "faults", {"path": "/v1/memories/", "method": "GET", "status": 503, "times": 1})
    assert alone.get_all(user_id="mia") == []
    assert [it["path"] for it in asked(double)].count("/v1/memories/") == 2


def test_a_late_answer_is_waited_for(alone: Any, double: Double) -> None:
    steer(double, "faults", {"path": "/v1/memories/", "delay_ms": 300, "times": 1})
    assert alone.get_all(user_id="mia") == []


def test_a_hundred_adds_at_once_are_all_kept(double: Double) -> None:
    steer(double, "reset", {})

    async def use() -> int:
        async with AsyncMemoryClient("m0-double", double.url) as client:
            adds = (client.add(f"Fact {number}", user_id="mia", infer=False) for number in range(100))
            await asyncio.gather(*adds)
            return len(await client.get_all(user_id="mia", limit=200))

    assert asyncio.run(use()) == 100
