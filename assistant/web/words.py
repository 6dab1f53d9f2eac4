"""How the pages write dates, figures and telephone numbers: one line, nothing torn apart."""

from __future__ import annotations

import re
from datetime import date
from html import escape

from assistant.language.visible import visible

_UNITS = "万元 元 个月 个工作日 工作日 周岁 周 天 日 岁 年 月 倍 份 件 个 孩 % \uff05 条 步 项 次 人 小时 分钟"
_UNBROKEN = re.compile(
    r"\d{4}-\d{2}(?:-\d{2})?|\d{4}年\d{1,2}月(?:\d{1,2}日)?|"
    rf"\d[\d,.]*(?:{'|'.join(_UNITS.split())})(?:/[\u4e00-\u9fff])?"
)
"""A figure with its unit, or a date."""
_HOTLINE = re.compile(r"(?<!\d)(12345|12333|12329|12366)(?!\d)")
"""Public service lines."""


def words(text: str) -> str:
    """Escaped text on one line: line ends become <br>, figures keep their units, hotlines can be called."""
    escaped = escape(visible(text)).replace("\r", "").replace("\n", "<br>")
    unbroken = _UNBROKEN.sub(lambda found: f'<span class="unbroken">{found[0]}</span>', escaped)
    return _HOTLINE.sub(r'<a class="call" href="tel:\1">\1</a>', unbroken)


def day(value: date) -> str:
    """A date as people write it: 2025年7月10日."""
    return f"{value.year}年{value.month}月{value.day}日"
