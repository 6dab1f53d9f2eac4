"""Lexical search: BM25 over jieba words and over character bigrams of the same records."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import bm25s

_WORD = re.compile(r"\w+")
_UPPER_SHARES = (0.4, 0.6, 0.8)
"""Of the range of a query's scores, from the top: how much is looked through for the best ones."""
_STOP_WORDS = frozenset(
    "的 了 吗 呢 吧 啊 呀 是 有 在 和 与 及 或 我 我们 你 你们 他 她 它 咱 咱们 这 那 这个 那个 什么 怎么 怎样 如何 "
    "哪 哪些 哪个 哪里 多少 几 能 能不能 可以 可不可以 会 要 想 请问 请 问 一下 不 没 没有 有没有 是不是 就 都 也 还 "
    "给 对 把 被 让 从 到 为 为了 等 个 之 其 所 以 于 并 但 而 则 嘛 么 啥 咋 呗 哦 嗯 到底 究竟 具体 一般".split()
)


@cache
def _jieba() -> Any:
    """jieba's tokenizer, quiet; its dictionary is read once (about a second)."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


@cache
def _bm25s() -> Any:
    """bm25s, quiet: its import sets its own logger to DEBUG."""
    import logging

    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


def words(text: str) -> list[str]:
    """jieba's words of `text` for searching, lower case, without punctuation."""
    return [w.lower() for w in _jieba().cut_for_search(text) if _WORD.fullmatch(w)]


def tokenize(text: str) -> list[str]:
    """jieba's cut of `text` by its dictionary alone; joined, the tokens are the text again."""
    return list(_jieba().cut(text, HMM=False))


def word_frequency(text: str) -> int:
    """How often jieba's dictionary counted `text` as a word; 0 where it is none."""
    return int(_jieba().dt.FREQ.get(text) or 0)


def content_words(text: str) -> list[str]:
    """The words of a question that carry its topic: no particles, pronouns or question words."""
    return [w for w in words(text) if w not in _STOP_WORDS]


def bigrams(text: str) -> list[str]:
    """Character bigrams of each run of letters and digits; a lone character stands for itself."""
    grams: list[str] = []
    for run in _WORD.findall(text.lower()):
        grams.extend(run[i : i + 2] for i in range(len(run) - 1)) if len(run) > 1 else grams.append(
            run
        )
    return grams


class LexicalIndex:
    """Two BM25 indexes over the same texts, in the order they were given."""

    def __init__(self, by_word: bm25s.BM25, by_bigram: bm25s.BM25) -> None:
        self._by_word = by_word
        self._by_bigram = by_bigram

    @classmethod
    def build(cls, texts: list[str]) -> LexicalIndex:
        """Index `texts` (at least one)."""
        return cls(_index([words(t) for t in texts]), _index([bigrams(t) for t in texts]))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote."""
        load = _bm25s().BM25.load
        return cls(load(folder / "words"), load(folder / "bigrams"))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        self._by_word.save(folder / "words", show_progress=False)
        self._by_bigram.save(folder / "bigrams", show_progress=False)

    def scores(self, query: str) -> tuple[np.ndarray, np.ndarray]:
        """BM25 scores of every text, by words and by bigrams; float32, in the order of `build`."""
        return (
            _scores(self._by_word, content_words(query)),
            _scores(self._by_bigram, bigrams(query)),
        )


def highest(scores: np.ndarray, limit: int) -> np.ndarray:
    """The rows of the `limit` highest scores, best first; of equal ones the earlier first.

    Few of tens of thousands of scores come near the best: only these are sorted.
    """
    if limit >= scores.size:
        return np.argsort(-scores, kind="stable")
    top, bottom = scores.max(), scores.min()
    for share in _UPPER_SHARES:
        rows = np.flatnonzero(scores >= top - share * (top - bottom))
        if rows.size >= limit:
            return rows[np.argsort(-scores[rows], kind="stable")[:limit]]
    return np.argsort(-scores, kind="stable")[:limit]


def _index(tokens: list[list[str]]) -> bm25s.BM25:
    index: bm25s.BM25 = _bm25s().BM25()
    index.index([t or [""] for t in tokens], show_progress=False)
    return index


def _scores(index: bm25s.BM25, tokens: list[str]) -> np.ndarray:
    known = [token for token in tokens if token in index.vocab_dict]
    if not known:
        return np.zeros(int(index.scores["num_docs"]), dtype=np.float32)
    return np.asarray(index.get_scores(known), dtype=np.float32)
