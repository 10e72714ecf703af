"""A small language model's double: an OpenAI-compatible server on this machine that answers sensibly by rule.

语言模型的替身：本机上与 OpenAI 接口兼容的小服务器，按规则回答。

It stands where the programs would ask a vendor, so that they run without a key. It

- answers a prompt with what of its context is nearest to the question (`/v1/chat/completions`);
- fills in the JSON that a request's schema asks for: the facts, decisions and operations that mem0 asks
models for;
- names the colour and the size of a picture, PNG only, and the advice in "if …, …";
- makes vectors from pairs of characters (`/v1/embeddings`);
- speaks as Ollama does, too (`/api/chat`, `/api/embed`).

`python model_double.py` serves until it is stopped; `python model_double.py 8123` says on which port.
"""

from __future__ import annotations

import base64
import json
import re
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "model-double"
COLOURS = {(200, 30, 30): "red", (30, 160, 60): "green", (30, 60, 200): "blue", (250, 250, 250): "white"}


class ModelDouble(ThreadingHTTPServer):
    """The server. `asked` holds what it was asked; `refusals` says how many requests it turns away (429)
    first."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.refusals = 0

    @property
    def base_url(self) -> str:
        """What goes into `openai_base_url`."""
        return f"{self.ollama_base_url}/v1"

    @property
    def ollama_base_url(self) -> str:
        """What goes into `ollama_base_url`."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def model_double() -> Iterator[ModelDouble]:
    """The server, running as long as the `with` lasts."""
    server = ModelDouble()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(request: dict[str, Any]) -> str:
    """What the double says to a chat request."""
    messages: list[dict[str, Any]] = request["messages"]
    pictures = [part["image_url"]["url"] for part in _parts(messages) if part.get("type") == "image_url"]
    if pictures:
        return " ".join(_picture(url) for url in pictures)
    prompt = "\n".join(_text(message) for message in messages)
    wanted = _wanted(request, prompt)
    if "facts" in wanted:
        return json.dumps({"facts": _facts(prompt)}, ensure_ascii=False)
    if "operations" in wanted:
        return json.dumps({"operations": _operations(prompt)}, ensure_ascii=False)
    if "memory" in wanted:
        return json.dumps({"memory": _decisions(prompt)}, ensure_ascii=False)
    if "INSTRUCTIONS" in prompt and "Task:" in prompt:
        return _advice(prompt)
    asked = [_text(message) for message in messages if message["role"] == "user"]
    return _conversation(prompt, asked[-1] if asked else "")


def _wanted(request: dict[str, Any], prompt: str) -> set[str]:
    """The keys of the JSON that is asked for, by a schema or in words; none where prose is asked for."""
    schema: dict[str, Any] = (request.get("response_format") or {}).get("json_schema", {}).get("schema", {})
    return {*schema.get("properties", {}), *re.findall(r'JSON object:? {"(\w+)"', prompt)}


def _conversation(prompt: str, asked: str) -> str:
    """What of the context is nearest to the question; else that it is noted."""
    marked = re.findall(r"(?:用户|User|问题|Question)[：:]\s*(.+)", asked)
    question = (marked[-1] if marked else asked.strip().rsplit("\n", 1)[-1]).strip()
    context = [line.strip() for line in re.findall(r"^\s*(?:-|\d+\.)\s+(.+)$", prompt, re.MULTILINE)]
    context += re.findall(r"之前的类似问题：(.+)", prompt)
    nearest = max(context, key=lambda line: _likeness(line, question), default="")
    chinese = bool(re.search(r"[\u4e00-\u9fff]", question))
    if nearest:
        return f"据我所知：{nearest}" if chinese else f"As far as I know: {nearest}"
    return "好的。" if chinese else "All right."


def _advice(prompt: str) -> str:
    """The condition and the consequence of "if …, …" in a text to be analysed."""
    text = prompt.partition("# TEXT\n")[2].partition("\n")[0]
    said = re.search(r"(?:如果|if)\s*([^，,]+)[，,]\s*(?:应该|then|you should)?\s*(.+)", text, re.IGNORECASE)
    return f"Task: {said.group(1)}\nAdvice: {said.group(2)}" if said else "none"


def _lines(prompt: str, key: str) -> list[dict[str, Any]]:
    """The objects that stand at the ends of lines and have this key."""
    found = []
    for line in prompt.splitlines():
        try:
            value = json.loads(line[line.find("{") :])
        except ValueError:
            continue
        if isinstance(value, dict) and key in value:
            found.append(value)
    return found


def _sentences(prompt: str) -> Iterator[tuple[int, str]]:
    """The sentences of the user's messages that tell something, each with its message's number."""
    for line in _lines(prompt, "message"):
        if line["role"] == "user":
            for sentence in re.findall(r"[^。！？.!?\n]+[。！？.!?]?", line["text"]):
                if not sentence.rstrip().endswith(("?", "？")) and len(sentence.strip()) > 3:
                    yield line["message"], sentence.strip()


