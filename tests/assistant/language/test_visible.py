"""What leaves the product is seen and obeyed by nothing."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.language.visible import visible, without_markup


def test_unseen_characters_go() -> None:
    assert visible("育儿\u202e补\u200b贴\ufeff\ud83d。\n[1]") == "育儿补贴。\n[1]"
    assert visible("\u3164补贴\ufe0f\x07") == "补贴"


@given(st.text(st.characters(), max_size=60))
def test_visible_text_can_be_encoded_and_is_stable(text: str) -> None:
    shown = visible(text)
    json.dumps(shown, ensure_ascii=False).encode("utf-8")
    assert visible(shown) == shown


def test_markup_is_shown_as_it_is() -> None:
    shown = without_markup(
        "**补贴**[点这里](http://a.cn)<script>1</script>见www.b.cn[1]\n- 一\n# 二"
    )
    assert "[1]" in shown
    for live in ("**补", "](h", "http:", "www.", "<script", "\n# "):
        assert live not in shown


def test_plain_chinese_stays() -> None:
    text = "从2025年1月1日起，对3周岁以下婴幼儿发放补贴[1]。\n2. 第二步"
    assert without_markup(text).replace("\\", "") == text
    assert without_markup("发放补贴[1][2]。") == "发放补贴[1][2]。"
