"""The field and the place that this installation speaks of: everything about them that is no document.

One YAML file (`POLICY_DOMAIN`, by default the shipped domain.yaml) holds it, so that the code knows
neither childbirth nor Jiangxi.
"""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.settings import Settings
from corpus.regions import Region, region_of


class DomainError(Exception):
    """The domain's file cannot be used; the message is Chinese and says what to mend."""


class Example(BaseModel):
    """A whole question with the topic that it is shown under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    question: str


class Guide(BaseModel):
    """A rule whose inputs the page asks for one by one; `then` is a question that the library answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    fields: tuple[str, ...] = Field(min_length=1)
    then: str = ""


class AbsentText(BaseModel):
    """A text that documents of the library name and that is not in the library itself.

    `excerpt_of`: the document of the library that holds a part of it; with that one there, the text is
    not absent but an excerpt.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    number: str = ""
    short_titles: tuple[str, ...] = ()
    excerpt_of: str = ""

    @property
    def name(self) -> str:
        """How an answer names it: 《title》(number)."""
        return f"《{self.title}》" + (f"({self.number})" if self.number else "")


class Related(BaseModel):
    """Which rule a document means where it only says that there is one (按规定, 实施方案).

    `words`: the words of the document by which it does. `texts`: documents of the library (ids) that
    hold the rule, `absent`: titles of `Domain.absent` that would hold it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    words: str
    texts: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class Audience(BaseModel):
    """People or bodies that a policy speaks to: how people call them, how its texts do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    said: tuple[str, ...]
    written: tuple[str, ...]


class NextStep(BaseModel):
    """The sentence of the library that says where, how or until when one goes on, for a matter.

    `about`: words of a question or of a quoted sentence by which the matter is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: tuple[str, ...] = Field(min_length=1)
    document: str
    quote: str


class Domain(BaseModel):
    """A field of policy in one place, for the people who live there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: str = ""
    """The place whose people ask, by its full name; empty for the whole nation."""
    subject: str = Field(min_length=1)
    """What the library is about, in a few characters."""
    main_document: str = ""
    """The id of the document that is meant where none is named; empty: the home place's first."""
    rules: bool = False
    """Whether the rules of `assistant.eligibility` belong to the field."""
    guides: tuple[Guide, ...] = ()
    """Rules for which the page asks question by question."""
    checked: date | None = None
    """When the library's texts were last compared with their publication."""
    examples: tuple[Example, ...] = Field(min_length=1)
    search_example: str = Field(min_length=1)
    topics: tuple[str, ...] = Field(min_length=1)
    absent: tuple[AbsentText, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    related: tuple[Related, ...] = ()
    audiences: tuple[Audience, ...] = ()
    glossary: dict[str, str] = Field(default_factory=dict)
    departments: dict[str, str] = Field(default_factory=dict)
    """Everyday names of a department, separated by spaces, by its name in the documents."""

    @cached_property
    def alike(self) -> dict[str, tuple[str, ...]]:
        """The words of texts for each word by which people call an audience."""
        return {said: one.written for one in self.audiences for said in one.said}

    @cached_property
    def region(self) -> Region:
        """The place whose people ask; the nation where `home` is empty. Raises DomainError."""
        if not self.home:
            return Region()
        found = region_of(self.home)
        if found is None:
            raise DomainError(f"领域文件里的 home「{self.home}」不是行政区划的全称。")
        return found

    @property
    def home_name(self) -> str:
        """The home place in everyday speech: 江西 for 江西省; empty for the nation."""
        region = self.region
        name = region.county or region.city or region.province
        short = name[:-1]
        return short if len(short) > 1 and region_of(short) == region else name

    def phrase_values(self) -> dict[str, str]:
        """What phrases may say of the field: `{example}`, `{search_example}`, `{field_topics}`."""
        return {
            "example": self.examples[0].question,
            "search_example": self.search_example,
            "field_topics": "、".join(self.topics),
        }


def load_domain(path: Path) -> Domain:
    """The domain of a file. Raises DomainError naming what is wrong with it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DomainError(f"读不到领域文件 {path},请检查 POLICY_DOMAIN。") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DomainError(f"领域文件 {path.name} 不是有效的 YAML 文件。") from error
    try:
        return Domain.model_validate(data)
    except ValidationError as error:
        where = "、".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()}))
        raise DomainError(
            f"领域文件 {path.name} 的这些字段有误或缺少:{where or '全部'}。"
        ) from error


@cache
def domain() -> Domain:
    """The domain of this process, by the setting. Raises DomainError."""
    return load_domain(Settings().domain)
