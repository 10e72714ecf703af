"""What the voice assistant uses of `gtts`: speech that is written to a file as its text.

语音合成的替身：把文字写入文件。
"""

from __future__ import annotations

from pathlib import Path


class gTTS:  # noqa: N801 - the package's own name
    """A text to be spoken."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.lang = lang

    def save(self, path: str) -> None:
        """Write it to a file."""
        Path(path).write_text(f"{self.lang}: {self.text}", encoding="utf-8")
