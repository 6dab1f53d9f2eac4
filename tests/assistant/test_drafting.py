"""Drafting: markers and citations match, numbered by first use."""

from __future__ import annotations

import re

from answer_invariants import broken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Status
from assistant.composing.drafting import draft
from assistant.context import Context, Kind, Quote, Services, Statement
from corpus.model import Document


def _quotes(document: Document) -> list[Quote]:
    return [Quote.of(document, measure, sentence) for sentence, measure in document.sentences()]


def test_markers_at_the_end_or_at_their_places(services: Services, jiangxi: Document) -> None:
    first, second, third, *_ = _quotes(jiangxi)
    statements = [
        Statement(Kind.QUOTE, "甲", (second,)),
        Statement(Kind.STRUCTURE, "乙[[1]]丙[[0]]", (first, second)),
        Statement(Kind.QUOTE, "丁", (third, second)),
        Statement(Kind.PHRASE, "戊"),
    ]
    context = Context(services, "问", status=Status.ANSWERED, statements=statements)
    answer = draft(context)
    assert answer.answer == "甲[1]\n乙[1]丙[2]\n丁[3][1]\n戊"
    assert [citation.start for citation in answer.citations] == [
        second.start,
        first.start,
        third.start,
    ]


def test_a_citation_says_where_it_stands(services: Services, jiangxi: Document) -> None:
    measure = jiangxi.measure(9)
    assert measure is not None and measure.heading is not None
    inside = Quote.of(jiangxi, measure, measure.heading)
    outside = Quote.of(jiangxi, None, jiangxi.preamble[0])
    statement = Statement(Kind.QUOTE, "甲", (inside, outside))
    answer = draft(Context(services, "问", status=Status.ANSWERED, statements=[statement]))
    one, two = answer.citations
    assert (one.section, one.measure, one.label) == (2, 9, "二、(九)加强儿童发展和保护")
    assert (two.section, two.measure) == (None, None)


def test_no_status_is_an_error(services: Services) -> None:
    assert draft(Context(services, "问")).status is Status.ERROR


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    chosen=st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4, unique=True), max_size=6)
)
def test_any_statements_keep_the_contract(
    chosen: list[list[int]], services: Services, jiangxi: Document
) -> None:
    quotes = _quotes(jiangxi)
    statements = [
        Statement(Kind.QUOTE, "甲", tuple(quotes[index % len(quotes)] for index in indexes))
        for indexes in chosen
    ]
    statements.append(Statement(Kind.QUOTE, "乙", (quotes[0],)))
    answer = draft(Context(services, "问", status=Status.ANSWERED, statements=statements))
    assert broken(answer, services.library) == []
    assert len(re.findall(r"\[1\]", answer.answer)) >= 1
