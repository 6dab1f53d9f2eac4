"""The second step: what is no policy question gets its reply at once."""

from __future__ import annotations

import re

from assistant.answer import Status
from assistant.context import Context
from assistant.phrases import phrase
from assistant.screening.refusal import titles
from assistant.screening.steering import is_steering

_SMALL_TALK = (
    (
        "greeting",
        r"(?:你|您|大家|老师|同志)好|哈喽|嗨|喂|在吗|在不在|有人吗|早上好|下午好|晚上好|中午好|hello|hi|早安|晚安|(?:我)?想?(?:咨询|问)(?:一下|个问题|点事)|有个问题(?:想问)?",
    ),
    ("farewell", r"再见|拜拜|拜|bye|走了|先这样|没有?(?:别的|其他)?(?:问题|事)了"),
    (
        "thanks",
        r"谢谢|多谢|感谢|辛苦|麻烦(?:你|您)了|知道了|明白了?|好的?|ok|嗯+|哦+|收到|了解了?|清楚了|懂了|行|可以了|谢",
    ),
    (
        "who_am_i",
        r"你是谁|你是(?:什么|哪|人工|机器人|真人|啥).{0,6}|你(?:能|会|可以)(?:做|干|帮|回答).{0,8}|你叫(?:什么|啥).{0,4}|(?:怎么|如何)(?:用|使用)(?:你|这个).{0,4}|介绍一下你自己|能问(?:你)?(?:什么|啥|哪些).{0,4}",
    ),
    (
        "greeting",
        r"您?你?好|哈喽|嗨|喂|在吗|在不在|有人吗|早上好|下午好|晚上好|中午好|hello|hi|早|早安|晚安|(?:我)?想?(?:咨询|问)(?:一下|个问题|点事)?|请问(?:一下)?|有个问题(?:想问)?",
    ),
)
_POLITE = r"(?:[你您]|啊|呀|哦|哈|呢|了|吧|的|吗|嘛|很|非常|太|好的?|那|请问|谢谢|再见|工作人员|客服|小助手|助手|老师|同志|[\s,。!?~、.])*"
_SMALL_TALK_PATTERNS = tuple(
    (key, re.compile(rf"{_POLITE}(?:{pattern}){_POLITE}", re.I)) for key, pattern in _SMALL_TALK
)


def route(context: Context) -> None:
    """End the run for steering attempts, small talk, and questions about places without a document."""
    text = context.text
    if is_steering(text):
        context.end(Status.BLOCKED, phrase("blocked"))
        return
    for key, pattern in _SMALL_TALK_PATTERNS:
        if pattern.fullmatch(text):
            context.end(Status.NOT_COVERED, phrase(key, titles=titles(context.library)))
            return
    missing = context.jurisdiction(context.standalone).missing
    if missing:
        reply = phrase(
            "not_covered_place",
            titles=titles(context.library),
            places="、".join(missing),
        )
        context.end(Status.NOT_COVERED, reply, phrase("ask_12345"))
