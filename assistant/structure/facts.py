"""What a document says of itself: dates, number, issuer, validity, title, where it applies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.structure.asked import Asked
from assistant.structure.making import heading_quote, quote_sentences, say, title_quote
from assistant.structure.outline import preamble, titles_of_measures
from assistant.verification.slots import day_text
from assistant.verification.statement import Quote, Statement
from corpus.model import Measure, Sentence

Fact = Callable[[Asked], list[Statement] | None]
"""What answers a question about one fact of the document."""
_HIGHER = (
    "上位",
    "上级",
    "引用的",
    "依据的",
    "根据的",
    "落实",
    "贯彻",
    "国务院",
    "国办",
    "国家",
    "中央",
)
_TO_WHOM = ("给谁", "给哪", "主送", "发到")
_IN_FORCE = ("施行", "实施", "执行", "生效")
_APPLIES = "适用"
_SELF = (
    "本法",
    "本条例",
    "本办法",
    "本规定",
    "本细则",
    "本规范",
    "本方案",
    "本措施",
    "中华人民共和国境内",
)


def issued(asked: Asked) -> list[Statement]:
    """When it was issued, and last revised."""
    metadata = asked.document.metadata
    if metadata.issued is None:
        return [_lacks(asked, "issue_not_said", "issued")]
    statements = [
        say(
            asked,
            "issued_on",
            _quotes_of_day(asked, metadata.issued),
            title="document_title",
            day=("document_day", "issued"),
        )
    ]
    if metadata.revised:
        quotes = _quotes_of_day(asked, metadata.revised)
        statements.append(say(asked, "revised_on", quotes, day=("document_day", "revised")))
    return statements


def effective(asked: Asked) -> list[Statement]:
    """From when it is in force, by its own words where it has them; that it does not say, and when it
    was issued, where it says nothing."""
    metadata = asked.document.metadata
    own = _sentences(asked, _says_from_when)
    if own:
        return quote_sentences(asked, own)
    if metadata.effective_from is None:
        return [_lacks(asked, "effective_not_said", "effective_from"), *issued(asked)]
    return [
        say(
            asked,
            "effective_from",
            _about(asked),
            title="document_title",
            day=("document_day", "effective_from"),
        )
    ]


def number(asked: Asked) -> list[Statement]:
    """Its 发文字号; that of the text it implements, where that is asked."""
    document = asked.document
    if _asks_for_reference(asked):
        return _references(asked)
    if not document.metadata.number:
        return [_lacks(asked, "number_not_said", "number")]
    quotes = _quotes_with(asked, document.metadata.number)
    return [say(asked, "number_is", quotes, title="document_title", number="document_number")]


def issuer(asked: Asked) -> list[Statement] | None:
    """Who issued it; to whom it was sent, where that is asked."""
    document = asked.document
    if any(word in asked.text for word in _TO_WHOM):
        return addressees(asked)
    if not document.metadata.issuer:
        return [_lacks(asked, "issuer_not_said", "issuer")]
    quotes = _quotes_with(asked, document.metadata.issuer)
    return [say(asked, "issuer_is", quotes, title="document_title", issuer="document_issuer")]


def basis(asked: Asked) -> list[Statement] | None:
    """The texts that it says it implements."""
    return _references(asked) or preamble(asked)


def addressees(asked: Asked) -> list[Statement] | None:
    """To whom its notice is sent. Raises SlotError where it names nobody."""
    return [say(asked, "sent_to", _about(asked), addressees="addressees")]


def validity(asked: Asked) -> list[Statement]:
    """Until when it is in force, or that it does not say, with its standing."""
    if asked.document.metadata.effective_to:
        return [say(asked, "valid_until", _about(asked), title="document_title", day="last_day")]
    title = ("title_without", "effective_to")
    return [say(asked, "validity_not_said", _about(asked), title=title, status="document_status")]


def title(asked: Asked) -> list[Statement] | None:
    """Its full title; that of a measure or section, where one is named by number."""
    if asked.numbers.measures or asked.numbers.sections:
        return titles_of_measures(asked)
    if _asks_for_reference(asked):
        return _references(asked)
    return [say(asked, "title_is", _about(asked), title="document_title")]


def scope(asked: Asked) -> list[Statement] | None:
    """To whom and where it applies, by its own words where it has them, else by its place."""
    found = _sentences(asked, lambda text: _APPLIES in text and _is_self(text))[:3]
    if found:
        return quote_sentences(asked, found)
    if not asked.document.metadata.region:
        return None
    return [
        say(asked, "in_region", _about(asked), title="document_title", region="document_region")
    ]


def _asks_for_reference(asked: Asked) -> bool:
    """Whether the text that the document implements is asked for: by words that are not of its own
    issuer."""
    metadata = asked.document.metadata
    return bool(metadata.implements) and any(
        word in asked.text and word not in metadata.issuer for word in _HIGHER
    )


def _references(asked: Asked) -> list[Statement]:
    document = asked.document
    statements = []
    for index, reference in enumerate(document.metadata.implements):
        quotes = _quotes_with(asked, reference.title)
        slots = {"title": ("title_of_reference", index)}
        if reference.number:
            slots["number"] = ("number_of_reference", index)
        key = "implements_numbered" if reference.number else "implements"
        statements.append(say(asked, key, quotes, **slots))
    return statements


def _lacks(asked: Asked, key: str, field: str) -> Statement:
    return say(asked, key, _about(asked), title=("title_without", field))


def _about(asked: Asked) -> tuple[Quote, ...]:
    """The title, by which a fact of the document is cited; its last heading where it has none."""
    document = asked.document
    return title_quote(document) or (heading_quote(document, document.measures[-1]),)


def _quotes_of_day(asked: Asked, day: date) -> tuple[Quote, ...]:
    return _quotes_with(asked, day_text(day))


def _quotes_with(asked: Asked, words: str) -> tuple[Quote, ...]:
    """The sentence at the document's head or end that has these words, else its title."""
    document = asked.document
    outside = (*document.notice, *document.preamble, *document.closing)
    found = next((s for s in outside if s.citable and words in s.text), None)
    return (Quote(document, None, ((found.start, found.end),)),) if found else _about(asked)


def _sentences(asked: Asked, fits: Callable[[str], bool]) -> list[tuple[Measure | None, Sentence]]:
    """The citable sentences whose text fits."""
    return [
        (measure, sentence)
        for sentence, measure in asked.document.sentences()
        if fits(sentence.text)
    ]


def _is_self(text: str) -> bool:
    """Whether a sentence speaks of the document that it stands in."""
    return any(word in text for word in _SELF)


def _says_from_when(text: str) -> bool:
    return "起" in text and any(word in text for word in _IN_FORCE) and _is_self(text)


def with_others(fact: Fact) -> Fact:
    """The fact, with the others of the document's head that the question names beside it
    (「发文时间 发文机关」)."""

    def several(asked: Asked) -> list[Statement] | None:
        others = [
            other
            for words, other in _FACTS
            if other is not fact and any(word in asked.text for word in words)
        ]
        return [s for each in (fact, *others) for s in each(asked) or []] or None

    return several


_FACTS: tuple[tuple[tuple[str, ...], Fact], ...] = (
    (("日期", "时间", "哪天"), issued),
    (("机关", "发文单位"), issuer),
    (("文号", "字号"), number),
)
