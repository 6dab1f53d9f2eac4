"""The grammar of a sentence of an official text: clauses, the units they form, the items of their lists.

A clause ends at a comma, semicolon or colon outside brackets and quotation marks. A unit is what must be
quoted together: a clause with the conditions and topics that lead over to it. Words are judged by the
closed classes of `grammar.yaml` alone; what is in none of them is taken to depend on its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import jieba
import jieba.posseg as posseg
import yaml

Span = tuple[int, int]

_GRAMMAR = Path(__file__).with_name("grammar.yaml")
_CLAUSE_ENDS = ",;:\uff0c\uff1b\uff1a。!?\uff01\uff1f\n"
_PART_ENDS = ";\uff1b"
_OPENING = "(\uff08《“「『〔["
_CLOSING = ")\uff09》”」』〕]"
_LIST_SIGNS = "、"
_LIST_WORDS = ("以及", "和", "及")
_OPEN_END = "等"
_OPEN_LIST = re.compile(r"(?<![平同相高中初上下不优均何此])等(?![待于级候次])")
_OWN_CASE = ("的", "时")
_MADE_OF = re.compile(r"(?<![可所予加])以(?![上下内外及])[^的]+为[^的]+$")
_LEAST_BEFORE_HANDING = 2
"""Words before the verb: 「对」 and whom."""
_LEAST_HEAD = 2
"""Characters that two items must share to show that each has its own modifier or head."""


class Lead(StrEnum):
    """How a unit begins."""

    DIRECTIVE = "directive"
    """With what an authority sets out to do."""
    HEDGE = "hedge"
    """With what an authority encourages or tries."""
    RESULT = "result"
    """With what the unit before it leads to."""
    DETAIL = "detail"
    """With the details that it leaves to another text."""
    OTHER = "other"
    """With a subject, a condition, a limit: anything else."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What must be quoted together. `span` is the place in the sentence, without the sign at its end.

    particle: the 「并」 at its beginning. starts: it can begin a quotation, for its subject is the
    authority or stands in it. says: it has a predicate. leads: it begins with a clause that may hold for later units
    too. measures: it may measure what stands before it. points: it names something by another unit's
    words. own_case: it stands after a semicolon with a condition of its own. items: stretches of its
    lists that may be left out, each for itself.
    """

    span: Span
    lead: Lead
    particle: Span | None
    starts: bool
    says: bool
    leads: bool
    measures: bool
    points: bool
    own_case: bool
    items: tuple[Span, ...]


def words(name: str) -> frozenset[str]:
    """A class of the grammar."""
    return _classes()[name]


def units(sentence: str) -> list[Unit]:
    """The units of a sentence in their order."""
    found: list[Unit] = []
    clauses: list[Span] = []
    begins_part = False
    for clause in _clauses(sentence):
        clauses.append(clause)
        if (
            leads_over(sentence[slice(*clause)])
            or _ends_with_colon(sentence, clause)
            or (
                begins_part
                and _has_own_case(sentence, clauses)
                and not _ends_part(sentence, clause)
            )
        ):
            continue
        found.append(_unit(sentence, clauses, begins_part=begins_part))
        begins_part = _ends_part(sentence, clause)
        clauses = []
    if clauses:
        found.append(_unit(sentence, clauses, begins_part=begins_part))
    return found


def leads_over(clause: str) -> bool:
    """Whether a clause is a condition, topic or list that what it belongs to follows."""
    if clause.endswith(tuple(words("unfinished"))):
        return True
    tokens = jieba.lcut(clause)
    if tokens[-1] in words("unfinished_word"):
        return True
    if _opens_list_of_means(clause):
        return True
    if _first_verb(tokens) or tokens[0] not in words("leading"):
        return False
    return not _hands(tokens)


def _opens_list_of_means(clause: str) -> bool:
    """Whether a clause ends in 「以……为……」, of which what it makes up comes later."""
    made = _MADE_OF.search(clause)
    return made is not None and not any(verb in clause for verb in words("handing"))


def _unit(sentence: str, clauses: list[Span], *, begins_part: bool) -> Unit:
    start, end = clauses[0][0], clauses[-1][1]
    text = sentence[start:end]
    tokens = jieba.lcut(text)
    first = sentence[slice(*clauses[0])]
    last = sentence[slice(*clauses[-1])]
    by_means = all(_says_means(sentence[slice(*clause)]) for clause in clauses[:-1])
    lead = _lead(jieba.lcut(last)) if by_means else _lead(tokens)
    verbal = lead in (Lead.DIRECTIVE, Lead.HEDGE)
    return Unit(
        span=(start, end),
        lead=lead,
        starts=verbal or len(clauses) > 1 or _hands(tokens),
        says=verbal or any(_has_predicate(sentence[slice(*clause)]) for clause in clauses),
        particle=_particle(tokens, start),
        leads=len(clauses) > 1 and not _first_verb(jieba.lcut(first)),
        measures=_measures(tokens),
        points=_points_back(jieba.lcut(first)),
        own_case=(
            begins_part
            and len(clauses) > 1
            and _has_own_case(sentence, clauses)
            and not any(word in text for word in words("excepting"))
        ),
        items=tuple(item for clause in clauses for item in _items(sentence, clause)),
    )


def _says_means(clause: str) -> bool:
    """Whether a clause says how something is done."""
    return clause.startswith(tuple(words("means")))


def _measures(tokens: list[str]) -> bool:
    """Whether a clause gives a figure or a bound right after the verb that it begins with."""
    verb = _first_verb(tokens)
    text = "".join(tokens)
    rest = text[text.find(verb) + len(verb) :] if verb else ""
    figures = rest if verb in words("quantity") else rest[:2]
    return rest.startswith(tuple(words("measuring"))) or any(c.isdigit() for c in figures)


def _points_back(tokens: list[str]) -> bool:
    """Whether a unit's first clause names something by what another unit has said."""
    first = set(tokens[:2]) & words("pointing_first")
    return bool(first or words("pointing") & set(tokens))


