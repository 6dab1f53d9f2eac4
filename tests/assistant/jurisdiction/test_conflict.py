"""Documents that differ on one matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.jurisdiction.conflict import differ, figures_of, settle
from assistant.verification.statement import Quote
from corpus.model import Metadata
from corpus.parser import parse


def quote(document_id: str, text: str, region: str, day: date | None = None) -> Quote:
    document = parse(document_id, f"第一条 {text}\n")
    document = replace(document, metadata=Metadata(region=region, effective_from=day))
    sentence = document.measures[0].sentences[0]
    return Quote(document, document.measures[0], ((sentence.start, sentence.end),))


NATION = quote("n", "育儿补贴的初审和审核确认工作原则上应在30个工作日内完成。", "全国")
PROVINCE = quote("p", "20个工作日。", "江西省")
SAME = quote("s", "审核在20个工作日内完成。", "江西省")
OTHER = quote("o", "审核在10个工作日内完成。", "浙江省")
OLD = quote("old", "照护婴幼儿的支出按照每个婴幼儿每月1000元的标准扣除。", "全国", date(2022, 1, 1))
NEW = quote("new", "婴幼儿照护扣除标准由每月1000元提高到2000元。", "全国", date(2023, 1, 1))
FINE = quote("f", "逾期不缴存的处5万元以下的罚款。", "全国", date(2024, 1, 1))


def test_figures_have_their_thing_and_no_date() -> None:
    assert figures_of("自2025年1月1日起20个工作日内办结") == {"个工作日": {Decimal(20)}}


def test_documents_for_the_same_people_differ() -> None:
    assert differ(PROVINCE, NATION)
    assert not differ(PROVINCE, SAME)
    assert not differ(PROVINCE, OTHER)
    assert not differ(PROVINCE, PROVINCE)


def test_what_differs_is_cited_beside_the_lead() -> None:
    assert settle(PROVINCE, [SAME, NATION]) == (PROVINCE, (NATION,))


def test_the_newer_of_the_same_place_leads() -> None:
    assert settle(OLD, [NEW]) == (NEW, (OLD,))
    assert settle(NEW, [OLD]) == (NEW, ())


def test_another_matter_is_no_conflict() -> None:
    assert settle(OLD, [FINE]) == (OLD, ())
