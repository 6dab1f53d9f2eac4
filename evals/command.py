"""`policy eval`: evaluate, compare two results, or write the questions for another system."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from corpus.library import Library
from evals.abilities import ABILITIES
from evals.cases import CaseSet, load_cases
from evals.gates import check, load_gates
from evals.options import CASES, Options
from evals.provenance import provenance
from evals.report import as_html, as_markdown, as_text
from evals.run import gates_as_dicts, is_passed, run
from evals.speed import summarise
from evals.systems import Product, Recorded, System

_PROGRESS = 100
_LIBRARY = CASES.parent / "library"
"""The development set over the whole library; it is asked with the development cases."""


def command(options: Options) -> int:
    """Run `policy eval`; returns 1 where a gate is missed."""
    if options.compare:
        from evals.compare import compare_files

        print(compare_files(*options.compare))
        return 0
    cases = load_cases(options.cases)
    if options.questions:
        return _print_questions(cases)
    show = options.show_failures or not cases.is_hidden
    result = evaluate(cases, options.answers, list(options.ability) or list(ABILITIES), show)
    folder = write(result, options.out)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(as_text(result))
        print(f"\n结果与报告:{folder}")
    return 0 if is_passed(result) else 1


def evaluate(
    cases: CaseSet, answers: Path | None, abilities: list[str], show: bool
) -> dict[str, Any]:
    """The result of the product, or of recorded answers, with its provenance."""
    settings = Settings()
    started = time.perf_counter()
    if answers is not None:
        library, encoder = Library(settings.corpus_dir), None
        system: System = Recorded(answers)
    else:
        from assistant.service.loading import load

        services = load(settings, progress=_say)
        library, encoder = services.library, services.search.encoder.fingerprint
        system = Product(services, _count)
    result = run(cases, system, library, abilities, show)
    if isinstance(system, Product) and cases.folder == CASES and abilities == list(ABILITIES):
        _add_library(result, system, library, show)
    if isinstance(system, Product):
        result["speed"] = summarise(system.answers)
    result["seconds"] = round(time.perf_counter() - started, 1)
    result["provenance"] = provenance(settings, encoder)
    return result


def _add_library(result: dict[str, Any], system: Product, library: Library, show: bool) -> None:
    """The questions over the whole library, judged by the sentences that answer, and their gates."""
    from evals.library.cases import load_set
    from evals.library.evaluate import as_ability, asking
    from evals.library.evaluate import evaluate as evaluate_library

    judged, rates = evaluate_library(load_set(_LIBRARY), asking(system.services), library)
    result["abilities"]["library"] = as_ability(judged, rates, show)
    measured = {"library": {name: rate.value for name, rate in rates.items()}}
    found = [gate for gate in check(load_gates(), measured) if gate.gate.ability == "library"]
    kept = [gate for gate in result["gates"] if gate["ability"] != "library"]
    result["gates"] = [*kept, *gates_as_dicts(found)]


def write(result: dict[str, Any], out: Path) -> Path:
    """Write result.json, report.md and report.html into a new folder of `out`; returns the folder."""
    name = f"{time.strftime('%Y%m%dT%H%M%S')}-{result['cases']['folder']}"
    folder = out / name
    number = 1
    while folder.exists():
        number += 1
        folder = out / f"{name}-{number}"
    folder.mkdir(parents=True)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(result), encoding="utf-8")
    (folder / "report.html").write_text(as_html(result), encoding="utf-8")
    return folder


def _print_questions(cases: CaseSet) -> int:
    """Every question outside dialogues as a line for `policy ask --batch`."""
    for case in cases.cases:
        line: dict[str, Any] = {"id": case.id, "question": case.question}
        if case.as_of:
            line["as_of"] = case.as_of.isoformat()
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _count(done: int) -> None:
    if done % _PROGRESS == 0:
        _say(f"已回答 {done} 题")


def _say(message: str) -> None:
    print(message, file=sys.stderr)
