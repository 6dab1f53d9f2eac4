"""How a document is built: counts, sections, lists of measures, where a measure stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.structure.asked import Asked
from assistant.structure.making import (
    heading_quote,
    quote_sentences,
    say,
    section_quote,
    title_quote,
)
from assistant.structure.slots import largest
from assistant.verification.making import whole
from assistant.verification.statement import Statement
from corpus.model import Measure, Section, Sentence

_LONGEST_LIST = 30
_FEWEST_HEADED = 0.5
_EACH = ("分别", "各是", "都是", "列出", "列一")


def counted(asked: Asked) -> list[Statement]:
    """How many measures and sections; what they are too, where each is asked for or a section is named."""
    if lacking := no_such_section(asked):
        return lacking
    if asked.sections or any(word in asked.text for word in _EACH):
        return measures_listed(asked)
    return [_counts(asked)]


def sections_listed(asked: Asked) -> list[Statement]:
    """How many sections and what they are called; the measures where there are none."""
    if lacking := no_such_section(asked):
        return lacking
    if asked.sections:
        return measures_listed(asked)
    if not asked.document.sections:
        return measures_listed(asked)
    lines = [_section_line(asked, section) for section in asked.document.sections]
    return [_counts(asked), *lines]


def largest_section(asked: Asked) -> list[Statement] | None:
    """The section with the most measures."""
    document = asked.document
    if not document.sections:
        return None
    quotes = [section_quote(document, section) for section in largest(document)]
    return [
        say(
            asked,
            "largest_section",
            quotes,
            sections="largest_sections",
            measures="largest_section_count",
        )
    ]


def measures_listed(asked: Asked) -> list[Statement]:
    """The headings of all measures, or of those in the sections or of the numbers that are named."""
    document = asked.document
    if lacking := no_such_section(asked):
        return lacking
    if asked.numbers.measures and asked.measures:
        return headings(asked, asked.measures)
    if not asked.sections and not _is_headed(asked) and len(document.measures) > _LONGEST_LIST:
        return sections_listed(asked) if document.sections else [_counts(asked)]
    statements = [] if asked.sections else [_counts(asked)]
    for section, measures in _grouped(asked):
        if section:
            statements.append(_section_line(asked, section))
        statements += headings(asked, measures)
    return statements


def headings(asked: Asked, measures: Sequence[Measure]) -> list[Statement]:
    """A line each measure: number and heading; its first sentence where it has none."""
    document = asked.document
    lines = []
    for measure in measures:
        quote = heading_quote(document, measure)
        if measure.heading:
            lines.append(say(asked, "listed", [quote], measure=("measure_name", measure.key)))
        else:
            lines.append(whole(quote))
    return lines


def places(asked: Asked) -> list[Statement] | None:
    """Which number a measure has and in which section it stands."""
    if lacking := no_such_measure(asked):
        return lacking
    if asked.sections and not asked.measures:
        return [_section_line(asked, section) for section in asked.sections]
    if not asked.one_or_more:
        return None
    return [_place(asked, measure) for measure in asked.one_or_more]


def titles_of_measures(asked: Asked) -> list[Statement] | None:
    """What measures are called; of sections, where those are named and no measure."""
    if lacking := no_such_section(asked) or no_such_measure(asked):
        return lacking
    if asked.sections and not asked.measures:
        return [_section_line(asked, section) for section in asked.sections]
    return headings(asked, asked.one_or_more) or None


def summary(asked: Asked) -> list[Statement]:
    """What a document says as a whole: its aim in its own words, then sections and headings."""
    document = asked.document
    aim: list[tuple[Measure | None, Sentence]] = []
    aim += [(None, s) for s in document.preamble if s.citable][:1]
    if not aim and document.measures and not _is_headed(asked):
        aim = [(document.measures[0], s) for s in document.measures[0].sentences[:1]]
    listed = measures_listed(asked)
    return [*listed[:1], *quote_sentences(asked, aim), *listed[1:]]


def no_such_section(asked: Asked) -> list[Statement]:
    """That the document has no section of that number, where one is named and none other."""
    number = asked.lacking_section
    if number is None or number < 1 or asked.sections:
        return []
    quotes = [section_quote(asked.document, asked.document.sections[-1])]
    lacking = ("number_that_is_not_there", number, True)
    return [
        say(
            asked,
            "section_not_there",
            quotes,
            title="document_title",
            number=lacking,
            sections="sections_counted",
        )
    ]


def no_such_measure(asked: Asked) -> list[Statement]:
    """That the document has no measure of that number, where one is named and none other."""
    number = asked.lacking_measure
    if number is None or asked.measures or asked.sections:
        return []
    document = asked.document
    quotes = [heading_quote(document, document.measures[-1])]
    lacking = ("number_that_is_not_there", number)
    if any(measure.number == number for measure in document.measures):
        return []
    if document.metadata.excerpt:
        excerpt = say(asked, "excerpt", quotes, title="document_title", missing="document_missing")
        return [excerpt]
    return [
        say(
            asked,
            "number_not_there",
            quotes,
            title="document_title",
            number=lacking,
            measures="measures_counted",
        )
    ]


def _counts(asked: Asked) -> Statement:
    document = asked.document
    quotes = title_quote(document) or (heading_quote(document, document.measures[-1]),)
    if not document.sections:
        return say(
            asked, "structure_flat", quotes, title="document_title", measures="measures_counted"
        )
    return say(
        asked,
        "structure_of",
        quotes,
        title="document_title",
        sections="sections_counted",
        measures="measures_counted",
    )


def _section_line(asked: Asked, section: Section) -> Statement:
    quotes = [section_quote(asked.document, section)]
    name = ("section_name", section.number)
    counted_in = ("measures_counted", section.number)
    if not any(measure.marker for measure in section.measures):
        return say(asked, "section_line_unnumbered", quotes, section=name, measures=counted_in)
    within = ("section_range", section.number)
    return say(asked, "section_line", quotes, section=name, range=within, measures=counted_in)


def _place(asked: Asked, measure: Measure) -> Statement:
    document = asked.document
    section = next((s for s in document.sections if measure in s.measures), None)
    name = ("measure_name", measure.key) if measure.name else ("measure_label", measure.key)
    quotes = [heading_quote(document, measure)]
    if section is None:
        return say(asked, "named", quotes, measure=name)
    quotes.append(section_quote(document, section))
    within = ("section_of", measure.key)
    return say(asked, "measure_in_section", quotes, measure=name, section=within)


def _grouped(asked: Asked) -> Iterator[tuple[Section | None, Sequence[Measure]]]:
    """The measures that are listed, by their sections."""
    document = asked.document
    sections = asked.sections or document.sections
    if not sections:
        yield None, document.measures[:_LONGEST_LIST]
    for section in sections:
        yield section, section.measures


def _is_headed(asked: Asked) -> bool:
    measures = asked.document.measures
    headed = sum(measure.heading is not None for measure in measures)
    return headed >= _FEWEST_HEADED * len(measures)


def closing(asked: Asked) -> list[Statement] | None:
    """The closing part, in its own words; of it the sentence on the question's topic."""
    if asked.outside and asked.outside in asked.document.closing:
        return quote_sentences(asked, [(None, asked.outside)])
    return quote_sentences(asked, [(None, s) for s in asked.document.closing if s.citable]) or None


def preamble(asked: Asked) -> list[Statement] | None:
    """The words before the first measure."""
    found = [(None, s) for s in asked.document.preamble if s.citable]
    return quote_sentences(asked, found) or None
