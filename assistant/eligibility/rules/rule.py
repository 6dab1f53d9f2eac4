"""The form of a rule: what it is called, what it asks for, what it can answer, and what decides.

A rule is a module of this folder with a `RULE`, the cases and everyday questions beside it in
`cases/NAME.yaml`, and its parameters. Registry, tools, forms, checklist and understanding find it there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.eligibility.fields import Field
from assistant.eligibility.finding import Finding
from assistant.eligibility.household import Family

WANTS: dict[str, str] = {
    "amount": "一共多少",
    "standard": "每年、每月或每天多少",
    "by_year": "分年各多少",
    "remaining": "还剩多少",
    "received": "已经得了多少",
    "lost": "错过了什么，能不能补",
    "times": "还有几次",
    "deadline": "最迟哪天申请",
    "start": "从哪天开始",
    "until": "到哪天为止",
    "difference": "相差多少",
    "together": "加在一起多少",
    "parts": "由哪几部分组成",
    "saved": "少缴多少税",
    "eligibility": "能不能享受",
}
"""The results that a question may want of a rule, in Chinese. A rule gives some of them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the registry.

    `subject`: what the rule is about, as people call it. `answers`: what it answers, in Chinese.
    `measure`: the measure of the Jiangxi document that names it, None where none does.
    `required`: inputs without which it ends in `needs_information` (an age or an expected date may
    stand for a birth date); `optional`: inputs with a default that a step states. `fields`: those of
    them that this rule declares. `wants`: which of `WANTS` its findings have a text for; `asks`: of a want whose text hangs on an
    input that is not required, that input.
    `key_results`: the fields of the result that must be the same over a range of birth dates for an
    age to be enough. `by_age`: the children's ages decide, where they are told, though no birth date
    is required. `leads`: stands first in lists.
    """

    name: str
    title: str
    subject: str
    answers: str
    measure: int | None
    required: tuple[str, ...]
    optional: tuple[str, ...]
    key_results: tuple[str, ...]
    decide: Callable[[Family, date], Finding]
    wants: tuple[str, ...] = ("amount",)
    asks: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    by_age: bool = False
    leads: bool = False
