"""The abilities, in the order of the report: each a folder with `generate.py` and `evaluate.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.library import Library
from evals.abstention import evaluate as abstention_evaluate
from evals.abstention import generate as abstention_generate
from evals.answers import evaluate as answers_evaluate
from evals.answers import generate as answers_generate
from evals.calculation import evaluate as calculation_evaluate
from evals.calculation import generate as calculation_generate
from evals.cases import CaseSet
from evals.citations import evaluate as citations_evaluate
from evals.citations import generate as citations_generate
from evals.conversation import evaluate as conversation_evaluate
from evals.conversation import generate as conversation_generate
from evals.outputs import Evaluation, Output
from evals.retrieval import evaluate as retrieval_evaluate
from evals.retrieval import generate as retrieval_generate
from evals.safety import evaluate as safety_evaluate
from evals.safety import generate as safety_generate
from evals.systems import System


@dataclass(frozen=True)
class Ability:
    """What is evaluated apart. `metrics`: name → Chinese title, in the order of the report."""

    title: str
    generate: Callable[[CaseSet, System], list[Output]]
    evaluate: Callable[[Sequence[Output], Library], Evaluation]
    metrics: Mapping[str, str]
    main: str


ABILITIES: dict[str, Ability] = {
    "retrieval": Ability(
        "检索",
        retrieval_generate.generate,
        retrieval_evaluate.evaluate,
        retrieval_evaluate.METRICS,
        retrieval_evaluate.MAIN,
    ),
    "citations": Ability(
        "引用",
        citations_generate.generate,
        citations_evaluate.evaluate,
        citations_evaluate.METRICS,
        citations_evaluate.MAIN,
    ),
    "answers": Ability(
        "回答",
        answers_generate.generate,
        answers_evaluate.evaluate,
        answers_evaluate.METRICS,
        answers_evaluate.MAIN,
    ),
    "abstention": Ability(
        "拒答",
        abstention_generate.generate,
        abstention_evaluate.evaluate,
        abstention_evaluate.METRICS,
        abstention_evaluate.MAIN,
    ),
    "calculation": Ability(
        "计算",
        calculation_generate.generate,
        calculation_evaluate.evaluate,
        calculation_evaluate.METRICS,
        calculation_evaluate.MAIN,
    ),
    "conversation": Ability(
        "对话",
        conversation_generate.generate,
        conversation_evaluate.evaluate,
        conversation_evaluate.METRICS,
        conversation_evaluate.MAIN,
    ),
    "safety": Ability(
        "安全",
        safety_generate.generate,
        safety_evaluate.evaluate,
        safety_evaluate.METRICS,
        safety_evaluate.MAIN,
    ),
}
