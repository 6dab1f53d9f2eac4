"""What can be checked of one answer without any model: quotes, markers, figures, facts, support.

Every check takes the answer object of the contract, so that it works for any system's output.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Status
from corpus.library import CorpusError, Library
from corpus.model import Document
from corpus.numerals import NUMERAL, parse_numeral

_MARKER = re.compile(r"\[(\d+)\]")
_MARKED = re.compile(r"(?P<text>[^\n]*?)(?P<markers>(?:\[\d+\]\s*)+)|(?P<rest>[^\n]+)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTER = "条项个部章句份"
_COUNTED = re.compile(rf"(?<![第((\d.])(?P<number>\d+|{NUMERAL})(?=[{_COUNTER}])")
_ORDINAL = re.compile(rf"第\d+(?=[{_COUNTER}])|^\d+(?=[.、))])|[(]\d+[)]", re.M)
_CHINESE_FIGURE = re.compile(rf"(?P<number>{NUMERAL})(?=元|万|天|日|个月|周岁|岁|成)")
_TEN_THOUSANDS = re.compile(rf"(?P<number>\d+(?:\.\d+)?|{NUMERAL})万")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)元")
_LABEL = re.compile(r"^\s*【[^】]*】")
_HAN_OR_WORD = re.compile(r"[\w]+")
_HOTLINE = "12345"
_COVERED = 0.6
"""The share of a statement's character bigrams that its quotes must hold."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of the answer and the markers that follow it; none: it cites nothing."""

    text: str
    markers: tuple[int, ...]


def normalise(text: str) -> str:
    """One spelling for equal text: half-width, no thousands separators, no white space, lower case."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", _THOUSANDS.sub("", text)).casefold()


def without_markers(text: str) -> str:
    """The answer's text as it is read, without its citation markers."""
    return _MARKER.sub("", text)


def missing_facts(facts: Iterable[str], answer: str) -> list[str]:
    """Those of `facts` that the answer does not state.

    A fact that is a number must stand there as a number of its own (with a counting word also in
    Chinese numerals); digits at the ends of other facts must not run on.
    """
    text = normalise(without_markers(answer))
    values = _values(text) | {float(n) for n in _counted(text)}
    return [fact for fact in facts if not _states(fact, text, values)]


def forbidden_found(forbidden: Iterable[str], answer: str) -> list[str]:
    """Those of `forbidden` that stand in the answer."""
    text = normalise(answer)
    return [fragment for fragment in forbidden if normalise(fragment) in text]


def quote_faults(answer: Answer, library: Library) -> list[str]:
    """What is wrong with the citations' quotes, in Chinese; [] where each is verbatim."""
    faults: list[str] = []
    for citation in answer.citations:
        document = _document(library, citation.document)
        if document is None:
            faults.append(f"[{citation.marker}] 文件 {citation.document} 不在语料库")
        elif not citation.quote:
            faults.append(f"[{citation.marker}] 引文为空")
        elif document.text[citation.start : citation.end] != citation.quote:
            faults.append(f"[{citation.marker}] 引文与原文 {citation.start}-{citation.end} 不一致")
        elif not _is_in_measure(citation, document):
            faults.append(f"[{citation.marker}] 引文不在第 {citation.measure} 条措施内")
    return faults


def marker_faults(answer: Answer) -> list[str]:
    """What is wrong with the markers, in Chinese; [] where each has one citation and all are used."""
    used = {int(found) for found in _MARKER.findall(answer.answer)}
    given = [citation.marker for citation in answer.citations]
    faults = [f"[{marker}] 没有对应的引文" for marker in sorted(used - set(given))]
    faults += [f"引文 [{marker}] 在答案中没有用到" for marker in sorted(set(given) - used)]
    faults += [f"编号 [{m}] 有多条引文" for m in sorted(set(given)) if given.count(m) > 1]
    return faults


def unsourced_figures(answer: Answer, library: Library) -> list[str]:
    """The figures in the answer that neither a quote, nor the calculation, nor the structure gives.

    Ordinals (第3条, 1.) and counts of what is cited or of a document's parts are structure. An amount
    in yuan must be one in its source, too (3周岁 gives no 3元). An error message says nothing of the
    policy, and is not judged.
    """
    if answer.status is Status.ERROR:
        return []
    text = _spelled_out(without_markers(answer.answer)).replace(_HOTLINE, "")
    text = _ORDINAL.sub("", text)
    cited = {citation.document for citation in answer.citations}
    documents = [d for d in (_document(library, name) for name in sorted(cited)) if d]
    source = " ".join(
        [*(citation.quote + citation.label for citation in answer.citations)]
        + [_metadata_text(document) for document in documents]
        + [calculation_text(answer)]
    )
    source = _spelled_out(source)
    known = _values(source) | {float(n) for n in _chinese_figures(source)}
    counts = _counts(answer, documents or list(library))
    text = _COUNTED.sub(lambda m: "" if parse_numeral(m["number"]) in counts else m[0], text)
    found = [m[0] for m in _NUMBER.finditer(text) if float(m[0]) not in known]
    if answer.calculation is None:
        amounts = {float(m[1]) for m in _MONEY.finditer(source)}
        found += [m[1] for m in _MONEY.finditer(text) if float(m[1]) not in amounts]
    chinese = [
        m["number"]
        for m in _CHINESE_FIGURE.finditer(text)
        if m["number"] not in source
        and parse_numeral(m["number"]) is not None
        and float(parse_numeral(m["number"]) or 0) not in known
    ]
    return list(dict.fromkeys(found + chinese))


