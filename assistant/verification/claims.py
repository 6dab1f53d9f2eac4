"""Checking a model's sentence against the sentences it cites, in code.

A sentence holds where each of its parts is backed by one passage of a source, whole: its figures,
dates and names stand there, its content words are the source's, nothing is negated, strengthened or
broadened. What cannot be told goes: a true sentence lost is only replaced by the source's own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.context import Quote
from assistant.verification.figures import figures_hold, in_digits
from assistant.verification.force import adds_force, changes_negation, drops_limit, lacks_hedge
from assistant.verification.words import coverage, keeps_order, keeps_together

SHARE = 0.5
"""The least share of a part's characters that must be the source's words (docs/chat-model.md)."""
_SHORTEST, _LONGEST = 6, 200
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(
    r"https?:|www\.|\.(?:com|cn|net|org|example)|[<>{}\[\]|`*#~^\\=@$&_]|!\(|:-|[\U0001f300-\U0001faff]"
)
_NAMED = re.compile(r"《[^》]*》|〔\d+〕\d*号|[“\"「『][^”\"」』]*[”\"」』]")
_PASSAGE = re.compile(r"[^;。!?\n]+")


class Fault(StrEnum):
    """Why a sentence is not backed."""

    FORM = "form"
    """No plain Chinese sentence: markup, links, other languages, too short, too long."""
    FIGURE = "figure"
    NAME = "name"
    """A document or a term in quotation marks that the source does not have."""
    WORDS = "words"
    """Content words that the source does not have, or too few that it has."""
    ORDER = "order"
    """Words of the source put together otherwise."""
    NEGATION = "negation"
    FORCE = "force"
    """More binding, or further on, than the source."""
    SCOPE = "scope"
    """Wider than the source."""


@dataclass(frozen=True)
class Source:
    """A citable sentence; `around` is the measure that it stands in."""

    text: str
    around: str = ""


@dataclass(frozen=True)
class Verdict:
    """`fault` None: the sources at `backing` back the sentence. Else why not, `detail` says by what."""

    fault: Fault | None
    backing: tuple[int, ...] = ()
    detail: str = ""


def check(sentence: str, sources: Sequence[Source]) -> Verdict:
    """Whether `sources` back `sentence` (without markers), and which of them."""
    text = in_digits(normalise(sentence))
    if not _is_plain_chinese(text):
        return Verdict(Fault.FORM, detail=sentence[:20])
    backing: list[int] = []
    for part in _PASSAGE.findall(text):
        verdict = _check_part(part, sources)
        if verdict.fault:
            return verdict
        backing.extend(verdict.backing)
    return Verdict(None, tuple(dict.fromkeys(backing)))


def source_of(quote: Quote) -> Source:
    """What a claim is checked against: the quote, and the measure that it stands in."""
    measure = quote.measure
    around = quote.document.text[measure.start : measure.end] if measure else ""
    return Source(quote.text, around)


def normalise(text: str) -> str:
    """Half-width letters and punctuation, no spaces, so that sentence and source compare."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _check_part(part: str, sources: Sequence[Source]) -> Verdict:
    nearest, best = Verdict(Fault.WORDS), -1.0
    for index, source in enumerate(sources):
        around = normalise(source.around)
        for passage in _PASSAGE.findall(in_digits(normalise(source.text))):
            fault, detail, share = _compare(part, passage, around)
            if fault is None:
                return Verdict(None, (index,))
            if share > best:
                nearest, best = Verdict(fault, detail=detail), share
    return nearest


def _compare(part: str, passage: str, around: str) -> tuple[Fault | None, str, float]:
    """The first fault of `part` against one passage, and the share of its words found there."""
    found = coverage(part, passage, around)
    if not figures_hold(part, passage):
        return Fault.FIGURE, "", found.share
    if unknown := next((n for n in _NAMED.findall(part) if n not in passage), ""):
        return Fault.NAME, unknown, found.share
    if detail := changes_negation(part, passage):
        return Fault.NEGATION, detail, found.share
    if detail := adds_force(part, passage) or lacks_hedge(part, passage):
        return Fault.FORCE, detail, found.share
    if detail := drops_limit(part, passage):
        return Fault.SCOPE, detail, found.share
    if found.missing or found.share < SHARE:
        return Fault.WORDS, "、".join(found.missing), found.share
    if part not in passage and not (keeps_order(part, passage) and keeps_together(part, passage)):
        return Fault.ORDER, "", found.share
    return None, "", found.share


def _is_plain_chinese(text: str) -> bool:
    letters = _LETTER.findall(text)
    han = len(_HAN.findall(text))
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and han >= 4
        and han >= 0.8 * len(letters)
        and not _MARKUP.search(text)
    )
