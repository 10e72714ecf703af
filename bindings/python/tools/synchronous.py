"""Makes ``mem0/client/synchronous.py`` of ``asynchronous.py``: the same methods, without ``await``.

python tools/synchronous.py           # write it
python tools/synchronous.py --check   # fail if it isn't what this would write
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).parent.parent / "python" / "mem0" / "client"

#: In this order; the longer before what it contains.
REPLACEMENTS = (
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
    (r"__aenter__", "__enter__"),
    (r"__aexit__", "__exit__"),
    (r"async (def|with)", r"\1"),
    (r"await ", ""),
)


def synchronous(source: str) -> str:
    """The blocking twin of an asynchronous source."""
    for pattern, replacement in REPLACEMENTS:
        source, times = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if not times:
            raise SystemExit(f"asynchronous.py has nothing like {pattern!r} any more: adapt the tool")
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(CLIENT / "synchronous.py"), "-"],
        input=source,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return formatted.stdout


def main() -> None:
    """Writes or checks the file."""
    made = synchronous((CLIENT / "asynchronous.py").read_text(encoding="utf-8"))
    target = CLIENT / "synchronous.py"
    if "--check" in sys.argv[1:]:
        if target.read_text(encoding="utf-8") != made:
            raise SystemExit("synchronous.py is stale: run tools/synchronous.py")
        return
    target.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
