"""What the heads see of a message, of an expression in it, and of each of its tokens."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable

import numpy as np

from assistant.language.expressions import Expression
from assistant.understanding.encoding import Encoded, FloatArray

NGRAMS = 8192
"""So many columns the hashed character n-grams of a message have."""
CUES = 2048
"""So many those of an expression's form and surroundings."""
_LONGEST = 3
_AROUND = 8
_WINDOW = 3


def of_message(encoded: Encoded) -> FloatArray:
    """The message's vector beside its hashed character n-grams."""
    return np.concatenate([encoded.dense, _hashed(_ngrams(f"^{encoded.text}$"), NGRAMS)])


def of_pair(before: Encoded, encoded: Encoded) -> FloatArray:
    """A message beside the one before it."""
    likeness = np.float32(before.dense @ encoded.dense)
    length = np.float32(min(len(encoded.text), 60) / 60)
    return np.concatenate([of_message(encoded), before.dense, [likeness, length]]).astype(
        np.float32
    )


def of_expression(expression: Expression, encoded: Encoded) -> FloatArray:
    """The states in an expression and on either side of it, its form, and the characters around it."""
    inside = encoded.tokens_of(expression.start, expression.end)
    first, last = (inside[0], inside[-1]) if inside else (0, -1)
    states = encoded.states
    return np.concatenate(
        [
            _mean(states, inside),
            _mean(states, range(max(first - _WINDOW, 0), first)),
            _mean(states, range(last + 1, min(last + 1 + _WINDOW, len(states)))),
            _hashed([*_form(expression), *_surroundings(expression, encoded.text)], CUES),
        ]
    )


def of_tokens(encoded: Encoded) -> FloatArray:
    """Each token's state beside those of its neighbours."""
    states = encoded.states
    zero = np.zeros((1, states.shape[1]), dtype=np.float32)
    return np.concatenate(
        [states, np.concatenate([zero, states[:-1]]), np.concatenate([states[1:], zero])], axis=1
    )


def _mean(states: FloatArray, rows: Iterable[int]) -> FloatArray:
    chosen = list(rows)
    if not chosen:
        return np.zeros(states.shape[1], dtype=np.float32)
    mean: FloatArray = states[chosen].mean(axis=0)
    return mean


def _ngrams(text: str) -> Iterable[str]:
    for size in range(1, _LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]


def _form(expression: Expression) -> Iterable[str]:
    """How the expression is written."""
    if date := expression.date:
        known = "".join(
            part for part in ("year", "month", "day") if getattr(date, part) is not None
        )
        yield from (f"date:{known}", f"open:{date.open}", f"sure:{date.sure}")
    if stage := expression.stage:
        yield from ("stage", f"stage:{stage.school}")
    if quantity := expression.quantity:
        size = len(str(int(quantity.value)))
        yield from (
            f"unit:{quantity.unit}",
            f"unit:{quantity.unit}:{size}",
            f"value:{quantity.unit}:{quantity.value}",
            f"bound:{quantity.bound}",
            f"nth:{quantity.ordinal}",
        )


def _surroundings(expression: Expression, text: str) -> Iterable[str]:
    before = text[max(expression.start - _AROUND, 0) : expression.start][::-1]
    after = text[expression.end : expression.end + _AROUND]
    for side, around in (("before", before), ("after", after)):
        for size in range(1, _LONGEST + 1):
            for start in range(len(around) - size + 1):
                yield f"{side}:{around[start : start + size]}"
                if start < 2:
                    yield f"{side}:{start}:{around[start : start + size]}"


def _hashed(features: Iterable[str], columns: int) -> FloatArray:
    """Counts of features, damped, in so many columns, of length one."""
    vector = np.zeros(columns, dtype=np.float32)
    for feature, count in Counter(features).items():
        vector[zlib.crc32(feature.encode()) % columns] += 1 + math.log(count)
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector
