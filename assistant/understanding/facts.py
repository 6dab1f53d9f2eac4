"""The facts of a message: each from one expression of the user's, by the role that the expression has.

Grammar finds the expressions; the learned role says what one tells; the marks say what is told beside
them (难产, 流产, 灵活就业, 老大, 「说错了」). A later expression of a role replaces an earlier one where the
message corrects itself. What cannot be read surely is not a fact: it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.family import FIELDS
from assistant.eligibility.fields import EVERY_YEAR
from assistant.language.ages import birth_range, months_of_age
from assistant.language.answers import begins_negated, is_negated, yes_or_no
from assistant.language.dates import DateExpression, Side, in_year
from assistant.language.expressions import Expression, find_expressions
from assistant.language.money import percent, yuan
from assistant.language.school import born_in
from assistant.understanding.encoding import Encoded
from assistant.understanding.features import of_expression, of_tokens
from assistant.understanding.heads import Head
from assistant.understanding.model import Fact

_SURE = 0.5
"""The probability of its role from which an expression tells a fact."""
_ASKED_FOR = 0.04
"""The same for the role of the input that was just asked for."""
_REACHED = 0.1
"""The same for the age that is reached on a day just named: such a day needs its age."""
_MARKED = 0.5
_APART = 0.9
"""So sure of roles of their own are listed dates that are not one list."""
_ANOTHER = 0.85
"""The same for the birth of a further child that is neither named nor counted."""
_PROBABILITY, _START, _END = "probability", "start", "end"
"""Of a child: how sure the birth is, and where it is told."""
_OURS = frozenset({_PROBABILITY, _START, _END})
_WEEKS_A_MONTH = 4
_PREGNANCY = 280
_LISTING = frozenset({"、", "和", "跟", "与", "及"})
_LOST, _HOW_FAR = "miscarriage", "pregnancy_months"
"""A miscarriage, and the input on which its leave depends."""
_CORRECTION, _CHILD, _OTHER = "correction", "child_order", "other"
_BIRTH, _AGE, _TURNS, _TURNS_AGE = "child_birth", "child_age", "child_turns", "child_turns_age"
_OF_A_CHILD = frozenset({_BIRTH, _AGE, _TURNS, _TURNS_AGE})
_STATUSES: Mapping[str, tuple[str, bool]] = {
    "caesarean": ("caesarean", True),
    "difficult_birth": ("difficult_birth", True),
    "miscarriage": ("miscarriage", True),
    "employed": ("employed", True),
    "self_employed": ("flexible_employment", True),
    "insured": ("insured_employee", True),
    "not_insured": ("insured_employee", False),
    "unemployed_benefit": ("unemployment_benefit", True),
}
"""What a marked status means for the rules."""
_ROLES_ASKED: Mapping[str, tuple[str, ...]] = {
    "birth_date": (_BIRTH, _AGE),
    "birth_dates": (_BIRTH, _AGE),
    "expected_date": ("due_date",),
    "average_monthly_wage": ("wage_average",),
    "own_contribution_base": ("wage_base",),
    "leave_days": ("leave_days",),
    "leave_start": ("leave_start",),
    "days_taken": ("leave_taken",),
    "pregnancy_months": ("pregnancy_months",),
    "minor_children": ("children_count",),
    "babies": ("babies",),
    "marginal_rate": ("tax_rate",),
    "tax_year": ("tax_year",),
    "applied_years": ("applied_year",),
}
"""Which roles answer the question for an input."""
_DATES = frozenset({_BIRTH, "due_date", "leave_start", "death_date"})
_YEARS = frozenset({"tax_year", "applied_year", "unapplied_year", "as_of"})
_APPLIED, _UNAPPLIED = "applied_year", "unapplied_year"
_ALWAYS, _NEVER = "applied_always", "applied_never"
_NEAR = 4
"""So few characters stand between an age and the school stage of the same child (五岁了，上幼儿园)."""


@dataclass(frozen=True, slots=True)
class Said:
    """An expression or a marked run of tokens, with its role."""

    role: str
    text: str
    start: int
    end: int
    expression: Expression | None = None
    probability: float = 1.0
    previous: int = 0
    """Where the expression before it ends, whatever its role."""


@dataclass(frozen=True, slots=True)
class Application:
    """What is said of the subsidy's applications: of a year, or of all; `labelled`: where the child that
    `label` names was named."""

    start: int
    role: str
    year: int | None
    label: str
    labelled: int


@dataclass(frozen=True)
class Told:
    """What a message tells: inputs of rules by name, the facts by their expressions, and what is to be
    asked because it was said in a way that cannot be read surely."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Fact, ...] = ()
    clarify: tuple[tuple[str, str], ...] = ()


def read_facts(
    encoded: Encoded,
    role: Head,
    mark: Head,
    on: date,
    asked: str = "",
    known: Mapping[str, Any] | None = None,
) -> Told:
    """The facts that a cleaned, encoded message tells on the day `on`.

    `asked`: the input asked for; `known`: the facts of the conversation.
    """
    if asked and (said := yes_or_no(encoded.text)) is not None:
        field_asked = FIELDS.get(asked)
        if field_asked and field_asked.type == "boolean":
            return Told({asked: said}, (Fact(asked, said, encoded.text, 0, len(encoded.text)),))
    reader = _Reader(encoded.text, on)
    expressions = find_expressions(encoded.text, on)
    taken = {i for e in expressions for i in encoded.tokens_of(e.start, e.end)}
    marks = _statements(_marks(encoded, mark, taken), encoded.text)
    lost = bool((known or {}).get(_LOST)) or any(said.role == _LOST for said in marks)
    awaited = asked or (_HOW_FAR if lost else "")
    told = [*marks, *_said(encoded, role, expressions, awaited)]
    for each in _not_corrected(sorted(told, key=lambda said: said.start)):
        reader.read(each)
    return reader.result()


def _said(
    encoded: Encoded, role: Head, expressions: Sequence[Expression], asked: str
) -> Iterable[Said]:
    before = ""
    scores = [role.by_class(of_expression(expression, encoded)) for expression in expressions]
    previous = 0
    for found, expression in zip(
        _alike(scores, expressions, encoded.text), expressions, strict=True
    ):
        name = _role(found, expression, asked, len(encoded.text))
        if before == _TURNS and found.get(_TURNS_AGE, 0.0) >= _REACHED:
            name = _TURNS_AGE
        before = name
        if name != _OTHER:
            sure = found.get(name, 0.0)
            start, end = expression.start, expression.end
            yield Said(name, expression.text, start, end, expression, sure, previous)
        previous = expression.end


def _alike(
    scores: Sequence[Mapping[str, float]], expressions: Sequence[Expression], text: str
) -> list[Mapping[str, float]]:
    """Roles of expressions, those of dates that are listed together (「2021年3月、2023年2月」) made one."""
    runs: list[list[int]] = []
    for row, expression in enumerate(expressions):
        before = expressions[row - 1] if row else None
        listed = (
            before is not None
            and expression.date is not None
            and before.date is not None
            and text[before.end : expression.start].strip() in _LISTING
            and not _sure_apart(scores[row - 1], scores[row])
        )
        runs[-1].append(row) if listed else runs.append([row])
    shared: list[Mapping[str, float]] = []
    for run in runs:
        mean = {name: sum(scores[row][name] for row in run) / len(run) for name in scores[run[0]]}
        shared += [mean] * len(run)
    return shared


