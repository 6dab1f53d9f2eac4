"""The sentences under a calculation, over any subset of the documents."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.calculation.basis import basis
from assistant.eligibility.rules.registry import run_rule
from assistant.settings import Settings
from corpus.library import Library
from corpus.validity import Register

GUIDE, SCHEME = "jiangxi-subsidy-guide-2026", "national-subsidy-scheme-2025"


def _library(tmp_path: Path, *documents: str) -> Library:
    for document in documents:
        shutil.copytree(Path(Settings().corpus_dir) / document, tmp_path / document)
    return Library(tmp_path)


@pytest.mark.parametrize(
    ("documents", "first"),
    [((GUIDE, SCHEME), GUIDE), ((SCHEME,), SCHEME), ((), None)],
    ids=["both", "nation alone", "none"],
)
def test_the_nearest_document_that_is_there_backs_the_figure(
    tmp_path: Path, documents: tuple[str, ...], first: str | None
) -> None:
    library = _library(tmp_path, *documents)
    found = run_rule("childcare_subsidy", {"birth_date": "2024-05"}, "2026-11-28")
    on = date(2026, 11, 28)
    register = Register([library.get(one) for one in library.ids])
    quotes = basis(found, library, register, on)
    assert (quotes[0].document.id if quotes else None) == first
    assert all("3600元" in quote.text for quote in quotes[:1])
    named = {source["title"] for source in found["sources"]}
    assert "育儿补贴制度实施方案" in named
