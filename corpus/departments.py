"""Responsible units (责任单位): reading them out of a measure's closing parenthesis, and their names.

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

_SHORT_FORMS = {
    "省卫生健康委": "卫健委 卫生健康委 卫健部门 卫生健康部门 卫生部门 卫生厅 卫计委 卫生健康委员会",
    "省医保局": "医保局 医保部门 医疗保障局 医疗保障部门",
    "省财政厅": "财政厅 财政局 财政部门 财政",
    "省人力资源社会保障厅": "人社厅 人社局 人社部门 人力资源社会保障厅 人力资源和社会保障厅 人力资源社会保障部门 劳动局 人社",
    "省教育厅": "教育厅 教育局 教育部门 教体局 教委",
    "省税务局": "税务局 税务部门 国税局 地税局 税务",
    "省政务服务办": "政务服务办 政务办 政务服务局 政务服务部门 政务服务管理办公室 行政审批局",
    "省公安厅": "公安厅 公安局 公安部门 派出所 公安",
    "省发展改革委": "发改委 发展改革委 发改部门 发展和改革委员会 发展改革部门 发改",
    "省工业和信息化厅": "工信厅 工业和信息化厅 工信部门 工信局 工信委",
    "省中医药局": "中医药局 中医药管理局 中医局 中医药部门",
    "省药监局": "药监局 药品监督管理局 药品监管局 药监部门 药监",
    "省民政厅": "民政厅 民政局 民政部门 民政",
    "省自然资源厅": "自然资源厅 自然资源局 自然资源部门 国土局 国土厅",
    "省住房城乡建设厅": "住建厅 住建局 住房城乡建设厅 住房和城乡建设厅 住建部门 住建委 建设厅 房管局 住建",
    "省国资委": "国资委 国资部门 国有资产监督管理委员会",
    "省总工会": "总工会 工会",
    "省计生协": "计生协 计生协会 计划生育协会",
    "省市场监管局": "市场监管局 市监局 市场监督管理局 工商局 市场监管部门 市场监管",
    "省消防救援局": "消防救援局 消防局 消防部门 消防队 消防救援总队 消防",
    "省疾控局": "疾控局 疾控中心 疾控部门 疾病预防控制局 疾控",
    "省交通运输厅": "交通运输厅 交通厅 交通局 交通运输局 交通部门 交通运输部门",
    "省文化和旅游厅": "文旅厅 文化和旅游厅 文旅局 旅游局 文化厅 文旅部门 文化旅游厅 文旅",
    "省妇联": "妇联 妇女联合会",
    "团省委": "团省委 共青团 团委 共青团省委 共青团江西省委",
    "省委宣传部": "宣传部 省委宣传部 宣传部门",
    "省委组织部": "组织部 省委组织部 组织部门",
    "省农业农村厅": "农业农村厅 农业厅 农业农村局 农业局 农业部门 农业农村部门",
    "省广电局": "广电局 广播电视局 广电部门",
    "江西广播电视台": "江西广播电视台 江西台 江西电视台 广播电视台",
    "省文联": "文联 文学艺术界联合会",
    "省地方金融管理局": "地方金融管理局 金融局 金融办 金融监管局 地方金融局",
    "中国人民银行江西省分行": "人民银行 人行 央行 中国人民银行 人民银行江西省分行 人行江西省分行",
    "各市、县(区)人民政府": "市政府 县政府 区政府 地方政府 市县政府 市县 县区政府 各市 各县 市县区政府 当地政府 地方人民政府 "
    "县级政府 市级政府 市人民政府 县人民政府 各市县 各市政府 各县政府",
}
"""Names as residents and clerks say them, by the name in documents. Where a document has another unit,
its own name and that name without its province or its 厅/局/委 ending still work."""


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


def aliases(name: str) -> tuple[str, ...]:
    """All ways to say a unit's name that this module knows, the longest first."""
    known = _SHORT_FORMS.get(name, "").split()
    bare = re.sub(r"^(?:省委|省|市|县|自治区|国家)", "", name)
    forms = {name, *known}
    if len(bare) >= 2:
        forms.add(bare)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


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
