"""Section 8: what the content of a message may be."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from mem0 import Memory

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


def texts(memory: Memory) -> list[str]:
    return sorted(item["memory"] for item in memory.get_all(user_id="u")["results"])


def test_the_text_parts_of_a_message_are_its_text(memory: Memory) -> None:
    content: Any = [{"type": "text", "text": "I like tea"}, {"type": "text", "text": "and cake"}]
    memory.add([{"role": "user", "content": content}], user_id="u", infer=False)
    (kept,) = texts(memory)
    assert "I like tea" in kept and "and cake" in kept


@pytest.mark.parametrize("form", ["bare", "in a list"])
def test_an_image_without_eyes_is_dropped(memory: Memory, form: str) -> None:
    image: Any = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    messages: Any = [
        {"role": "user", "content": "这是我的旅行装备"},
        {"role": "user", "content": image if form == "bare" else [image]},
    ]
    memory.add(messages, user_id="u", infer=False)
    assert texts(memory) == ["这是我的旅行装备"]


def test_an_image_without_an_address_is_never_kept(memory: Memory) -> None:
    messages: Any = [
        {"role": "user", "content": "Look"},
        {"role": "user", "content": {"type": "image_url", "image_url": {}}},
    ]
    memory.add(messages, user_id="u", infer=False)
    assert texts(memory) == ["Look"]


def test_the_text_of_a_pdf_is_read(memory: Memory) -> None:
    address = f"data:application/pdf;base64,{base64.b64encode(pdf('The warranty ends in May')).decode()}"
    messages: Any = [{"role": "user", "content": {"type": "pdf_url", "pdf_url": {"url": address}}}]
    memory.add(messages, user_id="u", infer=False)
    assert any("warranty ends in May" in text for text in texts(memory))


def pdf(words: str) -> bytes:
    """The smallest file that says these words."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def test_messages_of_other_libraries_are_read_by_their_fields(memory: Memory) -> None:
    class Message:
        """What pydantic models look like from outside."""

        def model_dump(self, **_: Any) -> dict[str, Any]:
            return {"role": "user", "content": "I like tea"}

    messages: Any = [Message()]
    memory.add(messages, user_id="u", infer=False)
    assert texts(memory) == ["I like tea"]


def test_a_value_that_is_no_json_is_named_by_its_path(memory: Memory) -> None:
    with pytest.raises((TypeError, ValueError), match="metadata.*thing"):
        memory.add("I like tea", user_id="u", infer=False, metadata={"outer": {"thing": object()}})
    assert texts(memory) == []
