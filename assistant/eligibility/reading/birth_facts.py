"""Facts from the dates in a text: births, expected births, starts of a leave, tax years.

In: a `Notes` with the text. Out: facts, corrections and questions noted in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.eligibility.reading.children import (
    LABEL,
    Birth,
    births,
    clause_of,
    find_roles,
    label_of,
    may_be_under_four,
)
from assistant.eligibility.reading.chinese_text import number
from assistant.eligibility.reading.date_mention import DateMention, parse_iso
from assistant.eligibility.reading.dates import find_dates
from assistant.eligibility.reading.notes import CORRECTION, NO, YES, Notes

BIRTH_FIELDS = ("birth_date", "birth_dates", "birth_date_range", "birth_year")
"""The ways to know when a child was born; one excludes the others."""
MULTIPLES = {"双": 2, "龙": 2, "三": 3, "四": 4}
"""Children by the first character of 双胞胎, 龙凤胎, 三胞胎."""
_AHEAD = re.compile(
    r"明年|来年|后年|下个?月|下周|月底|年底|如果|要是|假如|假设|打算|准备|计划|将|会生|要生|还没生|怀|赶得?上|月(?:份|底|初)?生(?![的了日])"
)
"""Words that show a birth yet to come to be meant, not a slip of the pen."""
_EACH_APART = re.compile(r"一个.{1,30}一个")
"""Every child's birth is told apart, those of twins too."""
_ANOTHER = re.compile(r"还有(?:一?个|小|大)|另外一个|另一个|再加上?一个")
_SUPPOSES = re.compile(r"如果|要是|假如|换成|若是|万一")
_LATER_CHILD = re.compile(r"^老[二三四五]$|^[二三]宝$")
_TOGETHER = re.compile(r"一起|一共|总共|合计|加起来|两个(?:能|可以|共|都|加|孩子能|娃能)|都能|都有")
_BY_ORDER = ("老大", "老二", "老三", "老四", "老五")
_ONE_BIRTH = ("birth_date", "birth_date_range")
_MONTH_MATTERS_BELOW = 6
"""Years: no measure that counts months looks beyond the sixth birthday."""


def read_dates(notes: Notes) -> None:
    """Note every fact that a date or an age in the text gives."""
    asked = notes.asked
    bare = asked in ("birth_date", "birth_dates", "expected_date", "leave_start", "education_end")
    mentions = find_dates(notes.text, notes.as_of, bare=bare)
    if asked == "expected_date":
        mentions = [_next_occurrence(m, notes.as_of) for m in mentions]
    roles = find_roles(notes.folded, mentions, notes.as_of, asked)
    _take_back(notes, mentions, roles)
    _corrected_dates(notes, mentions, roles)
    _births(notes, births(notes.folded, mentions, roles))
    _plain_dates(notes, mentions, roles)
    _tax_year(notes, mentions, roles)


def _take_back(notes: Notes, mentions: list[DateMention], roles: list[str | None]) -> None:
    """「2023年10月生的,不对,是2024年10月」: the date said before the correction counts no more."""
    for i in range(len(mentions) - 1):
        first, second = mentions[i], mentions[i + 1]
        between = notes.folded[first.end : second.start]
        if roles[i] and roles[i + 1] in (None, roles[i]) and CORRECTION.search(between):
            roles[i + 1], roles[i] = roles[i], None


def _next_occurrence(mention: DateMention, as_of: date) -> DateMention:
    late = mention.latest is not None and mention.latest < as_of
    if mention.year_stated or not late or mention.kind != "calendar" or mention.year is None:
        return mention
    year = mention.year + 1
    again = parse_iso(f"{year:04d}-{mention.month:02d}-{mention.day or 1:02d}")
    if again is None or mention.latest is None or mention.earliest is None:
        return mention
    return replace(
        mention,
        year=year,
        latest=mention.latest.replace(year=year),
        earliest=mention.earliest.replace(year=year),
    )


def _nearest_year(mention: DateMention, notes: Notes) -> str | None:
    """A start of leave without a year: the occurrence nearest to the birth, else to today."""
    if mention.year_stated or mention.kind != "calendar" or not mention.month or not mention.day:
        return mention.iso
    anchor = notes.as_of
    for name in ("birth_date", "expected_date"):
        known = parse_iso(str(notes.facts.get(name, notes.previous.get(name, ""))))
        if known and known[1]:
            anchor = date(known[0], known[1], known[2] or 15)
    options = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            options.append(date(year, mention.month, mention.day))
        except ValueError:
            continue
    return min(options, key=lambda d: abs(d - anchor)).isoformat() if options else None


