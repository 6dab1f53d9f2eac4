"""Whole questions offered while one is typed: from the domain, the rules and the library's headings."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.domain import domain
from assistant.eligibility.rules.catalogue import RULES
from corpus.library import Library

_LONGEST_HEADING = 30
_LEAST = 0.25
"""Less alike is no help."""


class Suggester:
    """Questions, found by the characters that they share with what is typed."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        self.questions = questions
        self._vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
        self._matrix = self._vectors.fit_transform(questions)

    def near(self, typed: str, most: int = 6) -> list[str]:
        """The questions most like what is typed, those that contain it first."""
        scores = (self._matrix @ self._vectors.transform([typed]).T).toarray().ravel()
        scores += [typed in question for question in self.questions]
        best = np.argsort(-scores, kind="stable")[:most]
        return [self.questions[place] for place in best if scores[place] > _LEAST]


def suggester(library: Library, asked: tuple[str, ...] = ()) -> Suggester:
    """The questions of a library; `asked` are those that residents ask often."""
    return _suggester(tuple(dict.fromkeys([*asked, *_questions(library)])))


@lru_cache(maxsize=4)
def _suggester(questions: tuple[str, ...]) -> Suggester:
    return Suggester(questions)


def _questions(library: Library) -> list[str]:
    field = domain()
    found = [example.question for example in field.examples]
    if field.rules:
        found += [f"{rule.title}怎么算？" for rule in RULES.values()]
    for document in library:
        title = document.metadata.title or document.id
        found.append(f"《{title}》主要说了什么？")
        found += [
            measure.title if measure.title[-1] in "?？" else f"{measure.title}有哪些规定？"
            for measure in document.measures
            if measure.heading and 2 <= len(measure.title) <= _LONGEST_HEADING
        ]
    return found
