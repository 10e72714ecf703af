"""What the tests of the hosted API's clients share.

The cases run against a double that keeps state, which is started once; ``MEM0_TEST_HOSTED_URL`` (and
``MEM0_TEST_HOSTED_KEY``) names a real server instead. Each case has ids of its own and cleans up.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from .faces import KINDS, Faces

REPOSITORY = Path(__file__).parents[4]
KEY = os.environ.get("MEM0_TEST_HOSTED_KEY", "m0-double")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says about keys and hosts, tests say it themselves."""
    for name in ("MEM0_API_KEY", "MEM0_BASE_URL", "MEM0_CLIENT_STACK", "MEM0_SOURCE", "MEM0_APPLICATION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=KINDS)
def faces(request: pytest.FixtureRequest) -> Iterator[Faces]:
    """Makes clients, of both kinds in turn."""
    made = Faces(request.param)
    yield made
    made.close()


@pytest.fixture(scope="session")
def host() -> Iterator[str]:
    """Where a server of the hosted API is."""
    url = os.environ.get("MEM0_TEST_HOSTED_URL")
    if url:
        yield url
        return
    with Double() as double:
        yield double.url


@pytest.fixture
def client(faces: Faces, host: str) -> Any:
    """A client of the server, blocking and asynchronous in turn."""
    return faces.client(KEY, host)


@pytest.fixture
def user(client: Any) -> Iterator[str]:
    """A user of this test alone, deleted in the end."""
    user_id = f"小明-{uuid4().hex[:8]}"
    yield user_id
    client.delete_all(user_id=user_id)


class Double:
    """The double, as a process of its own, for as long as the block lasts."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [str(double_program()), *arguments], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    def __enter__(self) -> Double:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def double_program() -> Path:
    """The double's program."""
    given = os.environ.get("MEM0_TEST_HOSTED_DOUBLE")
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    return Path(given) if given else target / "debug" / "examples" / "hosted_double"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Builds the double before the first test: a test's limit of time isn't meant for that."""
    wanted = any({"host", "double"} & set(getattr(item, "fixturenames", ())) for item in session.items)
    if wanted and not session.config.option.collectonly and "MEM0_TEST_HOSTED_DOUBLE" not in os.environ:
        command = "cargo build --quiet -p mem0-testkit --features hosted --example hosted_double"
        subprocess.run(command.split(), cwd=REPOSITORY, check=True)
