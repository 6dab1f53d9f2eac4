"""Which documents are in force on a date, and which of two is the more specific.

A document is in force from its effective date (else its issue date) until its end date, its repeal, or
the effective date of a document that replaces it: one that names it in `supersedes`, or a later version
under the same title from the same place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.model import Document, Metadata
from corpus.regions import Level, Region, region_of

_VERSION = re.compile(r"\((?:试行|暂行|修订|修正|\d{4}[^)]*)\)$")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands on a date.

    `status`: 现行有效, 尚未生效, 已失效, 已被取代, 已废止 or 已修订. `since` and `until` bound its
    force, both days included. `replaced_by` and `amended_by` are ids. `note` is a Chinese sentence for
    users where there is something to say, else "".
    """

    in_force: bool
    status: str
    since: date | None = None
    until: date | None = None
    replaced_by: str = ""
    amended_by: tuple[str, ...] = ()
    note: str = ""


def standing(document: Document, documents: Iterable[Document], on: date) -> Standing:
    """How `document` stands on the day `on`, given all documents of the corpus."""
    metadata = document.metadata
    others = [other for other in documents if other.id != document.id]
    since, until = starts(metadata), metadata.effective_to
    if since and on < since:
        return Standing(False, "尚未生效", since, until, note=f"该文件自{_written(since)}起施行。")
    successor, replaced = _successor(document, others)
    if successor and (replaced is None or on >= replaced):
        end = replaced - timedelta(days=1) if replaced else until
        when = f"自{_written(replaced)}起" if replaced else ""
        note = f"该文件{when}已被《{successor.metadata.title}》取代。"
        return Standing(False, "已被取代", since, end, successor.id, note=note)
    if until and on > until:
        note = f"该文件已于{_written(until)}期满失效。"
        return Standing(False, "已失效", since, until, note=note)
    if until is None and metadata.status in ("已废止", "已修订"):
        return Standing(False, metadata.status, since, note=f"该文件{metadata.status}。")
    if since is None and metadata.status == "尚未生效":
        return Standing(False, "尚未生效", note="该文件尚未生效。")
    if successor and replaced:
        end = replaced - timedelta(days=1)
        until = min(until, end) if until else end
    amending = [o for o in others if _names(document, o.metadata.amends) and _began(o, on)]
    note = ""
    if amending:
        titles = "、".join(f"《{other.metadata.title}》" for other in amending)
        note = f"该文件已被{titles}修改,请以修改后的内容为准。"
    return Standing(
        True, "现行有效", since, until, amended_by=tuple(o.id for o in amending), note=note
    )


def in_force(documents: Sequence[Document], on: date) -> list[Document]:
    """The documents in force on the day `on`, in the order given."""
    return [document for document in documents if standing(document, documents, on).in_force]


def starts(metadata: Metadata) -> date | None:
    """The first day in force as far as known: the effective date, else the issue date."""
    return metadata.effective_from or metadata.issued


def region(document: Document) -> Region | None:
    """Where the document applies; None where its metadata names no known place."""
    return region_of(document.metadata.region)


def level(document: Document) -> Level | None:
    """County, city, province or nation; None where unknown."""
    place = region(document)
    return place.level if place else None


def applying(documents: Sequence[Document], place: Region) -> list[Document]:
    """The documents whose rules reach the residents of `place`, the most specific first.

    The county's come before the city's, the province's and the nation's; documents of the same level
    keep their order. A document of no known place comes last.
    """
    placed = [(document, region(document)) for document in documents]
    reaching = [(d, where) for d, where in placed if where is None or where.holds(place)]
    reaching.sort(key=lambda pair: -pair[1].level if pair[1] else 1)
    return [document for document, _ in reaching]


def _successor(
    document: Document, others: Sequence[Document]
) -> tuple[Document | None, date | None]:
    """The document that replaces this one first, and from when (None where it does not say)."""
    own_start = starts(document.metadata)
    found: list[tuple[date, Document]] = []
    undated: list[Document] = []
    for other in others:
        start = starts(other.metadata)
        if _names(document, other.metadata.supersedes):
            if start is None:
                undated.append(other)
            elif own_start is None or start >= own_start:
                found.append((start, other))
        elif start and own_start and start > own_start and _same_title(document, other):
            found.append((start, other))
    if found:
        start, other = min(found, key=lambda pair: (pair[0], pair[1].id))
        return other, start
    return (undated[0], None) if undated else (None, None)


def _names(document: Document, references: Sequence[str]) -> bool:
    """Whether one of `references` (ids, titles or 发文字号) is this document."""
    metadata = document.metadata
    own = {_plain(text) for text in (document.id, metadata.title, metadata.number) if text}
    return any(_plain(reference) in own for reference in references)


def _same_title(document: Document, other: Document) -> bool:
    def known(one: Document) -> tuple[str, str]:
        return _VERSION.sub("", _plain(one.metadata.title)), one.metadata.region

    return bool(document.metadata.title) and known(document) == known(other)


def _began(document: Document, on: date) -> bool:
    start = starts(document.metadata)
    return start is None or start <= on


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s《》]", "", plain).replace("〔", "[").replace("〕", "]")


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
