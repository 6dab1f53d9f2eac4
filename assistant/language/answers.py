"""Bare answers to a question for yes or no, and negation: closed classes of the language."""

from __future__ import annotations

_YES = frozenset(
    "是 是的 对 对的 嗯 嗯嗯 有 有的 在 在的 能 会 要 缴了 交了 参加了 已经 当然 没错 yes".split()
)
_NO = frozenset(
    "不 不是 不对 没 没有 没得 冇 冇有 否 无 不在 不会 不要 没交 没缴 还没 还没有 no".split()
)
_PARTICLES = "。!?,、~ 啊呀哦呢的了吧嘛"
_NEGATORS = ("没有", "不是", "并非", "不算", "不", "没", "非", "无", "未", "冇")


def yes_or_no(text: str) -> bool | None:
    """Whether cleaned `text` is a bare yes or no; None where it is neither."""
    word = text.strip().lower()
    for candidate in (word, word.strip(_PARTICLES)):
        if candidate in _YES:
            return True
        if candidate in _NO:
            return False
    return None


def begins_negated(words: str) -> bool:
    """Whether words begin with a negation themselves (「没有难产」)."""
    return words.startswith(_NEGATORS)


def is_negated(text: str, start: int) -> bool:
    """Whether a negation stands right before `text[start:]`."""
    return text[:start].endswith(_NEGATORS)
