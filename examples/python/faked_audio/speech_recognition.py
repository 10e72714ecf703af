"""What the voice assistant uses of `speech_recognition`: a microphone that hears prepared sentences.

语音识别的替身：麦克风“听到”预先准备的句子。
"""

from __future__ import annotations

from collections import deque
from types import TracebackType

# What will be heard next. `None` is noise that nobody understands.
HEARD: deque[str | None] = deque()


class UnknownValueError(Exception):
    """Nothing could be understood."""


class Microphone:
    """A source of sound."""

    def __enter__(self) -> Microphone:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held."""


class Recognizer:
    """Listens and understands."""

    def listen(self, source: Microphone) -> str | None:
        """What is heard next."""
        return HEARD.popleft()

    def recognize_google(self, audio: str | None) -> str:
        """The words of what was heard."""
        if audio is None:
            raise UnknownValueError
        return audio
