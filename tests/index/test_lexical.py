"""Lexical search keeps its library quiet."""

from __future__ import annotations

import logging

from index.lexical import LexicalIndex


def test_nothing_is_logged() -> None:
    LexicalIndex.build(["育儿补贴", "托育服务"])
    assert not logging.getLogger("bm25s").isEnabledFor(logging.INFO)
