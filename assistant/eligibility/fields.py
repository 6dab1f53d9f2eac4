"""Inputs of rules: their names, types, bounds and questions, and how a raw value is read and checked.

A rule declares the fields that only it needs (`Rule.fields`); those that several rules or the
checklist need stand here. Whatever is wrong raises `EligibilityError` with a Chinese message that
says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from assistant.eligibility.partial_date import PartialDate, parse_partial_date

FieldType = Literal["date", "month_or_date", "dates", "years", "boolean", "integer", "number"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_CHILDREN = 20
EVERY_YEAR = "all"
"""Instead of a list of years: every year so far."""


class EligibilityError(ValueError):
    """Bad input or an unknown rule. The message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """An input as a form, a dialogue or a tool schema needs it.

    `seldom`: a form does not offer it unasked; a message may still tell it.
    `of_child`: an entry of `children` may tell it of that child alone.
    """

    name: str
    type: FieldType
    label: str
    question: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[int, ...] = ()
    hint: str = ""
    seldom: bool = False
    of_child: bool = False

    def as_dict(self) -> dict[str, Any]:
        """JSON-able form; keys without content are left out."""
        described: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "label": self.label,
            "question": self.question,
        }
        extras = {
            "unit": self.unit,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "hint": self.hint,
        }
        described |= {key: value for key, value in extras.items() if value not in ("", None)}
        if self.choices:
            described["choices"] = list(self.choices)
        if self.seldom:
            described["seldom"] = True
        return described


_MONTHLY = "只知道年月也可以"
BIRTH_DATE = Field(
    "birth_date", "month_or_date", "孩子的出生日期", "孩子是哪天出生的？", hint=_MONTHLY
)
AS_OF = Field("as_of", "date", "计算基准日", "按哪一天计算？")
SHARED = (
    BIRTH_DATE,
    Field(
        "birth_dates", "dates", "每个孩子的出生日期", "每个孩子分别是哪天出生的？", hint=_MONTHLY
    ),
    Field("expected_date", "month_or_date", "预产期", "预产期是哪天？", hint=_MONTHLY),
    Field("babies", "integer", "本次生育的胎儿数", "这次生几个宝宝？", "个", 1, 9),
    Field("hukou_in_jiangxi", "boolean", "孩子户籍在江西", "孩子的户口在江西吗？"),
    Field("lawful_birth", "boolean", "符合法律法规规定生育", "孩子的生育是否符合法律法规规定？"),
    Field("leave_start", "date", "休假开始日期", "打算从哪天开始休假？"),
    Field("difficult_birth", "boolean", "难产", "是难产吗？"),
    Field("caesarean", "boolean", "剖宫产", "是剖宫产吗？"),
    Field("miscarriage", "boolean", "流产", "是流产吗？"),
    Field("pregnancy_months", "number", "流产时怀孕月数", "流产时怀孕几个月了？", "月", 0, 10),
    Field(
        "minor_children",
        "integer",
        "未成年子女数",
        "家里有几个未成年子女？",
        "个",
        0,
        MAX_CHILDREN,
    ),
    Field(
        "renting_public_housing",
        "boolean",
        "申请或租住保障性住房",
        "是申请（或正在租住）保障性住房吗？",
    ),
    Field("renting", "boolean", "租房居住", "是租房居住吗？"),
    Field("employed", "boolean", "在用人单位工作", "您在用人单位上班吗？"),
    Field("insured_employee", "boolean", "参加职工生育保险", "单位为您缴了生育保险吗？"),
    Field("flexible_employment", "boolean", "灵活就业", "您是灵活就业人员吗？"),
    Field("unemployment_benefit", "boolean", "正领取失业保险金", "您正在领取失业保险金吗？"),
    Field("pregnant", "boolean", "怀孕", "家里有人怀孕吗？"),
    Field("hardship", "boolean", "家庭经济困难", "家里经济困难（如低保家庭）吗？"),
    Field(
        "disabled_child",
        "boolean",
        "有困境儿童",
        "家里有困境儿童吗（如孤儿、事实无人抚养、残疾、重病的儿童）？",
    ),
    Field("employer", "boolean", "用人单位", "您是代表用人单位来问的吗？", seldom=True),
    Field("nursery_operator", "boolean", "托育机构", "您是代表托育机构来问的吗？", seldom=True),
    AS_OF,
)


