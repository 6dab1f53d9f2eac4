"""Whether a question asks for something that a rule computes, and which.

In: the question as asked, the facts known (including those read from this question) and the rule
of the conversation's last turn. Out: a `RuleIntent`, or None when the question is one of text
(«育儿补贴是什么», «由谁发»), about another place, or about no rule's subject.

A subject (`subjects`) and a kind of question (`asking`) must both be there; a short follow-up takes
the subject from the conversation. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.eligibility.asking import (
    INTERROGATIVE,
    LEAVES,
    Wants,
    asks_for_date,
    is_text_question,
    wanted,
)
from assistant.eligibility.reading.chinese_text import fold
from assistant.eligibility.subjects import (
    CHILDISH,
    MALE,
    MOTHERS,
    NOT_ABOUT_RULE,
    is_other_subsidy,
    named_rule,
    names_another,
    respell,
    spoken_of,
)
from assistant.jurisdiction.places import find_places


@dataclass(frozen=True)
class RuleIntent:
    """A rule to run. `confidence` is 1.0 for a named subject and an explicit question, 0.8 where
    one of them is understood from the wording, 0.6 where the conversation supplies the rule."""

    rule: str
    wants: Wants
    confidence: float


_LONGEST_FOLLOW_UP = 60
_ASKS_FIGURE = re.compile(r"多少|几(?!乎|岁)|多久|多长|一共|总共|合计")
_MONEY = re.compile(r"钱|元|块|万")
_ELLIPSIS = re.compile(r"^[^,。]{1,12}呢[?。!]*$")
_FOLLOW_UP = re.compile(
    r"^[ ,。]*(?:那|那么|哦|嗯|好的?|噢|请问|再问|还有)*[ ,。]*(?:(?:要是|如果|假如|若是|换成|改成|假设|万一)?.{0,24}(?:呢|的话)[?。!]*|"
    r".{0,10}(?:一共|总共|能|可以|会|是|每次|每年|每月|分)?[^,。]{0,6}(?:多少|几次|几年|几个月|几天|几笔|怎么算|怎么算的|怎么来的|到哪天|到什么时候|到几月|休到哪天|领到什么时候|算一下|再算算)[^,。]{0,8})$"
)
_FOLLOW_WORDS = re.compile(
    rf"{CHILDISH}|[0-9一二三四五六七八九十两]|双胞胎|三胞胎|难产|剖|顺产|户口|户籍|今年|去年|前年|明年|一人一半|税率|工资|流产|岁|月|多少|几|怎么算|哪天|什么时候|买房|公积金|算|全扣|一个人扣|加起来|一起|合计"
)
_ANSWER = re.compile(
    r"^[ ,。]*(?:嗯+|哦|对|是的?|不是|没有?|有|不|否|好像|应该|大概|大约|我说|说错了?|不对|错了|搞错了?|记错了?|改成|更正|就|在|已经|还没|还有|都|我们?|他|她|老[大二三]|孩子|宝宝|娃|户口|工资|月薪|预产期|税率|怀孕|单位|[0-9一二三四五六七八九十两〇]|去年|前年|今年|明年|上个?月|昨天|双胞胎|龙凤胎|三胞胎|单胎|难产|顺产|剖|刚|快|农历|阴历|从|各|平分|一人|全部|江西|南昌|换成|写|阳历|公历|腊月|正月|符合|不符合|交了?|二[〇零]|二|年初|年底|虚|全日制|没错|当然|确定|不知道|不清楚|出生|生日|夫妻|两个|俩|个税|公积金|[a-z])",
    re.I,
)
_COURTESY = re.compile(
    r"^[ ,。!]*(?:谢谢|多谢|感谢|好的?|知道了|明白了?|了解了?|ok|行|可以|你好|您好|再见|拜拜|辛苦了?|嗯|哦|收到|好吧|清楚了|没事了?|不用了|算了|没有了|没了)[您你!。,了啊呀哦的~ 谢谢再见]*$",
    re.I,
)
_YES_NO = re.compile(
    r"^[ ,。]*(?:嗯+|对的?|是的?|不是的?|有的?|没有?|不|可以|不可以|符合|不符合|好的?|没错|在|不在)[,。!啊呀的了 ]*$"
)
_OTHER_TOPIC = re.compile(
    r"托育|托儿|幼儿园|学校|上学|入学|医院|儿科|医保|生育保险|报销|分娩|辅助生殖|试管|彩礼|婚假|婚礼|结婚|离婚|相亲|红娘|就业|培训|创业|"
    r"低保|养老|天气|股票|赔偿|补偿|罚款|部门|政策|措施|文件|条例|办法|国办|母婴|哺乳|疫苗|户口登记|社保卡|出生证|无痛"
)


def detect_rule(
    question: str,
    facts: Mapping[str, Any],
    previous_rule: str | None,
    *,
    told: Collection[str] = (),
    answered: bool = False,
) -> RuleIntent | None:
    """The rule that `question` asks to compute, or None for a question of text.

    `facts`: what is known, this question's facts included (see `extraction`); `told`: the names of
    those that this question gives. `previous_rule`: the rule of the last turn, which a bare answer
    or an elliptic follow-up continues. `answered`: the extraction filled, or asked again about, the
    input that was asked for last.
    """
    folded = respell(fold(question).strip())
    if not folded:
        return None
    named = named_rule(folded, facts)
    if named and named[1] < 1 and previous_rule and not re.search(r"补[贴助]|税", folded):
        named = None
    if named is None:
        if answered and previous_rule and not is_text_question(folded):
            return RuleIntent(previous_rule, "figure", 0.8)
        if previous_rule and names_another(folded, previous_rule):
            return None
        return _continued(folded, previous_rule)
    rule, confidence = named
    if find_places(folded).outside:
        return None
    wants = wanted(folded, rule, facts, told)
    if wants is not None:
        return RuleIntent(rule, wants, confidence)
    if is_text_question(folded) or previous_rule is None:
        return None
    if answered:
        return RuleIntent(previous_rule, "figure", 0.8)
    if _ELLIPSIS.match(folded):
        return RuleIntent(rule, "figure", 0.8)
    if previous_rule == rule and _states_facts(folded):
        return RuleIntent(rule, "figure", 0.6)
    return None


def subject_of(question: str, facts: Mapping[str, Any]) -> str | None:
    """The rule that a question speaks of, even where it asks for text."""
    return spoken_of(respell(fold(question).strip()), facts)


def continue_subject(question: str, rule: str, *, only_facts: bool) -> RuleIntent | None:
    """The rule spoken of before, for a message that only tells facts, or asks a figure of no subject."""
    folded = respell(fold(question).strip())
    if len(folded) > _LONGEST_FOLLOW_UP or _COURTESY.match(folded) or is_text_question(folded):
        return None
    if _OTHER_TOPIC.search(folded) or NOT_ABOUT_RULE.search(folded):
        return None
    others = _of_other_parent(folded, rule)
    switched = others != rule and bool(_ELLIPSIS.match(folded))
    if others in LEAVES and _MONEY.search(folded):
        return None
    if is_other_subsidy(folded):
        return None
    rule = others
    if only_facts or switched or (_ASKS_FIGURE.search(folded) and _FOLLOW_UP.match(folded)):
        return RuleIntent(rule, "figure", 0.6)
    return None


def _of_other_parent(folded: str, rule: str) -> str:
    """「我老公有几天?」 after a question on 产假 is about the father's leave, 「要是难产呢」 about the mother's."""
    if rule == "maternity_leave" and MALE.search(folded):
        return "paternity_leave"
    return "maternity_leave" if rule == "paternity_leave" and MOTHERS.search(folded) else rule


def _states_facts(folded: str) -> bool:
    return bool(_ANSWER.match(folded)) and not INTERROGATIVE.search(folded)


def _continued(folded: str, previous_rule: str | None) -> RuleIntent | None:
    """A bare answer to what was asked, or an elliptic follow-up, stays with the last rule."""
    if previous_rule is None or len(folded) > _LONGEST_FOLLOW_UP:
        return None
    others = _of_other_parent(folded, previous_rule)
    if others != previous_rule and _ELLIPSIS.match(folded):
        return RuleIntent(others, "figure", 0.6)
    previous_rule = others
    if _YES_NO.match(folded):
        return RuleIntent(previous_rule, "figure", 0.6)
    if _COURTESY.match(folded) or _OTHER_TOPIC.search(folded) or NOT_ABOUT_RULE.search(folded):
        return None
    if _states_facts(folded):
        return RuleIntent(previous_rule, "figure", 0.6)
    if is_text_question(folded) or (find_places(folded).outside and "户" not in folded):
        return None
    if _FOLLOW_UP.match(folded) and _FOLLOW_WORDS.search(folded):
        wants: Wants = "date" if asks_for_date(folded) else "figure"
        return RuleIntent(previous_rule, wants, 0.6)
    return None
