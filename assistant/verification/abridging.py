"""Which words of a sentence may be left out: whole units and items of lists, nothing else.

Sound is what leaves conditions, subjects, negations, hedges and agents where they are (docs/chat-model.md):
- a unit before one that is kept: only what an authority sets out to do, for only that lends its
  neighbours nothing; a unit that begins with a hedge only before one that begins with a hedge;
- a unit after one that is kept: only what an authority sets out to do, encourages or leads to, that gives
  no measure; details left to another text; or, after a semicolon, a case of its own;
- what is left before it must say something, and not only name whom the unit speaks of;
- a unit that points back, or cannot begin a sentence, is kept only with the one before it;
- a stem is quoted whole;
- a list's items as `clauses` shows them to be independent.
What cannot be told stays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.verification.clauses import Lead, Span, Unit, units
from assistant.verification.quotes import is_whole
from assistant.verification.statement import Quote
from corpus.model import Document, Sentence

_MOST_TRIED = 4000
"""Ways to leave something out that are tried before a sentence counts as not aligned."""
_FREE_BEFORE = (Lead.DIRECTIVE, Lead.HEDGE)
_FREE_AFTER = (Lead.DIRECTIVE, Lead.HEDGE, Lead.RESULT, Lead.DETAIL)
_CLOSING_SIGNS = ")\uff09》”」』〕]"
_OPENING_SIGNS = "(\uff08《“「『〔["


def is_sound(quote: Quote) -> bool:
    """Whether what the quote's parts leave out of their sentences changes nothing of what is left."""
    touched = [s for s, _ in quote.document.sentences() if _touches(s, quote.parts)]
    context = {part for sentence in touched for part in sentence.context}
    own = [part for part in quote.parts if part not in context]
    needed = all(any(a <= start and stop <= b for a, b in quote.parts) for start, stop in context)
    inside = all(any(s.start <= a and b <= s.end for s in touched) for a, b in own)
    return (
        bool(own)
        and needed
        and inside
        and all(_keeps_sense(sentence, quote.parts) for sentence in touched)
    )


def align(words: str, quote: Quote) -> Quote | None:
    """The quote with just those words of it that `words` repeats, in order, signs aside.

    None where `words` says anything else, or leaves out what must stay. `quote` is of whole sentences.
    """
    wanted = letters(words)
    document = quote.document
    if not wanted or not is_whole(quote):
        return None
    if wanted == letters(quote.text):
        return quote
    context = _context(quote)
    own = [
        s
        for s, _ in document.sentences()
        if _touches(s, quote.parts) and (s.start, s.end) not in context
    ]
    lead = "".join(letters(document.text[slice(*part)]) for part in sorted(context))
    if not wanted.startswith(lead) or len(own) != 1 or own[0].items:
        return None
    kept = _kept_ranges(wanted[len(lead) :], own[0], document)
    if kept is None:
        return None
    return replace(quote, parts=tuple(sorted({*context, *kept})))


