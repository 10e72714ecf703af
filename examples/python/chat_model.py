"""The language model's client of the programs: one prompt in, one answer out.

示例程序所用的语言模型客户端：给一个提示词，得到一个回答。

The founding examples write `OpenAI()` and `llm.generate(prompt)` for "your model here"; this is that, on
the standard library. `OPENAI_BASE_URL` says where the model is; `with_model()` starts the double and sets
it.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from fresh_store import environment
from model_double import ModelDouble, model_double


class OpenAI:
    """A chat model behind the OpenAI API. `OPENAI_API_KEY` stays unset, so that mem0 itself asks no model."""

    def __init__(self, base_url: str | None = None) -> None:
        self.base_url = base_url or os.environ["OPENAI_BASE_URL"]

    def generate(self, prompt: str) -> str:
        """The model's answer to a prompt."""
        body = {"model": "model-double", "messages": [{"role": "user", "content": prompt}]}
        request = urllib.request.Request(
            f"{self.base_url}/chat/completions",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            text: str = json.load(answer)["choices"][0]["message"]["content"]
        return text


@contextmanager
def with_model() -> Iterator[ModelDouble]:
    """A model to ask as long as the `with` lasts."""
    with model_double() as double, environment(OPENAI_BASE_URL=double.base_url):
        yield double
