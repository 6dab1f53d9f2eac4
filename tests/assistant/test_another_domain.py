"""The product started with another domain and library says no word of the shipped one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHIPPED = re.compile(
    "生育|育儿|托育|产假|婴幼儿|江西|南昌|赣|计生|孕|哺乳|宝宝|陪产|二孩|出生|专项附加扣除"
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the product says with a housing text: answers by question, pages by path."""
    work = tmp_path_factory.mktemp("housing")
    done = subprocess.run(
        [sys.executable, HERE / "another_domain.py", HERE / "data" / "housing", work],
        capture_output=True,
        check=False,
        cwd=HERE.parents[1],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    output = done.stdout.decode()
    found: dict[str, str] = json.loads(output[output.index('{"') :])
    return found


def test_no_word_of_the_shipped_domain_is_said(said: dict[str, str]) -> None:
    assert {key: SHIPPED.findall(text) for key, text in said.items() if SHIPPED.search(text)} == {}


@pytest.mark.parametrize(
    ("question", "status", "piece"),
    [
        ("申请公租房要什么条件？", "answered", "在当地无自有住房"),
        ("一共几条", "answered", "3章、6条"),
        ("什么时候施行", "answered", "本办法自2024年5月1日起施行"),
        ("湖南的公租房怎么申请", "not_covered", "没有收录湖南的政策"),
        ("产假多少天", "not_covered", "公共租赁住房"),
        ("你好", "not_covered", "公租房租金"),
    ],
)
def test_it_answers_for_its_own_field_and_place(
    said: dict[str, str], question: str, status: str, piece: str
) -> None:
    answer = json.loads(said[question])
    assert answer["status"] == status
    assert piece in answer["answer"]


def test_without_rules_nothing_is_offered_to_compute(said: dict[str, str]) -> None:
    assert said["/calculator"] == "404"
    assert json.loads(said["/api/rules"]) in ([], {"rules": []})
    assert "/calculator" not in said["/policies"]
