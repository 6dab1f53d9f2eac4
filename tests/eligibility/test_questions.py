"""The everyday questions beside the rules' cases: enough of each, none twice, none out of an eval set."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from assistant.eligibility.questions import FOLDER, questions
from assistant.eligibility.rules.catalogue import RULES

EVALS = Path(__file__).parents[2] / "evals" / "cases" / "dev"
QUESTIONS = questions()


def test_every_rule_has_enough_and_every_want_some() -> None:
    by_rule = Counter(question.rule for question in QUESTIONS)
    assert set(by_rule) == set(RULES)
    assert min(by_rule.values()) >= 20
    by_want = Counter((question.rule, question.want) for question in QUESTIONS)
    for name, rule in RULES.items():
        assert [want for want in rule.wants if by_want[name, want] < 3] == []


def test_no_question_stands_twice() -> None:
    twice = Counter(question.text for question in QUESTIONS)
    assert [text for text, count in twice.items() if count > 1] == []


def test_none_is_taken_from_an_eval_set() -> None:
    known = set()
    for path in sorted(EVALS.glob("*calculation*")):
        asked = re.findall(
            r"question: *[\"']?(.*?)[?？。]?[\"']?[,\n]", path.read_text(encoding="utf-8")
        )
        known |= set(asked)
    assert len(known) > 300
    assert [question.text for question in QUESTIONS if question.text in known] == []


def test_a_want_that_the_rule_does_not_give_is_named(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.yaml"):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        if table["rule"] == "nursing_time":
            table["questions"]["saved"] = ["哺乳能省几多税"]
        (tmp_path / path.name).write_text(yaml.safe_dump(table), encoding="utf-8")
    with pytest.raises(ValueError, match="saved"):
        questions(tmp_path)
