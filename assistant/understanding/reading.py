"""From a message and the conversation before it to what it asks: parts, their kinds, rules and facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.calculation.answer import inputs_of
from assistant.conversation.thread import Thread
from assistant.eligibility.rules.registry import RULES
from assistant.jurisdiction.place_mentions import policy_places
from assistant.language.cleaning import clean
from assistant.language.questions import asks
from assistant.language.spelling import mend
from assistant.turn import Request
from assistant.understanding.encoding import Encoded
from assistant.understanding.facts import Told, read_facts
from assistant.understanding.features import of_message, of_pair
from assistant.understanding.model import Part, PartKind, Understanding
from assistant.understanding.models import Models
from assistant.understanding.parts import pieces

TALK_KINDS: Mapping[str, PartKind] = {
    "greeting": PartKind.SMALL_TALK,
    "thanks": PartKind.SMALL_TALK,
    "farewell": PartKind.SMALL_TALK,
    "who_am_i": PartKind.SMALL_TALK,
    "person": PartKind.PERSON,
    "complaint": PartKind.COMPLAINT,
    "abuse": PartKind.STEERING,
    "steering": PartKind.STEERING,
    "off_topic": PartKind.OFF_TOPIC,
    "feelings": PartKind.FEELINGS,
}
_TELLS = "talk.tells"
"""Facts and nothing asked."""
_TALK, _STRUCTURE, _RULE, _TEXT = "talk", "structure", "rule", "text"
_STEERS = 0.6
"""So sure a message must be an attack to be refused as one; what is less sure is searched."""
_WANTED = 0.3
_POLAR = 0.6
_NEW = 0.5
_OWN = 0.8
_OWN_RULE = 0.6
"""So sure of its own kind a message is that goes by itself, whatever it follows."""
_OWN_TEXT = 0.6
"""The same for a question that a text answers, about what the conversation is about."""
_MOST_TURNS = 8
_BIRTHS = ("birth_date", "birth_dates", "birth_date_range", "children")


def understand(request: Request, models: Models) -> Understanding:
    """What a message asks, read with the questions before it."""
    thread = thread_of(request, models)
    text = mend(clean(request.question), request.services.vocabulary)
    return _Reader(models, request.as_of).read(text, thread)


def thread_of(request: Request, models: Models) -> Thread:
    """What the conversation before the request is about, by its questions and the state given back."""
    thread = Thread()
    for turn in request.history[-_MOST_TURNS:]:
        if text := clean(turn.question):
            read = _Reader(models, request.as_of).read(text, thread)
            thread = thread.after(read, turn.state, request.as_of)
    return thread


@dataclass(frozen=True)
class _Kind:
    """The kind of a question, as the head sees it."""

    name: str
    probability: float

    @property
    def area(self) -> str:
        return self.name.partition(".")[0]

    @property
    def detail(self) -> str:
        return self.name.partition(".")[2]


@dataclass(frozen=True)
class _Reader:
    """Reads messages on a day."""

    models: Models
    on: date

    def read(self, text: str, thread: Thread) -> Understanding:
        """The parts of a cleaned message."""
        models = self.models
        encoded = models.encoder.encoded(text)
        state = thread.state
        told = read_facts(encoded, models.role, models.mark, self.on, state.asked, state.facts)
        parts: list[Part] = []
        for own in self._asking(encoded):
            part = self._part(own, thread, told)
            parts.append(part)
            thread = thread.with_part(part, self.on)
        asking = [part for part in parts if part.kind not in _NO_QUESTION]
        return Understanding(text, tuple(_together(asking) or parts[:1]))

    def _asking(self, encoded: Encoded) -> list[Encoded]:
        """The parts of a message; a piece that asks nothing goes with the one after it."""
        found: list[Encoded] = []
        waiting = ""
        cut = pieces(encoded, self.models.cut)
        if not any(map(asks, cut)):
            return [encoded]
        for piece in cut:
            own = encoded if piece == encoded.text else self.models.encoder.encoded(piece)
            if not asks(piece) or self._kind(own).name == _TELLS:
                waiting += f"{piece},"
                continue
            found.append(self.models.encoder.encoded(waiting + piece) if waiting else own)
            waiting = ""
        if waiting:
            last = found.pop().text + "," if found else ""
            found.append(self.models.encoder.encoded((last + waiting).strip(",")))
        return found

    def _part(self, encoded: Encoded, thread: Thread, told: Told) -> Part:
        own = self._kind(encoded)
        if own.name == _TELLS and (asks(encoded.text) or not thread.question):
            own = self._kind(encoded, _TELLS)
        talks = own.area == _TALK and own.name != _TELLS
        if talks and thread.question and own.probability < _OWN and asks(encoded.text):
            own, talks = self._kind(encoded, _TALK), False
        attacks = own.detail in _ATTACKS and own.probability >= _STEERS
        answers = bool(thread.state.asked) and _answers(thread.state.asked, told)
        if attacks or (talks and own.detail not in _ATTACKS and not answers):
            return self._talk(encoded, own, thread)
        if thread.question and (part := self._follow_up(encoded, own, thread, told)):
            return part
        return self._make(encoded, encoded.text, own, thread, told, follows=False)

    def _follow_up(self, encoded: Encoded, own: _Kind, thread: Thread, told: Told) -> Part | None:
        """The part as one that goes on with the question before; None where it stands by itself."""
        before = self.models.encoder.encoded(thread.question)
        relation = self.models.relation.by_class(of_pair(before, encoded))
        answers = bool(thread.state.asked) and _answers(thread.state.asked, told)
        if not answers:
            by_itself = own.area == _RULE and own.probability >= _OWN_RULE
            if relation.get("new_subject", 0.0) >= _NEW or by_itself:
                return None
        rule = thread.state.rule
        topic = RULES[rule].title if rule else thread.question
        standalone = f"{topic},{encoded.text}"
        whole = self._kind(self.models.encoder.encoded(standalone), _TALK)
        if answers:
            whole = _Kind(f"{_RULE}.{rule}", 1.0)
        elif own.area in (_TEXT, _STRUCTURE) and own.probability >= _OWN_TEXT:
            whole = own
        elif rule and whole.area != _RULE and self._goes_on(thread, told):
            whole = _Kind(f"{_RULE}.{rule}", 1.0)
        return self._make(encoded, standalone, whole, thread, told, follows=True)

    def _goes_on(self, thread: Thread, told: Told) -> bool:
        """Whether the message tells an input of the rule that ran."""
        rule = thread.state.rule
        return bool(rule) and bool(inputs_of(rule, told.facts))

    def _make(
        self,
        encoded: Encoded,
        standalone: str,
        kind: _Kind,
        thread: Thread,
        told: Told,
        *,
        follows: bool,
    ) -> Part:
        asked = encoded if not follows else self.models.encoder.encoded(standalone)
        rule = kind.detail if kind.area == _RULE and kind.detail in RULES else ""
        wants = self._wants(asked) if rule else ()
        facts = merged(thread.state.facts, told.facts, same_child=follows)
        if rule and wants and wants[0] in _SAID_FOR_ALL and not inputs_of(rule, facts):
            rule = ""
        kinds = {_RULE: PartKind.CALCULATION, _STRUCTURE: PartKind.STRUCTURE}
        return Part(
            text=encoded.text,
            standalone=standalone,
            kind=kinds.get(kind.area, PartKind.TEXT)
            if kind.area != _RULE or rule
            else PartKind.TEXT,
            confidence=kind.probability,
            structure=kind.detail if kind.area == _STRUCTURE else "",
            rules=(rule,) if rule else (),
            wants=wants if rule else (),
            polar=self.models.polar.by_class(of_message(encoded)).get("True", 0.0) >= _POLAR,
            places=tuple(place.shown for place in policy_places(encoded.text)),
            subject=thread.state.subject if follows else (),
            follows_up=follows,
            facts=facts,
            told=told.told,
            clarify=told.clarify,
        )

    def _talk(self, encoded: Encoded, kind: _Kind, thread: Thread) -> Part:
        return Part(
            text=encoded.text,
            standalone=encoded.text,
            kind=TALK_KINDS[kind.detail],
            confidence=kind.probability,
            talk=kind.detail,
            facts=thread.state.facts,
            subject=thread.state.subject,
        )

    def _kind(self, encoded: Encoded, but: str = "") -> _Kind:
        """The surest kind of the surest area, other than the kind or area `but`."""
        found = {
            name: probability
            for name, probability in self.models.kind.by_class(of_message(encoded)).items()
            if not (but and name.startswith(but))
        }
        areas: dict[str, float] = {}
        for name, probability in found.items():
            area = name if name == _TELLS else name.partition(".")[0]
            areas[area] = areas.get(area, 0.0) + probability
        best = max(areas, key=lambda area: areas[area])
        name = max((n for n in found if n.startswith(best)), key=lambda n: found[n])
        return _Kind(name, areas[best])

    def _wants(self, encoded: Encoded) -> tuple[str, ...]:
        found = self.models.want.by_class(of_message(encoded))
        ranked = sorted(found, key=lambda name: -found[name])
        return tuple(name for name in ranked if found[name] >= _WANTED)


def _together(parts: Sequence[Part]) -> list[Part]:
    """The parts, those made one that ask the same rule one after the other."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last and part.rules and part.rules == last.rules and part.places in ((), last.places):
            found[-1] = replace(
                last,
                text=f"{last.text},{part.text}",
                standalone=f"{last.standalone},{part.text}",
                wants=tuple(dict.fromkeys((*last.wants, *part.wants))),
                polar=last.polar or part.polar,
            )
        else:
            found.append(part)
    return found


