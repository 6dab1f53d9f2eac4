"""Facts about a family: their names, types, bounds and questions, and how input becomes a `Family`.

In: a JSON object with the shared field names, dates as `YYYY-MM-DD`, or `YYYY-MM` where only the
month is known. Out: a typed, checked `Family`. Whatever is wrong raises `EligibilityError` with a
Chinese message that says what to do; a misspelt name is an error, lest a fact be left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Literal

from assistant.eligibility.partial_date import PartialDate, is_under_age, parse_partial_date

FieldType = Literal["date", "month_or_date", "dates", "boolean", "integer", "number"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_CHILDREN = 20
_SIBLING_GAP = timedelta(days=150)
"""An expected birth this long after the last birth is another child, else the same one."""
_SAME_BIRTH = timedelta(days=2)
"""Twins may be born on either side of midnight."""


class EligibilityError(ValueError):
    """Bad input or an unknown rule. The message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """An input as a form, a dialogue or a tool schema needs it."""

    name: str
    type: FieldType
    label: str
    question: str
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[int, ...] = ()
    hint: str = ""

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
        return described


_MONTHLY = "只知道年月也可以"
FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("birth_date", "month_or_date", "孩子的出生日期", "孩子是哪天出生的?", hint=_MONTHLY),
        Field(
            "birth_dates",
            "dates",
            "每个孩子的出生日期",
            "每个孩子分别是哪天出生的?",
            hint=_MONTHLY,
        ),
        Field("expected_date", "month_or_date", "预产期", "预产期是哪天?", hint=_MONTHLY),
        Field("hukou_in_jiangxi", "boolean", "孩子户籍在江西", "孩子的户口在江西吗?"),
        Field(
            "lawful_birth",
            "boolean",
            "符合法律法规规定生育",
            "孩子的生育是否符合法律法规规定?",
        ),
        Field(
            "national_only",
            "boolean",
            "只按国家规定算",
            "是否只按国家规定、不含江西增加的天数计算?",
        ),
        Field(
            "tax_year",
            "integer",
            "纳税年度",
            "要算哪一个纳税年度?",
            "年",
            FIRST_YEAR,
            LAST_YEAR,
        ),
        Field(
            "share",
            "integer",
            "本人扣除比例",
            "由您一人扣除100%,还是父母各扣50%?",
            "%",
            choices=(100, 50),
        ),
        Field(
            "marginal_rate",
            "integer",
            "个人所得税最高适用税率",
            "您的工资薪金最高适用哪一档税率?",
            "%",
            choices=(3, 10, 20, 25, 30, 35, 45),
        ),
        Field(
            "in_full_time_education",
            "boolean",
            "正在接受全日制学历教育",
            "孩子现在接受全日制学历教育吗?",
        ),
        Field("education_end", "month_or_date", "全日制教育结束时间", "孩子哪年哪月毕业?"),
        Field("leave_start", "date", "休假开始日期", "打算从哪天开始休假?"),
        Field("difficult_birth", "boolean", "难产", "是难产吗?"),
        Field("babies", "integer", "本次生育的胎儿数", "这次生几个宝宝?", "个", 1, 9),
        Field("miscarriage", "boolean", "流产", "是流产吗?"),
        Field(
            "pregnancy_months",
            "number",
            "流产时怀孕月数",
            "流产时怀孕几个月了?",
            "月",
            0,
            10,
        ),
        Field(
            "average_monthly_wage",
            "number",
            "用人单位上年度职工月平均工资",
            "用人单位上年度职工月平均工资是多少元?",
            "元",
            1,
            10_000_000,
            hint="是单位的平均工资,不是您本人的工资",
        ),
        Field("leave_days", "integer", "产假天数", "产假一共休多少天?", "天", 1, 400),
        Field(
            "minor_children",
            "integer",
            "未成年子女数",
            "家里有几个未成年子女?",
            "个",
            0,
            MAX_CHILDREN,
        ),
        Field("buying_home", "boolean", "购房", "是要购买住房吗?"),
        Field("pays_provident_fund", "boolean", "缴存住房公积金", "您缴存住房公积金吗?"),
        Field(
            "renting_public_housing",
            "boolean",
            "申请或租住保障性住房",
            "是申请(或正在租住)保障性住房吗?",
        ),
        Field("renting", "boolean", "租房居住", "是租房居住吗?"),
        Field("employed", "boolean", "在用人单位工作", "您在用人单位上班吗?"),
        Field("insured_employee", "boolean", "参加职工生育保险", "单位为您缴了生育保险吗?"),
        Field("flexible_employment", "boolean", "灵活就业", "您是灵活就业人员吗?"),
        Field("unemployment_benefit", "boolean", "正领取失业保险金", "您正在领取失业保险金吗?"),
        Field("pregnant", "boolean", "怀孕", "家里有人怀孕吗?"),
        Field("hardship", "boolean", "家庭经济困难", "家里经济困难(如低保家庭)吗?"),
        Field("disabled_child", "boolean", "有残疾或困境儿童", "家里有残疾或困境儿童吗?"),
        Field("as_of", "date", "计算基准日", "按哪一天计算?"),
    )
}
HELPER_FACTS = (
    *("birth_date_range", "expected_date_range", "birth_year", "children", "suggested", "own_wage"),
)
"""What the conversation knows beside the inputs (see `extraction`); the first and `children` count."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child born, or expected, on a day or in a month; `span` when only a range is known."""

    born: PartialDate
    expected: bool = False
    span: tuple[date, date] | None = None

    def is_unborn(self, as_of: date) -> bool:
        """Whether the birth lies ahead."""
        return self.expected or self.born.earliest > as_of


