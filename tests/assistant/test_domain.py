"""The domain: the shipped file, what it rejects, what phrases take from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain import Domain, DomainError, domain, load_domain
from assistant.phrases import phrase
from corpus.regions import Region

HOUSING = """
home: 广东省
subject: 住房保障
examples: [{label: 租房, question: 公租房怎么申请？}]
search_example: 公租房
topics: [公租房]
"""


def _load(tmp_path: Path, text: str) -> Domain:
    path = tmp_path / "domain.yaml"
    path.write_text(text, encoding="utf-8")
    return load_domain(path)


def test_the_shipped_domain_is_at_home_in_a_province() -> None:
    assert domain().region == Region("江西省")
    assert domain().home_name == "江西"


def test_the_glossary_states_no_figure() -> None:
    assert domain().glossary
    assert not any(c.isdigit() for text in domain().glossary.values() for c in text)


def test_phrases_speak_of_the_domain() -> None:
    assert domain().examples[0].question in phrase("empty")


def test_another_domain_needs_little(tmp_path: Path) -> None:
    housing = _load(tmp_path, HOUSING)
    assert (housing.home_name, housing.rules, housing.absent) == ("广东", False, ())


def test_without_a_home_it_is_the_nations(tmp_path: Path) -> None:
    assert _load(tmp_path, HOUSING.replace("广东省", '""')).region == Region()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HOUSING.replace("subject", "subjects"), "subject"),
        ("- a", "全部"),
        ("a: [", "YAML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        _load(tmp_path, text)


def test_a_home_that_is_no_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="月亮省"):
        _ = _load(tmp_path, HOUSING.replace("广东省", "月亮省")).region


def test_a_lost_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="POLICY_DOMAIN"):
        load_domain(tmp_path / "none.yaml")
