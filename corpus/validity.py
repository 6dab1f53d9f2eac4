"""Which documents are in force on a date, and which of two is the more specific.

A document is in force from its effective date (else its issue date) until its end date, its repeal, or
the effective date of a document that replaces it: one that names it in `supersedes`, or a later version
under the same title from the same place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.model import Document, Metadata
from corpus.regions import Level, Region, region_of

_VERSION = re.compile(r"\((?:试行|暂行|修订|修正|\d{4}[^)]*)\)$")

_MOST_DAYS = 64
"""For so many days it is kept which documents are in force."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands on a date.

    `status`: 现行有效, 尚未生效, 已失效, 已被取代, 已废止 or 已修订. `since` and `until` bound its
    force, both days included. `replaced_by` and `amended_by` are ids. `note` is what is to be said of the
    document to users, in Chinese, a sentence without its subject; "" where there is nothing.
    """

    in_force: bool
    status: str
    since: date | None = None
    until: date | None = None
    replaced_by: str = ""
    amended_by: tuple[str, ...] = ()
    note: str = ""


class Register:
    """The documents of a corpus by what replaces and amends them, worked out once.

    `documents` are in the corpus's order.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._successors: dict[str, list[Document]] = defaultdict(list)
        self._amending: dict[str, list[Document]] = defaultdict(list)
        by_name: dict[str, list[Document]] = defaultdict(list)
        versions: dict[tuple[str, str], list[Document]] = defaultdict(list)
        for document in self.documents:
            for name in _own_names(document):
                by_name[name].append(document)
            if document.metadata.title:
                versions[_version_key(document)].append(document)
        for document in self.documents:
            for references, found in (
                (document.metadata.supersedes, self._successors),
                (document.metadata.amends, self._amending),
            ):
                named = (d for r in references for d in by_name.get(_plain(r), ()))
                for earlier in dict.fromkeys(d.id for d in named if d.id != document.id):
                    found[earlier].append(document)
        self._versions, self._by_name = versions, by_name
        self._in_force: dict[date, list[Document]] = {}

    def standing(self, document: Document, on: date) -> Standing:
        """How `document` (one of the corpus) stands on the day `on`."""
        metadata = document.metadata
        since, until = starts(metadata), metadata.effective_to
        if since and on < since:
            return Standing(False, "尚未生效", since, until, note=f"自{_written(since)}起施行。")
        successor, replaced = self._successor(document)
        if successor and (replaced is None or on >= replaced):
            end = replaced - timedelta(days=1) if replaced else until
            when = f"自{_written(replaced)}起" if replaced else ""
            note = f"{when}已被《{successor.metadata.title}》取代。"
            return Standing(False, "已被取代", since, end, successor.id, note=note)
        if until and on > until:
            note = f"已于{_written(until)}期满失效。"
            return Standing(False, "已失效", since, until, note=note)
        if until is None and metadata.status in ("已废止", "已修订"):
            return Standing(False, metadata.status, since, note=f"{metadata.status}。")
        if since is None and metadata.status == "尚未生效":
            return Standing(False, "尚未生效", note="尚未生效。")
        if successor and replaced:
            end = replaced - timedelta(days=1)
            until = min(until, end) if until else end
        amending = [other for other in self._amending[document.id] if _began(other, on)]
        note = ""
        if amending:
            titles = "、".join(f"《{other.metadata.title}》" for other in amending)
            note = f"已被{titles}修改，请以修改后的内容为准。"
        amended_by = tuple(other.id for other in amending)
        return Standing(True, "现行有效", since, until, amended_by=amended_by, note=note)

    def is_called(self, document: Document, name: str) -> bool:
        """Whether `name` is the document's id, title or 发文字号."""
        return any(document.id == other.id for other in self._by_name.get(_plain(name), ()))

    def in_force(self, on: date) -> list[Document]:
        """The documents in force on the day `on`."""
        if on not in self._in_force:
            if len(self._in_force) >= _MOST_DAYS:
                self._in_force.clear()
            self._in_force[on] = [d for d in self.documents if self.standing(d, on).in_force]
        return self._in_force[on]

    def _successor(self, document: Document) -> tuple[Document | None, date | None]:
        """The document that replaces this one first, and from when (None where it does not say)."""
        own_start = starts(document.metadata)
        found: list[tuple[date, str, Document]] = []
        undated: list[Document] = []
        for other in self._successors[document.id]:
            start = starts(other.metadata)
            if start is None:
                undated.append(other)
            elif own_start is None or start >= own_start:
                found.append((start, other.id, other))
        if own_start and document.metadata.title:
            for other in self._versions[_version_key(document)]:
                start = starts(other.metadata)
                if start and start > own_start:
                    found.append((start, other.id, other))
                elif start == own_start and _issued_later(other, document):
                    found.append((other.metadata.issued or own_start, other.id, other))
        if found:
            start, _, other = min(found, key=lambda entry: entry[:2])
            return other, start
        return (undated[0], None) if undated else (None, None)


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


def _own_names(document: Document) -> set[str]:
    """What other documents may call this one: its id, title or 发文字号."""
    metadata = document.metadata
    return {_plain(text) for text in (document.id, metadata.title, metadata.number) if text}


def _version_key(document: Document) -> tuple[str, str]:
    """Equal for the versions of one document: the title without its version, and the place."""
    return _VERSION.sub("", _plain(document.metadata.title)), document.metadata.region


def _began(document: Document, on: date) -> bool:
    start = starts(document.metadata)
    return start is None or start <= on


def _issued_later(one: Document, other: Document) -> bool:
    dates = (one.metadata.issued, other.metadata.issued)
    return bool(dates[0] and dates[1] and dates[0] > dates[1])


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s《》]", "", plain).replace("〔", "[").replace("〕", "]")


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
