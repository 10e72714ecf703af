"""The examples in the documentation of every module run."""

from __future__ import annotations

import ast
import asyncio
import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

import mem0

MODULES = [
    module.name
    for module in pkgutil.walk_packages(mem0.__path__, "mem0.")
    if not module.name.startswith(("mem0._native", "mem0.client", "mem0.proxy"))
]


#: Examples may say `await`, as in the interpreter that `python -m asyncio` starts.
FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | annotations.compiler_flag


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A loop for the examples that await."""
    loop = asyncio.new_event_loop()

    def run(code: CodeType, names: dict[str, Any]) -> None:
        if asyncio.iscoroutine(awaited := FunctionType(code, names)()):
            loop.run_until_complete(awaited)

    monkeypatch.setattr(doctest, "exec", run, raising=False)
    yield
    loop.close()


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.usefixtures("loop")
def test_examples_run(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "every module says what it is about"
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for example in doctest.DocTestFinder().find(module):
        runner.run(example, compileflags=FLAGS)
    assert runner.summarize().failed == 0


def test_the_example_of_the_package_runs(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    lines = (mem0.__doc__ or "").splitlines()
    exec("\n".join(line.strip("\n")[4:] for line in lines if line.startswith("    ")), {})
    assert "我喜欢披萨" in capsys.readouterr().out
