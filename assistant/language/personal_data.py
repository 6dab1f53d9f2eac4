"""Personal data in what residents write: found, and masked before it is logged or sent anywhere.

Identity numbers (GB 11643: 18 characters with check digit, or the old 15 digits), telephone numbers,
bank cards (Luhn check digit), house numbers, and names where the words around them say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔"
    "吉龚程邢裴陆荣翁荀羊甄曲家封储靳邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶"
    "郜黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎"
    "充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰关蒯相查荆红游竺权盖益桓公肖涂"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|南宫"
_NO_GIVEN = "的是在有今想要来家住和与我这现已女男生于问,、。也就你您他她叫做什么"
_GIVEN = rf"[\u4e00-\u9fff](?:(?![{_NO_GIVEN}])[\u4e00-\u9fff])?"
_NAME = rf"(?:(?:{_COMPOUND})|[{_SURNAMES}])(?![{_NO_GIVEN}]){_GIVEN}"
_INTRODUCED = re.compile(
    rf"(?P<lead>(?:我|本人|孩子|宝宝|老公|老婆|丈夫|妻子|爱人|儿子|女儿|老[一二三四大])(?:的?名字|的?大名|姓名)?(?:就|名)?(?:叫做?|是叫)|姓名(?:是|为)?[::]?\s*|名字(?:是|为|叫)[::]?\s*|联系人(?:是|为)?[::]?\s*)(?P<name>{_NAME})"
)
_SAID = re.compile(
    rf"(?P<lead>(?:^|[,。!?;\s])我是)(?P<name>{_NAME})(?=[,。!?;\s]|$)(?<![人生工师民员户妈爸家族者长妇孩娘父母东主客商干亲婆公伯叔姨姑舅嫂弟妹哥姐师护仆])"
)
_ID = re.compile(r"(?<!\d)[1-9]\d{5}(?:\d{2}[ -]?)?\d{6}[ -]?\d{3}[\dXx]?(?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)|(?<!\d)0\d{9,11}(?!\d)")
_CARD = re.compile(r"(?<!\d)[1-9]\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{1,4}(?!\d)")
_LONG = re.compile(r"(?<!\d)\d{10,}[Xx]?(?!\d)")
_HOUSE = re.compile(
    r"(?<=[路街道巷弄村里区苑园])\d{1,5}(?:号院?|弄|栋|幢|座)(?:\d{1,4}(?:号楼?|栋|幢|座|单元|室|房|楼|层))*(?:\d{2,4})?"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

ID, PHONE, CARD, NUMBER, NAME, ADDRESS = "身份证号", "电话", "银行卡号", "长号码", "姓名", "门牌号"


def mask(text: str) -> str:
    """`text` with personal data replaced by what it was: 「我叫【姓名】,电话【电话】」."""
    return _masked(text)[0]


def kinds(text: str) -> tuple[str, ...]:
    """What personal data `text` holds: 身份证号, 电话, 银行卡号, 长号码, 姓名, 门牌号; empty for none."""
    return _masked(text)[1]


def _masked(text: str) -> tuple[str, tuple[str, ...]]:
    found: dict[str, None] = {}

    def cover(kind: str, sure: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
        def replacement(match: re.Match[str]) -> str:
            if not sure(match[0]):
                return match[0]
            found[kind] = None
            return f"【{kind}】"

        return replacement

    def cover_name(match: re.Match[str]) -> str:
        found[NAME] = None
        return f"{match['lead']}【{NAME}】"

    text = _ID.sub(cover(ID, _is_identity_number), text)
    text = _MOBILE.sub(cover(PHONE, _always), text)
    text = _CARD.sub(cover(CARD, _is_card_number), text)
    text = _LANDLINE.sub(cover(PHONE, _always), text)
    text = _LONG.sub(cover(NUMBER, _always), text)
    text = _HOUSE.sub(cover(ADDRESS, _always), text)
    text = _SAID.sub(cover_name, _INTRODUCED.sub(cover_name, text))
    return text, tuple(found)


def _always(_: str) -> bool:
    return True


def _is_identity_number(text: str) -> bool:
    """18 characters with the right check digit or at least a date of birth; 15 digits with one."""
    number = re.sub(r"[ -]", "", text).upper()
    if len(number) == 18:
        total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
        return _CHECKS[total % 11] == number[17] or _is_day(number[6:14])
    return len(number) == 15 and number.isdigit() and _is_day("19" + number[6:12])


def _is_day(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def _is_card_number(text: str) -> bool:
    """13 to 19 digits whose Luhn sum is a multiple of ten."""
    digits = [int(d) for d in text if d.isdigit()]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