_WHAT = {
    "expected_date": "请问预产期是哪年哪月哪日?",
    "leave_start": "请问假期从哪年哪月哪日开始?",
    "education_end": "请问孩子哪年哪月毕业?",
}


def _plain_dates(notes: Notes, mentions: list[DateMention], roles: list[str | None]) -> None:
    for mention, role in zip(mentions, roles, strict=True):
        if role is None or role == "birth_date" or mention.start < 0:
            continue
        if mention.ask or mention.iso is None:
            notes.ask(role, mention.ask or _WHAT.get(role, "请问是哪年哪月哪日?"))
            continue
        value = _nearest_year(mention, notes) if role == "leave_start" else mention.iso
        if role == "as_of":
            value = mention.latest.isoformat() if mention.latest else None
        if value is None:
            notes.ask(role, _WHAT[role])
        elif role == "expected_date" and mention.latest and mention.latest < notes.as_of:
            notes.ask("birth_date", f"预产期{_spoken(value)}已经过了,请问孩子是哪一天出生的?")
            notes.put(role, value, mention.start, mention.end)
        else:
            notes.put(role, value, mention.start, mention.end)


def _spoken(iso: str) -> str:
    year, month, day = parse_iso(iso) or (0, None, None)
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


_BARE_PART = re.compile(
    r"(?<![0-9月一二三四五六七八九十])([0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:号|日)(?!线)"
)
_ONLY_FILLER = re.compile(
    r"(?:[,。?!、 ]|那|要是|如果|假如|是|就是|那么|的话?|年|出生|生|呢|吧|啊|呀|哦|嗯|孩子|宝宝|娃|我|家|能|多少|领|换成|改成|改为|会|怎样|怎么样)*"
)


def _corrected_dates(notes: Notes, mentions: list[DateMention], roles: list[str | None]) -> None:
    """Put a correction of part of a known date in place, and take its mention out of `roles`."""
    known = [
        n
        for n in ("birth_date", "birth_dates", "expected_date", "leave_start", "education_end")
        if n in notes.previous
    ]
    if not known:
        return
    index = next(
        (
            i
            for i in range(len(mentions) - 1, -1, -1)
            if mentions[i].kind == "calendar" and not _denied(notes, mentions[i])
        ),
        None,
    )
    only_this = index is not None and bool(
        _ONLY_FILLER.fullmatch(
            notes.folded[: mentions[index].start] + notes.folded[mentions[index].end :]
        )
    )
    year_alone = only_this and index is not None and mentions[index].month is None
    if not notes.corrects and not year_alone and not _supposes_day(notes, mentions):
        return
    if index is None:
        part = _BARE_PART.search(notes.folded)
        target = _target(notes, None, known)
        if part and target and (number(part.group(1)) or 0) > 0:
            _replace_part(notes, target, (None, None, int(number(part.group(1)) or 0)), part.span())
        return
    mention, role = mentions[index], roles[index]
    target = _target(notes, role, known)
    if target is None or mention.year is None:
        return
    for i, other in enumerate(mentions):
        if other.kind == "calendar" and roles[i] in (role, None) and not LABEL.search(notes.folded):
            roles[i] = None
    roles[index] = None
    year = mention.year if mention.year_stated else None
    _replace_part(notes, target, (year, mention.month, mention.day), (mention.start, mention.end))


def _supposes_day(notes: Notes, mentions: list[DateMention]) -> bool:
    """「那如果是8月30号生的呢」: another day of the year known before."""
    return (
        len(mentions) == 1
        and mentions[0].month is not None
        and not mentions[0].year_stated
        and bool(_SUPPOSES.search(notes.folded))
    )


def _denied(notes: Notes, mention: DateMention) -> bool:
    return bool(re.search(r"不是 *$", notes.folded[: mention.start]))


def _target(notes: Notes, role: str | None, known: list[str]) -> str | None:
    """Which known date is corrected: the named one, the asked one, else the birth."""
    if role == "birth_date" or (
        role is None and notes.asked in (None, "birth_date", "birth_dates")
    ):
        births_known = [n for n in known if n in ("birth_date", "birth_dates")]
        if births_known:
            return births_known[0]
    if role is not None:
        return role if role in known else None
    return notes.asked if notes.asked in known else known[0]


