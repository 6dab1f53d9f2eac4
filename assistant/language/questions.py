"""What makes a clause a question: the closed class of interrogative words, particles and A-not-A forms."""

from __future__ import annotations

import re

_INTERROGATIVE = re.compile(
    r"\?|[吗么呢嘛啵]|什么|啥|怎么|怎样|如何|咋|多少|几多|好多|多[久长大高远]|几[个天年月岁次号点条项章时]|哪|谁|何[时处地人]"
    r"|是否|能否|可否|有无|有没有|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|[不冇没][。!,]?$"
)


def asks(clause: str) -> bool:
    """Whether a clause asks something by its form."""
    return bool(_INTERROGATIVE.search(clause))
