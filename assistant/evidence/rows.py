"""Which rows of a table a question asks for: rows of one table are told apart by what their cells name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.interrogatives import holds_quantity
from corpus.model import Sentence
from corpus.tables import cells_of, is_row
from index.lexical import bigrams

_FIGURE = re.compile(r"\d[\d,.]*%?")


def asked_rows(
    text: str, found: Sequence[Sentence], table: Sequence[Sentence], question: str
) -> list[Sentence]:
    """Sentences (best first) with those of a table made the rows that the question tells from the others.

    `text` is the document's, `table` all sentences of the measure. Rows are of one table where they stand
    under one header; its rows come where the first of them was found. They are as they were found where
    the question tells none apart.
    """
    asked = set(bigrams(question))
    order: dict[Sentence, None] = {}
    for sentence in found:
        if not _is_row(sentence):
            order[sentence] = None
            continue
        rows = [s for s in table if _is_row(s) and s.context[0] == sentence.context[0]]
        told = _told_apart([asked & _names(text, row) for row in rows])
        order |= dict.fromkeys([rows[n] for n in told] or [sentence])
    return list(order)


def states_figure(text: str) -> bool:
    """Whether words or rows state a number: with its unit, or alone in a cell whose column names it."""
    return holds_quantity(text) or any(
        _FIGURE.fullmatch(cell)
        for line in text.splitlines()
        if is_row(line)
        for cell in cells_of(line)
    )


def _is_row(sentence: Sentence) -> bool:
    return bool(sentence.context) and is_row(sentence.text)


def _told_apart(met: Sequence[set[str]]) -> list[int]:
    """Which rows name most of what is asked and is not named by all rows."""
    shared = set.intersection(*met) if met else set()
    most = max((len(each - shared) for each in met), default=0)
    return [n for n, each in enumerate(met) if most and len(each - shared) == most]


def _names(text: str, row: Sentence) -> set[str]:
    """The pairs of characters in a row's cells and in the names of the groups that it is in."""
    groups = [text[start:end] for start, end in row.context[1:]]
    return {pair for cell in (*cells_of(row.text), *groups) for pair in bigrams(cell)}