def _combine(old: str, parts: tuple[int | None, int | None, int | None]) -> str | None:
    """`old` with the given parts replaced; a day that the new month lacks is dropped."""
    before = parse_iso(old)
    if before is None:
        return None
    year, month, day = (
        new if new is not None else kept for new, kept in zip(parts, before, strict=True)
    )
    if parts[0] is not None and parts[1] is not None and parts[2] is None:
        day = None
    text = f"{year:04d}-{month:02d}" if month else f"{year:04d}"
    full = f"{text}-{day:02d}" if month and day else text
    if parse_iso(full):
        return full
    return text if parts[2] is None and parse_iso(text) else None


def _replace_part(
    notes: Notes,
    target: str,
    parts: tuple[int | None, int | None, int | None],
    span: tuple[int, int],
) -> None:
    old = notes.previous[target]
    if isinstance(old, list):
        _replace_in_list(notes, old, parts, span)
        return
    value = _combine(str(old), parts)
    if value is None:
        notes.ask(target, "请问改成哪年哪月哪日?")
        return
    if target == "birth_date" and value[:7] > notes.as_of.isoformat()[:7]:
        notes.ask(target, f"{_spoken(value)}还没有到,请再核对一下孩子的出生年月。")
        notes.withdrawn.add(target)
        return
    notes.put(target, value, *span)
    children = notes.known_children()
    if target == "birth_date" and children:
        updated = [
            {**c, "birth_date": value} if c.get("birth_date") == old else c for c in children
        ]
        notes.put("children", updated, *span)


def _replace_in_list(
    notes: Notes,
    old: list[Any],
    parts: tuple[int | None, int | None, int | None],
    span: tuple[int, int],
) -> None:
    children = notes.known_children()
    named = LABEL.search(notes.folded)
    label = label_of(named)[0] if named else None
    same = len(set(map(str, old))) == 1
    labels = [c.get("label") for c in children if c.get("birth_date")]
    if not same and (label not in labels or len(labels) != len(old)):
        notes.ask("birth_dates", "请问要改的是哪个孩子的出生年月?")
        return
    changed = [
        _combine(str(d), parts) if same or labels[i] == label else str(d) for i, d in enumerate(old)
    ]
    if None in changed:
        notes.ask("birth_dates", "请问改成哪年哪月哪日?")
        return
    notes.put("birth_dates", changed, *span)
    if len(labels) == len(old):
        notes.put(
            "children",
            [{**c, "birth_date": d} for c, d in zip(children, changed, strict=True)],
            *span,
        )


def _births(notes: Notes, found: list[Birth]) -> None:
    if not found:
        _accept_suggestion(notes)
        if not any(name in notes.facts for name in BIRTH_FIELDS):
            _named_child(notes)
        return
    children, dated = [], []
    for birth in sorted(found, key=lambda b: b.order) if all(b.order for b in found) else found:
        mention = birth.mention
        child = _child(notes, birth, alone=len(found) == 1)
        if child is None:
            continue
        children.append(child)
        if "birth_date" in child:
            count = _multiplicity(notes, birth, len(found))
            dated += [(child, mention)] * count
    _put_births(notes, found, children, dated)


def _child(notes: Notes, birth: Birth, alone: bool) -> dict[str, Any] | None:
    """The child as a record, or None after asking what is unclear about it."""
    mention, label = birth.mention, birth.label
    who = label or "孩子"
    if mention.ask:
        return _unsure_child(notes, birth, alone)
    if mention.month is None:
        return _child_of_year(notes, birth, alone)
    iso = mention.iso or ""
    year = _year_known(notes, label) or notes.previous.get("birth_year")
    if alone and not mention.year_stated and isinstance(year, int) and mention.kind == "calendar":
        iso = f"{year:04d}{iso[4:]}"
        if parse_iso(iso) is None:
            notes.ask("birth_date", f"{year}年没有这一天,请问{who}是几月几日出生的?")
            return None
    if iso[:7] > notes.as_of.isoformat()[:7] or (len(iso) == 10 and iso > notes.as_of.isoformat()):
        if _AHEAD.search(notes.folded):
            notes.put("expected_date", iso, mention.start, mention.end)
            return None
        notes.ask("expected_date", f"{_spoken(iso)}还没有到,这是预产期吗?")
        notes.put("suggested", {"field": "expected_date", "value": iso}, mention.start, mention.end)
        return None
    return {"label": label, "birth_date": iso}


def _year_known(notes: Notes, label: str | None) -> int | None:
    """The year of a named child's birth, told before without a month."""
    for child in notes.known_children():
        span = child.get("birth_date_range")
        if label and child.get("label") == label and isinstance(span, list) and len(span) == 2:
            first, last = (parse_iso(str(day)) for day in span)
            return first[0] if first and last and first[0] == last[0] else None
    return None


