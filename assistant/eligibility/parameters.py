"""Values of the law by effective date, read from `parameters/*.yaml`.

In: a parameter's name and a day. Out: the `Value` in force on that day, with the documents that
state it, its standing and, of each that the library has, the sentence. Formats: `docs/rules.md`.
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
    """A document: title, 发文字号 ("" when it has none that is public), issuer, its id in the library
    ("" when the library has no text of it), and since when it holds, where it is younger than values
    that it confirms."""

    title: str
    number: str
    issuer: str
    document: str = ""
    holds_from: date | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """A sentence of the library that states a value: `says` is how it words it."""

    source: Source
    clause: str
    quote: str
    says: str


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value from a day on; of its bindings the first is the nearest (Jiangxi's own)."""

    parameter: str
    label: str
    unit: str
    value: Decimal | str | date
    effective_from: date
    standing: Standing
    note: str
    bound: tuple[Binding, ...]
    stated: tuple[tuple[Source, str], ...]
    """The documents that state it, each with its clause."""

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
        return _words(self.value, self.unit)

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
        key: Source(
            entry["title"],
            entry.get("number", ""),
            entry["issuer"],
            entry.get("document", ""),
            entry.get("holds_from"),
        )
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
_VALUE_KEYS = {"from", "value", "source", "clause", "standing", "note", "bound"}
_BINDING_KEYS = {"source", "clause", "quote", "says"}


def _parameter(name: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Parameter:
    _check_keys(name, entry, _KEYS)
    values = tuple(_value(name, entry, item, sources) for item in entry["values"])
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


def _check_keys(name: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(entry) - allowed:
        raise ValueError(
            f"{name}: unknown keys {sorted(map(str, unknown))}; quote a text with a comma"
        )


def _value(
    name: str, entry: Mapping[str, Any], item: Mapping[str, Any], sources: Mapping[str, Source]
) -> Value:
    _check_keys(name, item, _VALUE_KEYS)
    unit, value = entry.get("unit", ""), _typed(item["value"])
    bound = tuple(
        _binding(name, one, _words(value, unit), sources) for one in item.get("bound", ())
    )
    stated = [(one.source, one.clause) for one in bound]
    if "source" in item:
        stated.append((sources[item["source"]], item["clause"]))
    standing = _standing(item["standing"])
    if not stated:
        raise ValueError(f"{name}: neither bound nor a source with its clause")
    if standing == "law" and not bound:
        raise ValueError(f"{name}: what is law is bound to a sentence that says it")
    if standing == "uncertain" and not item.get("note"):
        raise ValueError(f"{name}: what is uncertain has a note that says what to confirm")
    return Value(
        parameter=name,
        label=entry["label"],
        unit=unit,
        value=value,
        effective_from=item["from"],
        standing=standing,
        note=item.get("note", ""),
        bound=bound,
        stated=tuple(stated),
    )


def _binding(
    name: str, entry: Mapping[str, Any], words: str, sources: Mapping[str, Source]
) -> Binding:
    _check_keys(name, entry, _BINDING_KEYS)
    source = sources[entry["source"]]
    if not source.document:
        raise ValueError(f"{name}: the library has no text of {entry['source']}")
    return Binding(source, str(entry["clause"]), entry["quote"], entry.get("says", words))


def _words(value: Decimal | str | date, unit: str) -> str:
    """The value as a text would state it: 「3周岁」, 「2025年1月1日」, or its words."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value}{unit}"


def _typed(value: Any) -> Decimal | str | date:
    if isinstance(value, str | date):
        return value
    return Decimal(str(value))


def _standing(value: str) -> Standing:
    if value not in STANDINGS:
        raise ValueError(f"standing must be one of {', '.join(STANDINGS)}, not {value}")
    return value  # type: ignore[return-value]