@dataclass(frozen=True, slots=True)
class Family:
    """What is known; None is unknown. `given` holds the checked input in its JSON form."""

    given: Mapping[str, Any]
    children: tuple[Child, ...] = ()
    expected_date: PartialDate | None = None
    hukou_in_jiangxi: bool | None = None
    lawful_birth: bool | None = None
    national_only: bool | None = None
    tax_year: int | None = None
    share: int | None = None
    marginal_rate: int | None = None
    in_full_time_education: bool | None = None
    education_end: PartialDate | None = None
    leave_start: date | None = None
    difficult_birth: bool | None = None
    babies: int | None = None
    miscarriage: bool | None = None
    pregnancy_months: Decimal | None = None
    average_monthly_wage: Decimal | None = None
    leave_days: int | None = None
    minor_children: int | None = None
    buying_home: bool | None = None
    pays_provident_fund: bool | None = None
    renting_public_housing: bool | None = None
    renting: bool | None = None
    employed: bool | None = None
    insured_employee: bool | None = None
    flexible_employment: bool | None = None
    unemployment_benefit: bool | None = None
    pregnant: bool | None = None
    hardship: bool | None = None
    disabled_child: bool | None = None
    as_of: date | None = None
    own_wage: bool = False
    """The wage was named as the user's own, where the employer's average is asked for."""

    def is_overdue(self, as_of: date) -> bool:
        """Whether an expected date has passed: the child is born, on a day not told."""
        return any(child.expected and child.born.latest < as_of for child in self.children)

    def minors(self, as_of: date, adult_age: int) -> int | None:
        """Children under age on a day: as told, else counted; None when nothing is known."""
        if self.minor_children is not None:
            return self.minor_children
        born = [child.born for child in self.children if not child.is_unborn(as_of)]
        if not born:
            return None
        return sum(is_under_age(day, adult_age, as_of) is not False for day in born)

    def babies_of_birth(self) -> int:
        """Babies of the (last) birth: as told, else the children born with the youngest."""
        if self.babies is not None:
            return self.babies
        last = max((child.born.latest for child in self.children), default=None)
        if last is None:
            return 1
        return sum(last - child.born.latest <= _SAME_BIRTH for child in self.children)

    def with_children(self, children: tuple[Child, ...]) -> Family:
        """The same family with other children."""
        return replace(self, children=children)


def parse_family(inputs: Mapping[str, Any]) -> Family:
    """The family described by `inputs`; values of null and "" count as not given."""
    if not isinstance(inputs, Mapping):
        raise EligibilityError('输入应是一个 JSON 对象,例如 {"birth_date": "2024-05-03"}。')
    given: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    for name, raw in inputs.items():
        if raw is None or raw == "":
            continue
        if name in HELPER_FACTS:
            continue
        field = FIELDS.get(name)
        if field is None:
            raise EligibilityError(_unknown_field(str(name)))
        typed[name] = _READERS[field.type](field, raw)
        given[name] = _json(typed[name])
    children = _children(typed, inputs)
    known = {field.name for field in dataclass_fields(Family)}
    facts = {name: value for name, value in typed.items() if name in known}
    own_wage = bool(inputs.get("own_wage"))
    return Family(given=given, children=children, own_wage=own_wage, **facts)


def parse_day(value: date | str) -> date:
    """A whole day given as a `date` or `YYYY-MM-DD`; raises `EligibilityError` for anything else."""
    return _day(FIELDS["as_of"], value)


def _unknown_field(name: str) -> str:
    close = get_close_matches(name, FIELDS, n=1)
    hint = f"是不是「{close[0]}」?" if close else "可用的有:" + "、".join(FIELDS) + "。"
    return f"不认识的输入「{name}」。{hint}"


