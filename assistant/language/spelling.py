"""Mending homophone slips (才礼 → 彩礼, 拖育 → 托育) by the corpus's own vocabulary.

People type by sound. Two or three characters that are no word, and sound exactly like a word of the
corpus with which they share a character, are read as that word; not where both characters are common
words by themselves, which stand side by side in many a good sentence (我|生, 人|问, 想|上).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from index.lexical import tokenize, word_frequency, words

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 4
_FUNCTION = frozenset(
    "有是不和与几还共及以就的地得了在也都会能要为这那又个生局一二三四五六七八九十"
)
"""Never replaced: function words and numerals, and what questions like these say by itself (我们江西生,
医保局办)."""
_COMMON = 80_000
_RARE = 1_000
"""Frequencies in jieba's dictionary: a character as common as 人, 我, 上; one as rare as 铲."""


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
    differing = [i for i, (a, b) in enumerate(zip(window, word, strict=True)) if a != b]
    written = all(window[i : i + 2] in known.pairs for i in range(len(window) - 1))
    if len(differing) != 1 or written or word_frequency(window):
        return False
    wrong = window[differing[0]]
    return wrong not in _FUNCTION and not (len(window) == 2 and _stands_alone(window, wrong))


def _stands_alone(pair: str, wrong: str) -> bool:
    """Whether a pair is rather two words: the character kept is very common, the other not rare."""
    kept = pair.replace(wrong, "", 1)
    return word_frequency(kept) >= _COMMON and word_frequency(wrong) >= _RARE