def _lead(tokens: list[str]) -> Lead:
    verb = _first_verb(tokens)
    if verb is None:
        text = "".join(tokens)
        if tokens[0] in words("detail") and text.endswith(tuple(words("settled"))):
            return Lead.DETAIL
        fronted = text[_adverbs(text) :].startswith(tuple(words("fronting")))
        return Lead.DIRECTIVE if fronted and _hands(tokens) else Lead.OTHER
    if words("modal") & set(tokens):
        return Lead.OTHER
    return next(lead for lead in (Lead.HEDGE, Lead.RESULT, Lead.DIRECTIVE) if verb in words(lead))


def _hands(tokens: list[str]) -> bool:
    """Whether a clause gives something to what it has named before: 「对……给予补助」."""
    found = [index for index, token in enumerate(tokens) if token in words("handing")]
    if not found or found[-1] < _LEAST_BEFORE_HANDING:
        return False
    denied = words("denying") & set(tokens[: found[-1]])
    return "的" not in tokens[found[-1] :] and not denied


def _has_predicate(clause: str) -> bool:
    """Whether a clause surely says something, and is not only whom or what the next speaks of."""
    tokens = jieba.lcut(clause)
    modals = [index for index, token in enumerate(tokens) if token in words("modal")]
    if modals:
        return not words("leading") & set(tokens[modals[-1] + 1 : modals[-1] + 2])
    verbs = [i for i, t in enumerate(tokens) if t in words("directive") or t in words("handing")]
    return bool(verbs) and "的" not in tokens[verbs[-1] :] and verbs[-1] < len(tokens) - 1


def _first_verb(tokens: list[str]) -> str | None:
    """The verb that a clause begins with, adverbs left aside; None where it begins otherwise."""
    text = "".join(tokens)
    return _longest(_verbs(), text[_adverbs(text) :]) or None


def _adverbs(text: str) -> int:
    """Where the adverbs end with which a clause begins; what may be both is a verb."""
    position = 0
    while adverb := _longest(words("adverb"), text[position:]):
        if len(_longest(_verbs(), text[position:])) >= len(adverb) and not _longest(
            _verbs(), text[position + len(adverb) :]
        ):
            break
        position += len(adverb)
    return position


@cache
def _verbs() -> frozenset[str]:
    return words("directive") | words("hedge") | words("result")


def _longest(known: frozenset[str], text: str) -> str:
    return max((word for word in known if text.startswith(word)), key=len, default="")


def _particle(tokens: list[str], start: int) -> Span | None:
    return (
        (start, start + len(tokens[0])) if tokens and tokens[0] in ("并", "并且", "同时") else None
    )


def _has_own_case(sentence: str, clauses: list[Span]) -> bool:
    return sentence[slice(*clauses[0])].endswith(_OWN_CASE)


def _ends_part(sentence: str, clause: Span) -> bool:
    return sentence[clause[1] : clause[1] + 1] in tuple(_PART_ENDS)


def _ends_with_colon(sentence: str, clause: Span) -> bool:
    return sentence[clause[1] : clause[1] + 1] in (":", "\uff1a")