def _child_of_year(notes: Notes, birth: Birth, alone: bool) -> dict[str, Any]:
    """Only the year is known: a range of birth dates, and the month is asked for."""
    mention = birth.mention
    year = mention.year or notes.as_of.year
    span = [f"{year:04d}-01-01", f"{year:04d}-12-31"]
    if alone:
        notes.put("birth_year", year, mention.start, mention.end)
        notes.put("birth_date_range", span, mention.start, mention.end)
    if alone or notes.as_of.year - year <= _MONTH_MATTERS_BELOW:
        notes.ask("birth_date", f"请问{birth.label or '孩子'}是{year}年几月出生的?")
    return {"label": birth.label, "birth_date_range": span}


def _unsure_child(notes: Notes, birth: Birth, alone: bool) -> dict[str, Any] | None:
    mention = birth.mention
    question = mention.ask or ""
    if birth.label:
        question = question.replace("请问孩子", f"请问{birth.label}")
    if mention.kind == "lunar":
        notes.withdrawn |= {n for n in ("birth_year", "birth_date_range") if n in notes.previous}
    if mention.kind not in ("age", "stage") or mention.earliest is None or mention.latest is None:
        notes.ask("birth_date", question)
        return None
    years = notes.as_of.year - mention.latest.year
    known = any(name in notes.previous for name in ("birth_date", "birth_dates"))
    if (alone or years < _MONTH_MATTERS_BELOW) and not (known and notes.asked != "birth_date"):
        if mention.earliest >= notes.youngest:
            notes.youngest = mention.earliest
            notes.clarify["birth_date"] = question
        if mention.iso and alone:
            notes.put(
                "suggested",
                {"field": "birth_date", "value": mention.iso},
                mention.start,
                mention.end,
            )
    span = [mention.earliest.isoformat(), mention.latest.isoformat()]
    if alone and not known:
        notes.put("birth_date_range", span, mention.start, mention.end)
    return {"label": birth.label, "birth_date_range": span}


def _multiplicity(notes: Notes, birth: Birth, children: int) -> int:
    """How many children share this birth."""
    if _EACH_APART.search(notes.folded):
        return 1
    if birth.order == 5 and birth.label:
        return MULTIPLES[birth.label[0]]
    babies = notes.facts.get("babies", notes.previous.get("babies", 1))
    return babies if children == 1 and isinstance(babies, int) and 1 < babies < 10 else 1


def _put_births(
    notes: Notes,
    found: list[Birth],
    children: list[dict[str, Any]],
    dated: list[tuple[dict[str, Any], DateMention]],
) -> None:
    start = min(b.mention.start for b in found)
    end = max(b.mention.end for b in found)
    asked_about = _question_label(notes, found)
    known = _with_previous_children(notes, children)
    if len(known) > 1 or any(c["label"] for c in known):
        notes.put("children", known, start, end)
    if len(known) > len(children):
        dates = [c["birth_date"] for c in known if c.get("birth_date")]
        if len(dates) > 1:
            notes.put("birth_dates", dates, start, end)
            return
    chosen = [(c, m) for c, m in dated if c["label"] == asked_about] if asked_about else []
    chosen = chosen or dated
    together = not asked_about and _TOGETHER.search(notes.folded)
    if together and chosen and any(may_be_under_four(child, notes.as_of) for child in known):
        return
    if len(chosen) == 1:
        child, mention = chosen[0]
        notes.put("birth_date", child["birth_date"], mention.start, mention.end)
    elif chosen:
        notes.put("birth_dates", [c["birth_date"] for c, _ in chosen], start, end)


