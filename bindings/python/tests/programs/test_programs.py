"""Every program of `examples/python/` runs, asserts what it shows, and ends well.

Programs that need packages beside ours are skipped, with the reason, where one is missing: `make test`
installs those of the founding document's programs, `make test-programs` all.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mem0

PROGRAMS = Path(__file__).resolve().parents[4] / "examples" / "python"
# What programs import from each other, and the page that `streamlit_in_browser.py` drives.
PIECES = {"chat_model.py", "fresh_store.py", "hosted_service.py", "model_double.py", "streamlit_app.py"}

# The modules that a program needs beside ours; "chromium" is the browser.
NEEDS: dict[str, tuple[str, ...]] = {
    "autogen_teachability.py": ("autogen",),
    "fastapi_backend.py": ("fastapi", "uvicorn"),
    "langchain_memory.py": ("langchain_classic",),
    "langchain_vector_store.py": ("langchain_core",),
    "streamlit_in_browser.py": ("streamlit", "selenium", "chromium"),
    "third_party/agent_framework_memory.py": ("agent_framework_mem0",),
    "third_party/agent_mem0_server.py": ("agent_mem0",),
    "third_party/agentscope_memory.py": ("agentscope",),
    "third_party/agno_tools.py": ("agno",),
    "third_party/autogen_ext_memory.py": ("autogen_ext",),
    "third_party/camel_storage.py": ("camel",),
    "third_party/crewai_memory.py": ("crewai",),
    "third_party/haystack_memory.py": ("haystack_integrations",),
    "third_party/langgraph_agent.py": ("langgraph", "langchain_openai"),
    "third_party/llama_index_memory.py": ("llama_index",),
    "third_party/mcp_server.py": ("mem0_mcp_server",),
    "third_party/opentelemetry_traces.py": ("opentelemetry.instrumentation.mem0",),
    "third_party/pipecat_memory.py": ("pipecat",),
    "third_party/praisonai_memory.py": ("praisonaiagents",),
    "third_party/strands_memory.py": ("mem0_strands",),
    "third_party/strands_tools_memory.py": ("strands_tools", "faiss"),
}


def programs() -> list[str]:
    """Every program, by its path in the folder."""
    found = [*PROGRAMS.glob("*.py"), *PROGRAMS.glob("third_party/*.py")]
    return sorted(path.relative_to(PROGRAMS).as_posix() for path in found if path.name not in PIECES)


def missing(needs: tuple[str, ...]) -> list[str]:
    """What of it isn't there."""
    return [need for need in needs if not _is_there(need)]


def _is_there(need: str) -> bool:
    if need == "chromium":
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    try:
        return importlib.util.find_spec(need) is not None
    except ModuleNotFoundError:
        # A package around it isn't there.
        return False


def test_what_is_needed_is_told_of_programs_that_are_there() -> None:
    assert set(NEEDS) <= set(programs())


# The first to need the double of the hosted service may have to build it.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("program", programs())
def test_program(program: str, tmp_path: Path) -> None:
    if absent := missing(NEEDS.get(program, ())):
        if absent == ["chromium"]:
            pytest.skip("no Chromium on this machine, and the program drives a browser")
        pytest.skip(f"not installed: {', '.join(absent)} (make test-programs installs them)")
    # A home of its own: what a program leaves outside its store would be found there.
    home = Path.home()
    environment = {
        "CARGO_TARGET_DIR": str(home / ".cache" / "mem0" / "target"),
        "CARGO_HOME": str(home / ".cargo"),
        "RUSTUP_HOME": str(home / ".rustup"),
        **os.environ,
        "HOME": str(tmp_path),
        "PYTHONPATH": str(Path(mem0.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [sys.executable, str(PROGRAMS / program)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=800,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert not (tmp_path / ".mem0").exists(), "the program wrote outside its store"
