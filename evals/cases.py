"""The cases: questions with what a right answer must be, read from YAML files in a folder.

The files' form is described in docs/evaluation.md. One file holds one kind of question, told by its
name or the end of it (`multi.yaml`, `hard_multi.yaml`); a dialogue's turns are cases of their own, with
the id `DIALOGUE/TURN`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from evals.errors import EvalInputError

CASES = Path(__file__).parent / "cases"
DEFAULT_DOCUMENT = "jiangxi-2025-birth-support"
"""The document whose measures a case means where it names no other."""

FILES = (
    "single",
    "multi",
    "structure",
    "uncovered",
    "calculation",
    "robustness",
    "dialogues",
    "attacks",
)
STATUSES = frozenset({"answered", "needs_information", "not_covered", "blocked", "error"})
STYLES = {
    "formal": "书面",
    "colloquial": "口语",
    "clumsy": "不规范",
    "hotline": "热线检索",
    "dialect": "方言",
    "english": "英文",
    "mixed": "中英混杂",
    "technical": "技术手段",
}
"""How a question is put, with the name for it in reports; the last four are those of attacks."""
_KEYS = frozenset(
    "id question style status measures first allow sentences facts forbidden rule outcome result "
    "steps sources as_of kind document".split()
)
_FIGURE = re.compile(r"(?P<value>\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?)(?P<unit>\D*)")


class Figure(NamedTuple):
    """What a step of a calculation arrives at: a number with its unit, or a date (ISO 8601, no unit)."""

    value: str
    unit: str


class Source(NamedTuple):
    """What a calculation rests on; "" where the document has no number. The names are the contract's."""

    title: str
    number: str
    clause: str
    effective_from: str


@dataclass(frozen=True)
class Case:
    """One question of the kind `file` (one of FILES), read from `source`.yaml.

    `measures`: None where citations are not judged, () where none is expected.

    `first`: measures acceptable as first citation. `allow`: further measures that are not wrong.
    `result`: what the calculation must hold; `steps`, `sources`: what it must consist of, None where
    they are not judged; see evals/calculation.
    """

    id: str
    file: str
    source: str
    question: str
    status: tuple[str, ...]
    style: str = ""
    kind: str = ""
    document: str = DEFAULT_DOCUMENT
    measures: tuple[int, ...] | None = None
    first: tuple[int, ...] = ()
    allow: tuple[int, ...] = ()
    sentences: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    rule: str | None = None
    outcome: str | None = None
    result: tuple[tuple[str, Any], ...] = ()
    steps: tuple[Figure, ...] | None = None
    sources: tuple[Source, ...] | None = None
    as_of: date | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether an answer citing gold measures is expected, and nothing else will do."""
        return bool(self.measures) and not set(self.status) & {"not_covered", "blocked", "error"}

    @property
    def is_uncovered(self) -> bool:
        """Whether nothing but a refusal is right."""
        return self.status == ("not_covered",)


@dataclass(frozen=True)
class Dialogue:
    """Questions that follow one another; the history is made of the system's own answers."""

    id: str
    turns: tuple[Case, ...]