def _with_previous_children(notes: Notes, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The children known before, completed: by name, or an unnamed answer for the one that lacks
    its date."""
    before = notes.known_children()
    if _ANOTHER.search(notes.folded):
        return _with_another_child(notes, before, new)
    if not before:
        later = len(new) == 1 and _LATER_CHILD.match(new[0]["label"] or "")
        return _with_another_child(notes, before, new) if later else new
    if len(new) == 1 and new[0]["label"] is None:
        lacking = [c for c in before if not c.get("birth_date")]
        if notes.asked in ("birth_date", "birth_dates") and lacking and new[0].get("birth_date"):
            youngest = max(lacking, key=lambda c: str(c.get("birth_date_range")))
            youngest["birth_date"] = new[0]["birth_date"]
            youngest.pop("birth_date_range", None)
            return before
        return new
    for child in new:
        same = next(
            (c for c in before if child["label"] and c.get("label") == child["label"]), None
        )
        if same is None:
            before.append(child)
        else:
            same.clear()
            same.update(child)
    return before


def _with_another_child(
    notes: Notes, before: list[dict[str, Any]], new: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """「还有个小的4岁」: the child known before, and this one beside it."""
    if not before and len(new) == 1:
        known = _one_known_birth(notes)
        before = [{"label": None, **known}] if known else []
        notes.withdrawn |= set(known)
    return [*before, *new]


def _one_known_birth(notes: Notes) -> dict[str, Any]:
    """The birth of the one child known before, as far as it is well written; {} where there is none."""
    given: dict[str, Any] = {}
    day, span = (notes.previous.get(name) for name in _ONE_BIRTH)
    if isinstance(day, str) and parse_iso(day):
        given[_ONE_BIRTH[0]] = day
    if isinstance(span, list) and len(span) == 2 and all(parse_iso(str(d)) for d in span):
        given[_ONE_BIRTH[1]] = span
    return given


def _question_label(notes: Notes, found: list[Birth]) -> str | None:
    """The one child that a question names apart from the births: 「…,老二能领多少」."""
    named = set()
    for match in LABEL.finditer(notes.folded):
        left, right = clause_of(notes.folded, *match.span())
        clause = notes.folded[left:right]
        inside = any(left <= b.mention.start < right for b in found)
        if not inside and re.search(r"多少|吗|能|几|怎么|呢|可以|有没有", clause):
            named.add(label_of(match)[0])
    return named.pop() if len(named) == 1 else None


def _accept_suggestion(notes: Notes) -> None:
    suggested = notes.previous.get("suggested")
    if not isinstance(suggested, Mapping) or notes.asked != suggested.get("field"):
        return
    if notes.asked in notes.facts or notes.asked in notes.clarify:
        return
    name, value = str(suggested["field"]), suggested.get("value")
    yes, no = YES.match(notes.folded), NO.match(notes.folded)
    if yes and not no and len(notes.folded) <= 12:
        notes.put_match(name, value, yes)
    elif no:
        notes.ask(name, _WHAT.get(name, "那请问孩子是哪年哪月出生的?"))


def _named_child(notes: Notes) -> None:
    """「那老大呢?」: the birth date of a child known from before."""
    children = _by_age(notes.known_children())
    labels = [(m, label_of(m)[0]) for m in LABEL.finditer(notes.folded)]
    if len({label for _, label in labels}) != 1:
        return
    match, label = labels[0]
    for child in children:
        if child.get("label") == label and child.get("birth_date"):
            notes.put_match("birth_date", child["birth_date"], match)
        elif child.get("label") == label and child.get("birth_date_range"):
            notes.put_match("birth_date_range", list(child["birth_date_range"]), match)
            notes.withdrawn |= {n for n in ("birth_date", "birth_dates") if n in notes.previous}


def _by_age(children: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Children told by their dates alone, called 老大, 老二, 老三 from the eldest."""
    if len(children) < 2 or any(c.get("label") or not c.get("birth_date") for c in children):
        return children
    ordered = sorted(children, key=lambda child: str(child["birth_date"]))
    return [{**c, "label": name} for c, name in zip(ordered, _BY_ORDER, strict=False)]


def _tax_year(notes: Notes, mentions: list[DateMention], roles: list[str | None]) -> None:
    taxed = re.search(r"税|抵扣|扣除|汇算|照护|子女教育|[能可][扣抵]", notes.folded)
    if not taxed and notes.asked != "tax_year" and "tax_year" not in notes.previous:
        return
    plain = re.search(r"(?<![0-9])(20[0-9]{2})(?![0-9])", notes.folded)
    for mention, role in zip(mentions, roles, strict=True):
        years = mention.precision == "year" and mention.kind == "calendar" and mention.year
        if years and role is None and not _denied(notes, mention):
            starts = re.match(
                r"(?:[0-9]{1,2}月)?.{0,4}(?:起|开始|以前|以后|政策|出)", notes.folded[mention.end :]
            )
            if not starts and not re.search(r"从 *$", notes.folded[: mention.start]):
                notes.put("tax_year", mention.year, mention.start, mention.end)
    if notes.asked == "tax_year" and "tax_year" not in notes.facts and plain:
        notes.put("tax_year", int(plain.group(1)), *plain.span(1))
