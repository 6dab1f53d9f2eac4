"""The card that government sites put over a document: 发文机关, 发文字号, 成文日期 …, in cells or lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from corpus.dates import read_date
from corpus.formalities import names_an_organ

_FIELDS = {
    "title": "标题 名称 文件名称 信息名称",
    "number": "发文字号 文号 文件编号 发文文号",
    "issuer": "发文机关 发文单位 发布机构 发布机关 制发机关 发文机构",
    "issued": "成文日期 印发日期 生成日期 发文日期 制发日期",
    "effective_from": "生效日期 施行日期 实施日期",
    "effective_to": "失效日期 废止日期",
    "": "索引号 主题分类 体裁分类 组配分类 主题词 关键词 公开方式 公开范围 信息类别 发布日期 来源 有效性 时效性 信息索引号",
}
_FIELD_OF = {label: name for name, labels in _FIELDS.items() for label in labels.split()}
_LABEL = re.compile(
    "|".join(
        r"[\s\u3000]*".join(label)
        for label in sorted(_FIELD_OF, key=lambda label: (-len(label), label))
    )
)
_LABELLED = re.compile(rf"(?:(?<=[\s\u3000\]】])|^)(?P<label>{_LABEL.pattern})[\s\u3000]*[:\uff1a]")
_LEAST = 3
"""So many labels make a card."""
_LONGEST_VALUE = 120
_FIRST_PIECES = 400
_DAY = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})")


def read_card(pieces: Iterable[str]) -> dict[str, str | date]:
    """The fields of `Metadata` that a page's card gives; empty where there is no card.

    `pieces` are the texts of the page's cells and blocks in order. A label stands before its value in
    one piece, with others perhaps, or alone in the piece before it.
    """
    found: dict[str, str | date] = {}
    labels = 0
    alone = ""
    for piece in list(pieces)[:_FIRST_PIECES]:
        text = piece.strip()
        matches = list(_LABELLED.finditer(text))
        if alone and not matches:
            _take(found, alone, text)
        alone = ""
        for match, end in zip(matches, [*(m.start() for m in matches), len(text)][1:], strict=True):
            labels += 1
            label = re.sub(r"[\s\u3000]", "", match["label"])
            value = text[match.end() : end].strip()
            if value:
                _take(found, label, value)
            else:
                alone = label
    return found if labels >= _LEAST else {}


def _take(found: dict[str, str | date], label: str, text: str) -> None:
    field = _FIELD_OF[label]
    read = _value(field, text)
    if read is not None:
        found.setdefault(field, read)


def _value(field: str, text: str) -> str | date | None:
    """The value as the field takes it; None for one that cannot be it."""
    if not field or not text or len(text) > _LONGEST_VALUE:
        return None
    if field in ("issued", "effective_from", "effective_to"):
        if day := read_date(text):
            return day
        if plain := _DAY.search(text):
            try:
                return date(*map(int, plain.groups()))
            except ValueError:
                return None
        return None
    if field == "issuer":
        units = re.split(r"[\s\u3000、]+", text)
        return "、".join(units) if all(names_an_organ(unit) for unit in units) else None
    if field == "number" and not re.search(r"\d+\s*号", text):
        return None
    return text
