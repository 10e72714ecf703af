"""Makes ``synchronous`` of everything ``asynchronous``, a file or a folder: the same, without ``await``.

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
        (r", by theme\. ``synchronous`` is made from this folder\.", "."),
        (r"asynchronous client of", "blocking client of"),
        (r'^"""(.*?)"""', r'"""\1 Made from ``asynchronous``."""'),
        (r"mem0\.client\.asynchronous", "mem0.client.synchronous"),
        (
            r"\n    Every method awaits on.*?the client is made\.\n",
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
        (r"Async(?=[A-Z][a-z])", ""),
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


def synchronous(folder: str) -> dict[Path, str]:
    """The blocking twins of the asynchronous sources in a folder of the package, by where they belong."""
    whole = PACKAGE / folder / "asynchronous"
    sources = sorted(whole.glob("*.py")) if whole.is_dir() else [whole.with_suffix(".py")]
    made = {path: path.read_text(encoding="utf-8") for path in sources}
    for pattern, replacement in (*OF_FOLDERS[folder], *OF_ALL):
        times = 0
        for path, source in made.items():
            made[path], here = re.subn(pattern, replacement, source, flags=re.DOTALL)
            times += here
        if not times:
            raise SystemExit(f"{folder}/asynchronous has nothing like {pattern!r} any more: adapt the tool")
    return {twin(path): formatted(twin(path), source) for path, source in made.items()}


def twin(path: Path) -> Path:
    """Where the blocking twin of a source belongs."""
    parts = path.relative_to(PACKAGE).parts
    return PACKAGE.joinpath(*(part.replace("asynchronous", "synchronous") for part in parts))


def formatted(path: Path, source: str) -> str:
    """A source as the formatter leaves it, its imports in order."""
    for command in (["check", "--select", "I", "--fix"], ["format"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--quiet", "--stdin-filename", str(path), "-"],
            input=source,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        source = done.stdout
    return source


def main() -> None:
    """Writes or checks the files."""
    for folder in OF_FOLDERS:
        for path, made in synchronous(folder).items():
            if "--check" not in sys.argv[1:]:
                path.parent.mkdir(exist_ok=True)
                path.write_text(made, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != made:
                raise SystemExit(f"{path.relative_to(PACKAGE)} is stale: run tools/synchronous.py")


if __name__ == "__main__":
    main()
