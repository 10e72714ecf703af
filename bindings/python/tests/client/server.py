"""A small HTTP server for what only shows on the wire: connections, waits, faults."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .faces import PING


@dataclass
class Answer:
    """What the server answers."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Seconds before the answer.
    after: float = 0.0
    #: Close the connection instead of answering.
    broken: bool = False


@dataclass
class Asked:
    """A request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    #: Who asked: a connection has one port as long as it lives.
    port: int


class Server:
    """Answers each request with what ``answer`` makes of it, and pings by itself."""

    def __init__(self, answer: Callable[[Asked], Answer] = lambda _: Answer(), pings: bool = True) -> None:
        self.asked: list[Asked] = []
        self.busy = 0
        self.busiest = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body are two packets; waiting between them would cost 40 ms an answer.
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                asked = Asked(
                    self.command, self.path, dict(self.headers.items()), body, self.client_address[1]
                )
                with outer._lock:
                    outer.asked.append(asked)
                    outer.busy += 1
                    outer.busiest = max(outer.busiest, outer.busy)
                try:
                    is_ping = pings and self.path.startswith("/v1/ping/")
                    self.send(Answer(PING) if is_ping else answer(asked))
                finally:
                    with outer._lock:
                        outer.busy -= 1

            def __getattr__(self, name: str) -> Any:
                # The base class looks for `do_GET`, `do_POST` and so on.
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

            def send(self, answer: Answer) -> None:
                time.sleep(answer.after)
                if answer.broken:
                    self.close_connection = True
                    self.connection.close()
                    return
                is_text = isinstance(answer.body, str)
                content = (answer.body if is_text else json.dumps(answer.body)).encode()
                kind = "text/html" if is_text else "application/json"
                try:
                    self.send_response(answer.status)
                    for name, value in {"Content-Type": kind, **answer.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    # Whoever asked didn't wait.
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Listening(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512

            def handle_error(self, *_: object) -> None:
                pass

        self._http = Listening(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def calls(self) -> list[Asked]:
        """What was asked beside pings."""
        return [asked for asked in self.asked if not asked.path.startswith("/v1/ping/")]
