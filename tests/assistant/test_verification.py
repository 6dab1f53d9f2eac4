"""Verification: what the quotes do not say is dropped, whatever kind of statement says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Status
from assistant.context import Context, Kind, Quote, Services, Statement
from assistant.verification.statements import is_backed, verify
from corpus.model import Document, Role

CALCULATION = {"result": {"total": 8700, "months": 29}, "steps": [{"text": "29×300=8700元"}]}


def _quote(document: Document, text: str) -> Quote:
    start = document.text.index(text)
    measure = next((m for m in document.measures if m.start <= start < m.end), None)
    return Quote(document, measure, start, start + len(text))


@pytest.fixture
def subsidy(jiangxi: Document) -> Quote:
    """The sentence on the subsidy, of measure 3."""
    text = "从2025年1月1日起,对符合法律法规规定生育的3周岁以下婴幼儿发放补贴,至其年满3周岁"
    return _quote(jiangxi, text)


def _backed(text: str, *quotes: Quote, kind: Kind = Kind.QUOTE, **extra: object) -> bool:
    calculation = CALCULATION if kind is Kind.CALCULATION else None
    return is_backed(Statement(kind, text, quotes), [calculation] if calculation else [])


def test_quotes_word_for_word(subsidy: Quote) -> None:
    assert _backed(subsidy.text, subsidy)
    assert _backed("从2025年1月1日起……至其年满3周岁", subsidy)
    assert _backed("【(三)加大养育照护经济支持】从2025年1月1日起……", subsidy)


@pytest.mark.parametrize(
    "tampered",
    [
        "从2024年1月1日起",
        "至其年满6周岁",
        "对3周岁以下婴幼儿不发放补贴",
        "至其年满3周岁……从2025年1月1日起",
        "【(四)提升生育医疗保障水平】从2025年1月1日起",
        "从2025年1月1日起,发放补贴",
    ],
)
def test_a_tampered_quote_is_not_backed(tampered: str, subsidy: Quote) -> None:
    assert not _backed(tampered, subsidy)


def test_a_quote_needs_a_quote(subsidy: Quote) -> None:
    assert not _backed(subsidy.text)


@pytest.mark.parametrize("shift", [(0, 10**6), (-1, 5), (5, 5), (9, 3)])
def test_spans_outside_the_text_are_not_backed(shift: tuple[int, int], subsidy: Quote) -> None:
    assert not _backed("", replace(subsidy, start=shift[0], end=shift[1]), kind=Kind.PHRASE)


def test_page_noise_is_never_cited(jiangxi: Document) -> None:
    noise = [leaf for leaf in jiangxi.leaves if leaf.role is Role.NOISE]
    assert noise
    for leaf in noise:
        text = jiangxi.text[leaf.start : leaf.end]
        assert not _backed(text, Quote(jiangxi, None, leaf.start, leaf.end))
        wider = Quote(jiangxi, None, max(0, leaf.start - 5), leaf.end)
        assert not _backed(wider.text, wider)


def test_structure_may_count_and_name_what_is_there(jiangxi: Document) -> None:
    measure = jiangxi.measure(6)
    assert measure is not None and measure.responsibility is not None
    units = Quote.of(jiangxi, measure, measure.responsibility)
    assert _backed("(六)的责任单位:省药监局[[0]]。全文共14条。", units, kind=Kind.STRUCTURE)
    assert not _backed("(六)的责任单位:省广电局[[0]]。", units, kind=Kind.STRUCTURE)
    assert not _backed("全文共15条[[0]]。", units, kind=Kind.STRUCTURE)
    assert not _backed("全文共14条。", kind=Kind.STRUCTURE)


def test_a_calculation_gives_every_figure(subsidy: Quote) -> None:
    assert _backed("应补贴29个月,一共8700元。", kind=Kind.CALCULATION)
    assert _backed("一共8,700元。", kind=Kind.CALCULATION)
    assert _backed("2025年1月1日起,共29个月。", subsidy, kind=Kind.CALCULATION)
    assert not _backed("一共可领9000元。", kind=Kind.CALCULATION)
    assert not _backed("一共870元。", kind=Kind.CALCULATION)
    assert not is_backed(Statement(Kind.CALCULATION, "一共8700元。"))


@pytest.fixture
def verified(services: Services) -> Callable[..., Context]:
    """A context with the given statements, after verification."""

    def run(*statements: Statement) -> Context:
        context = Context(services, "问题", status=Status.ANSWERED, statements=list(statements))
        verify(context)
        return context

    return run


def test_only_what_is_backed_stays(verified: Callable[..., Context], subsidy: Quote) -> None:
    good = Statement(Kind.QUOTE, subsidy.text, (subsidy,))
    bad = Statement(Kind.QUOTE, "至其年满8周岁", (subsidy,))
    phrase = Statement(Kind.PHRASE, "具体如何办理,请咨询当地主管部门。")
    context = verified(good, bad, phrase)
    assert context.statements == [good, phrase]
    assert context.status is Status.ANSWERED


def test_nothing_left_is_no_answer(verified: Callable[..., Context], subsidy: Quote) -> None:
    bad = Statement(Kind.QUOTE, "至其年满8周岁", (subsidy,))
    phrase = Statement(Kind.PHRASE, "具体如何办理,请咨询当地主管部门。")
    context = verified(bad, phrase)
    assert context.status is Status.NOT_COVERED
    assert "12345" in context.statements[-1].text
    assert not any(statement.quotes for statement in context.statements)
