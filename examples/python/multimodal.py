"""Pictures and PDFs in a conversation: what they show and say becomes memory.

多模态记忆：对话中的图片和 PDF。

Pictures need a model that sees (`enable_vision`); here the double does. The PDF comes from a server on this
machine, which has to be allowed: by default mem0 fetches nothing from private addresses.
"""

from __future__ import annotations

import base64
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from fresh_store import fresh_store
from mem0 import Memory
from mem0.configs.base import MemoryConfig
from model_double import MODEL, model_double


def red_picture(size: int = 8) -> str:
    """A red square, as a PNG in base64."""
    rows = (b"\x00" + bytes((200, 30, 30)) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def pdf(text: str) -> bytes:
    """A PDF of one page with one line."""
    drawing = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    document, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return document + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


@contextmanager
def served(document: bytes) -> Iterator[str]:
    """The address of a document on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/pdf")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/document.pdf"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """A picture is described and found; a PDF is read and found."""
    with fresh_store(), model_double() as model:
        config = MemoryConfig(
            llm={
                "provider": "openai",
                "config": {
                    "model": MODEL,
                    "api_key": "none",
                    "openai_base_url": model.base_url,
                    "enable_vision": True,
                },
            },
            allow_private_urls=True,
        )
        memory = Memory(config)

        base64_image = red_picture()
        messages: list[dict[str, Any]] = [
            {"role": "user", "content": "这是我的旅行装备"},
            {
                "role": "user",
                "content": {
                    "type": "image_url",
                    "image_url": {"url": f"data:image/png;base64,{base64_image}"},
                },
            },
        ]
        memory.add(messages, user_id="user123")
        found = memory.search("red backpack", user_id="user123")["results"]
        print(found)
        assert any("red backpack" in each["memory"] for each in found)

        with served(pdf("The warranty of the tent ends on 2027-05-01.")) as url:
            pdf_message = {"role": "user", "content": {"type": "pdf_url", "pdf_url": {"url": url}}}
            memory.add([pdf_message], user_id="user123")
        found = memory.search("When does the tent's warranty end?", user_id="user123")["results"]
        print(found[0]["memory"])
        assert "2027-05-01" in found[0]["memory"]


if __name__ == "__main__":
    main()
