"""What the voice assistant uses of `pygame`: a mixer that notes what it plays.

音频播放的替身：记录播放的内容。
"""

from __future__ import annotations

from pathlib import Path


class _Music:
    def __init__(self) -> None:
        self.played: list[str] = []
        self._loaded = ""

    def load(self, path: str) -> None:
        """Read what is to be played."""
        self._loaded = Path(path).read_text(encoding="utf-8")

    def play(self) -> None:
        """Play it."""
        self.played.append(self._loaded)


class _Mixer:
    def __init__(self) -> None:
        self.music = _Music()

    def init(self) -> None:
        """Open the loudspeakers."""


mixer = _Mixer()