def _clauses(sentence: str) -> Iterator[Span]:
    """Where the clauses stand, blanks and the signs at their ends left out."""
    for start, end in _pieces(sentence, (0, len(sentence)), _CLAUSE_ENDS):
        text = sentence[start:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield start + lead, start + len(text.rstrip())


def _pieces(sentence: str, within: Span, signs: str) -> Iterator[Span]:
    """The stretches between signs that stand outside brackets and quotation marks."""
    begin, depth = within[0], 0
    for index in range(*within):
        char = sentence[index]
        depth += (char in _OPENING) - (char in _CLOSING)
        if char in signs and depth <= 0:
            yield begin, index
            begin = index + 1
    yield begin, within[1]


def _items(sentence: str, clause: Span) -> Iterator[Span]:
    """The stretches of a clause's list that may be left out, with the sign or word before them.

    The first item stays, for it holds the verb and what it governs. Left out are: items up to 「等」; with
    it, where 「等」 ends the clause; and an item whose likeness to its neighbour shows that neither
    borrows the other's modifier or head.
    """
    text = sentence[slice(*clause)]
    if words("together") & set(jieba.lcut(text)):
        return
    separators = list(_separators(sentence, clause))
    if not separators:
        return
    starts = [clause[0], *(after for _, after in separators)]
    ends = [*(before for before, _ in separators), clause[1]]
    stem = _stem(sentence[starts[0] : ends[0]])
    first = sentence[starts[0] + stem : ends[0]]
    open_end = _open_end(sentence, starts[-1], clause[1])
    if open_end is not None and "的" not in sentence[open_end : clause[1]]:
        closed = open_end == clause[1] - len(_OPEN_END)
        listed = [
            *(sentence[a:b] for a, b in zip(starts[1:], ends[1:-1], strict=False)),
            sentence[starts[-1] : open_end],
        ]
        for index in range(1, len(starts)):
            if all(
                _is_one_thing(item) or _begin_alike(first, item) for item in listed[index - 1 :]
            ):
                yield separators[index - 1][0], open_end
                if closed:
                    yield separators[index - 1][0], clause[1]
    items = [sentence[a:b] for a, b in zip(starts, ends, strict=True)]
    for index in range(1, len(items) - 1):
        if _are_alike(items[index], items[index + 1]) and _is_one_thing(items[index]):
            yield separators[index - 1][0], ends[index]
    if stem and _is_one_thing(first) and _begin_alike(first, items[1]):
        yield clause[0] + stem, starts[1]


def _separators(sentence: str, clause: Span) -> Iterator[Span]:
    """The list signs and conjunctions of a clause: where each begins and ends."""
    position, depth, begun = clause[0], 0, False
    for token in jieba.lcut(sentence[slice(*clause)]):
        end = position + len(token)
        if depth <= 0 and (token in _LIST_SIGNS or (begun and token in _LIST_WORDS)):
            begun = True
            yield position, end
        depth += sum((char in _OPENING) - (char in _CLOSING) for char in token)
        position = end


def _open_end(sentence: str, start: int, end: int) -> int | None:
    """Where the 「等」 of the last item stands; that of 平等 and 同等 leaves no list open."""
    found = _OPEN_LIST.search(sentence, start + 1, end)
    return found.start() if found else None


def _stem(item: str) -> int:
    """How long the adverbs and the verb are with which a clause begins."""
    verb = _first_verb(jieba.lcut(item))
    return item.find(verb) + len(verb) if verb else 0


def _is_one_thing(item: str) -> bool:
    """Whether an item names one thing: no verb with an object after it, no preposition, no 的 inside.

    「社区和家庭开展托育、早教」 is no list of four.
    """
    tagged = [(word, flag) for word, flag in posseg.lcut(item)]
    return not any(
        flag == "p" or word == "的" or (flag == "v" and 0 < index < len(tagged) - 1)
        for index, (word, flag) in enumerate(tagged)
    )


def _begin_alike(one: str, two: str) -> bool:
    return len(one) >= _LEAST_HEAD and one[:_LEAST_HEAD] == two[:_LEAST_HEAD]


def _are_alike(one: str, two: str) -> bool:
    """Whether two items are built alike: the same beginning or the same end."""
    shared = _begin_alike(one, two) or one[-_LEAST_HEAD:] == two[-_LEAST_HEAD:]
    return shared and "的" not in one and len(one) > _LEAST_HEAD


@cache
def _classes() -> dict[str, frozenset[str]]:
    data = yaml.safe_load(_GRAMMAR.read_text(encoding="utf-8"))
    return {name: frozenset(listed.split()) for name, listed in data.items()}