def claims(answer: Answer) -> list[Claim]:
    """The answer cut at its markers: what stands before a group of markers in its line is one claim."""
    found: list[Claim] = []
    for match in _MARKED.finditer(answer.answer):
        if match["markers"]:
            markers = tuple(int(m) for m in _MARKER.findall(match["markers"]))
            found.append(Claim(match["text"], tuple(dict.fromkeys(markers))))
        elif match["rest"].strip():
            found.append(Claim(match["rest"], ()))
    return [claim for claim in found if _HAN_OR_WORD.search(claim.text)]


def is_supported(claim: Claim, citations: Sequence[Citation], calculation: str) -> bool:
    """Whether the quotes (and the calculation) hold what the claim says, by its words.

    All its numbers and most of its character bigrams must stand there. It stands in for the
    entailment model of ALCE: it sees invented figures and foreign words, not a changed meaning.
    """
    source = "".join(c.quote + c.label for c in citations) + calculation
    held = normalise(source)
    text = normalise(_LABEL.sub("", claim.text))
    plain = _ORDINAL.sub("", text)
    counted = {float(n) for n in _counted(plain)}
    if not _values(plain) - counted <= _values(held):
        return False
    grams = _bigrams(text)
    return not grams or len(grams & _bigrams(held)) / len(grams) >= _COVERED


def states_figure(text: str) -> bool:
    """Whether a stretch of the answer states a figure that is neither an ordinal nor the hotline."""
    plain = unicodedata.normalize("NFKC", text).replace(_HOTLINE, "")
    return bool(_NUMBER.search(_ORDINAL.sub("", plain)))


def calculation_text(answer: Answer) -> str:
    """All that the calculation says, as one text; "" where no rule ran."""
    if answer.calculation is None:
        return ""
    return json.dumps(answer.calculations, ensure_ascii=False, default=str)


def _spelled_out(text: str) -> str:
    """Half-width, without thousands separators, 5万 and 五万 as 50000."""
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    return _TEN_THOUSANDS.sub(lambda match: _times_10000(match["number"]), text)


def _times_10000(number: str) -> str:
    if _NUMBER.fullmatch(number):
        return f"{float(number) * 10000:.10g}"
    value = parse_numeral(number)
    return f"{number}万" if value is None else str(value * 10000)


def _states(fact: str, text: str, values: set[float]) -> bool:
    wanted = normalise(fact)
    if _NUMBER.fullmatch(wanted):
        return float(wanted) in values
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return bool(re.search(before + re.escape(wanted) + after, text))


def _values(text: str) -> set[float]:
    return {float(number) for number in _NUMBER.findall(text)}


def _counted(text: str) -> list[int]:
    numbers = (parse_numeral(match["number"]) for match in _COUNTED.finditer(text))
    return [number for number in numbers if number is not None]


def _chinese_figures(text: str) -> list[int]:
    numbers = (parse_numeral(match["number"]) for match in _CHINESE_FIGURE.finditer(text))
    return [number for number in numbers if number is not None]


def _counts(answer: Answer, documents: Sequence[Document]) -> set[int]:
    """What may be counted in an answer about the structure."""
    counts = {len(answer.citations), len({c.measure for c in answer.citations}), len(documents)}
    for document in documents:
        counts |= {len(document.measures), len(document.sections)}
        counts |= {len(section.measures) for section in document.sections}
        counts |= {len(measure.sentences) for measure in document.measures}
        counts |= {len(measure.units) for measure in document.measures}
    counts |= {len(re.findall(r"[((][一二三四五六七八九十]+[))]", answer.answer))}
    return counts


def _metadata_text(document: Document) -> str:
    about = document.metadata
    days = [day.isoformat() for day in (about.issued, about.effective_from) if day]
    others = [reference.number + reference.title for reference in about.implements]
    return " ".join([about.title, about.number, *days, *others])


def _is_in_measure(citation: Citation, document: Document) -> bool:
    if citation.measure is None:
        return True
    return any(
        measure.number == citation.measure
        and measure.start <= citation.start
        and citation.end <= measure.end
        for measure in document.measures
    )


def _document(library: Library, name: str) -> Document | None:
    try:
        return library.get(name)
    except CorpusError:
        return None


def _bigrams(text: str) -> set[str]:
    return {
        run[i : i + 2] for run in _HAN_OR_WORD.findall(text) for i in range(max(1, len(run) - 1))
    }
