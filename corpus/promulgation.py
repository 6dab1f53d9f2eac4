"""The note on how a text was passed, issued and revised (题注), as it stands under the title of a law.

「(2005年9月1日省第十届人民代表大会常务委员会第三次会议通过 2018年5月31日省第十三届…会议修订 自…起施行)」,
on one line or several. It is read as events, each a day, who acted, and what was done.

A re-enactment (修订) issues the text anew, with a number and day of its own, unless it was done by a
decision that changes single articles (「根据《…关于修改…的决定》修订」); an amendment (修正) never does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import DATE, read_date

_ACTION = re.compile(
    r"通过|批准|公布|发布|颁布|印发|公告(?!第)|(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改)(?!〈|<|《)"
    r"|起(?:正式)?(?:施行|实施|生效)"
)
_DECREE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、,\uff0c\s]{2,240}?)(?P<kind>令|公告)\s*"
    r"(?P<number>(?:\(?(?:19|20)\d{2}\s*年\)?\s*)?[\u4e00-\u9fff]{0,10}?第?\s*[\d〇零一二三四五六七八九十百]{1,5}\s*号)"
)
_CONGRESS = re.compile(
    r"(?P<where>[\u4e00-\u9fff]*?)第[一二三四五六七八九十百\d]+届(?P<nation>全国)?"
    r"人民代表大会(?P<standing>常务委员会)?"
)
_CABINET = re.compile(r"国务院(?:第[\d一二三四五六七八九十百]+次)?(?:常务|全体)?会议")
_LONGEST_ISSUER = 30
_SMALL = re.compile(r"《[^》]*(?:修改|废止|修正)[^》]*》")
_BEFORE_NAME = re.compile(
    r"^(?:根据|经|由|中华人民共和国(?=国务院|主席)|[\s\u3000,\uff0c;\uff1b、(\uff08]|以)+"
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to the text on a day. `issuer` and `number` are "" where the note names none."""

    day: date
    action: str
    issuer: str = ""
    number: str = ""
    small: bool = False
    """By a decision or a decree that changes single articles: 「根据2019年3月2日…令第1号修订」."""


def is_note(line: str) -> bool:
    """Whether a line is such a note, or a part of one."""
    if len(line) > 3000:
        return False
    body = line.strip("()\uff08\uff09 \u3000")
    return bool(re.match(r"(?:根据|经)?[^。《》]{0,40}?(?:19|20)\d{2}\s*年", body)) and bool(
        _ACTION.search(body) and "。" not in body.rstrip("。")
    )


def read_events(lines: Sequence[str]) -> list[Event]:
    """The events that the lines of the note tell of, in their order."""
    note = "\u3000".join(line.strip("()\uff08\uff09 \u3000") for line in lines)
    places = [found.start() for found in DATE.finditer(note)]
    events: list[Event] = []
    for start, end in zip(places, [*places, len(note)][1:], strict=True):
        day = read_date(note[start:end])
        told = DATE.sub("", note[start:end], count=1)
        before = note[max(0, start - 2) : start]
        if day is None:
            continue
        action = _ACTION.search(re.sub(r"《[^》]*》", lambda m: "·" * len(m[0]), told))
        if action is None:
            continue
        named = told[: action.start()]
        decree = _DECREE.search(named)
        issuer, number = "", ""
        if decree:
            issuer = _BEFORE_NAME.sub("", decree["issuer"])
            short = issuer if len(issuer) <= _LONGEST_ISSUER else issuer.split("、")[0]
            number = f"{short}{decree['kind']}{decree['number']}"
        elif found := _CONGRESS.search(named):
            where = "全国" if found["nation"] else found["where"]
            issuer = f"{where}人民代表大会{found['standing'] or ''}"
        elif _CABINET.search(named):
            issuer = "国务院"
        elif not _SMALL.search(named):
            issuer = _BEFORE_NAME.sub("", named).strip(" \u3000,\uff0c")
        kind = action[0][-2:]
        if kind in ("施行", "实施", "生效"):
            kind = "施行" if before.endswith("自") else ""
        if kind:
            events.append(
                Event(
                    day,
                    kind,
                    re.sub(r"[\s\u3000]+", "、", issuer.strip()),
                    re.sub(r"\s", "", number),
                    bool(_SMALL.search(named)) or (bool(decree) and before.endswith("根据")),
                )
            )
    return events


def issue_of(events: Sequence[Event]) -> Event | None:
    """The event by which the text as it stands was issued: the last re-enactment, else the first issue."""
    anew = [e for e in events if e.action == "修订" and not e.small]
    if anew:
        return _published_after(anew[-1], events)
    issued = [e for e in events if e.action in ("公布", "发布", "颁布", "印发", "公告")]
    passed = [e for e in events if e.action in ("通过", "批准")]
    return next(iter(issued or passed), None)


def revision_of(events: Sequence[Event]) -> date | None:
    """The day of the last revision; None where the text was never revised."""
    revised = [e for e in events if e.action in ("修订", "修正", "修改")]
    return max((_published_after(e, events).day for e in revised), default=None)


def effective_of(events: Sequence[Event]) -> date | None:
    """The day from which the note says the text is in force; the last one where it names several."""
    days = [e.day for e in events if e.action == "施行"]
    return days[-1] if days else None


def _published_after(anew: Event, events: Sequence[Event]) -> Event:
    """A re-enactment that was passed one day and published by decree another: the decree."""
    later = events[list(events).index(anew) + 1 :][:1]
    decree = next((e for e in later if e.action in ("公布", "发布") and e.number), None)
    return decree or anew
