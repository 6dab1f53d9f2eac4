"""Whether a city's own documents answer before the rules do."""

from __future__ import annotations

from types import SimpleNamespace

from assistant.jurisdiction.local import answers_locally
from assistant.turn import Request, Selection
from assistant.understanding.model import Part
from corpus.parser import parse
from index.ranking import RankedMeasure

CITY, PROVINCE = parse("city", "第一条 甲。\n"), parse("province", "第一条 乙。\n")
PART = Part("贷款最高多少", "贷款最高多少")


def asked(answers: bool, *, local: bool = True) -> tuple[bool, list[list[str]]]:
    """Whether it answers locally, and what was searched."""
    searched: list[list[str]] = []

    def search(question: str, documents: list[str]) -> SimpleNamespace:
        searched.append(documents)
        return SimpleNamespace(measures=(RankedMeasure("city", "m1", 1.0, answers=answers),))

    services = SimpleNamespace(search=SimpleNamespace(search=search))
    selection = Selection(((CITY,), (PROVINCE,)), local=local)
    return answers_locally(PART, selection, Request(services, "")), searched


def test_the_city_s_documents_alone_are_searched() -> None:
    assert asked(True) == (True, [["city"]])


def test_what_they_do_not_answer_is_left_to_the_rules() -> None:
    assert asked(False)[0] is False


def test_without_documents_of_the_city_nothing_is_searched() -> None:
    assert asked(True, local=False) == (False, [])