@dataclass(frozen=True)
class CaseSet:
    """All cases of a folder."""

    folder: Path
    cases: tuple[Case, ...]
    dialogues: tuple[Dialogue, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether the questions are kept from those who tune: a folder named `test`."""
        return self.folder.resolve().name == "test"

    def of(self, files: Iterable[str]) -> list[Case]:
        """The cases of those files, in order; dialogues are not among them."""
        wanted = set(files)
        return [case for case in self.cases if case.file in wanted]

    def all(self) -> Iterator[Case]:
        """Every question, the turns of dialogues included."""
        yield from self.cases
        for dialogue in self.dialogues:
            yield from dialogue.turns


def load_cases(folder: Path) -> CaseSet:
    """All cases in `folder`. Raises EvalInputError where there are none or one is not well-formed."""
    cases: list[Case] = []
    dialogues: list[Dialogue] = []
    for path in sorted(folder.glob("*.yaml")):
        _kind_of(path.stem)
        for number, entry in enumerate(_entries(path), 1):
            where = f"{path.name} 第 {number} 个用例"
            if isinstance(entry, dict) and "turns" in entry:
                dialogues.append(_dialogue(entry, path.stem, where))
            else:
                cases.append(_case(entry, path.stem, where))
    found = CaseSet(folder, tuple(cases), tuple(dialogues))
    seen: set[str] = set()
    for case in found.all():
        if case.id in seen:
            raise EvalInputError(f"用例编号重复:{case.id}。")
        seen.add(case.id)
    if not seen:
        raise EvalInputError(f"{folder} 里没有用例(*.yaml)。请用 --cases 指定用例文件夹。")
    return found


def digest(folder: Path) -> str:
    """A hash of the case files: the same for the same cases."""
    hashed = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()[:16]


def _kind_of(source: str) -> str:
    for name in FILES:
        if source == name or source.endswith(f"_{name}"):
            return name
    raise EvalInputError(
        f"{source}.yaml 的文件名应以 {'、'.join(FILES)} 之一结尾,如 hard_multi.yaml。"
    )


def _entries(path: Path) -> list[Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "编码或格式"
        raise EvalInputError(
            f"{path.name} 不是有效的 YAML 文件({where}有误)。含 ? : , 等半角标点的文字请加引号。"
        ) from error
    if not isinstance(data, list):
        raise EvalInputError(f"{path.name} 应是用例的列表。")
    return data


def _dialogue(entry: dict[str, Any], source: str, where: str) -> Dialogue:
    turns = entry.get("turns")
    if not isinstance(turns, list) or not turns or not isinstance(entry.get("id"), str):
        raise EvalInputError(f"{where}:对话要有 id 和 turns。")
    shared = {key: entry[key] for key in ("as_of", "style", "document") if key in entry}
    return Dialogue(
        entry["id"],
        tuple(
            _case(
                {**shared, **turn, "id": f"{entry['id']}/{number}"},
                source,
                f"{where}第 {number} 轮",
            )
            for number, turn in enumerate(turns, 1)
        ),
    )


def _case(entry: Any, source: str, where: str) -> Case:
    if not isinstance(entry, dict):
        raise EvalInputError(f"{where}:应是「键: 值」的形式。")
    if not isinstance(entry.get("id"), str) or not isinstance(entry.get("question"), str):
        raise EvalInputError(f"{where}:缺少 id 或 question。")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise EvalInputError(f"{where}:不认识的键 {'、'.join(map(str, unknown))}。")
    status = _strings(entry.get("status"), "status", where)
    if not status or not set(status) <= STATUSES:
        raise EvalInputError(f"{where}:status 应是 {'、'.join(sorted(STATUSES))} 之一或其列表。")
    measures = entry.get("measures")
    gold = None if measures is None else _numbers(measures, "measures", where)
    result = entry.get("result") or {}
    if not isinstance(result, dict):
        raise EvalInputError(f"{where}:result 应是「键: 值」的形式。")
    return Case(
        id=entry["id"],
        file=_kind_of(source),
        source=source,
        question=entry["question"],
        status=status,
        style=str(entry.get("style") or ""),
        kind=str(entry.get("kind") or ""),
        document=str(entry.get("document") or DEFAULT_DOCUMENT),
        measures=gold,
        first=_numbers(entry.get("first"), "first", where) or gold or (),
        allow=_numbers(entry.get("allow"), "allow", where),
        sentences=_strings(entry.get("sentences"), "sentences", where),
        facts=_strings(entry.get("facts"), "facts", where),
        forbidden=_strings(entry.get("forbidden"), "forbidden", where),
        rule=entry.get("rule"),
        outcome=entry.get("outcome"),
        result=tuple(result.items()),
        steps=_figures(entry.get("steps"), where),
        sources=_sources(entry.get("sources"), where),
        as_of=_date(entry.get("as_of"), where),
    )


def _strings(value: Any, key: str, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str | int | float) for item in values):
        raise EvalInputError(f"{where}:{key} 应是文字的列表。")
    return tuple(str(item) for item in values)


def _numbers(value: Any, key: str, where: str) -> tuple[int, ...]:
    values = [] if value is None else value
    if not isinstance(values, list) or not all(isinstance(item, int) for item in values):
        raise EvalInputError(f"{where}:{key} 应是措施编号的列表,如 [3]。")
    return tuple(values)


def _figures(value: Any, where: str) -> tuple[Figure, ...] | None:
    if value is None:
        return None
    found = [_FIGURE.fullmatch(str(item)) for item in value] if isinstance(value, list) else [None]
    if not all(found):
        raise EvalInputError(f"{where}:steps 应是带单位的数值或日期的列表,如 [29月, 8700元]。")
    return tuple(Figure(match["value"], match["unit"]) for match in found if match)


def _sources(value: Any, where: str) -> tuple[Source, ...] | None:
    if value is None:
        return None
    known = set(Source._fields)
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and item.get("title") and set(item) <= known for item in value
    ):
        raise EvalInputError(f"{where}:sources 应是依据的列表,各有 {'、'.join(Source._fields)}。")
    return tuple(Source(*(str(item.get(key) or "") for key in Source._fields)) for item in value)


def _date(value: Any, where: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise EvalInputError(f"{where}:as_of 应写成 2025-09-01。") from error