def _month_or_date(field: Field, raw: Any) -> PartialDate:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        parsed: PartialDate | None = PartialDate.of(raw)
    else:
        parsed = parse_partial_date(raw) if isinstance(raw, str) else None
    if parsed is None:
        raise EligibilityError(
            f"「{field.label}」({field.name})应写成「2024-05-03」或「2024-05」这样实有的日期,"
            f"收到的是「{raw}」。"
        )
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise EligibilityError(
            f"「{field.label}」({field.name})的年份应在{FIRST_YEAR}至{LAST_YEAR}之间,收到的是「{raw}」。"
        )
    return parsed


def _day(field: Field, raw: Any) -> date:
    parsed = _month_or_date(field, raw)
    if not parsed.is_day:
        raise EligibilityError(
            f"「{field.label}」({field.name})要写到日,例如「2025-09-01」,收到的是「{raw}」。"
        )
    return parsed.earliest


def _dates(field: Field, raw: Any) -> tuple[PartialDate, ...]:
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[,\uff0c、;\uff1b\s]+", raw) if part]
    if not isinstance(raw, list | tuple) or len(raw) > MAX_CHILDREN:
        raise EligibilityError(
            f"「{field.label}」({field.name})应是日期的列表,每个孩子一个,最多{MAX_CHILDREN}个,"
            '例如 ["2023-05", "2025-02-10"]。'
        )
    return tuple(_month_or_date(field, item) for item in raw)


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
        f"「{field.label}」({field.name})应是 true 或 false(是或否),收到的是「{raw}」。"
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
            f"「{field.label}」({field.name})应是一个数,收到的是「{raw}」。"
        ) from None
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise EligibilityError(
            f"「{field.label}」({field.name})应在{low}至{high}{field.unit}之间,收到的是「{raw}」。"
        )
    return value


def _integer(field: Field, raw: Any) -> int:
    value = _decimal(field, raw)
    if value != value.to_integral_value():
        raise EligibilityError(f"「{field.label}」({field.name})应是整数,收到的是「{raw}」。")
    number = int(value)
    if field.choices and number not in field.choices:
        options = "、".join(map(str, field.choices))
        raise EligibilityError(
            f"「{field.label}」({field.name})只能是{options}({field.unit})之一,收到的是「{raw}」。"
        )
    return number


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "date": _day,
    "month_or_date": _month_or_date,
    "dates": _dates,
    "boolean": _boolean,
    "integer": _integer,
    "number": _decimal,
}


def _json(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _children(typed: Mapping[str, Any], inputs: Mapping[str, Any]) -> tuple[Child, ...]:
    """The children asked about: dates before ages; then the expected one. `babies` of one birth."""
    babies: int = typed.get("babies", 1)
    dates = list(typed.get("birth_dates", ()))
    if "birth_date" in typed and typed["birth_date"] not in dates:
        dates.append(typed["birth_date"])
    born = [Child(day) for day in dates] or _children_by_age(inputs)
    expected: PartialDate | None = typed.get("expected_date")
    another = expected is not None and all(
        expected.earliest - (child.span[1] if child.span else child.born.latest) > _SIBLING_GAP
        for child in born
    )
    if expected is not None and another:
        return (*born, *[Child(expected, expected=True)] * babies)
    if expected is None and not born and inputs.get("expected_date_range"):
        return (
            _by_range("expected_date_range", inputs["expected_date_range"], expected=True),
        ) * babies
    return tuple(born * babies) if len(born) == 1 else tuple(born)


def _children_by_age(inputs: Mapping[str, Any]) -> list[Child]:
    """Children of whom only an age is known, as ranges of birth dates; none when one is open."""
    listed = inputs.get("children")
    entries = listed if isinstance(listed, list) and listed else [inputs]
    found: list[Child] = []
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise EligibilityError("「children」应是对象的列表,每个孩子一个。")
        if entry.get("birth_date"):
            found.append(Child(_month_or_date(FIELDS["birth_date"], entry["birth_date"])))
        elif entry.get("birth_date_range"):
            found.append(_by_range("birth_date_range", entry["birth_date_range"]))
        elif entry is not inputs:
            return []
    return found


def _by_range(name: str, span: Any, expected: bool = False) -> Child:
    """A child of whose birth only the earliest and the latest day are known."""
    if not isinstance(span, list | tuple) or len(span) != 2:
        raise EligibilityError(f"「{name}」应是两个日期:最早和最晚的出生日期。")
    first, last = (_day(FIELDS["birth_date"], day) for day in span)
    if last < first:
        raise EligibilityError(f"「{name}」的第一个日期应早于第二个。")
    return Child(PartialDate.of(first), expected, span=(first, last))
