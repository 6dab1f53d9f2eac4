"""Mending homophone slips (才礼 → 彩礼, 拖育 → 托育) by the corpus's own vocabulary.

People type by sound. Two or three characters that are no word, and sound exactly like a word of the
corpus with which they share a character, are read as that word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from index.lexical import is_word, tokenize, words

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 4
_FUNCTION = frozenset("有是不一和与几还共及以就的地得了在也都会能要为这那")


@dataclass(frozen=True)
class Vocabulary:
    """The words of a corpus by their sound, and the character pairs that occur in it."""

    by_sound: Mapping[str, str]
    pairs: frozenset[str]


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The words of two to four characters in `texts`, by their sound without tones."""
    by_sound: dict[str, str] = {}
    pairs: set[str] = set()
    for text in texts:
        pairs.update(text[i : i + 2] for i in range(len(text) - 1))
        for word in words(text):
            if 2 <= len(word) <= _LONGEST and _HAN.fullmatch(word):
                by_sound.setdefault(sound(word), word)
    return Vocabulary(by_sound, frozenset(pairs))


def mend(question: str, known: Vocabulary) -> str:
    """`question` with slips replaced by words of the corpus; what the corpus writes so is no slip.

    Only whole tokens are replaced, so that no slip is seen across the border of two good words, and
    never a function word (有, 是, 不).
    """
    tokens = tokenize(question)
    position = 0
    while position < len(tokens):
        for count in (1, 2, 3, 4):
            window = "".join(tokens[position : position + count])
            if position + count > len(tokens) or len(window) > _LONGEST:
                break
            word = known.by_sound.get(sound(window)) if _HAN.fullmatch(window) else None
            if word and len(word) == len(window) and _is_slip(window, word, known):
                tokens[position : position + count] = [word]
                break
        position += 1
    return "".join(tokens)


@cache
def sound(word: str) -> str:
    """The pinyin of a word without tones: 托育 → tuo yu."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.NORMAL))


def _is_slip(window: str, word: str, known: Vocabulary) -> bool:
    wrong = [a for a, b in zip(window, word, strict=True) if a != b]
    written = all(window[i : i + 2] in known.pairs for i in range(len(window) - 1))
    return len(wrong) == 1 and wrong[0] not in _FUNCTION and not written and not is_word(window)