def _facts(prompt: str) -> list[dict[str, Any]]:
    return [{"source": number, "fact": sentence} for number, sentence in _sentences(prompt)]


def _operations(prompt: str) -> list[dict[str, Any]]:
    return [
        {"sources": [number], "quote": sentence, "op": "add", "target": None, "text": sentence, "when": None}
        for number, sentence in _sentences(prompt)
    ]


def _decisions(prompt: str) -> list[dict[str, Any]]:
    """Every fact is new: it stands as a JSON string on a line of its own."""
    known = len(_lines(prompt, "id"))
    facts = [json.loads(line) for line in prompt.splitlines() if re.fullmatch(r'".*"', line.strip())]
    return [
        {"id": str(known + place), "event": "ADD", "text": fact, "old_memory": None}
        for place, fact in enumerate(facts)
    ]


def _picture(url: str) -> str:
    """The size and the colour of a PNG in a data URL."""
    data = base64.b64decode(url.partition("base64,")[2])
    if not data.startswith(b"\x89PNG"):
        return "A picture that the double can't read."
    width, height = struct.unpack(">II", data[16:24])
    at = data.index(b"IDAT")
    length = struct.unpack(">I", data[at - 4 : at])[0]
    red, green, blue = zlib.decompress(data[at + 4 : at + 4 + length])[1:4]
    nearest = min(
        COLOURS, key=lambda known: sum(abs(a - b) for a, b in zip(known, (red, green, blue), strict=True))
    )
    return f"The picture shows a {COLOURS[nearest]} backpack, {width} by {height} pixels."


def _vector(text: str, dimensions: int) -> list[float]:
    """Pairs of characters, counted into places that their text chooses."""
    vector = [0.0] * dimensions
    lower = text.lower()
    for place in range(max(1, len(lower) - 1)):
        vector[zlib.crc32(lower[place : place + 2].encode()) % dimensions] += 1.0
    norm = sum(value * value for value in vector) ** 0.5 or 1.0
    return [value / norm for value in vector]


def _likeness(one: str, other: str) -> float:
    pairs = [
        {text[place : place + 2] for place in range(len(text) - 1)} for text in (one.lower(), other.lower())
    ]
    return len(pairs[0] & pairs[1]) / (len(pairs[0]) or 1)


def _parts(messages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for message in messages:
        if isinstance(message.get("content"), list):
            yield from message["content"]


def _text(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelDouble

    def do_GET(self) -> None:
        self._answer(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.server.asked.append(request)
        if self.server.refusals > 0:
            self.server.refusals -= 1
            self._answer(
                429, {"error": {"message": "Rate limit reached", "type": "rate_limit"}}, {"Retry-After": "0"}
            )
        elif self.path == "/api/embed":
            vectors = [_vector(text, 768) for text in request["input"]]
            self._answer(200, {"model": request["model"], "embeddings": vectors})
        elif self.path == "/api/chat":
            schema = {"json_schema": {"schema": request.get("format") or {}}}
            answer = reply({**request, "response_format": schema})
            message = {"role": "assistant", "content": answer}
            self._answer(200, {"model": request["model"], "message": message, "done": True})
        elif self.path.endswith("/embeddings"):
            self._answer(200, self._embeddings(request))
        elif request.get("stream"):
            self._stream(reply(request))
        else:
            self._answer(200, self._completion(reply(request)))

    def _embeddings(self, request: dict[str, Any]) -> dict[str, Any]:
        texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
        vectors = [_vector(str(text), request.get("dimensions") or 1536) for text in texts]
        if request.get("encoding_format") == "base64":
            data: list[Any] = [base64.b64encode(struct.pack(f"<{len(v)}f", *v)).decode() for v in vectors]
        else:
            data = vectors
        items = [
            {"object": "embedding", "index": place, "embedding": value} for place, value in enumerate(data)
        ]
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        return {"object": "list", "data": items, "model": MODEL, "usage": usage}

    def _completion(self, text: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        return {
            "id": "chatcmpl-double",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }

    def _stream(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for delta, reason in (({"role": "assistant", "content": text}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            piece = {"id": "chatcmpl-double", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
            self.wfile.write(f"data: {json.dumps({**piece, 'choices': [choice]})}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the programs print what matters."""


if __name__ == "__main__":
    double = ModelDouble(int(sys.argv[1]) if len(sys.argv) > 1 else 8123)
    print(f"{double.base_url} - Ctrl-C stops it")
    try:
        double.serve_forever()
    except KeyboardInterrupt:
        double.server_close()
