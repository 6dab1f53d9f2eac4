"""What a question is about by its own words, once the words that only ask are left out."""

from __future__ import annotations

import re

from assistant.structure.query import residue

_GENERIC = re.compile(
    r"哪(?:个|些|家|几个|几家)?(?:厅局|厅|局|处|科室|委|办)|硬性|还是鼓励|鼓励还是|自愿|(?:用|在|通过)?(?:微信|支付宝|手机|电脑|网上|线上|线下|窗口|现场|app)|弄|多少钱|一年|一个月|每年|每月|每个月|多少|几天|几岁|几年|几个月|多久|什么时候|何时|哪天|哪里|哪儿|哪些地方|地方|在哪|怎么办理?|如何办理?|怎么弄|咋办|咋弄|怎么|如何|咋|"
    r"条件|要求|标准|材料|手续|流程|详细|具体|一点|点|办理|办|申请|领取|领|发放|发到|发|从|开始|为止|到|算|准不准|准确|准|数字|数额|数|真的|可以|能不能|能|行不行|"
    r"展开|讲讲|说说|请|讲|说|文件|原文|规定|怎样|定的|出台|为什么|为啥|意思|谁|监督|监管|监督管理|一般|通常|大概|大约|平时|强制|必须|也|抓|在不在|里面|给|钱|资金|用|家|我们|咱们|我|你|有|没有|没|是|的|吗|呢|啊|呀|吧|嘛|么|哪|什么|啥|以内|以下|岁"
)


def own_topic(question: str) -> str:
    """The question's topic words; "" where it only asks how much, where, who, when."""
    return residue(_GENERIC.sub("", question))
