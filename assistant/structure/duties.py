"""Responsible units: who is responsible for a measure, what a unit is responsible for, who leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.structure.asked import Asked, unit_names
from assistant.structure.making import (
    heading_quote,
    quote_sentences,
    responsibility_quote,
    say,
)
from assistant.structure.outline import headings, largest_section, no_such_measure
from assistant.structure.slots import (
    everywhere_units,
    extreme_measures,
    inherited_units,
    measures_naming,
    own_units,
    ranked_units,
)
from assistant.structure.words import spoken_to
from assistant.verification.making import say as phrase
from assistant.verification.slots import has_open_list
from assistant.verification.statement import Quote, Statement
from corpus.model import Measure, Sentence

_FEWEST = ("最少", "最短", "只有一", "最低")
_TOGETHER = ("共同", "一起", "同时", "都")
_SECTION_WORDS = ("部分", "章", "板块", "大块")
_CHOICE = re.compile(r"有没有|有没得|有冇|是不是|管不管|要不要|负不负责|在不在")
_NOT = re.compile(
    r"(?:没有?|不|未)(?:被?(?:列|参与|参加|负责|涉及|提到|出现|包括|包含)|管|(?:它|他们)的?份)"
)
_SAME = ("相同", "共同", "一样", "重合", "重复")
_WHICH = ("哪", "几", "什么", "啥", "么子")
_NOT_BEFORE = ("没有", "没", "不含", "不包括", "不包含", "未列", "不是")
_LEVEL = re.compile(r"^(?:省委|省|市|县)|(?:委|厅|局|办)$")
_LOCAL = "人民政府"


def units_of(asked: Asked) -> list[Statement] | None:
    """The responsible units of the measures that are named or meant; whether a named unit is one."""
    if lacking := no_such_measure(asked):
        return lacking
    if not unit_names(asked.document):
        return None
    measures = asked.measures or tuple(m for s in asked.sections for m in s.measures)
    if not measures and asked.outside:
        return quote_sentences(asked, [(None, asked.outside)])
    measures = measures or asked.one_or_more
    if not measures and asked.units:
        return _of_units(asked)
    if len(measures) > 1 and any(word in asked.text for word in _SAME):
        return [_common(asked, measures)]
    return [s for m in measures for s in _units_of_measure(asked, m)] or None


def measures_of(asked: Asked) -> list[Statement] | None:
    """The measures for which the named units are responsible, and what the closing part asks of them."""
    document = asked.document
    if not unit_names(document):
        return None
    if asked.units:
        which = any(word in asked.text for word in _WHICH)
        meant = asked.measures or (asked.place and not which)
        return units_of(asked) if meant else _of_units(asked)
    if asked.outside:
        return quote_sentences(asked, [(None, asked.outside)])
    if sentences := spoken_to(asked):
        return sentences
    quotes = [q for m in document.measures[:1] for q in responsibility_quote(document, m)]
    listed = say(asked, "all_units", quotes, title="document_title", units="all_units")
    return [phrase("unit_not_listed"), listed]


def _common(asked: Asked, measures: Sequence[Measure]) -> Statement:
    """The units that all these measures name, or that there are none."""
    quotes = [q for m in measures for q in responsibility_quote(asked.document, m)]
    keys = tuple(measure.key for measure in measures)
    if not set.intersection(*(set(own_units(m)) for m in measures)):
        names = ("measures_without_common_unit", *keys)
        return say(asked, "no_common_units", quotes, measures=names)
    return say(
        asked,
        "common_units",
        quotes,
        measures=("names_of_measures", *keys),
        units=("common_units", *keys),
    )


def _of_units(asked: Asked) -> list[Statement] | None:
    names = [unit.name for unit in asked.units]
    first = asked.text[: asked.units[0].start]
    if first.endswith(_NOT_BEFORE) or _NOT.search(_CHOICE.sub("", asked.text)):
        return [s for name in names for s in _measures_without(asked, name)]
    if len(names) > 1 and any(word in asked.text for word in _TOGETHER):
        both = [m for m in asked.document.measures if set(names) <= set(own_units(m))]
        return _lines(asked, both) or None
    return [s for name in names for s in _measures_with(asked, name)]


def lead(asked: Asked) -> list[Statement] | None:
    """Which unit leads, where the text says it; else that it does not, and who is responsible."""
    document = asked.document
    if not unit_names(document):
        return None
    if lacking := no_such_measure(asked):
        return lacking
    measures = asked.one_or_more
    if not measures and asked.units:
        return [*(_nobody_leads(asked) or []), *(_of_units(asked) or [])]
    if not measures:
        return _nobody_leads(asked)
    statements = []
    for measure in measures:
        quotes = responsibility_quote(document, measure) or (heading_quote(document, measure),)
        named = {"measure": ("measure_name", measure.key)}
        if any(unit.role == "牵头" for unit in measure.units):
            units = ("leading_units", measure.key)
            statements.append(say(asked, "leading", quotes, **named, units=units))
        elif own_units(measure):
            without = ("name_of_measure_without_lead", measure.key)
            units = ("units", measure.key)
            statements.append(say(asked, "no_lead", quotes, measure=without, units=units))
        else:
            without = ("name_of_measure_without_units", measure.key)
            statements.append(say(asked, "no_units", quotes, measure=without))
    return statements


def extreme_in_units(asked: Asked) -> list[Statement] | None:
    """The measures that name the most units, or the fewest."""
    document = asked.document
    if any(word in asked.text for word in _SECTION_WORDS) and document.sections:
        return largest_section(asked)
    if not unit_names(document):
        return None
    if asked.measures:
        return units_of(asked)
    most = not any(word in asked.text for word in _FEWEST)
    found = extreme_measures(document, most=most)
    quotes = [q for measure in found for q in responsibility_quote(document, measure)]
    key = "most_units" if most else "fewest_units"
    slots: dict[str, str | tuple[Any, ...]] = {
        "measures": ("measures_with_extreme_units", most),
        "count": ("extreme_unit_count", most),
    }
    if everywhere_units(document):
        key, slots["everywhere"] = f"{key}_besides", "units_everywhere"
    return [say(asked, key, quotes, **slots)]


def extreme_in_measures(asked: Asked) -> list[Statement] | None:
    """The units that are responsible for the most measures, and the next; or for the fewest."""
    document = asked.document
    if any(word in asked.text for word in _SECTION_WORDS) and document.sections:
        return largest_section(asked)
    if not unit_names(document):
        return None
    ranked = ranked_units(document)
    if any(word in asked.text for word in _FEWEST):
        return [_ranked(asked, "unit_with_fewest", len(ranked) - 1)]
    statements = [_ranked(asked, "unit_with_most", 0)]
    if len(ranked) > 1:
        statements.append(_ranked(asked, "unit_with_next", 1))
    local = {n for measure in document.measures for n in inherited_units(measure)}
    return [*statements, *(s for name in sorted(local) for s in _inherited(asked, name))]


def _units_of_measure(asked: Asked, measure: Measure) -> Iterator[Statement]:
    document, key = asked.document, measure.key
    quotes = responsibility_quote(document, measure)
    for unit in asked.units:
        yield _whether(asked, measure, unit.name, quotes)
    if not own_units(measure):
        without = ("name_of_measure_without_units", key)
        yield say(asked, "no_units", [heading_quote(document, measure)], measure=without)
        return
    slots = {
        "measure": ("measure_name", key),
        "count": ("unit_count", key),
        "units": ("units", key),
    }
    source = _source(asked, measure)
    if source and not asked.units:
        quotes = (*quotes, *responsibility_quote(document, source))
        further = {"inherited": ("inherited_units", key), "source": ("inherited_from", key)}
        yield say(asked, "units_counted_with_inherited", quotes, **slots, **further)
    else:
        yield say(asked, "units_counted", quotes, **slots)
    if has_open_list(measure):
        marker = ("marker_of_open_list", key)
        yield say(asked, "units_open", responsibility_quote(document, measure), marker=marker)


def _whether(asked: Asked, measure: Measure, unit: str, quotes: Sequence[Quote]) -> Statement:
    """Whether a unit is responsible for the measure."""
    key = measure.key
    named = {"measure": ("measure_name", key)}
    if unit in own_units(measure):
        return say(asked, "unit_yes", quotes, **named, unit=("unit_that_is_named", key, unit))
    source = _source(asked, measure)
    if unit in inherited_units(measure) and source:
        quotes = (
            heading_quote(asked.document, measure),
            *responsibility_quote(asked.document, source),
        )
        slots = {
            "unit": ("unit_that_is_inherited", key, unit),
            "source": ("inherited_from", key),
        }
        return say(asked, "unit_inherited", quotes, **named, **slots)
    return say(asked, "unit_no", quotes, **named, unit=("unit_that_is_not_named", key, unit))


def _measures_with(asked: Asked, name: str) -> list[Statement]:
    document = asked.document
    found = measures_naming(document, name)
    inherited = _inherited(asked, name)
    statements = []
    if found and not inherited:
        slots = {"unit": ("unit_name", name), "count": ("measures_of_unit", name)}
        statements = [say(asked, "measures_of_unit", [], **slots), *_lines(asked, found)]
    return [
        *inherited,
        *statements,
        *quote_sentences(asked, [(None, s) for s in _closing(asked, name)]),
    ]


def _measures_without(asked: Asked, name: str) -> list[Statement]:
    found = measures_naming(asked.document, name, has=False)
    slots = {"unit": ("unit_name", name), "count": ("measures_of_unit", name, False)}
    return [say(asked, "measures_without_unit", [], **slots), *headings(asked, found)]


def _lines(asked: Asked, measures: Sequence[Measure]) -> list[Statement]:
    """A line each measure with its heading and the clause that names its units."""
    return [
        say(
            asked,
            "listed",
            [heading_quote(asked.document, m), *responsibility_quote(asked.document, m)],
            measure=("measure_name", m.key),
        )
        for m in measures
    ]


def _inherited(asked: Asked, name: str) -> list[Statement]:
    """That a unit is added to all later measures by one's clause."""
    document = asked.document
    heirs = [measure for measure in document.measures if name in inherited_units(measure)]
    if not heirs:
        return []
    source = _source(asked, heirs[0])
    quotes = responsibility_quote(document, source) if source else ()
    slots = {
        "unit": ("unit_name", name),
        "source": ("inheriting_marker", name),
        "count": ("measures_of_unit_count", name),
    }
    return [say(asked, "measures_inherited", quotes, **slots)]


