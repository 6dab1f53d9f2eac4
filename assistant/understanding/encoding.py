"""What the encoder makes of a message: its vector, and the states of its tokens with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embeddings import Encoder, load_encoder

FloatArray = NDArray[np.float32]
_SAMPLE = "。"


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded text. `states[i]` is the state of the token that stands at `text[slice(*spans[i])]`."""

    text: str
    dense: FloatArray
    states: FloatArray
    spans: tuple[tuple[int, int], ...]

    def tokens_of(self, start: int, end: int) -> list[int]:
        """The tokens that touch `text[start:end]`, in order."""
        return [i for i, (first, last) in enumerate(self.spans) if first < end and start < last]


class TextEncoder(Protocol):
    """What encodes messages."""

    fingerprint: str

    def encoded(self, text: str) -> Encoded:
        """The text's vector and token states."""
        ...

    def many(self, texts: Sequence[str]) -> dict[str, Encoded]:
        """Many texts by themselves."""
        ...


class QuestionEncoder:
    """The embedded encoder as understanding needs it, which remembers the last questions."""

    def __init__(self, encoder: Encoder) -> None:
        """`encoder`: the one that searches; where it gives no token states, the embedded one is loaded."""
        sample = encoder.question(_SAMPLE)
        self._encoder = encoder if len(sample.states) else load_encoder()
        self.fingerprint = self._encoder.fingerprint

    def many(self, texts: Sequence[str]) -> dict[str, Encoded]:
        """Many texts by themselves, for training."""
        rows = self._encoder.questions(texts)
        return {
            texts[row]: Encoded(texts[row], found.dense, found.states, found.spans)
            for row, found in rows
        }

    def encoded(self, text: str) -> Encoded:
        """The text's vector and token states."""
        found = self._encoder.question(text)
        return Encoded(text, found.dense, found.states, found.spans)
