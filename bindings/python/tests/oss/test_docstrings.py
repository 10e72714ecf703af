"""The examples in the documentation of every module run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import mem0

MODULES = [
    module.name
    for module in pkgutil.walk_packages(mem0.__path__, "mem0.")
    if not module.name.startswith(("mem0._native", "mem0.client", "mem0.proxy"))
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "every module says what it is about"
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


def test_the_example_of_the_package_runs(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    lines = (mem0.__doc__ or "").splitlines()
    exec("\n".join(line.strip("\n")[4:] for line in lines if line.startswith("    ")), {})
    assert "我喜欢披萨" in capsys.readouterr().out
