"""`python -m assistant.understanding.train`: train the heads from the examples; a few minutes on 2 cores.

Prints, for each head, how often it was right on examples that it had not seen (three folds). The same
examples and encoder give the same heads.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.understanding.encoding import (
    Encoded,
    FloatArray,
    QuestionEncoder,
    TextEncoder,
)
from assistant.understanding.features import (
    CUES,
    NGRAMS,
    of_expression,
    of_message,
    of_pair,
    of_tokens,
)
from assistant.understanding.heads import save
from assistant.understanding.models import HEADS
from assistant.understanding.training import examples
from assistant.understanding.training.fitting import Fitted, fit
from assistant.understanding.training.labels import (
    OTHER,
    expressions_with_roles,
    token_cuts,
    token_marks,
)
from index.embeddings import load_encoder

_SURE = 0.5
"""A question of the retrieval's that the kinds' own examples put elsewhere so surely is left out."""
_EVERY = 5
_FEWEST = 6
"""A role with fewer examples counts as none."""


def train(encoder: TextEncoder, folder: Path = HEADS) -> dict[str, float]:
    """Train all heads into `folder`; the accuracy of each on held-out folds."""
    known = encoder.many(examples.all_texts())

    def encoded(text: str) -> Encoded:
        if text not in known:
            known[text] = encoder.encoded(text)
        return known[text]

    made_of = {"encoder": encoder.fingerprint, "examples": examples.digest()}
    accuracy: dict[str, float] = {}
    for name, fitted in _heads(encoded):
        save(fitted.head, folder / f"{name}.safetensors", made_of)
        accuracy[name] = fitted.accuracy
        print(
            f"{name}: {fitted.accuracy:.3f} of {len(fitted.held_out)} held out, "
            f"{len(fitted.head.classes)} classes",
            flush=True,
        )
    return accuracy


def _heads(encoded: examples.Encode) -> Iterable[tuple[str, Fitted]]:
    yield "kind", _kind(encoded)
    yield "want", _of_messages(examples.questions_by_want(), encoded)
    polar = ((question, str(said)) for question, said in examples.polar_questions())
    yield "polar", _of_messages(polar, encoded)
    yield "relation", _relation(encoded)
    told = list(examples.messages_with_facts())
    yield "role", _role(told, encoded)
    yield (
        "mark",
        _tokens([(m.text, token_marks(m, encoded(m.text))) for m in told], encoded, _EVERY),
    )
    compounds = list(examples.compounds())
    yield "cut", _tokens([(c.text, token_cuts(c, encoded(c.text))) for c in compounds], encoded)


def _kind(encoded: examples.Encode) -> Fitted:
    own = list(dict(examples.questions_by_kind()).items())
    first = _of_messages(own, encoded)
    added = []
    for question in examples.text_questions():
        found = first.head.by_class(of_message(encoded(question)))
        if max((p for name, p in found.items() if name != "text"), default=0.0) < _SURE:
            added.append((question, "text"))
    return _of_messages([*own, *added], encoded) if added else first


def _of_messages(labelled: Iterable[tuple[str, str]], encoded: examples.Encode) -> Fitted:
    pairs = list(labelled)
    rows = np.stack([of_message(encoded(text)) for text, _ in pairs])
    return fit(rows, [label for _, label in pairs], range(len(pairs)), dense=rows.shape[1] - NGRAMS)


def _relation(encoded: examples.Encode) -> Fitted:
    pairs = list(examples.follow_ups())
    rows = np.stack([of_pair(encoded(pair.before), encoded(pair.text)) for pair in pairs])
    dense = encoded(pairs[0].text).dense.shape[0]
    return fit(rows, [pair.relation for pair in pairs], range(len(pairs)), dense=dense)


def _role(told: Sequence[examples.Told], encoded: examples.Encode) -> Fitted:
    rows: list[FloatArray] = []
    labels: list[str] = []
    groups: list[int] = []
    for group, message in enumerate(told):
        for expression, role in expressions_with_roles(message):
            rows.append(of_expression(expression, encoded(message.text)))
            labels.append(role)
            groups.append(group)
    seldom = {role for role, count in Counter(labels).items() if count < _FEWEST}
    labels = [OTHER if label in seldom else label for label in labels]
    table = np.stack(rows)
    return fit(table, labels, groups, dense=table.shape[1] - CUES)


def _tokens(
    messages: Sequence[tuple[str, Sequence[str]]], encoded: examples.Encode, every: int = 1
) -> Fitted:
    """A head over tokens. Of those that tell nothing only one in `every` is taught: they are many."""
    rows: list[FloatArray] = []
    labels: list[str] = []
    groups: list[int] = []
    for group, (text, own) in enumerate(messages):
        for place, (row, label) in enumerate(zip(of_tokens(encoded(text)), own, strict=True)):
            if label != OTHER or (group + place) % every == 0:
                rows.append(row)
                labels.append(label)
                groups.append(group)
    seldom = {label for label, count in Counter(labels).items() if count < _FEWEST}
    labels = [OTHER if label in seldom else label for label in labels]
    table = np.stack(rows)
    return fit(table, labels, groups, dense=table.shape[1])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HEADS, help="where the heads are written")
    folder = parser.parse_args().folder
    began = time.monotonic()
    train(QuestionEncoder(load_encoder()), folder)
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
