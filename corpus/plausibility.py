"""Doubts about a document's metadata: what is empty, unlikely, or said otherwise by the text itself.

A field that cannot be right is wrong (`wrong`); one that is empty or contradicts the text is worth a
look: whoever wrote the metadata may know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.formalities import names_an_organ
from corpus.front_matter import DECREE, HEAD_KINDS, NUMBER
from corpus.model import Document, Metadata
from corpus.parser import parse
from corpus.regions import NATION, find_regions, leading_place

LABELS = {
    "title": "标题",
    "number": "发文字号",
    "issuer": "发文机关",
    "issued": "成文（印发）日期",
    "effective_from": "施行日期",
    "region": "适用地区",
}
"""The fields that are looked at, and what they are called."""

_LONGEST_TITLE = 90
_TITLE_END = re.compile(rf"(?:{HEAD_KINDS}|讲话|纪要)(?:[(\uff08][^)\uff09]*[)\uff09])?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEARS_AHEAD = 2
"""A text comes into force no later than so many years after its issue."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of the metadata and what is odd about it, in Chinese."""

    field: str
    message: str
    wrong: bool = False


def doubts(document: Document, today: date | None = None) -> list[Doubt]:
    """What is missing or unlikely in the document's metadata; empty where nothing is."""
    metadata = document.metadata
    said = parse(document.id, document.text).metadata
    return [
        *_title(metadata, said),
        *_number(metadata, said, document),
        *_issuer(metadata, said),
        *_days(metadata, said, today or date.today()),
        *_region(metadata),
    ]


def _title(metadata: Metadata, said: Metadata) -> Iterator[Doubt]:
    title = metadata.title
    if not title:
        yield Doubt("title", "没有读到标题", wrong=True)
    elif DECREE.fullmatch(title) or NUMBER.fullmatch(title):
        yield Doubt("title", f"标题「{title}」像是发文令或文号，不是文件的名称", wrong=True)
    elif re.search(r"[。;\uff1b]", title) or len(title) > _LONGEST_TITLE:
        yield Doubt("title", f"标题「{title[:30]}」像是一句正文", wrong=True)
    elif names_an_organ(title) and not _TITLE_END.search(title):
        yield Doubt("title", f"标题「{title}」像是机关名称", wrong=True)
    elif not _TITLE_END.search(title):
        yield Doubt("title", f"标题「{title}」不像公文标题")
    elif said.title and _plain(said.title) != _plain(title):
        yield Doubt("title", f"标题是「{title}」，正文里写的是「{said.title}」")


def _number(metadata: Metadata, said: Metadata, document: Document) -> Iterator[Doubt]:
    number = metadata.number
    if not number:
        by_congress = "人民代表大会" in metadata.issuer
        if not by_congress and not re.search(
            r"(?:(?<!办)法|条例|决定|决议)(?:[(\uff08].*)?$", metadata.title
        ):
            yield Doubt("number", "没有读到发文字号")
        return
    if re.match(r"[日月年]", number) or not re.search(r"\d|[一二三四五六七八九十]", number):
        yield Doubt("number", f"发文字号「{number}」不完整", wrong=True)
    elif said.number and _plain(said.number) != _plain(number):
        older = any(_plain(number) in _plain(s.text) for s in document.notice)
        yield Doubt(
            "number", f"发文字号是「{number}」，正文里现行文本的是「{said.number}」", wrong=older
        )
    years = [int(year) for year in _YEAR.findall(number)]
    issue = metadata.issued
    if years and issue and abs(years[0] - issue.year) > 1:
        yield Doubt("number", f"发文字号「{number}」与成文日期 {issue} 不是同一年")


def _issuer(metadata: Metadata, said: Metadata) -> Iterator[Doubt]:
    issuer = metadata.issuer
    if not issuer:
        yield Doubt("issuer", "没有读到发文机关")
        return
    if not all(names_an_organ(part) for part in re.split(r"[、,\uff0c\s]+", issuer)):
        yield Doubt("issuer", f"发文机关「{issuer}」不是完整的机关名称", wrong="关于" in issuer)
        return
    if said.issuer and _plain(said.issuer) != _plain(issuer):
        yield Doubt("issuer", f"发文机关是「{issuer}」，正文里署名的是「{said.issuer}」")
        return
    place = leading_place(metadata.title)
    if place and not leading_place(issuer) and metadata.region not in ("", NATION):
        yield Doubt(
            "issuer", f"发文机关「{issuer}」与标题里的{place}不符，可能是文中提到的别的机关"
        )


def _days(metadata: Metadata, said: Metadata, today: date) -> Iterator[Doubt]:
    issued, effective, until = metadata.issued, metadata.effective_from, metadata.effective_to
    if issued is None and effective is None:
        yield Doubt("issued", "没有读到日期")
    if issued and issued > today:
        yield Doubt("issued", f"成文日期 {issued} 还没有到")
    if issued and said.issued and issued != said.issued:
        first = said.revised is not None and issued < said.issued
        yield Doubt("issued", f"成文日期是 {issued},正文里写的是 {said.issued}", wrong=first)
    elif issued and said.revised and not metadata.revised:
        yield Doubt("issued", f"正文最近一次修改在 {said.revised},请写 revised")
    if effective and said.effective_from and effective != said.effective_from:
        yield Doubt("effective_from", f"施行日期是 {effective},正文里写的是 {said.effective_from}")
    if issued and effective and effective.year - issued.year > _YEARS_AHEAD:
        yield Doubt("effective_from", f"施行日期 {effective} 比成文日期 {issued} 晚得太多")
    if effective and until and until < effective:
        yield Doubt("effective_from", f"失效日期 {until} 早于施行日期 {effective}", wrong=True)


def _region(metadata: Metadata) -> Iterator[Doubt]:
    if not metadata.region:
        yield Doubt("region", "没有读到适用地区")
    elif metadata.region != NATION and not find_regions(metadata.region):
        yield Doubt("region", f"适用地区「{metadata.region}」不是已知的行政区划")


def _plain(text: str) -> str:
    plain = re.sub(r"[\s《》“”\"「」]|^中华人民共和国", "", text)
    return plain.translate(str.maketrans("()[]", "\uff08\uff09〔〕"))
