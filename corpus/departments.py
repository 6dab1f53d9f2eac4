"""Responsible units (责任单位): reading them out of a measure's closing parenthesis.

A closing parenthesis reads like 「(省医保局、省财政厅等按职责分工负责)」, 「(省教育厅牵头,省财政厅配合)」 or
「(责任单位:省教育厅)」. A clause such as 「以下责任单位均包括各市、县(区)人民政府,不再列出」 adds units
to every later measure.
"""

from __future__ import annotations

import re

from corpus.model import Unit

_ROLE_WORDS = r"(?:按照?(?:各自)?职责(?:分工)?(?:分别)?(?:负责|落实|做好)?|分工负责|分别负责|共同负责|负责落实|负责|牵头|配合|参与|落实)"
_CLAUSE_OF_UNITS = re.compile(rf"^(?P<units>.+?)(?P<etc>等)?(?P<role>{_ROLE_WORDS}.*)$")
_LABEL = re.compile(
    r"^(?:牵头|责任|配合|主要责任)(?:单位|部门)[:\uff1a]|^(?P<other>主管|协办)(?:单位|部门)[:\uff1a]"
)
_FROM_NOW_ON = re.compile(
    r"以下(?:各?项?(?:措施)?)?(?:的)?责任(?:单位|部门)均?(?:包括|含)(?P<units>[^。;]+?)(?:[,\uff0c](?:以下)?不再|$)"
)
_LOCAL_GOVERNMENTS = re.compile(
    r"各(?:设区)?(?:市|市州|地市|州市)?、?(?:各?(?:县|区|市)[、]?)*(?:[(\uff08][县市区旗、]+[)\uff09])?(?:人民)?政府"
)
_SEPARATORS = re.compile(
    r"[、,\uff0c;\uff1b\n]|(?:以?及|会同)(?=[各省市国团中县\0])|[和与](?=[各省\0]|国家|团省委)"
)
_LEAD_IN = re.compile(r"^(?:具体)?(?:由|会同|商)|^(?:以及|及)(?=[各省市国团中县])")
_TRAILING = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
_LOOKS_LIKE_UNIT = re.compile(
    r"(?!以下|下称|包括|不含|含|详见|其中)[\u4e00-\u9fff、()\uff08\uff09]+"
    r"(?:[部委办局厅院署会社台行队团协联所站馆司]|中心|政府|公司|集团|部门|单位|机关|企业|高校|学校|园区|新区|"
    r"街道|乡镇|县区|市县|县|县[(\uff08][市区、]+[)\uff09]|党组|工会|检察院|法院)$"
)


def read_units(clause: str) -> tuple[Unit, ...]:
    """The units that a responsibility clause names, in order, without its brackets.

    Several parts (牵头 … 配合 …) keep their roles. A clause that names none gives an empty tuple.
    """
    inner = _without_brackets(clause).split("。")[0]
    units: list[Unit] = []
    pending = ""
    for part in re.split(
        r"[;\uff1b\n]|[,\uff0c](?=[^,\uff0c]*(?:牵头|配合|参与|负责|落实))", inner
    ):
        if not _LABEL.match(part.strip()) and not _CLAUSE_OF_UNITS.match(part.strip()):
            pending += part.strip() + "、"
            continue
        units.extend(_units_of_part(pending + part.strip() if pending else part.strip()))
        pending = ""
    if pending and units:
        units.extend(Unit(name, units[-1].role) for name in _split_names(pending))
    return tuple({unit.name: unit for unit in reversed(units)}.values())[::-1]


def read_later_units(clause: str) -> tuple[str, ...]:
    """The names of the units that a clause adds to all later measures (「以下责任单位均包括……」)."""
    found = _FROM_NOW_ON.search(clause.replace("\n", ""))
    return tuple(_split_names(found["units"])) if found else ()


def is_responsibility(clause: str) -> bool:
    """Whether a bracketed text at a measure's end names responsible units."""
    inner = _without_brackets(clause)
    if _LABEL.match(inner):
        return True
    names = [unit.name for unit in read_units(clause)] if _CLAUSE_OF_UNITS.match(inner) else []
    likely = sum(bool(_LOOKS_LIKE_UNIT.match(name)) for name in names)
    return likely > 0 and likely * 2 >= len(names)


def _without_brackets(clause: str) -> str:
    inner = clause.strip().rstrip("。")
    if inner[:1] in ("(", "\uff08"):
        inner = inner[1:].removesuffix(")").removesuffix("\uff09")
    return inner.strip()


def _units_of_part(part: str) -> list[Unit]:
    label = _LABEL.match(part)
    if label:
        role = "牵头" if part.startswith("牵头") else "配合" if part.startswith("配合") else "负责"
        return [Unit(name, role) for name in _split_names(part[label.end() :])]
    found = _CLAUSE_OF_UNITS.match(part)
    if not found:
        return []
    role_text = found["role"]
    role = (
        "牵头" if "牵头" in role_text else "配合" if re.search("配合|参与", role_text) else "负责"
    )
    return [Unit(name, role) for name in _split_names(found["units"])]


def _split_names(text: str) -> list[str]:
    """Names between separators; a phrase for local governments (各市、县(区)人民政府) stays whole."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    protected = _LOCAL_GOVERNMENTS.sub(keep, text)
    names = []
    for token in _SEPARATORS.split(protected):
        name = re.sub(r"\0(\d+)\0", lambda m: kept[int(m[1])], token).strip(" \n。")
        name = _TRAILING.sub("", _LEAD_IN.sub("", name))
        if name:
            names.append(name)
    return names