def _sure_apart(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether two expressions are each surely of another role."""
    first, second = (max(found, key=lambda name: found[name]) for found in (one, other))
    return first != second and min(one[first], other[second]) >= _APART


def _role(found: Mapping[str, float], expression: Expression, asked: str, length: int) -> str:
    """The expression's role: that of the input asked for where it may be, else the surest.

    An expression that is most of the message answers what was asked for.
    """
    bare = 2 * len(expression.text) >= length
    for name in _ROLES_ASKED.get(asked, ()):
        is_date = expression.date is not None and (expression.quantity is None or bare)
        fits = is_date == (name in _DATES or name in _YEARS) and found.get(_CORRECTION, 0.0) < _SURE
        if fits and (bare or found.get(name, 0.0) >= _ASKED_FOR):
            return name
    name, probability = max(found.items(), key=lambda item: item[1])
    return name if probability >= _SURE else _OTHER


def _marks(encoded: Encoded, mark: Head, taken: set[int]) -> Iterable[Said]:
    """Runs of tokens that the head marks alike."""
    if not len(encoded.states):
        return
    probabilities = mark.probabilities(of_tokens(encoded))
    best = probabilities.argmax(axis=1)
    run: list[int] = []

    def said() -> Said:
        start, end = encoded.spans[run[0]][0], encoded.spans[run[-1]][1]
        return Said(mark.classes[best[run[0]]], encoded.text[start:end], start, end)

    for row in range(len(best)):
        name = mark.classes[best[row]]
        counts = name != _OTHER and row not in taken and probabilities[row, best[row]] >= _MARKED
        if run and (not counts or best[row] != best[run[0]]):
            yield said()
            run = []
        if counts:
            run.append(row)
    if run:
        yield said()


def _statements(marks: Iterable[Said], text: str) -> list[Said]:
    """The marks, pieces of one statement on applications (没…过) made one."""
    joined: list[Said] = []
    for each in marks:
        last = joined[-1] if joined else None
        pieces = last and last.role == each.role and each.role in (_ALWAYS, _NEVER)
        if last and pieces and each.start - last.end <= _NEAR:
            joined[-1] = Said(last.role, text[last.start : each.end], last.start, each.end)
        else:
            joined.append(each)
    return joined


def _not_corrected(said: Sequence[Said]) -> list[Said]:
    """What stands after the message's corrections: what follows one replaces what it follows, if of the
    same role."""
    kept: list[Said] = []
    corrects = False
    for each in said:
        if each.role == _CORRECTION:
            corrects = True
            continue
        same = [i for i, earlier in enumerate(kept) if earlier.role == each.role]
        if corrects and same:
            kept[same[-1]] = each
        else:
            kept.append(each)
        corrects = False
    return kept


class _Reader:
    """Turns what was said, in its order, into inputs of rules."""

    def __init__(self, text: str, on: date) -> None:
        self.text = text
        self.on = on
        self.facts: dict[str, Any] = {}
        self.told: list[Fact] = []
        self.clarify: dict[str, str] = {}
        self.children: list[dict[str, Any]] = []
        self.label = ""
        self.labelled = 0
        self.turns: DateExpression | None = None
        self.multiple = 1
        self.base: Said | None = None
        self.applications: list[Application] = []

    def read(self, said: Said) -> None:
        """Take one expression or mark."""
        if said.expression is None or said.role == _CHILD:
            self._read_mark(said)
        elif said.role in _OF_A_CHILD:
            self._read_child(said, said.expression)
        elif said.role in _YEARS:
            self._read_year(said, said.expression)
        elif said.role in _DATES:
            self._read_date(said, said.expression)
        elif said.expression.quantity is not None:
            self._read_quantity(said, said.expression)

    def _put(self, name: str, value: Any, said: Said) -> None:
        if name in FIELDS or name == "own_wage":
            self.facts[name] = value
            self.told.append(Fact(name, value, said.text, said.start, said.end))

    def _read_mark(self, said: Said) -> None:
        if said.role == _CHILD:
            self.label, self.labelled = said.text, said.start
        elif said.role in (_ALWAYS, _NEVER):
            if len(said.text) > 1:  # less is no statement
                self._applied(said, None)
        elif status := _STATUSES.get(said.role):
            name, value = status
            negated = is_negated(self.text, said.start) or begins_negated(said.text)
            self._put(name, value != negated, said)
        elif said.role in ("share_half", "share_whole"):
            self._put("share", 50 if said.role == "share_half" else 100, said)

    # Children

    def _read_child(self, said: Said, expression: Expression) -> None:
        if said.role == _BIRTH and expression.date is not None:
            self._born(said, in_year(expression.date, self.on, "past"))
        elif said.role == _TURNS and expression.date is not None:
            self.turns = in_year(expression.date, self.on, "future")
        elif stage := expression.stage:
            span = born_in(stage, self.on)
            self._child({"birth_date_range": [day.isoformat() for day in span]}, said)
            if stage.school:
                self._put("in_full_time_education", True, said)
        elif expression.quantity is None:
            return
        elif said.role == _TURNS_AGE and self.turns is not None:
            self._turned(said, self.turns, months_of_age(expression.quantity))
            self.turns = None
        else:
            born = birth_range(expression.quantity, self.on)
            if born is not None:
                self._child({"birth_date_range": [day.isoformat() for day in born]}, said)
                self.clarify.setdefault("birth_date", FIELDS["birth_date"].question)

    def _turned(self, said: Said, turns: DateExpression, months: int | None) -> None:
        """Born so many months before the day on which the age is reached."""
        if turns.open or months is None or turns.earliest is None or turns.latest is None:
            self.clarify["birth_date"] = FIELDS["birth_date"].question
            return
        born = turns.earliest - relativedelta(months=months)
        iso = born.isoformat() if turns.day else f"{born.year:04d}-{born.month:02d}"
        if turns.month is not None:
            self._child({"birth_date": iso}, said)

    def _born(self, said: Said, born: DateExpression) -> None:
        if born.iso:
            self._child({"birth_date": born.iso}, said)
            return
        self.clarify["birth_date"] = FIELDS["birth_date"].question
        if born.open != "impossible" and born.earliest and born.latest:
            span = [born.earliest.isoformat(), born.latest.isoformat()]
            self._child({"birth_date_range": span}, said)

    def _child(self, born: dict[str, Any], said: Said) -> None:
        same = next((c for c in self.children if self.label and c.get("label") == self.label), None)
        if same is not None and "birth_date_range" in born and "birth_date" in same:
            return  # an age beside the date of the same child
        if same is not None and same.get("birth_date", born.get("birth_date")) != born.get(
            "birth_date"
        ):
            same, self.label = None, ""  # another date: another child, whose name was not read
        if same is None and self._is_of_last(born, said):
            same = self.children[-1]
        if same is not None and (both := _within_both(same, born)):
            born = both
        if same is None and len(self.children) == 1 and not self.label:
            only = self.children[0]
            if ("birth_date" in only) != ("birth_date" in born) and self._agree(only, born):
                same = only
            elif both := _within_both(only, born):
                only.update(both)
                return
        if same is not None:
            same.pop("birth_date_range", None)
            same.update(born)
        else:
            place = {_PROBABILITY: said.probability, _START: said.start, _END: said.end}
            self.children.append({"label": self.label, **place, **born})
        if "birth_date" in born:
            self.told.append(
                Fact("birth_date", born["birth_date"], said.text, said.start, said.end)
            )

    def _is_of_last(self, born: Mapping[str, Any], said: Said) -> bool:
        """Whether a school stage stands by the age of the same child (五岁上幼儿园)."""
        if not self.children or not (said.expression and said.expression.stage):
            return False
        gap = self.text[said.previous : said.start]
        aged = self.children[-1][_END] == said.previous
        near = len(gap) <= _NEAR and gap.strip() not in _LISTING
        return aged and near and _within_both(self.children[-1], born) is not None

    def _agree(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether a date and an age are those of one child."""
        dated, aged = (one, other) if "birth_date" in one else (other, one)
        first, last = aged["birth_date_range"]
        day = str(dated["birth_date"])
        return bool(first[: len(day)] <= day <= last[: len(day)])

    # Dates and years

    def _read_date(self, said: Said, expression: Expression) -> None:
        if expression.date is None:
            return
        name = "expected_date" if said.role == "due_date" else said.role
        side: Side = "past" if said.role == "death_date" else "future"
        made = in_year(expression.date, self.on, side)
        if said.role == "leave_start":
            made = self._nearest(expression.date)
        if made.iso is None:
            self.clarify[name] = FIELDS[name].question if name in FIELDS else ""
            if name == "expected_date" and made.earliest and made.latest:
                span = [made.earliest.isoformat(), made.latest.isoformat()]
                self.facts["expected_date_range"] = span
        elif name != "leave_start" or made.day:
            self._put(name, made.iso, said)

    def _nearest(self, said: DateExpression) -> DateExpression:
        """A leave may have begun, or lie ahead: the nearer day."""
        sides: tuple[Side, Side] = ("past", "future")
        made = [in_year(said, self.on, side) for side in sides]
        known = [one for one in made if one.earliest]
        return min(known or made, key=lambda one: abs(((one.earliest or self.on) - self.on).days))

    def _read_year(self, said: Said, expression: Expression) -> None:
        if expression.date is None:
            return
        made = in_year(expression.date, self.on, "past")
        year = made.year
        if year is None:
            return
        if said.role == "tax_year":
            self._put("tax_year", year, said)
        if said.role in (_APPLIED, _UNAPPLIED):
            self._applied(said, year)
        self.told.append(Fact(said.role, year, said.text, said.start, said.end))

    def _applied(self, said: Said, year: int | None) -> None:
        self.applications.append(
            Application(said.start, said.role, year, self.label, self.labelled)
        )

    # Quantities

    def _read_quantity(self, said: Said, expression: Expression) -> None:
        quantity = expression.quantity
        assert quantity is not None
        whole = int(quantity.value) if quantity.value == int(quantity.value) else None
        match said.role:
            case "babies":
                if whole and 1 <= whole <= 9:
                    self.multiple = whole
                    self._put("babies", whole, said)
            case "children_count":
                if whole and whole <= 20:
                    self._put("minor_children", whole, said)
            case "pregnancy_months":
                months = {
                    "月": quantity.value,
                    "周": quantity.value / _WEEKS_A_MONTH,
                    "天": quantity.value / (7 * _WEEKS_A_MONTH),
                }.get(quantity.unit)
                if months is not None and months <= 10:
                    half = Decimal("0.5") if quantity.half and quantity.unit == "月" else 0
                    self._put("pregnancy_months", float(months + half), said)
            case "leave_days" | "leave_taken":
                days = {"天": 1, "月": 30, "周": 7, "": 1}.get(quantity.unit)
                if days and whole and said.role == "leave_days":
                    self._put("leave_days", whole * days, said)
                elif days and whole:  # a leave may be taken in stretches
                    self._put("days_taken", self.facts.get("days_taken", 0) + whole * days, said)
            case "wage_average":
                if amount := yuan(quantity):
                    self._put("average_monthly_wage", amount, said)
                    self.facts["own_wage"] = False
            case "wage_own":  # no average: it is asked for
                self.facts.setdefault("own_wage", True)
            case "wage_base":
                self.base = said
            case "tax_rate":
                rate = percent(quantity)
                if rate in FIELDS["marginal_rate"].choices:
                    self._put("marginal_rate", rate, said)
                else:
                    self.clarify["marginal_rate"] = FIELDS["marginal_rate"].question
            case "share_half" | "share_whole":
                self._put("share", 50 if said.role == "share_half" else 100, said)

    def result(self) -> Told:
        """All that was told."""
        self._read_base()
        facts = dict(self.facts)
        facts |= self._births()
        if _HOW_FAR in facts and _LOST not in facts and "expected_date" not in facts:
            facts.setdefault("expected_date_range", self._expected(facts[_HOW_FAR]))
        return Told(facts, tuple(self.told), tuple(self.clarify.items()))

    def _expected(self, months: float) -> list[str]:
        """Between which days a birth is expected, so many months into a pregnancy of forty weeks."""
        first = self.on + timedelta(days=int(_PREGNANCY - 31 * (months + 1)))
        last = self.on + timedelta(days=int(_PREGNANCY - 28 * months + 14))
        return [max(first, self.on).isoformat(), last.isoformat()]

    def _read_base(self) -> None:
        """The base of contributions: of those insured by themselves what is counted by; of others it may
        be taken for the average wage, with a word on that."""
        if self.base is None or self.base.expression is None:
            return
        quantity = self.base.expression.quantity
        amount = yuan(quantity) if quantity else None
        if not amount:
            return
        if self.facts.get("flexible_employment"):
            self._put("own_contribution_base", amount, self.base)
            self.facts["insured_by_herself"] = True
        elif "average_monthly_wage" not in self.facts:
            self._put("average_monthly_wage", amount, self.base)
            self.facts["own_wage"] = True

    def _owner(self, said: Application, owned: bool) -> dict[str, Any] | None:
        """The child whose applications are spoken of: the one named for it, else the one told before
        it where another is told after it or others have their own (`owned`); None: all."""
        before = [child for child in self.children if child[_START] < said.start]
        last = before[-1] if before else None
        if said.label and (last is None or said.labelled > last[_START]):
            return next((c for c in self.children if c["label"] == said.label), None)
        return last if owned or len(before) < len(self.children) else None

    def _applications(self) -> dict[str, Any]:
        """What was applied for: of all children, or put down to each."""
        owned: dict[int, list[Application]] = {}
        shared: list[Application] = []
        for said in self.applications:
            owner = self._owner(said, bool(owned)) if len(self.children) > 1 else None
            if owner is None:
                shared.append(said)
            else:
                owned.setdefault(owner[_START], []).append(said)
        if not owned:
            return _years_applied(shared)
        for child in self.children:
            child.update(_years_applied(owned.get(child[_START], shared)))
        return {}

    def _supported(self) -> list[dict[str, Any]]:
        """The children that the message speaks of: another one than the surest must be named (老二), be
        counted (两个孩子), or be very sure itself."""
        counted = self.facts.get("minor_children", 0)
        if len(self.children) < 2 or counted >= len(self.children):
            return self.children
        if counted > 1:
            ranked = sorted(self.children, key=lambda child: -child[_PROBABILITY])[:counted]
            return [child for child in self.children if child in ranked]
        surest = max(self.children, key=lambda child: child[_PROBABILITY])
        return [
            child
            for child in self.children
            if child is surest or child["label"] or child[_PROBABILITY] >= _ANOTHER
        ]

    def _births(self) -> dict[str, Any]:
        """The children as inputs of the rules."""
        self.children = self._supported()
        applied = self._applications()
        if not self.children:
            return applied
        if len(self.children) == 1:
            (child,) = self.children
            born = {key: value for key, value in child.items() if key.startswith("birth")}
            return applied | born
        dates = [child.get("birth_date") for child in self.children]
        apart = any("applied_years" in child for child in self.children)
        if all(dates) and not apart:
            return {**applied, "birth_dates": dates}
        listed = [
            {k: v for k, v in child.items() if v != "" and k not in _OURS}
            for child in self.children
        ]
        return {**applied, "children": listed, **({"birth_dates": dates} if all(dates) else {})}


def _within_both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any] | None:
    """The days of birth that two ranges share."""
    if "birth_date_range" not in one or "birth_date_range" not in other:
        return None
    spans = one["birth_date_range"], other["birth_date_range"]
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    return {"birth_date_range": [first, last]} if first <= last else None


def _years_applied(said: Sequence[Application]) -> dict[str, Any]:
    """The input for what was applied for, from what is said of it; none where nothing is."""
    roles = {each.role for each in said}
    years = sorted({each.year for each in said if each.role == _APPLIED and each.year})
    if years or roles & {_UNAPPLIED, _NEVER}:
        return {"applied_years": years}
    return {"applied_years": EVERY_YEAR} if roles else {}
