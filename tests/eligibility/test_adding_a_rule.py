"""Adding a rule is two files and its parameters: the rule, its cases with questions, its values."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from assistant.eligibility.parameters import FOLDER as PARAMETERS
from assistant.eligibility.questions import FOLDER as CASES

RULE = '''
"""探亲假, made up for this test."""
from assistant.eligibility.fields import Field
from assistant.eligibility.finding import Finding, Outcome, needs, parameter_step
from assistant.eligibility.parameters import parameter
from assistant.eligibility.rules.rule import Rule

DISTANCE = Field("distance_km", "integer", "两地距离", "两地相距多少公里？", "公里", 0, 9999)


def decide(family, as_of):
    days = parameter("visit_leave", as_of)
    if family.told(DISTANCE) is None:
        return needs(DISTANCE.name, "请告诉我两地相距多少公里。", (), days)
    return Finding(
        Outcome.ELIGIBLE,
        f"探亲假{days.count}天。",
        {"days": days.count, "unit": "天"},
        (parameter_step(days),),
        (days,),
    )


RULE = Rule(
    name="visit_leave",
    title="探亲假",
    subject="探亲假",
    answers="探亲假有多少天",
    measure=None,
    required=("distance_km",),
    optional=(),
    key_results=("days",),
    decide=decide,
    fields=(DISTANCE,),
)
'''
CASE = """
rule: visit_leave
as_of: 2026-11-28
cases: []
questions:
  amount: [探亲假几天]
  any: [探亲假]
"""
VALUES = """
visit_leave:
  label: 探亲假
  unit: 天
  before: 此前没有。
  values:
    - {from: 2020-01-01, value: 20, standing: known, source: local_practice, clause: 探亲}
"""
CODE = """
import json, sys
from pathlib import Path
from assistant.eligibility import parameters, rules
folder = Path(sys.argv[1])
rules.__path__.append(str(folder / "rules"))
parameters.FOLDER = folder / "parameters"
from assistant.calculation.tools import eligibility_tools
from assistant.eligibility.documentation import with_tables
from assistant.eligibility.questions import questions
from assistant.eligibility.rules.registry import list_rules, run_rule
marks = "".join(f"<!-- {n}: begin -->\\n<!-- {n}: end -->\\n" for n in ("rules", "wants", "parameters"))
print(json.dumps({
    "listed": [rule for rule in list_rules() if rule["name"] == "visit_leave"],
    "asks": run_rule("visit_leave", {}, "2026-11-28"),
    "found": run_rule("visit_leave", {"distance_km": 300}, "2026-11-28"),
    "tool": "distance_km" in eligibility_tools()["visit_leave"].args,
    "documented": with_tables(marks).count("探亲假"),
    "questions": [q.want for q in questions(folder / "cases") if q.rule == "visit_leave"],
}))
"""


def test_two_files_and_values_make_a_rule(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "visit_leave.py").write_text(RULE, encoding="utf-8")
    shutil.copytree(CASES, tmp_path / "cases")
    (tmp_path / "cases" / "visit_leave.yaml").write_text(CASE, encoding="utf-8")
    shutil.copytree(PARAMETERS, tmp_path / "parameters")
    (tmp_path / "parameters" / "visit_leave.yaml").write_text(VALUES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    (listed,) = made["listed"]
    assert listed["title"] == "探亲假"
    assert [field["name"] for field in listed["inputs"]] == ["distance_km"]
    assert made["asks"]["missing_inputs"][0]["question"] == "两地相距多少公里？"
    assert made["found"]["result"] == {"days": 20, "unit": "天"}
    assert made["found"]["texts"] == {"amount": "探亲假20天。"}
    assert made["tool"] is True
    assert made["documented"] >= 2
    assert made["questions"] == ["amount", ""]
