"""Recognising attempts to steer the assistant: role play, prompt leaks, fake system messages.

Nothing depends on catching them all: the answer is made of verified quotes whatever the question
says. What is caught gets a plain refusal instead of a search.
"""

from __future__ import annotations

import re

_PATTERNS = (
    # instructions about instructions
    r"(?:忽略|无视|忘记|忘掉|抛开|跳过|绕过|取消|解除|停用|关闭|不要(?:再)?(?:遵守|理会|管)|别(?:再)?(?:遵守|理会|管)|覆盖|推翻|作废|删除|清空).{0,12}"
    r"(?:规则|指令|指示|提示|设定|限制|约束|要求|命令|身份|守则|校验|审核|检查|过滤|安全|上文|上面|之前|以上|前面|记忆)",
    r"(?:ignore|disregard|forget|override|bypass|disable|drop|skip).{0,40}(?:instruction|rule|prompt|above|previous|guardrail|filter|restriction|polic|safety|verification)",
    r"(?:系统|初始|隐藏|内部|原始|后台|开发者|预设)(?:的)?(?:提示词?|指令|设定|规则|prompt|消息|配置|命令|密码|文件)",
    r"提示词|system\s*prompt|hidden\s+(?:rule|instruction|prompt)|initial\s+instruction|developer\s+mode|jailbreak|\bprompt\b",
    r"(?:输出|打印|重复|复述|显示|泄露|透露|公开|背出|逐字|原样|翻译).{0,12}(?:你(?:收到|的|上面|前面).{0,10}(?:文字|内容|指令|规则|设定|提示|话)|密钥|api.?key|口令|环境变量|源代码|配置文件|数据库)",
    r"(?:repeat|print|reveal|show|output|translate|leak|dump).{0,40}(?:everything|prompt|instruction|verbatim|key|password|secret|config|above|rules)",
    r"api.?key|密钥|环境变量|POLICY_[A-Z_]+|/etc/passwd|\.env\b|rm\s+-rf|<\s*script|javascript:|drop\s+table|union\s+select|os\.system|subprocess|eval\(",
    # another role
    r"(?:扮演|假扮|冒充|装作|假装|角色扮演|模拟(?:一个|成)|充当|化身)|(?:现在|从现在起|从今(?:以后|往后)|接下来).{0,6}你(?:就)?(?:是|变成|成为|叫|将)|"
    r"你(?:现在|以后|今后)(?:就)?(?:是|变成|叫|不再是)|假设你(?:是|没有|可以|能)|想象你(?:是|没有)|角色[::]|没有(?:任何)?(?:限制|约束)的|开发者模式|越狱|\bDAN\b|上帝模式|管理员模式|调试模式|维护模式",
    r"\b(?:you are|act as|pretend|roleplay|role-play|imagine you|simulate|from now on|you're now|behave as)\b",
    # fake messages and forced output
    r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)|\[/?(?:INST|SYS|SYSTEM|system)\]|<</?SYS>>|###?\s*(?:system|instruction|指令|系统)|"
    r"(?:^|\n|[\s\"'{\[(<])(?:system|assistant|系统|管理员|开发者)\s*(?:消息|通知|指令|提示|公告|更新|message)?\s*[:>\]】]|\"role\"\s*:",
    r"(?:请|必须|只能|务必|直接|一律|就|都|只|改为)?(?:回答|回复|输出|说|写|打印)[:,]?\s*[“\"「'『][^”\"」'』]{1,60}[”\"」'』]",
    r"(?:解码|解密|base64|rot13|摩斯|莫尔斯|hex|十六进制|unicode|url编码|凯撒|倒着(?:读|念)|反转|倒序).{0,20}(?:执行|照做|照办|遵守|follow|照着|按|输出|然后|并|后|:)",
    r"(?:decode|decrypt|base64|rot13|morse|reverse).{0,40}(?:follow|execute|obey|do|say|output|:)|(?:执行|运行|解码|破解)(?:这|以下|下面).{0,6}(?:代码|命令|脚本|指令|编码)",
    r"(?:编造|伪造|捏造|虚构|瞎编|造一个|杜撰).{0,10}(?:引用|出处|文号|条款|措施|证明|政策|文件|数字|金额|条文|依据|证件|材料|公章|来源)",
    r"(?:引用|标注|标为|注明|当作|说成|改成|改为|写成).{0,12}(?:\[\d+\]|第[一二三四五六七八九十百\d]+条).{0,12}(?:说|写|规定|每|发|为)",
    r"!\[[^\]]*\]\(|\]\(\s*https?://|https?://|<img|<iframe|onerror\s*=|(?:发送|上传|传|提交|附上|拼接|点击|访问|打开).{0,15}(?:网址|链接|url|http|邮箱|webhook|服务器)",
    r"(?:撒谎|说谎|骗(?:居民|老百姓|用户)|不用?(?:引用|核对|校验|出处)|不要引用|去掉引用|不带出处|随便(?:编|说)|自由发挥)",
    r"(?:入侵|黑进|攻击|破解|盗取|窃取|钓鱼|洗钱|造假|骗补|骗取|套取|炸弹|毒品)",
)
_STEERING = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.I | re.S)
_ABUSE = re.compile(
    r"傻逼|傻[比叉]|操你|草你|去死|滚蛋|他妈的|(?<!没)妈的[,!。]|王八蛋|狗东西|白痴|智障|垃圾(?:东西|政府|玩意)|脑残|fuck|shit|bitch|idiot|stupid",
    re.I,
)


def is_steering(text: str) -> bool:
    """Whether `text` tries to change what the assistant is or does, or only abuses it."""
    return bool(_STEERING.search(text) or _ABUSE.search(text))
