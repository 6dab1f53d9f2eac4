"""By which rule, where a text only says that there is one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.composing.by_rule import by_which_rule
from assistant.domain import domain
from assistant.settings import Settings
from assistant.turn import Request, Run
from assistant.understanding.model import Part, Understanding
from assistant.verification.making import quoted
from assistant.verification.verify import holds, known_to
from corpus.library import Library

MAIN = domain().main_document


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Settings().corpus_dir)


def said(library: Library, document_id: str, words: str, text: str = "怎么办") -> list[str]:
    document = library.get(document_id)
    sentence, measure = next((s, m) for s, m in document.sentences() if words in s.text)
    part = Part(text, text)
    request = Request(SimpleNamespace(library=library), text)
    statements = by_which_rule(part, [quoted(document, measure, sentence)], request)
    known = known_to(Run(request, Understanding(text, (part,))))
    assert all(holds(statement, known) for statement in statements)
    return [statement.text for statement in statements]


def test_the_text_in_the_library_and_the_missing_one_are_named(library: Library) -> None:
    found = said(library, MAIN, "专项附加扣除政策")
    assert "《国务院关于提高个人所得税有关专项附加扣除标准的通知》" in found[0]
    assert "《个人所得税专项附加扣除操作办法(试行)》没有收录" in found[1]


def test_a_named_text_that_is_absent_is_said(library: Library) -> None:
    found = said(library, "jiangxi-maternity-insurance-merge-2019", "江西省女职工劳动保护特别规定")
    assert found == ["有关的《江西省女职工劳动保护特别规定》没有收录。"]


def test_a_rule_that_is_not_named_is_said_to_be_so_where_it_is_asked(library: Library) -> None:
    assert said(library, MAIN, "按规定做好") == []
    (text,) = said(library, MAIN, "按规定做好", "按规定是按哪个规定")
    assert text == "原文只写“按规定”，没有写明是哪一个文件。"


def test_what_refers_to_no_rule_needs_no_word(library: Library) -> None:
    assert said(library, MAIN, "发展儿童福利事业", "有什么规定") == []
