"""A voice assistant with memory. Microphone and loudspeakers are faked; everything else is real.

带记忆的语音助手：麦克风和扬声器用替身，其余都是真的。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "faked_audio"))

import pygame
import speech_recognition as sr
from chat_model import OpenAI, with_model
from fresh_store import fresh_store
from gtts import gTTS
from mem0 import Memory


class VoiceAssistant:
    """Listens, recalls, answers aloud, remembers."""

    def __init__(self, folder: Path) -> None:
        self.memory = Memory()
        self.llm = OpenAI()
        self.recognizer = sr.Recognizer()
        self.microphone = sr.Microphone()
        self.speech = str(folder / "response.mp3")

    def listen_and_respond(self, user_id: str) -> str:
        """One turn of a conversation."""
        with self.microphone as source:
            audio = self.recognizer.listen(source)

        try:
            user_input = self.recognizer.recognize_google(audio)
            print(f"用户说：{user_input}")

            memories = self.memory.search(user_input, user_id=user_id)
            context = "\n".join([m["memory"] for m in memories["results"][:3]])

            response = self.generate_response(user_input, context)

            self.memory.add(
                [{"role": "user", "content": user_input}, {"role": "assistant", "content": response}],
                user_id=user_id,
            )

            tts = gTTS(text=response, lang="zh-cn")
            tts.save(self.speech)

            pygame.mixer.init()
            pygame.mixer.music.load(self.speech)
            pygame.mixer.music.play()

            return response

        except sr.UnknownValueError:
            return "抱歉，我没听懂。"

    def generate_response(self, user_input: str, context: str) -> str:
        """The model's answer, given what is remembered."""
        remembered = "\n".join(f"- {line}" for line in context.splitlines())
        return self.llm.generate(f"{remembered}\n用户：{user_input}")


def main() -> None:
    """Told once, asked later; noise is no memory."""
    with fresh_store() as folder, with_model():
        assistant = VoiceAssistant(folder)
        sr.HEARD.extend(["我每天早上七点起床跑步。", None, "我早上几点跑步？"])

        assistant.listen_and_respond("wang")
        assert assistant.listen_and_respond("wang") == "抱歉，我没听懂。"
        answer = assistant.listen_and_respond("wang")
        print(answer)
        assert "七点" in answer
        assert pygame.mixer.music.played[-1] == f"zh-cn: {answer}"


if __name__ == "__main__":
    main()
