"""One package in a process of its own: its figures are printed as one line of JSON.

    PYTHON worker.py first NAME FOLDER     import, open, add one memory
    PYTHON worker.py speed NAME FOLDER     add the folder's memories, ask its questions

NAME is `ours`, `ours-default` or `original`; each interpreter has one package called `mem0`.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

PEERS = Path(__file__).parent.parent / "peers"
sys.path.append(str(PEERS))
# What the original's keyword extra installs; as it is installed by itself, it isn't there.
sys.modules["fastembed"] = None  # type: ignore[assignment]

from timing import spread, took  # noqa: E402
from vectors import Vectors  # noqa: E402

OWNER = "one"
# So many of the memories are timed, one by one; those before only fill the store.
ADDS = 500
LIMIT = 10


def main() -> None:
    task, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    print(json.dumps({"first": first, "speed": speed}[task](name, folder)))


def made(name: str, folder: Path, vectors: Vectors) -> Any:
    if name == "original":
        from original import Original

        return Original(folder, vectors, keywords=False)
    from ours import Ours

    return Ours(folder, None if name == "ours-default" else vectors)


def first(name: str, folder: Path) -> dict[str, Any]:
    vectors = Vectors(folder)
    start = time.perf_counter()
    package = made(name, folder, vectors)
    package.add(OWNER, "0", vectors.memories[0], {})
    taken = (time.perf_counter() - start) * 1e3
    package.close()
    return {"ms": taken}


def speed(name: str, folder: Path) -> dict[str, Any]:
    vectors = Vectors(folder)
    memories = [(str(place), text) for place, text in enumerate(vectors.memories)]
    gc.collect()
    bare = resident("VmRSS")
    package = made(name, folder, vectors)
    import mem0

    before = max(0, len(memories) - ADDS)
    package.fill(OWNER, memories[:before])
    adds = [took(partial(package.add, OWNER, key, text, {})) for key, text in memories[before:]]
    found: list[list[str]] = []
    searches = [
        took(lambda question=question: found.append(package.search(OWNER, question, LIMIT)))  # type: ignore[misc]
        for question in vectors.questions
    ]
    # A package that finds nothing would be the fastest of all.
    assert all(len(hits) == LIMIT for hits in found), f"{name} found less than {LIMIT} for a question"
    gc.collect()
    figures = {
        "add": spread(adds),
        "search": spread(searches),
        "resident_bytes": resident("VmRSS"),
        "peak_bytes": resident("VmHWM"),
        "bare_bytes": bare,
        "version": mem0.__version__,
        "debug_build": debug_build(name),
    }
    package.close()
    return figures


def resident(field: str) -> int | None:
    """A line of /proc/self/status in bytes; none where there is no such file."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def debug_build(name: str) -> bool:
    if name == "original":
        return False
    from mem0 import _native

    # In the tree, `make python` links the extension to cargo's folder for debug builds.
    return "debug" in Path(str(_native.__file__)).resolve().parts


if __name__ == "__main__":
    main()
