"""Answers to structure questions for the pipeline that assistant.chain replaces; it goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.context import Context, Kind, Quote, Statement
from assistant.jurisdiction.places import home_region
from assistant.structure.query import Ask, StructureQuery, understand
from corpus.model import Document, Measure, Section, Sentence
from corpus.numerals import to_numeral
from corpus.validity import region

_LISTED_SENTENCES = 6
_MOST_ASKED = 8
_CLEAR_LEAD = 0.2
_TOPIC_PLACE = re.compile(
    r"^(?P<topic>[^,。?!]{2,14}?)的?(?:那|这)一?(?:条|项)(?:措施)?(?:是|在|属于|归到?|排在?|算|被?[分放]到?)*"
    r"(?:第几(?:条|个|位|项)?|(?P<section>(?:第几|哪一?个?)(?:个|大)?(?:部分|大?块|章|大?类)))(?:里面?|去|中)?(?:了|呢|啊|[?。])*$"
)
_IN_FORCE = re.compile(r"施行|生效|实施|执行")


def answer(context: Context) -> None:
    """Answer a question about structure; leave every other question to the next steps."""
    query = understand(context.standalone, _asked(context)) or _place_of_topic(context)
    if query is None:
        return
    for ask in (query.ask, *query.further):
        context.statements.extend(_ANSWERS[ask](query))
    context.status = Status.ANSWERED


def _asked(context: Context) -> list[Document]:
    """The documents that a question about structure may mean, the likeliest first.

    That is the conversation's, then the home province's, then the others that count.
    """
    talked_about = [document.id for document, _ in context.subject]
    tiers = context.jurisdiction(context.standalone).tiers
    counting = [d for documents in tiers for d in documents]
    counting.sort(key=lambda d: (d.id not in talked_about, region(d) != home_region()))
    return counting[:_MOST_ASKED]


def _place_of_topic(context: Context) -> StructureQuery | None:
    """「住房那条排第几」「儿科那条归到哪一大类」: the measure is searched, its place is read off."""
    found = _TOPIC_PLACE.match(context.standalone)
    if not found:
        return None
    ranked = context.search(found["topic"]).measures[:2]
    lead = ranked[0].score - ranked[1].score if len(ranked) == 2 else 0.0
    if lead < _CLEAR_LEAD or ranked[0].document not in {d.id for d in _asked(context)}:
        return None
    document = context.library.get(ranked[0].document)
    measure = document.by_key(ranked[0].measure)
    if measure is None:
        return None
    ask = Ask.SECTION_OF if found["section"] else Ask.MEASURE_TITLE
    return StructureQuery(ask, document, measures=(measure,))


def units_statement(document: Document, measures: Sequence[Measure]) -> list[Statement]:
    """Who is responsible for each measure, with the clause that adds units to all later ones."""
    statements = []
    for measure in measures:
        if not measure.responsibility:
            continue
        own = [unit for unit in measure.units if unit.inherited_from is None]
        text = f"{_name(measure)}的责任单位:{'、'.join(unit.name for unit in own)}"
        quotes = [Quote.of(document, measure, measure.responsibility)]
        text += "[[0]]"
        inherited = [unit for unit in measure.units if unit.inherited_from is not None]
        if inherited:
            source = document.measure(inherited[0].inherited_from or 0)
            if source and source.responsibility:
                quotes.append(Quote.of(document, source, source.responsibility))
                names = "、".join(unit.name for unit in inherited)
                text += f",并包括{names}(见{source.marker}的规定)[[1]]"
        statements.append(Statement(Kind.STRUCTURE, text + "。", tuple(quotes)))
    return statements


def _count(query: StructureQuery) -> list[Statement]:
    document = query.document
    if not document.sections:
        return _list_measures(document, f"全文共{len(document.measures)}条", document.measures)
    text = f"全文共{len(document.sections)}个部分、{len(document.measures)}条措施:"
    quotes = [Quote(document, None, s.start, s.title_sentence.end) for s in document.sections]
    lines = [
        f"{s.marker}{s.title}({_range(s.measures)})[[{index}]]"
        for index, s in enumerate(document.sections)
    ]
    return [Statement(Kind.STRUCTURE, "\n".join([text, *lines]), tuple(quotes))]


def _outline(query: StructureQuery) -> list[Statement]:
    document = query.document
    lines = [f"全文共{len(document.sections)}个部分、{len(document.measures)}条措施:"]
    if not document.sections:
        lines = [f"全文共{len(document.measures)}条:"]
    quotes: list[Quote] = []
    for section, measures in _grouped(document):
        if section:
            lines.append(f"{section.marker}{section.title}")
        for measure in measures:
            lines.append(f"- {_name(measure)}[[{len(quotes)}]]")
            quotes.append(_heading_quote(document, measure))
    return [Statement(Kind.STRUCTURE, "\n".join(lines), tuple(quotes))]


def _section(query: StructureQuery) -> list[Statement]:
    statements = []
    for section in query.sections:
        count = len(section.measures)
        lead = f"第{to_numeral(section.number)}部分「{section.title}」共{count}条措施"
        statements.extend(_list_measures(query.document, lead, section.measures))
    return statements


def _section_of(query: StructureQuery) -> list[Statement]:
    statements = []
    for measure in query.measures:
        section = next((s for s in query.document.sections if measure in s.measures), None)
        if section is None:
            continue
        text = (
            f"{_name(measure)}[[0]]属于第{to_numeral(section.number)}部分「{section.title}」[[1]]。"
        )
        heading = Quote(query.document, None, section.start, section.title_sentence.end)
        quotes = (_heading_quote(query.document, measure), heading)
        statements.append(Statement(Kind.STRUCTURE, text, quotes))
    return statements or _measure_title(query)


def _preamble(query: StructureQuery) -> list[Statement]:
    return _read_out(query, query.document.preamble, "收录的文本中没有这一部分")


def _closing(query: StructureQuery) -> list[Statement]:
    return _read_out(query, query.document.closing, "收录的文本中没有这一部分")


def _read_out(
    query: StructureQuery, sentences: Sequence[Sentence], lacking: str
) -> list[Statement]:
    """Sentences outside all measures, each quoted; or that there are none."""
    document = query.document
    return [
        Statement(Kind.QUOTE, sentence.text, (Quote.of(document, None, sentence),))
        for sentence in sentences[:_LISTED_SENTENCES]
    ] or [_said_by_title(query, lacking)]


def _measure(query: StructureQuery) -> list[Statement]:
    document = query.document
    statements = []
    for measure in query.measures:
        body = measure.sentences[:_LISTED_SENTENCES]
        quotes = [_heading_quote(document, measure)] if measure.heading else []
        lines = [f"{_name(measure)}[[0]]" if measure.heading else f"{_name(measure)}:"]
        for sentence in body:
            lines.append(f"{sentence.text}[[{len(quotes)}]]")
            quotes.append(Quote.of(document, measure, sentence))
        statements.append(Statement(Kind.STRUCTURE, "\n".join(lines), tuple(quotes)))
    return statements


def _measure_title(query: StructureQuery) -> list[Statement]:
    return [
        Statement(
            Kind.STRUCTURE,
            f"{_name(measure)}[[0]]。",
            (_heading_quote(query.document, measure),),
        )
        for measure in query.measures
    ]


def _measure_units(query: StructureQuery) -> list[Statement]:
    return units_statement(query.document, query.measures) or _measure_title(query)


def _unit_measures(query: StructureQuery) -> list[Statement]:
    document = query.document
    names = set(query.units)
    measures = [m for m in document.measures if names <= {unit.name for unit in m.units}]
    together = "和".join(query.units)
    if not measures:
        measures = [m for m in document.measures if names & {unit.name for unit in m.units}]
        lead = f"没有同时由{together}负责的措施,其中有单位列为责任单位的措施共{len(measures)}条"
    else:
        lead = f"{together}列为责任单位的措施共{len(measures)}条"
    quotes: list[Quote] = []
    lines = [f"{lead}:"]
    for measure in measures:
        assert measure.responsibility is not None
        lines.append(f"- {_name(measure)}[[{len(quotes)}]]")
        quotes.append(Quote.of(document, measure, measure.responsibility))
    clause = _clause_for(document, measures, names)
    if clause:
        lines.append(
            f"其中未逐条列出的,依据{clause.measure.marker if clause.measure else ''}的规定一并包括[[{len(quotes)}]]。"
        )
        quotes.append(clause)
    if not any(unit.role == "牵头" for m in measures for unit in m.units):
        lines.append("文件写的是按职责分工负责,没有区分牵头单位。")
    return [Statement(Kind.STRUCTURE, "\n".join(lines), tuple(quotes))]


def _other_measures(query: StructureQuery) -> list[Statement]:
    """The measures for which none of the units is responsible, by their lists of responsible units."""
    document, names = query.document, set(query.units)
    others = [m for m in document.measures if not names & {unit.name for unit in m.units}]
    lists = [(m, m.responsibility) for m in others if m.responsibility]
    if not lists:
        return _unit_measures(query)
    lines = [f"责任单位中没有列出您所问单位的措施共{len(lists)}条:"]
    lines += [f"- {_name(measure)}[[{index}]]" for index, (measure, _) in enumerate(lists)]
    quotes = tuple(Quote.of(document, measure, listed) for measure, listed in lists)
    return [Statement(Kind.STRUCTURE, "\n".join(lines), quotes)]


def _most_units(query: StructureQuery) -> list[Statement]:
    return _by_count_of_units(query, max, "最多")


def _fewest_units(query: StructureQuery) -> list[Statement]:
    return _by_count_of_units(query, min, "最少")


def _by_count_of_units(
    query: StructureQuery, pick: Callable[[list[int]], int], word: str
) -> list[Statement]:
    """The measures whose own list of responsible units is the longest or the shortest."""
    listed = [(m, m.responsibility, _own_units(m)) for m in query.document.measures]
    counts = [len(units) for _, clause, units in listed if clause]
    if not counts:
        return [_said_by_title(query, "收录的文本中没有写明责任单位")]
    count = pick(counts)
    statements = []
    for measure, clause, units in listed:
        if clause and len(units) == count:
            text = f"列出的责任单位{word}的是{_name(measure)},共{count}个:{'、'.join(units)}[[0]]。"
            quote = Quote.of(query.document, measure, clause)
            statements.append(Statement(Kind.STRUCTURE, text, (quote,)))
    return statements


def _own_units(measure: Measure) -> list[str]:
    """The units that the measure itself lists, local governments left out."""
    names = [unit.name for unit in measure.units if unit.inherited_from is None]
    return [name for name in names if "人民政府" not in name]


def _largest_section(query: StructureQuery) -> list[Statement]:
    sections = query.document.sections
    if not sections:
        return _count(query)
    most = max(len(section.measures) for section in sections)
    largest = tuple(section for section in sections if len(section.measures) == most)
    return _section(replace(query, sections=largest))


def _mentions(query: StructureQuery) -> list[Statement]:
    """The measures whose text has the very words, each with its first sentence that says them."""
    found = [
        (measure, next(s for s in measure.all_sentences() if query.words in s.text))
        for measure in query.document.measures
        if any(query.words in s.text for s in measure.all_sentences())
    ]
    lines = [f"提到「{query.words}」的措施共{len(found)}条:"]
    lines += [f"- {_name(m)}:{s.text}[[{index}]]" for index, (m, s) in enumerate(found)]
    quotes = tuple(Quote.of(query.document, measure, sentence) for measure, sentence in found)
    return [Statement(Kind.STRUCTURE, "\n".join(lines), quotes)]


def _local_clause(query: StructureQuery) -> list[Statement]:
    document = query.document
    for measure in document.measures:
        if measure.responsibility and "以下责任单位" in measure.responsibility.text:
            quote = Quote.of(document, measure, measure.responsibility)
            text = f"是的,{measure.marker}已写明:{measure.responsibility.text}[[0]]"
            return [Statement(Kind.STRUCTURE, text, (quote,))]
    return _unit_measures(query)


def _issued(query: StructureQuery) -> list[Statement]:
    issued = query.document.metadata.issued
    wanted = f"{issued.year}年{issued.month}月{issued.day}日" if issued else None
    return _notice(query, wanted, "文件的印发日期是{0}")


def _effective(query: StructureQuery) -> list[Statement]:
    said = query.document.metadata.effective_from
    wanted = f"{said.year}年{said.month}月{said.day}日" if said else None
    for sentence, measure in query.document.sentences():
        if wanted and wanted in sentence.text and _IN_FORCE.search(sentence.text):
            quote = Quote.of(query.document, measure, sentence)
            return [Statement(Kind.STRUCTURE, f"施行日期是{wanted}[[0]]。", (quote,))]
    return [_said_by_title(query, "收录的文本中没有写明施行日期和有效期"), *_issued(query)]


def _issuer(query: StructureQuery) -> list[Statement]:
    return _notice(query, query.document.metadata.issuer or None, "发文机关是{0}")


def _title(query: StructureQuery) -> list[Statement]:
    return _notice(query, query.document.metadata.title or None, "文件全称是《{0}》")


def _number(query: StructureQuery) -> list[Statement]:
    number = query.document.metadata.number
    if number:
        return _notice(query, number, "发文字号是{0}")
    return [_said_by_title(query, "收录的文本中没有写明本文件的发文字号")]


def _addressees(query: StructureQuery) -> list[Statement]:
    for sentence in query.document.notice:
        if sentence.text.endswith((":", "\uff1a")):
            quote = Quote.of(query.document, None, sentence)
            return [Statement(Kind.STRUCTURE, f"主送:{sentence.text[:-1]}[[0]]。", (quote,))]
    return [_said_by_title(query, "收录的文本中没有写明主送单位")]


def _openness(query: StructureQuery) -> list[Statement]:
    return _notice(query, "公开", "文件注明:{1}")


def _basis(query: StructureQuery) -> list[Statement]:
    document = query.document
    statements = []
    for reference in document.metadata.implements:
        for sentence in document.preamble:
            if sentence.start <= reference.start < sentence.end:
                number = f"({reference.number})" if reference.number else ""
                text = f"本文件贯彻落实{reference.issuer}《{reference.title}》{number}[[0]]。"
                quote = Quote.of(document, None, sentence)
                statements.append(Statement(Kind.STRUCTURE, text, (quote,)))
    return statements or [_said_by_title(query, "收录的文本中没有写明制定依据")]


def _no_such_measure(query: StructureQuery) -> list[Statement]:
    document = query.document
    last = document.measures[-1]
    text = f"全文共{len(document.measures)}条措施,没有第{to_numeral(query.number or 0)}条;最后一条是{_name(last)}[[0]]。"
    return [Statement(Kind.STRUCTURE, text, (_heading_quote(document, last),))]


def _no_such_unit(query: StructureQuery) -> list[Statement]:
    return [_said_by_title(query, f"文件没有把{query.units[0]}列为任何一条措施的责任单位")]


def _notice(query: StructureQuery, wanted: str | None, form: str) -> list[Statement]:
    """A fact of the head of the document, quoted from the first sentence there that says it."""
    document = query.document
    title = (document.title,) if document.title else ()
    for sentence in (*title, *document.notice):
        if wanted and wanted in sentence.text.replace("\n", ""):
            quote = Quote.of(document, None, sentence)
            return [
                Statement(Kind.STRUCTURE, form.format(wanted, sentence.text) + "[[0]]。", (quote,))
            ]
    return [_said_by_title(query, "收录的文本中没有写明这一项")]


def _said_by_title(query: StructureQuery, text: str) -> Statement:
    document = query.document
    sentence = document.title or next(s for s, _ in document.sentences())
    return Statement(
        Kind.STRUCTURE,
        f"{text}(《{document.metadata.title}》[[0]])。",
        (Quote.of(document, None, sentence),),
    )


def _list_measures(document: Document, lead: str, measures: Sequence[Measure]) -> list[Statement]:
    lines = [f"{lead}:"] + [f"- {_name(m)}[[{index}]]" for index, m in enumerate(measures)]
    quotes = tuple(_heading_quote(document, m) for m in measures)
    return [Statement(Kind.STRUCTURE, "\n".join(lines), quotes)]


def _grouped(document: Document) -> list[tuple[Section | None, list[Measure]]]:
    if not document.sections:
        return [(None, list(document.measures))]
    return [(section, list(section.measures)) for section in document.sections]


def _clause_for(document: Document, measures: Sequence[Measure], names: set[str]) -> Quote | None:
    """The clause by which some of `measures` have a unit of `names`, where one is needed."""
    for measure in measures:
        for unit in measure.units:
            if unit.name in names and unit.inherited_from is not None:
                source = document.measure(unit.inherited_from)
                if source and source.responsibility and source not in measures:
                    return Quote.of(document, source, source.responsibility)
    return None


def _heading_quote(document: Document, measure: Measure) -> Quote:
    sentence: Sentence = measure.heading or next(measure.all_sentences())
    return Quote.of(document, measure, sentence)


def _name(measure: Measure) -> str:
    """How a measure is named in running text: (三)加大养育照护经济支持."""
    return measure.name or measure.label


def _range(measures: Sequence[Measure]) -> str:
    if not measures:
        return "无分条"
    first, last = measures[0].marker, measures[-1].marker
    return f"{first}至{last},共{len(measures)}条" if len(measures) > 1 else f"{first},共1条"


_ANSWERS: dict[Ask, Callable[[StructureQuery], list[Statement]]] = {
    Ask.COUNT: _count,
    Ask.OUTLINE: _outline,
    Ask.SECTION: _section,
    Ask.SECTION_COUNT: _section,
    Ask.SECTION_OF: _section_of,
    Ask.PREAMBLE: _preamble,
    Ask.CLOSING: _closing,
    Ask.MEASURE: _measure,
    Ask.MEASURE_TITLE: _measure_title,
    Ask.MEASURE_UNITS: _measure_units,
    Ask.UNIT_MEASURES: _unit_measures,
    Ask.OTHER_MEASURES: _other_measures,
    Ask.MENTIONS: _mentions,
    Ask.MOST_UNITS: _most_units,
    Ask.FEWEST_UNITS: _fewest_units,
    Ask.LARGEST_SECTION: _largest_section,
    Ask.LOCAL_CLAUSE: _local_clause,
    Ask.ISSUED: _issued,
    Ask.EFFECTIVE: _effective,
    Ask.ISSUER: _issuer,
    Ask.NUMBER: _number,
    Ask.BASIS: _basis,
    Ask.TITLE: _title,
    Ask.ADDRESSEES: _addressees,
    Ask.OPENNESS: _openness,
    Ask.NO_SUCH_MEASURE: _no_such_measure,
    Ask.NO_SUCH_UNIT: _no_such_unit,
}