def read(field: Field, raw: Any) -> Any:
    """The checked value of an input. Raises `EligibilityError`."""
    return _READERS[field.type](field, raw)


def as_json(value: Any) -> Any:
    """A checked value in its JSON form."""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def read_month_or_date(field: Field, raw: Any) -> PartialDate:
    """A day, or a month, of `field`."""
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        parsed: PartialDate | None = PartialDate.of(raw)
    else:
        parsed = parse_partial_date(raw) if isinstance(raw, str) else None
    if parsed is None:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）应写成「2024-05-03」或「2024-05」这样实有的日期，"
            f"收到的是「{raw}」。"
        )
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）的年份应在{FIRST_YEAR}至{LAST_YEAR}之间，收到的是「{raw}」。"
        )
    return parsed


def read_day(field: Field, raw: Any) -> date:
    """A whole day of `field`."""
    parsed = read_month_or_date(field, raw)
    if not parsed.is_day:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）要写到日，例如「2025-09-01」，收到的是「{raw}」。"
        )
    return parsed.earliest


_BETWEEN = re.compile(r"[,\uff0c、;\uff1b\s]+")


def _dates(field: Field, raw: Any) -> tuple[PartialDate, ...]:
    if isinstance(raw, str):
        raw = [part for part in _BETWEEN.split(raw) if part]
    if not isinstance(raw, list | tuple) or len(raw) > MAX_CHILDREN:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）应是日期的列表，每个孩子一个，最多{MAX_CHILDREN}个，"
            '例如 ["2023-05", "2025-02-10"]。'
        )
    return tuple(read_month_or_date(field, item) for item in raw)


_NO_YEAR = frozenset({"none", "无", "没有", "从未"})


def _years(field: Field, raw: Any) -> tuple[int, ...] | str:
    """Calendar years in order; `EVERY_YEAR`; () for none."""
    if isinstance(raw, str):
        text = raw.strip().lower()
        if text in (EVERY_YEAR, "全部", "每年"):
            return EVERY_YEAR
        raw = (
            [] if text in _NO_YEAR else [part.rstrip("年") for part in _BETWEEN.split(text) if part]
        )
    elif isinstance(raw, int) and not isinstance(raw, bool):
        raw = [raw]
    if not isinstance(raw, list | tuple) or len(raw) > MAX_CHILDREN:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）应是年份的列表，例如 [2025, 2026]，收到的是「{raw}」。"
        )
    return tuple(sorted({_integer(field, item) for item in raw}))


_WORDS = {
    "true": True,
    "false": False,
    "是": True,
    "否": False,
    "有": True,
    "没有": False,
    "不是": False,
    "yes": True,
    "no": False,
}


def _boolean(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in _WORDS:
        return _WORDS[raw.strip().lower()]
    raise EligibilityError(
        f"「{field.label}」（{field.name}）应是 true 或 false（是或否），收到的是「{raw}」。"
    )


def _decimal(field: Field, raw: Any) -> Decimal:
    try:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
            raise InvalidOperation
        value = Decimal(str(raw).strip())
        if not value.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise EligibilityError(
            f"「{field.label}」（{field.name}）应是一个数，收到的是「{raw}」。"
        ) from None
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise EligibilityError(
            f"「{field.label}」（{field.name}）应在{low}至{high}{field.unit}之间，收到的是「{raw}」。"
        )
    return value


def _integer(field: Field, raw: Any) -> int:
    value = _decimal(field, raw)
    if value != value.to_integral_value():
        raise EligibilityError(f"「{field.label}」（{field.name}）应是整数，收到的是「{raw}」。")
    number = int(value)
    if field.choices and number not in field.choices:
        options = "、".join(map(str, field.choices))
        raise EligibilityError(
            f"「{field.label}」（{field.name}）只能是{options}（{field.unit}）之一，收到的是「{raw}」。"
        )
    return number


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "date": read_day,
    "month_or_date": read_month_or_date,
    "dates": _dates,
    "years": _years,
    "boolean": _boolean,
    "integer": _integer,
    "number": _decimal,
}
