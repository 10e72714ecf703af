"""Makes ``synchronous.py`` of every ``asynchronous.py``: the same methods, without ``await``.

python tools/synchronous.py           # write them
python tools/synchronous.py --check   # fail if one isn't what this would write
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "python" / "mem0"

#: A pattern, and what stands in its place.
Replacement = tuple[str, str]

#: What each folder has of its own.
OF_FOLDERS: dict[str, tuple[Replacement, ...]] = {
    "client": (
        (
            r'^""".*?"""',
            '"""The blocking client of the hosted API. Made from ``asynchronous.py``: change that file."""',
        ),
        (
            r"\n    Every method awaits on.*?known from then on\.\n",
            "\n    Making a client asks the server about the key, once. Waiting threads let others run.\n",
        ),
        (
            r"or, with the first call, a key that the\n            server refuses \(then an",
            "or a key that the server refuses (then an",
        ),
        (
            r"\(then an ``AuthenticationError`` as well\)",
            "(then\n            an ``AuthenticationError`` as well)",
        ),
        (r"organization, once known", "organization"),
        (r"project, once known", "project"),
        (r"Whose key this is, once known", "Whose key this is"),
        (r"async_client: The", "client: The"),
        (r"httpx\.AsyncClient", "httpx.Client"),
        (r"AsyncMemoryClient", "MemoryClient"),
        (r"AsyncConnected", "Connected"),
        (r"AsyncProject", "Project"),
    ),
    "memory": (
        (
            r'^""".*?"""',
            '"""``Memory``: every call waits. Made from ``asynchronous.py``: change that file."""',
        ),
        (r", for programs with an event loop: .*? to be awaited\.", "."),
        (
            r"The engine works beside the loop, without.*? drops its work\.",
            "Any number of threads may use it at once;\n    a forked child opens the store anew.",
        ),
        (r"; works with ``await`` and without", ""),
        (r"    def __await__.*?return self\n\n", ""),
        (r"import Generator, ", "import "),
        (r"call_async\(", "call("),
        (r"AsyncMemory", "Memory"),
    ),
}

#: After these; the longer before what it contains.
OF_ALL: tuple[Replacement, ...] = (
    (r"__aenter__", "__enter__"),
    (r"__aexit__", "__exit__"),
    (r"async (def|with)", r"\1"),
    (r"await ", ""),
)


def synchronous(folder: str) -> str:
    """The blocking twin of the asynchronous source in a folder of the package."""
    source = (PACKAGE / folder / "asynchronous.py").read_text(encoding="utf-8")
    for pattern, replacement in (*OF_FOLDERS[folder], *OF_ALL):
        source, times = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if not times:
            raise SystemExit(
                f"{folder}/asynchronous.py has nothing like {pattern!r} any more: adapt the tool"
            )
    target = PACKAGE / folder / "synchronous.py"
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(target), "-"],
        input=source,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return formatted.stdout


def main() -> None:
    """Writes or checks the files."""
    for folder in OF_FOLDERS:
        made = synchronous(folder)
        target = PACKAGE / folder / "synchronous.py"
        if "--check" not in sys.argv[1:]:
            target.write_text(made, encoding="utf-8")
        elif target.read_text(encoding="utf-8") != made:
            raise SystemExit(f"{folder}/synchronous.py is stale: run tools/synchronous.py")


if __name__ == "__main__":
    main()
