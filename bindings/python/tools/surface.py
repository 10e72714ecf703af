"""What a package named ``mem0`` offers to import and to call, as JSON: names and parameters, nothing else.

python tools/surface.py                    # of the package that this interpreter finds
python tools/surface.py old.json new.json  # both surfaces in one, for tests/contract/surface.json

Run it with an interpreter in which a release of the original is installed, to see what a new release adds.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import sys
import warnings
from contextlib import redirect_stdout
from enum import Enum
from typing import Any

#: Fewer letters for what a parameter is: by position or name, by name only, and the two that collect.
_MARKS = {"KEYWORD_ONLY": ",", "VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}


def parameters(function: Any) -> list[str] | None:
    """``name`` is needed, ``name=`` has a default, ``,name=`` is given by name only, ``*``/``**`` collect."""
    try:
        listed = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    found = []
    for parameter in listed:
        mark = _MARKS.get(parameter.kind.name, "")
        default = "" if parameter.default is inspect.Parameter.empty else "="
        found.append(mark if "*" in mark else f"{mark}{parameter.name}{default}")
    return found


def class_surface(cls: type) -> dict[str, Any]:
    """Bases, and the members, fields or public methods of a class."""
    found: dict[str, Any] = {
        "bases": [base.__name__ for base in cls.__mro__[1:-1] if base.__module__.startswith("mem0")]
    }
    if issubclass(cls, Enum):
        return {**found, "members": {name: member.value for name, member in cls.__members__.items()}}
    fields = getattr(cls, "model_fields", None)
    if fields is not None:
        return {**found, "fields": sorted(fields)}
    found["parameters"] = parameters(cls)
    found["methods"] = {
        name: parameters(method)
        for name, method in inspect.getmembers(cls, inspect.isroutine)
        if not name.startswith("_")
        and any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith("mem0"))
    }
    found["properties"] = sorted(
        name
        for name, _ in inspect.getmembers(cls, lambda value: isinstance(value, property))
        if not name.startswith("_")
    )
    return found


def surface() -> dict[str, Any]:
    """Every module that can be imported here, with the public names that are at home in it."""
    import mem0

    found: dict[str, Any] = {}
    for module in ["mem0", *(it.name for it in pkgutil.walk_packages(mem0.__path__, "mem0."))]:
        try:
            # Some modules talk to whoever imports them.
            with redirect_stdout(sys.stderr):
                loaded = importlib.import_module(module)
        except (ImportError, SystemExit, EOFError):
            # Something is missing on this machine that the module wants.
            continue
        names: dict[str, Any] = {}
        for name, value in vars(loaded).items():
            if name.startswith("_") or getattr(value, "__module__", None) != module:
                continue
            if inspect.isclass(value):
                names[name] = class_surface(value)
            elif inspect.isfunction(value):
                names[name] = {"parameters": parameters(value)}
        found[module] = names
    return found


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Two surfaces in one: a dictionary has the keys of both, two lists of parameters are two ways."""
    result = dict(old)
    for key, value in new.items():
        before = result.get(key)
        if key not in result or before == value:
            result[key] = value
        elif isinstance(before, dict) and isinstance(value, dict):
            result[key] = merged(before, value)
        elif key in ("bases", "fields", "properties"):
            result[key] = sorted({*before, *value})
        else:
            ways = before if before and isinstance(before[0], list) else [before]
            result[key] = ways if value in ways else [*ways, value]
    return result


def main(files: list[str]) -> None:
    """Writes to the standard output."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("MEM0_TELEMETRY", "False")
    result: dict[str, Any] = {}
    for file in files:
        with open(file, encoding="utf-8") as opened:
            result = merged(result, json.load(opened))
    modules = sorted((result if files else surface()).items())
    lines = (f"{json.dumps(module)}: {json.dumps(names, sort_keys=True)}" for module, names in modules)
    print("{", ",\n".join(lines), "}", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
