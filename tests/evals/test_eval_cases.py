"""Every case file loads and is well-formed; a bad one is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import PROJECT
from corpus.library import Library
from evals.cases import CASES, DEFAULT_DOCUMENT, STYLES, CaseSet, load_cases
from evals.errors import EvalInputError


@pytest.fixture(scope="module", params=["dev", "test"])
def cases(request: pytest.FixtureRequest) -> CaseSet:
    return load_cases(CASES / request.param)


def test_every_case_is_complete(cases: CaseSet) -> None:
    for case in cases.all():
        assert case.status, case.id
        assert case.file == "dialogues" or case.style in STYLES, case.id
        if case.file in ("single", "multi"):
            assert case.measures, case.id
        if case.file == "single":
            assert case.sentences and len(case.measures or ()) == 1, case.id
        if case.file == "multi":
            assert len(case.measures or ()) >= 2, case.id
        if case.file == "uncovered":
            assert case.is_uncovered and not case.measures, case.id
        if case.file == "attacks":
            assert case.forbidden, case.id
        if case.file == "calculation":
            assert case.as_of, case.id
            if case.outcome not in (None, "needs_information"):
                assert case.steps is not None and case.sources, case.id


def test_labels_name_measures_and_sentences_of_the_document(cases: CaseSet) -> None:
    document = Library(PROJECT / "corpus" / "documents").get(DEFAULT_DOCUMENT)
    numbers = {measure.number for measure in document.measures}
    for case in cases.all():
        assert {*(case.measures or ()), *case.first, *case.allow} <= numbers, case.id
        for fragment in case.sentences:
            assert fragment in document.text, case.id


def test_there_are_enough_cases(cases: CaseSet) -> None:
    counts = {name: len(cases.of([name])) for name in ("single", "multi", "uncovered")}
    assert sum(counts.values()) >= 100
    assert len(cases.dialogues) >= 60
    assert all(2 <= len(dialogue.turns) <= 5 for dialogue in cases.dialogues)


def test_dev_and_test_share_no_question() -> None:
    dev = {case.question for case in load_cases(CASES / "dev").of(["single", "multi", "uncovered"])}
    test = [case for case in load_cases(CASES / "test").of(["single", "multi", "uncovered"])]
    shared = [case.id for case in test if case.question in dev]
    assert len(shared) <= 0.02 * len(test)


def test_only_the_test_folder_is_hidden() -> None:
    assert load_cases(CASES / "test").is_hidden
    assert not load_cases(CASES / "dev").is_hidden


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("single", "- {question: 育儿补贴发到几岁, status: answered}", "缺少 id"),
        ("single", "- {id: a, question: 问, status: maybe}", "status"),
        ("single", "- {id: a, question: 问, status: answered, measure: [3]}", "measure"),
        ("single", "- {id: a, question: 问, status: answered, measures: three}", "measures"),
        ("single", "- {id: a, question: 问, status: answered, as_of: 明天}", "as_of"),
        ("single", "- {id: a, question: 几岁?, status: answered}", "第 1 行.*引号"),
        ("calculation", "- {id: a, question: 问, status: answered, steps: 29月}", "steps"),
        ("calculation", "- {id: a, question: 问, status: answered, steps: [很多]}", "steps"),
        ("calculation", "- {id: a, question: 问, status: answered, sources: [民法典]}", "sources"),
        (
            "calculation",
            "- {id: a, question: 问, status: answered, sources: [{clause: 一}]}",
            "title",
        ),
        ("single", "question: 问", "列表"),
        ("dialogues", "- {id: a, turns: []}", "turns"),
        ("others", "- {id: a, question: 问, status: answered}", "文件名"),
        (
            "single",
            "- {id: a, question: 问, status: answered}\n- {id: a, question: 答, status: answered}",
            "重复",
        ),
    ],
)
def test_a_bad_case_is_refused(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(EvalInputError, match=reason):
        load_cases(tmp_path)


def test_steps_are_figures_with_units_or_dates(tmp_path: Path) -> None:
    (tmp_path / "calculation.yaml").write_text(
        "- {id: a, question: 问, status: answered, steps: [29月, 47.5元/天, 100%, 2026-02-28]}\n"
        "- {id: b, question: 问, status: answered, steps: []}\n"
        "- {id: c, question: 问, status: answered}\n",
        encoding="utf-8",
    )
    steps = [case.steps for case in load_cases(tmp_path).cases]
    expected = (("29", "月"), ("47.5", "元/天"), ("100", "%"), ("2026-02-28", ""))
    assert steps == [expected, (), None]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalInputError):
        load_cases(tmp_path)


def test_a_dialogue_shares_its_date_with_its_turns(tmp_path: Path) -> None:
    (tmp_path / "hard_dialogues.yaml").write_text(
        "- id: d\n  as_of: 2025-09-01\n  turns:\n"
        "    - {question: 甲, status: answered, measures: [3]}\n"
        "    - {question: 乙, status: [answered, needs_information], as_of: 2025-10-01}\n",
        encoding="utf-8",
    )
    (dialogue,) = load_cases(tmp_path).dialogues
    assert [turn.id for turn in dialogue.turns] == ["d/1", "d/2"]
    assert [str(turn.as_of) for turn in dialogue.turns] == ["2025-09-01", "2025-10-01"]
    assert dialogue.turns[0].file == "dialogues"
    assert dialogue.turns[1].measures is None