def _closing(asked: Asked, name: str) -> list[Sentence]:
    """The sentences of the closing part that name the unit, or all local governments."""
    core = _LEVEL.sub("", _LEVEL.sub("", name))
    words = [core] if len(core) > 2 else []
    if _LOCAL in name:
        words.append("各地")
    return [
        sentence
        for sentence in asked.document.closing
        if sentence.citable and any(word in sentence.text for word in words)
    ]


def _nobody_leads(asked: Asked) -> list[Statement] | None:
    document = asked.document
    leading = [m for m in document.measures if any(u.role == "牵头" for u in m.units)]
    if leading:
        return [
            say(
                asked,
                "leading",
                responsibility_quote(document, m),
                measure=("measure_name", m.key),
                units=("leading_units", m.key),
            )
            for m in leading
        ]
    named = [m for m in document.measures if own_units(m)]
    quotes = responsibility_quote(document, named[0])
    title = "title_of_document_without_lead"
    duties = {
        s.start: s
        for name in unit_names(document)
        if _LOCAL not in name
        for s in _closing(asked, name)
    }
    return [
        say(asked, "no_lead_anywhere", quotes, title=title),
        *quote_sentences(asked, [(None, duties[start]) for start in sorted(duties)]),
    ]


def _ranked(asked: Asked, key: str, rank: int) -> Statement:
    document = asked.document
    names = ranked_units(document)[rank][1]
    measures = [m for m in document.measures if set(names) & set(own_units(m))]
    quotes = [q for measure in measures for q in responsibility_quote(document, measure)]
    slots = {"units": ("units_by_rank", rank), "count": ("count_by_rank", rank)}
    return say(asked, key, quotes, **slots)


def _source(asked: Asked, measure: Measure) -> Measure | None:
    """The measure whose clause adds units to this one."""
    inherited = [u.inherited_from for u in measure.units if u.inherited_from is not None]
    return asked.document.measure(inherited[0]) if inherited else None