_SAID_FOR_ALL = frozenset({"until", "start", "deadline", "lost", "times"})
"""What the text says for everyone, where nothing is known of the family."""
_ATTACKS = frozenset({"abuse", "steering"})
_NO_QUESTION = frozenset({PartKind.SMALL_TALK, PartKind.FEELINGS, PartKind.COMPLAINT})


def _answers(asked: str, told: Told) -> bool:
    """Whether what was asked for was told, or something in its place."""
    names = set(told.facts) | {name for name, _ in told.clarify}
    return asked in names or (
        asked.startswith("birth") and bool(names & {*_BIRTHS, "expected_date"})
    )


def _year_alone(told: Mapping[str, Any]) -> str:
    """The year where nothing but it was told of a birth."""
    span = told.get("birth_date_range") or ("", "")
    first, last = str(span[0]), str(span[1])
    return first[:4] if first[4:] == "-01-01" and last == f"{first[:4]}-12-31" else ""


def merged(
    before: Mapping[str, Any], told: Mapping[str, Any], *, same_child: bool = False
) -> dict[str, Any]:
    """The facts known before and those told now: a birth told now takes the place of those before.

    A year alone («不对,是23年的») corrects the year of the date known, where it is of the same child.
    """
    kept = dict(before)
    year, known = _year_alone(told), str(before.get("birth_date") or "")
    if same_child and year and known:
        told = {**told, "birth_date": year + known[len(year) :]}
        told.pop("birth_date_range")
    if any(name in told for name in _BIRTHS):
        for name in (*_BIRTHS, "applied_years"):
            kept.pop(name, None)
    facts: dict[str, Any] = {**kept, **told}
    if facts.get("flexible_employment") and told.get("own_wage") and "average_monthly_wage" in told:
        facts["own_contribution_base"] = facts.pop("average_monthly_wage")
        facts["insured_by_herself"] = True
    return facts
