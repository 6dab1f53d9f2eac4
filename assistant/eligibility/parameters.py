"""Values of the law by effective date, read from `parameters/*.yaml`.

In: a parameter's name and a day. Out: the `Value` in force on that day, with the document that
states it, its standing and, where the corpus states it, the sentence. Formats: `docs/rules.md`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).with_name("parameters")
SOURCES_FILE = "sources.yaml"
Standing = Literal["law", "known", "uncertain"]
STANDINGS: dict[str, str] = {
    "law": "依据文件原文",
    "known": "依据公开发布的政策",
    "uncertain": "待核实",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document: title, 发文字号 ("" when it has none that is public), issuer."""

    title: str
    number: str
    issuer: str


@dataclass(frozen=True, slots=True)
class CorpusQuote:
    """A verbatim sentence of a document in the corpus."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value from a day on."""

    parameter: str
    label: str
    unit: str
    value: Decimal | str | date
    effective_from: date
    source: Source
    clause: str
    standing: Standing
    note: str
    corpus: CorpusQuote | None

    @property
    def number(self) -> Decimal:
        """The value as an amount or a count; `TypeError` when it is words or a day."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.parameter} holds no number")
        return self.value

    @property
    def count(self) -> int:
        """The value as a whole number of days, months or years."""
        return int(self.number)

    @property
    def day(self) -> date:
        """The value as a day; `TypeError` when it is none."""
        if not isinstance(self.value, date):
            raise TypeError(f"{self.parameter} holds no day")
        return self.value

    @property
    def words(self) -> str:
        """The value as a text would state it: 「3周岁」, 「2025年1月1日」, or its words."""
        if isinstance(self.value, date):
            return f"{self.value.year}年{self.value.month}月{self.value.day}日"
        return f"{self.value}{self.unit}"

    @property
    def text(self) -> str:
        """The value in words."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named series of values; `before` says in Chinese why there is none before the first."""

    name: str
    label: str
    unit: str
    before: str
    before_outcome: Literal["not_eligible", "depends_on_local_rules"]
    values: tuple[Value, ...]


class NotInForceError(LookupError):
    """The parameter has no value yet on that day: `parameter` says since when, and what to say."""

    def __init__(self, parameter: Parameter, on: date) -> None:
        super().__init__(f"{parameter.name} on {on}")
        self.parameter = parameter
        self.on = on


def parameter(name: str, on: date) -> Value:
    """The value in force on a day. Raises `NotInForceError` before the first, `KeyError` for an
    unknown name."""
    series, days = _series()[name]
    position = bisect_right(days, on)
    if not position:
        raise NotInForceError(series, on)
    return series.values[position - 1]


def find_parameter(name: str, on: date) -> Value | None:
    """The value in force on a day, or None before the first."""
    try:
        return parameter(name, on)
    except NotInForceError:
        return None


def all_parameters() -> list[Parameter]:
    """Every parameter, in the order of the files."""
    return [series for series, _ in _series().values()]


@cache
def _series() -> dict[str, tuple[Parameter, list[date]]]:
    found: dict[str, tuple[Parameter, list[date]]] = {}
    for series in read_parameters(FOLDER):
        found[series.name] = (series, [value.effective_from for value in series.values])
    return found


def read_parameters(folder: Path) -> list[Parameter]:
    """All parameters of a folder. Raises `ValueError`, naming file and parameter, for a bad one."""
    documents = _load(folder / SOURCES_FILE)
    sources = {
        key: Source(entry["title"], entry.get("number", ""), entry["issuer"])
        for key, entry in documents.items()
    }
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SOURCES_FILE:
            continue
        for name, entry in _load(path).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is defined twice")
            try:
                found[name] = _parameter(name, entry, sources)
            except (KeyError, TypeError, ArithmeticError) as error:
                raise ValueError(f"{path.name}: {name}: {error!r}") from error
    return list(found.values())


def _load(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, loader)  # nosec B506: a safe loader
    return content


_KEYS = {"label", "unit", "before", "before_outcome", "values"}
_VALUE_KEYS = {"from", "value", "source", "clause", "standing", "note", "corpus"}


def _parameter(name: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Parameter:
    for keys, allowed in ((entry, _KEYS), *((item, _VALUE_KEYS) for item in entry["values"])):
        if unknown := set(keys) - allowed:
            raise ValueError(
                f"{name}: unknown keys {sorted(map(str, unknown))}; quote a text with a comma"
            )
    values = tuple(
        Value(
            parameter=name,
            label=entry["label"],
            unit=entry.get("unit", ""),
            value=_typed(item["value"]),
            effective_from=item["from"],
            source=sources[item["source"]],
            clause=item["clause"],
            standing=_standing(item["standing"]),
            note=item.get("note", ""),
            corpus=CorpusQuote(**item["corpus"]) if "corpus" in item else None,
        )
        for item in entry["values"]
    )
    days = [value.effective_from for value in values]
    if not days or days != sorted(set(days)):
        raise ValueError(f"{name}: values must stand in the order of their dates, one a date")
    return Parameter(
        name,
        entry["label"],
        entry.get("unit", ""),
        entry["before"],
        entry.get("before_outcome", "not_eligible"),
        values,
    )


def _typed(value: Any) -> Decimal | str | date:
    if isinstance(value, str | date):
        return value
    return Decimal(str(value))


def _standing(value: str) -> Standing:
    if value not in STANDINGS:
        raise ValueError(f"standing must be one of {', '.join(STANDINGS)}, not {value}")
    return value  # type: ignore[return-value]