def letters(text: str) -> str:
    """Letters and digits of a text in one form: signs and blanks say nothing in an alignment."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if char.isalnum() or char == "%")


def _kept_ranges(wanted: str, sentence: Sentence, document: Document) -> list[Span] | None:
    found = units(sentence.text)
    for tried, dropped in enumerate(_ways(wanted, sentence.text, found)):
        if tried >= _MOST_TRIED:
            return None
        if _is_sound_omission(sentence.text, found, dropped):
            return _ranges(sentence, dropped)
    return None


def _ways(wanted: str, text: str, found: Sequence[Unit]) -> Iterator[list[Span]]:
    """All ways to leave units and items out so that `wanted` is left; keeping comes first."""
    options = [_options(text, unit) for unit in found]

    def walk(index: int, rest: str, dropped: list[Span]) -> Iterator[list[Span]]:
        if index == len(options):
            if not rest:
                yield dropped
            return
        for left, spans in options[index]:
            if rest.startswith(left):
                yield from walk(index + 1, rest[len(left) :], [*dropped, *spans])

    return walk(0, wanted, [])


def _options(text: str, unit: Unit) -> list[tuple[str, list[Span]]]:
    """What may be left of a unit, and what is left out then: all of it, less and less, nothing."""
    start, end = unit.span
    omissions: list[list[Span]] = [[]]
    for item in unit.items:
        omissions += [[*spans, item] for spans in omissions if not spans or spans[-1][1] <= item[0]]
    if unit.particle:
        omissions += [[unit.particle, *spans] for spans in omissions]
    found = [(letters(_without(text, unit.span, spans)), spans) for spans in omissions]
    return [*found, ("", [(start, end)])]


def _without(text: str, within: Span, spans: Iterable[Span]) -> str:
    return "".join(
        text[i] for i in range(*within) if not any(start <= i < end for start, end in spans)
    )


def _keeps_sense(sentence: Sentence, parts: Sequence[Span]) -> bool:
    dropped = _dropped(sentence, parts)
    if dropped and sentence.items:
        return False
    found = units(sentence.text)
    return not dropped or _is_sound_omission(sentence.text, found, dropped)


def _dropped(sentence: Sentence, parts: Sequence[Span]) -> list[Span]:
    """The stretches of a sentence outside the parts, those without a letter left aside."""
    edges = [sentence.start]
    for start, end in sorted(parts):
        if start < sentence.end and sentence.start < end:
            edges += [max(start, sentence.start), min(end, sentence.end)]
    edges.append(sentence.end)
    gaps = [
        (a - sentence.start, b - sentence.start)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    return [(a, b) for a, b in gaps if letters(sentence.text[a:b])]


def _is_sound_omission(text: str, found: Sequence[Unit], dropped: Sequence[Span]) -> bool:
    gone = {i for a, b in dropped for i in range(a, b) if letters(text[i])}
    whole = [_letters_at(text, unit.span) for unit in found]
    kept = [index for index, spoken in enumerate(whole) if spoken - gone]
    if not kept or gone - set().union(*whole):
        return False
    for index in kept:
        lost = whole[index] & gone
        if lost and not _are_items(text, found, index, lost, kept):
            return False
    return _stands_alone(found, kept) and all(
        _may_go(found, index, kept) for index in range(len(found)) if index not in kept
    )


def _are_items(
    text: str, found: Sequence[Unit], index: int, lost: set[int], kept: Sequence[int]
) -> bool:
    """Whether what a kept unit has lost are whole items, or the 「并」 after a unit that is gone."""
    unit = found[index]
    allowed = [_letters_at(text, item) for item in unit.items]
    if unit.particle and index - 1 not in kept:
        allowed.append(_letters_at(text, unit.particle))
    covered: set[int] = set().union(*(item for item in allowed if item <= lost))
    return covered == lost


def _stands_alone(found: Sequence[Unit], kept: Sequence[int]) -> bool:
    """Whether each kept unit has beside it what it points at or rests on."""
    for index in kept:
        unit = found[index]
        leans = unit.points or not unit.starts
        if index and leans and index - 1 not in kept:
            return False
        if unit.lead is not Lead.HEDGE and not _hedge_stays(found, index, kept):
            return False
    return True


def _hedge_stays(found: Sequence[Unit], index: int, kept: Sequence[int]) -> bool:
    """Whether the hedge that may govern a unit, the last one before it, is kept."""
    hedges = [i for i in range(index) if found[i].lead is Lead.HEDGE]
    return not hedges or hedges[-1] in kept


def _may_go(found: Sequence[Unit], index: int, kept: Sequence[int]) -> bool:
    unit = found[index]
    before = any(other < index for other in kept)
    after = any(index < other for other in kept)
    free_after = unit.own_case or (unit.lead in _FREE_AFTER and not unit.measures)
    free_before = unit.lead in _FREE_BEFORE and not (unit.own_case or unit.leads)
    said = any(found[other].says for other in kept if other < index)
    return (not after or free_before) and (not before or (free_after and said))


def _letters_at(text: str, span: Span) -> set[int]:
    return {i for i in range(*span) if letters(text[i])}


def _ranges(sentence: Sentence, dropped: Sequence[Span]) -> list[Span]:
    """The kept stretches of a sentence in the document, each from its first to its last letter with the
    brackets around it, the sentence's end with its sign."""
    text = sentence.text
    gone = {i for a, b in dropped for i in range(a, b)}
    kept = [i for i in range(len(text)) if letters(text[i]) and i not in gone]
    breaks = [
        (one, two)
        for one, two in pairwise(kept)
        if any(letters(text[i]) for i in range(one + 1, two))
    ]
    starts = [kept[0], *(two for _, two in breaks)]
    ends = [*(one for one, _ in breaks), kept[-1]]
    ranges = []
    for start, end in zip(starts, ends, strict=True):
        while start and text[start - 1] in _OPENING_SIGNS and start - 1 not in gone:
            start -= 1
        end += 1
        while end < len(text) and text[end] in _CLOSING_SIGNS and end not in gone:
            end += 1
        if not letters(text[end:]):
            end = len(text)
        ranges.append((sentence.start + start, sentence.start + end))
    return ranges


def _context(quote: Quote) -> set[Span]:
    sentences = (s for s, _ in quote.document.sentences() if _touches(s, quote.parts))
    return {part for sentence in sentences for part in sentence.context}


def _touches(sentence: Sentence, parts: Sequence[Span]) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in parts)
