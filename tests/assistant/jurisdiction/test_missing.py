"""What is said of places and texts that are not in the library."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from assistant.jurisdiction.missing import say_missing
from assistant.jurisdiction.select import select
from assistant.settings import Settings
from assistant.turn import Request, Run
from assistant.understanding.model import Part, Understanding
from assistant.verification.verify import holds, known_to
from corpus.library import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Settings().corpus_dir)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("国办发〔2024〕48号对托育怎么说", "没有收录《国务院办公厅关于加快完善生育支持政策体系"),
        ("鲁政发〔2023〕7号说了什么", "没有收录您说的那份文件"),
        ("民法典第1043条和食品安全法第八条", "没有收录《民法典》、《食品安全法》"),
        ("涟水的育儿补贴多少", "没有收录涟水的政策"),
        ("深户能领吗", "没有收录深圳市的政策"),
        ("育儿补贴怎么领", ""),
    ],
)
def test_what_is_missing_is_named_without_a_figure(library: Library, text: str, said: str) -> None:
    part = Part(text, text)
    request = Request(SimpleNamespace(library=library), text, as_of=date(2026, 11, 28))
    statements = say_missing(select(part, request), request)
    known = known_to(Run(request, Understanding(text, (part,))))
    whole = "".join(statement.text for statement in statements)
    assert all(holds(statement, known) for statement in statements)
    assert said in whole
    assert bool(said) == bool(statements)
    assert not any(character.isdigit() for character in whole)
