"""Understanding questions about a document's structure: parts, numbers, lists, units, metadata.

「第三部分有哪些措施」「一共几条」「(八)的责任单位」「省药监局负责什么」「什么时候印发的」 are answered exactly from
the structure, not by similarity. Here such a question is recognised and turned into a `StructureQuery`;
`structure_answer` answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.structure.departments import aliases
from assistant.structure.measure_numbers import BESIDE, measures_named, step_of
from corpus.model import Document, Measure, Section
from corpus.numerals import NUMERAL, parse_numeral
from index.lexical import tokenize


class Ask(StrEnum):
    """What a structure question asks."""

    COUNT = "count"
    OUTLINE = "outline"
    SECTION = "section"
    SECTION_COUNT = "section_count"
    SECTION_OF = "section_of"
    PREAMBLE = "preamble"
    CLOSING = "closing"
    MEASURE = "measure"
    MEASURE_TITLE = "measure_title"
    MEASURE_UNITS = "measure_units"
    UNIT_MEASURES = "unit_measures"
    OTHER_MEASURES = "other_measures"
    MOST_UNITS = "most_units"
    FEWEST_UNITS = "fewest_units"
    LARGEST_SECTION = "largest_section"
    MENTIONS = "mentions"
    LOCAL_CLAUSE = "local_clause"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    ISSUER = "issuer"
    NUMBER = "number"
    BASIS = "basis"
    TITLE = "title"
    ADDRESSEES = "addressees"
    OPENNESS = "openness"
    NO_SUCH_MEASURE = "no_such_measure"
    NO_SUCH_UNIT = "no_such_unit"


@dataclass(frozen=True)
class StructureQuery:
    """A recognised question: what is asked, of which part, measures or units of the document."""

    ask: Ask
    document: Document
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    units: tuple[str, ...] = ()
    number: int | None = None
    words: str = ""
    """What MENTIONS looks for."""
    further: tuple[Ask, ...] = ()
    """What else a question for facts of the document asks (「发文时间 发文机关」)."""


_N = rf"(?:{NUMERAL}|\d{{1,3}})"
_PART = re.compile(
    rf"(?:[第弟]?(?P<n>{_N})(?:个|大)?(?:部分|大?块|大?章|大?板块|大项|大点)|(?P<last>最后|最末|末尾)(?:的|那)?一?(?:个|大)?(?:部分|块|章))"
    rf"|^(?P<head>[一二三四五六七八九])、(?=.{{0,4}}(?:讲|说|有|是|包|里|分|部分|写|列|内容|哪))"
)
_NTH_IN_PART = re.compile(
    rf"(?:第(?P<n>{_N})|(?P<first>头一|首|第一)|(?P<last>(?:最后|最末|末尾)(?:的|那)?一?))(?:条|项|个措施)"
)
_COUNT = re.compile(
    r"(?:几|多少|好多|几多)\s*(?P<what>个?(?:大?部分|大?块|章)|条|项|个?措施)|总数|条数"
)
_SHORTEST_TITLE = 6
_LONGEST_IN_PASSING = 6
_STEP = re.compile(rf"[”’」』\"]?{BESIDE}(?:的|那)?一?条")
_SOME_MEASURES = re.compile(rf"{_N}(?:条|项|个)")
_READ_OUT = 2
"""More measures than this are listed by their headings, not read out."""
_COUNT_WORDS = re.compile(r"一共|总共|总数|共|几|多少|好多|条数")
_UNITS = re.compile(
    r"责任(?:单位|部门)|(?:单位|部门)(?:都|分别)?(?:有|是)(?:哪|什么|谁)|负责(?:单位|部门)?|主管(?:单位|部门)?|归(?:口)?(?:哪|谁|什么|啥)|(?:哪|那|什么|啥)(?:些|个|几个|几家)?(?:部门|单位|机构|厅局|委办)|列的(?:单位|部门)|(?:单位|部门)(?:里面?|中)[^,。]{0,4}(?:哪|谁|第|最)|"
    r"(?:谁|哪个)(?:来)?(?:负责|管|落实|牵头)|(?:哪|那)个(?:在)?管|有(?:没有|无).{0,6}责任|牵头|谁(?:在)?管|找谁|职责分工|管(?:事|的人|这事|这个)?的?(?:人|单位)?是(?:谁|哪)|"
    r"(?:政府|部门|[厅局委办]).{0,3}(?:管不管|负不负责|要不要管|管吗|有(?:冇|没有)责任)"
)
_DUTY = re.compile(
    r"负责|提到|提及|写到|点名|出现|职责|任务|承担|参与|参加|牵头|主管|管(?:些|哪|什么|啥|几)?|分工|涉及|有关|相关|责任|条目|要做|做(?:些|哪|什么|啥)|"
    r"哪(?:些|几)?(?:条|项|款)?|措施|工作|干(?:些|什么|啥)|落实|条款"
)
_EACH_PART = re.compile(rf"{_N}个(?:大)?(?:部分|板块|方面)(?:各自?|分别)?叫?")
_NOT_ITS_DUTY = re.compile(
    r"没有?(?:参与|参加|负责|列|涉及|管|份|出现)|没有?(?=[?。,]|$)|不(?:包括|包含|含)|(?<![管负参涉])不(?:参与|参加|负责|管|涉及)|未(?:参与|列|涉及)"
)
_WHICH_SECTION = re.compile(
    r"(?:属于?|在|归|是)?(?:第几|哪一?个?)(?:个|大)?(?:部分|大?块|章|大?类)"
)
_WHICH_MEASURES = re.compile(
    r"(?:哪|那)(?:些|几|两|一)?(?:个|几)?(?:条|项)(?!路|街|线)|几条|条数|第几条"
)
"""Asks for measures in so many words: what else the question says is in passing."""
_SAYS = r"(?:都|里面?|中|内|还|有)*(?:提到|提及|写到|讲到|说到|出现)(?:了|过)?"
_MENTIONS = re.compile(
    rf"哪(?:几|些|一)?(?:个)?(?:条|项)(?:措施)?{_SAYS}(?P<after>[^,。?!、]{{2,12}}?)(?:这(?:个|几个)(?:词|字))?[呢啊?。]*$"
    rf"|^(?P<before>[^,。?!、]{{2,12}}?)(?:这(?:个|几个)(?:词|字))?(?:都|是)?在哪(?:几|些|一)?(?:条|项)(?:措施)?{_SAYS}"
)
_SHORTEST_MENTION = 2
_MOST = re.compile(r"(?P<more>最多|多过|最长)|最少|最短")
_NOT_IN_A_MEASURE = re.compile(
    r"电话|联系方式|网址|邮箱|预算|(?:完成|办理|落实)?(?:时限|期限|截止)|签发|起草"
)
_NAMED_PART = re.compile(
    r"前言|引言|序言|导语|开篇|结束语|(?:结尾|末尾|最后|文末)(?:的)?(?:部分|一?段|那段|几句)|(?:文件|全文)(?:的)?(?:结尾|末尾)|组织(?:领导|实施|保障)"
)
"""The beginning or the end called by its name: it is read out, whatever of it is asked."""
_METADATA = (
    (
        Ask.BASIS,
        r"(?:落实|贯彻|依据|根据|按照|照|实施|执行|对应).{0,8}(?:国家|国务院|中央|上级|哪个文件|哪份文件|几号文|什么文件)|(?:上位|上级)(?:文件|政策|依据)|(?:制定|政策|文件)依据|依据(?:是)?(?:什么|哪)",
    ),
    (
        Ask.EFFECTIVE,
        r"(?:什么时候|何时|哪天|哪年|几号|几月|啥时候|从何时|多久).{0,4}(?:施行|生效|实施|执行|起效|失效|到期)|(?:施行|生效|实施|执行|失效|截止|终止)(?:的)?(?:日期|时间|期限|是?什么时候|是?哪天)|有效期(?:是|到|限)?(?:多久|多长|哪天|什么时候|几年)?",
    ),
    (
        Ask.ISSUED,
        r"(?:什么时候|何时|哪天|哪年|哪一年|几号|几月|啥时候|啥时间|什么时间|日期|时间|多久).{0,4}(?:印发|发布|公布|出台|下发|发文|发的|成文|颁布)|(?:印发|发布|公布|出台|下发|发文|成文|颁布)(?:的)?(?:是)?(?:日期|时间|什么时候|哪天|哪年|哪一年|何时|几号|于)|(?:文件|政策|措施|通知)(?:是)?(?:什么时候|何时|哪天|哪年|啥时候)(?:的|发|出)",
    ),
    (
        Ask.ISSUER,
        r"谁(?:印发|发布|发|出台|制定|下发|颁布)(?:的|了)?|(?:哪个|什么|哪家|啥|哪级)(?:部门|单位|机关|机构|政府)(?:印发|发布|发|出台|制定|下发)|发文(?:机关|单位|部门)|印发(?:机关|单位|部门)|制定(?:机关|单位|部门)",
    ),
    (Ask.NUMBER, r"发文字号|发?文号|文件(?:编)?号|什么文号|第几号文"),
    (
        Ask.TITLE,
        r"(?:全称|全名|完整名称|正式名称)|(?:文件|政策)(?:的)?(?:名称|名字|标题|题目)|(?:文件|政策)叫(?:什么|啥)",
    ),
    (
        Ask.ADDRESSEES,
        r"(?:发|印发)?(?:的)?通知(?:是)?(?:发)?给(?:了)?(?:谁|哪些)|(?:发给|印发给|下发给|主送|发到)(?:了)?(?:谁|哪些|哪|什么|单位|机关)|主送(?:单位|机关)",
    ),
    (
        Ask.PREAMBLE,
        r"(?:最)?(?:开头|前言|引言|序言|开篇|导语)(?:部分|一段|那段|第一段)?|第一段|总(?:体|的)要求",
    ),
    (
        Ask.CLOSING,
        r"(?:最后|末尾|结尾)(?:一|的)?(?:段|部分)?(?:话|文字)?(?=怎|讲|说|写|是|有|要|提|$)|结尾|结束语|组织(?:领导|实施|保障)(?:方面)?(?:的|有|怎么|如何|什么|哪些)*(?:要求|规定)?",
    ),
    (Ask.OPENNESS, r"(?:是否|是不是|能否|可以|能不能)?(?:主动)?公开(?:的|吗|方式|属性)?"),
)
_METADATA_PATTERNS = tuple((ask, re.compile(pattern)) for ask, pattern in _METADATA)
_ABOUT_DOCUMENT = re.compile(
    r"(?:这|该|此|本)?(?:个|份|项|部|套)?(?:文件|政策文件|政策|若干措施|通知|文|《[^》]*》|意见|方案|办法)(?:里[面头]?|中|内|上)?"
)
_FILLER_WORDS = (
    "提到 提及 写到 点名 出现 整 请问 麻烦 帮我 帮 一下 查一下 查下 查 看一下 看下 看 告诉 告诉我 列出 列举 列 说一下 说下 说说 "
    "念 给我 听听 介绍一下 介绍 想知道 想了解 想问 请 一共 总共 总数 全部 所有 整个 全文 一起 分别 各自 "
    "都 共 有 是 的 了 吗 呢 啊 呀 吧 嘛 哪些 哪几 哪个 哪 什么 啥子 啥 么子 几 多少 好多 几多 由 "
    "归 在 里面 里 中 内 上 下设 下面 包括 包含 讲 说 写 规定 内容 主要 大概 名称 标题 名字 题目 措施 "
    "条款 条目 条 项 款 部分 大块 块 章 方面 组成 分 和 与 及 跟 还 要 需要 应该 会 能 就 把 对 等 "
    "个 些 种 那 这 该 此 本 它 若干 省里 咱们 咱 我们 我 你 滴 哦 哈 事情 事项 事 工作 份 情况 "
    "概况 框架 目录 结构 清单 一览 构成 第 之 为 做 干 去 来 被 让 向 根据 按 并 且 共同 同时 一个 "
    "这些 那些 到底 究竟 具体 承担 参与 参加 一 负责 职责 任务 牵头 主管 管 分工 涉及 有关 相关 责任 "
    "单位 部门 机构 落实 处理 该找 找 谁 文件 政策 包含 各项 各条 各 数一数 数 里头 那个 叫 叫啥 排 大类 类 归到 共分 哪一 出现 为啥 为什么 也在 "
    "关系 搞 弄 老百姓 能看 看 不 号 咧 噻 得 着 过 在 到 又 是不是 一样"
).split()
_FILLER = re.compile(
    "|".join(sorted(map(re.escape, _FILLER_WORDS), key=len, reverse=True))
    + r"|[\s,。?!、;:\.「」“”‘’\"'《》()\-/~]"
)


def understand(question: str, documents: Iterable[Document]) -> StructureQuery | None:
    """The structure question that `question` (cleaned) is, asked of the first document that fits it.

    That a document has no such measure or unit is the answer only where no other document has it.
    None where the question is about the policy's content.
    """
    lacking: StructureQuery | None = None
    for document in documents:
        for reading in (
            _part,
            _measure_by_number,
            _measure_by_title,
            _mentions,
            _most,
            _unit,
            _metadata,
            _whole,
        ):
            query = reading(question, document)
            if query is None:
                continue
            if query.ask not in (Ask.NO_SUCH_MEASURE, Ask.NO_SUCH_UNIT):
                return query
            lacking = lacking or query
            break
    return lacking


def asks_for_units(question: str) -> bool:
    """Whether a question on some topic asks who is responsible for it."""
    return bool(_UNITS.search(question))


def units_named(question: str, document: Document) -> list[tuple[str, str]]:
    """Responsible units of the document that the question names: (unit's name, words that name it)."""
    found: list[tuple[int, int, str, str]] = []
    for name in _all_units(document):
        for alias in aliases(name):
            position = question.find(alias)
            if position >= 0:
                found.append((position, -len(alias), name, alias))
                break
    found.sort()
    kept: list[tuple[str, str]] = []
    taken: set[int] = set()
    for position, length, name, alias in sorted(found, key=lambda f: f[1]):
        span = set(range(position, position - length))
        if not span & taken:
            taken |= span
            kept.append((name, alias))
    return sorted(kept, key=lambda pair: question.find(pair[1]))


def _part(question: str, document: Document) -> StructureQuery | None:
    several, rest = _sections_named(question, document)
    if len(several) > 1 and not residue(rest):
        return StructureQuery(Ask.SECTION, document, sections=several)
    section, rest = _section_named(question, document)
    if section is None:
        return None
    nth = _NTH_IN_PART.search(rest)
    if nth and section.measures:
        index = -1 if nth["last"] else 0 if nth["first"] else (parse_numeral(nth["n"]) or 1) - 1
        if index < len(section.measures):
            return StructureQuery(Ask.MEASURE, document, measures=(section.measures[index],))
    if (
        asks_for_units(rest)
        and section.measures
        and not residue(_SOME_MEASURES.sub("", _UNITS.sub("", rest)))
    ):
        return StructureQuery(Ask.MEASURE_UNITS, document, measures=tuple(section.measures))
    if residue(rest):
        return None
    counts = _COUNT.search(rest) and not re.search(r"哪|什么|啥|分别|列|讲", rest)
    ask = Ask.SECTION_COUNT if counts else Ask.SECTION
    return StructureQuery(ask, document, sections=(section,))


def _sections_named(question: str, document: Document) -> tuple[tuple[Section, ...], str]:
    """All sections that a question names by number, and the question without those names."""
    numbers = [parse_numeral(found["n"]) for found in _PART.finditer(question) if found["n"]]
    sections = tuple(s for s in document.sections if s.number in numbers)
    return sections, _PART.sub("", question)


def _section_named(question: str, document: Document) -> tuple[Section | None, str]:
    """The section a question names by number or title, and the question without that name."""
    for section in document.sections:
        title = section.title.rstrip("。")
        if len(title) >= 4 and title in question:
            return section, question.replace(title, "").replace(section.marker, "")
        keys = [key for key in re.split(r"[、等的]", title) if len(key) >= 2]
        named = [key for key in keys if any(part in question for part in (key, key[-2:]))]
        if len(named) >= 3 and re.search(r"部分|块|章|方面", question):
            words = "|".join(re.escape(part) for key in keys for part in (key, key[-2:]))
            return section, re.sub(words, "", question)
    found = _PART.search(question)
    if not found or not document.sections:
        return None, question
    rest = question[: found.start()] + question[found.end() :]
    if found["last"]:
        return document.sections[-1], rest
    number = parse_numeral(found["n"] or found["head"])
    counted = "个" in found[0] or re.search(r"[有分共]$|几|一共", question[: found.start()])
    if found["n"] and found[0][0] not in "第弟" and counted:
        return None, question
    return next((s for s in document.sections if s.number == number), None), rest


def _measure_by_number(question: str, document: Document) -> StructureQuery | None:
    numbers, rest = measures_named(question, len(document.measures))
    if not numbers:
        return None
    measures = tuple(m for n in numbers if (m := document.measure(n)) is not None)
    if _NOT_IN_A_MEASURE.search(rest):
        return None
    if not measures:
        return StructureQuery(Ask.NO_SUCH_MEASURE, document, number=numbers[0])
    if _WHICH_SECTION.search(rest):
        return StructureQuery(Ask.SECTION_OF, document, measures=measures)
    if asks_for_units(rest) or units_named(rest, document):
        return StructureQuery(Ask.MEASURE_UNITS, document, measures=measures)
    if len(measures) > _READ_OUT or re.search(r"标题|名称|名字|题目|叫什么|叫啥", rest):
        return StructureQuery(Ask.MEASURE_TITLE, document, measures=measures)
    return StructureQuery(Ask.MEASURE, document, measures=measures)


def _measure_by_title(question: str, document: Document) -> StructureQuery | None:
    """「加大养育照护经济支持」是第几条」, 「它前面那条」: a heading in full, asked for its place or units."""
    named = [
        m for m in document.measures if len(m.title) >= _SHORTEST_TITLE and m.title in question
    ]
    if len(named) != 1:
        return None
    before, after = question.split(named[0].title, 1)
    if step := _STEP.match(after):
        other = document.measure((named[0].number or 0) + step_of(step))
        return StructureQuery(Ask.MEASURE_TITLE, document, measures=(other,)) if other else None
    if _WHICH_SECTION.search(after):
        return StructureQuery(Ask.SECTION_OF, document, measures=(named[0],))
    if residue(_UNITS.sub("", before + after)):
        return None
    if asks_for_units(after):
        return StructureQuery(Ask.MEASURE_UNITS, document, measures=(named[0],))
    if _WHICH_MEASURES.search(after):
        return StructureQuery(Ask.MEASURE_TITLE, document, measures=(named[0],))
    return None


def _mentions(question: str, document: Document) -> StructureQuery | None:
    """「哪几条提到了心理健康」: by the very words, where they stand in the document."""
    found = _MENTIONS.search(question)
    words = (found["after"] or found["before"] or "").strip('“”"「」的 ') if found else ""
    if len(words) < _SHORTEST_MENTION or units_named(words, document):
        return None
    if any(words in document.text[m.start : m.end] for m in document.measures):
        return StructureQuery(Ask.MENTIONS, document, words=words)
    return None


def _most(question: str, document: Document) -> StructureQuery | None:
    """「哪条的责任单位最多」「哪个部分条数最多」: by count."""
    most = _MOST.search(question)
    if not most:
        return None
    rest = _ABOUT_DOCUMENT.sub("", _MOST.sub("", question))
    if residue(re.sub(r"省级|牵扯|数量|条数|数", "", rest)):
        return None
    if re.search(r"单位|部门|厅局", rest) and re.search(r"条|项|措施", rest):
        return StructureQuery(Ask.MOST_UNITS if most["more"] else Ask.FEWEST_UNITS, document)
    if re.search(r"部分|块|章|方面", rest) and most["more"]:
        return StructureQuery(Ask.LARGEST_SECTION, document)
    return None


def _unit(question: str, document: Document) -> StructureQuery | None:
    named = units_named(question, document)
    if not named:
        unknown = re.match(r"(省[\u4e00-\u9fff]{2,8}(?:厅|局|委|办))(.*)", question)
        if unknown and _DUTY.search(unknown[2]) and not residue(unknown[2]):
            return StructureQuery(Ask.NO_SUCH_UNIT, document, units=(unknown[1],))
        return None
    rest = question
    for _, alias in named:
        rest = re.sub(f"省?{re.escape(alias)}", "", rest)
    if not _DUTY.search(rest):
        return None
    names = tuple(name for name, _ in named)
    if re.search(r"每一?条|所有(?:的)?(?:条|措施)|条条|各条|都要", rest) and "人民政府" in names[0]:
        return StructureQuery(Ask.LOCAL_CLAUSE, document, units=names)
    ask = Ask.OTHER_MEASURES if _NOT_ITS_DUTY.search(rest) else Ask.UNIT_MEASURES
    topic = residue(_NOT_ITS_DUTY.sub("", _ABOUT_DOCUMENT.sub("", rest)))
    if topic and not (_WHICH_MEASURES.search(rest) and _is_in_passing(topic, document)):
        return None
    return StructureQuery(ask, document, units=names)


def _is_in_passing(topic: str, document: Document) -> bool:
    """Whether what remains of a question says nothing of the policy, or no more than its title does."""
    if len(topic) > _LONGEST_IN_PASSING:
        return False
    pairs = [topic[at : at + 2] for at in range(len(topic) - 1)]
    return all(pair in document.metadata.title or pair not in document.text for pair in pairs)


def _metadata(question: str, document: Document) -> StructureQuery | None:
    for ask, pattern in _METADATA_PATTERNS:
        found = pattern.search(question)
        if not found:
            continue
        rest = question[: found.start()] + question[found.end() :]
        rest = rest.replace(document.metadata.title, "")
        others = [(a, p) for a, p in _METADATA_PATTERNS if a is not ask and p.search(rest)]
        for _, other in others:
            rest = other.sub("", rest)
        rest = _ABOUT_DOCUMENT.sub("", rest)
        if len(residue(rest)) <= 1:
            return StructureQuery(ask, document, further=tuple(a for a, _ in others))
    if part := _NAMED_PART.search(question):
        begins = bool(re.search(r"[前引序]言|导语|开篇", part[0]))
        return StructureQuery(Ask.PREAMBLE if begins else Ask.CLOSING, document)
    return None


def _whole(question: str, document: Document) -> StructureQuery | None:
    title = document.metadata.title
    about = (
        _ABOUT_DOCUMENT.search(question)
        or title in question
        or re.search(
            r"全部|所有|一共|总共|总数|整个|全文|原文|各个?部分|[二三四五六七八九十]个?大?部分",
            question,
        )
    )
    if not about or not re.search(
        r"条|措施|部分|块|章|内容|方面|讲|说|目录|框架|结构|清单|写", question
    ):
        return None
    bare = _ABOUT_DOCUMENT.sub("", question.replace(title, "").replace("《", "").replace("》", ""))
    bare = "".join(word for word in tokenize(bare) if len(word) < 2 or word not in title)
    if residue(_EACH_PART.sub("", bare)):
        return None
    listing = re.search(r"哪|什么|啥|么子|列|名称|分别|目录|清单|讲|内容|组成", question)
    if (
        _COUNT_WORDS.search(question)
        and re.search(r"条|措施|部分|块|章|项", question)
        and not listing
    ):
        return StructureQuery(Ask.COUNT, document)
    return StructureQuery(Ask.OUTLINE, document)


def residue(text: str) -> str:
    """What remains of a question without the words that ask about structure: its topic, if any."""
    previous = None
    while previous != text:
        previous, text = text, _FILLER.sub("", text)
    return text


def _all_units(document: Document) -> list[str]:
    names: dict[str, None] = {}
    for measure in document.measures:
        for unit in measure.units:
            names.setdefault(unit.name)
    return list(names)
