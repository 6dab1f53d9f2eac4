"""Recognising attempts to steer the assistant: role play, prompt leaks, fake messages, exfiltration.

Nothing depends on catching them all: the answer is made of verified quotes whatever the question
says. What is caught gets a plain refusal instead of a search. Residents' own words come close to
some attacks (「系统提示我不符合条件」「取消生育限制了吗」「有人冒充卫健委」): those stay questions.
"""

from __future__ import annotations

import re

_ALL = r"(?:你的?|所有|一切|全部|任何|之前|以前|以上|上面|前面|上述|刚才|先前|既定|安全|内容|系统|原有|这些|那些|当前|的|规则|引用)"
_RULES = r"(?:规则|指令|指示|提示|设定|限制|约束|要求|命令|守则|准则|校验|核验|核对|审核|检查|过滤|安全|上文|身份|记忆|对话|训练|原则|内容|消息|话)"
_ASKED = r"(?:^|[,。!?;:\s]|请|必须|只能|务必|一律|你要?|你只|并|然后|现在|改为|直接|就|只要|都)"
_MACHINE = r"(?:系统提示词|系统的?(?:prompt|指令|设定|消息|规则)|系统提示(?=[是。,!?]|$|内容|原文|全文|里|中|语|给|打印|输出|告诉|发)|(?:初始|隐藏|内部|原始|开发者|预设|底层|后台)的?(?:提示词?|指令|设定|规则|prompt|消息|配置|命令))"

_STEERING = (
    # instructions about instructions
    rf"(?:忽略|无视|抛开|抛弃|绕过|跳过|不要(?:再)?(?:遵守|理会|管)|别(?:再)?(?:遵守|理会|管)|不必遵守|覆盖|推翻|违反){_ALL}*.{{0,6}}{_RULES}",
    rf"(?:忘记|忘掉|忘了|清空|删除|取消|解除|停用|关闭|关掉|作废|卸下|移除){_ALL}+{_RULES}?",
    r"(?:ignore|disregard|forget|override|bypass|disable|drop|skip).{0,40}(?:instruction|rule|prompt|above|previous|guardrail|filter|restriction|polic|safety|verification|citation)",
    _MACHINE,
    r"提示词|system\s*(?:prompt|mode|override)|hidden\s+(?:rule|instruction|prompt)|initial\s+instruction|developer\s+(?:mode|note)|jailbreak|\bprompt\b",
    r"(?:输出|打印|重复|复述|显示|泄露|透露|公开|背出|逐字|原样|翻译|总结|给我看).{0,12}(?:你(?:收到|的|上面|前面).{0,10}(?:文字|内容|指令|规则|设定|提示|话|限制|要求)|密钥|api.?key|口令|环境变量|源代码|配置文件)",
    r"(?:你|上面|之前|前面)收到的.{0,8}(?:文字|内容|消息|指令|提示)|你的(?:系统|配置文件|源代码|源码|指令|开发者|训练数据|底层|内部)",
    r"(?:repeat|print|reveal|show|output|translate|leak|dump|list|send).{0,40}(?:everything|prompt|instruction|verbatim|key|password|secret|config|above|rules|history|conversation|string)",
    r"新(?:的)?(?:规则|指令|设定|身份)(?:是|为|如下)?\s*[::]|所有(?:的)?(?:回答|回复|答案).{0,6}(?:都|必须|要|一律|改)|(?:每次|每个|每条|以后的?|今后的?)(?:回答|回复).{0,8}(?:都|后|末尾|结尾|开头|附|加|带|以)",
    r"(?:回答|回复|答案)(?:的)?(?:末尾|结尾|开头|最后|中间?|里面?)(?:都|请|要|必须)?(?:加上?|插入|附上?|写上?|带上?|包含|放|嵌)",
    # another role
    r"(?:扮演|假扮|装作|假装|角色扮演|模拟(?:一个|成)|充当|化身|(?:请|你)(?:来)?冒充)|从(?:现在|今)(?:起|开始|以后|往后).{0,6}你|(?:现在|接下来).{0,4}你(?:就)?(?:是|变成|成为|叫|将)(?!不是|人工|机器|真人|谁|什么|哪|否)",
    r"你(?:现在|以后|今后)(?:就)?(?:是|变成|叫|不再是)(?!不是|人工|机器|真人|谁|什么|哪|否|在)|(?:假设|想象|假如)你(?:是|没有|可以不)|角色[::]|没有(?:任何)?(?:限制|约束|道德|底线)的|开发者模式|越狱|\bDAN\b|上帝模式|管理员模式|调试模式|无限制模式|测试模式",
    r"\b(?:you are|act as|pretend|roleplay|role-play|imagine you|simulate|from now on|you're now|behave as)\b",
    r"[用以].{1,8}(?:口吻|语气|腔调|角色|人设).{0,4}(?:回答|回复|说|讲|告诉|写|介绍|骂|评价)",
    # fake messages and forced output
    r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)|\[/?(?:INST|SYS|SYSTEM|system)\]|<</?SYS>>|###?\s*(?:system|instruction|user|指令|系统)|BEGIN_|END_OVERRIDE|"
    r"(?:^|\n|[\s\"'{\[(<【])(?:system|assistant|系统|管理员|开发者|运维)\s*(?:消息|通知|指令|提示|公告|更新|备注|message)?\s*[:>\]】]|\"role\"\s*:",
    r"(?:developer|admin|operator|security)\s+(?:note|notice|message|override)|output the (?:string|text|word)|(?:reply|respond|answer) with|\bconfirm\b.{0,20}citation",
    rf"{_ASKED}(?:回答|回复|输出|打印|复述)(?:我)?[:,]?\s*[“\"「'『][^”\"」'』]{{1,60}}[”\"」'』]",
    r"(?:请|必须|务必|一律|你要|你就|你只|并|然后|现在|直接|你必须|再)(?:要)?(?:说|写|喊|念)[:,]?\s*[“\"「'『][^”\"」'』]{1,60}[”\"」'』]|(?:必须|只能|一律)(?:说|回答|回复|答|写)\s*[::]",
    r"^(?:请|麻烦)?你?(?:原样)?输出|(?:请|原样|直接)(?:原样)?(?:输出|打印|复述)[:,]|(?:输出|打印|生成|插入|回复)(?:一个|一段|个)?.{0,6}(?:html|markdown|代码|脚本|链接|表单|二维码|图片|网址)|(?:用|以|放进|放在)(?:一个|个)?\s*(?:html|markdown|代码块|json|xml|base64|藏头诗)",
    r"(?:解码|解密|base64|rot13|摩斯|莫尔斯|hex|十六进制|unicode|url编码|凯撒|倒(?:着|过来)(?:读|念)|反转|倒序|替换|拼音首字母).{0,20}(?:执行|照做|照办|遵守|follow|照着|照它|按|输出|然后|并|:)",
    r"(?:decode|decrypt|base64|rot13|morse|reverse).{0,40}(?:follow|execute|obey|do|say|output|:)|(?:执行|运行|解码|破解)(?:这|以下|下面|命令|脚本).{0,6}(?:代码|命令|脚本|指令|编码|rm|sudo|curl)",
    r"(?:编造|捏造|虚构|瞎编|造一个|杜撰|(?:请|加上|附上|末尾).{0,6}伪造).{0,10}(?:引用|出处|文号|条款|措施|证明|政策|文件|数字|金额|条文|依据|证件|材料|公章|来源)",
    r"(?:引用|标注|标为|注明|当作|说成|改成|改为|写成).{0,12}(?:\[\d+\]|第[一二三四五六七八九十百\d]+条).{0,12}(?:说|写|规定|每|发|为)|把[“\"「][^”\"」]{1,12}[”\"」](?:改成|换成|读成|说成|理解成|当成)",
    r"撒谎|说谎|不(?:用|要|需要)?(?:引用|核对原文|(?:带|加|给|标|写)出处)|去掉引用|随便编|自由发挥|强调鼓励就是|(?:据此|照此)(?:回答|答复)",
    # code, secrets, other people's data, links
    r"api.?key|密钥|环境变量|POLICY_[A-Z_]+|/etc/|\.env\b|rm\s+-rf|<\s*script|javascript:|drop\s+table|union\s+select|os\.system|subprocess|eval\(|\{\{.*?\}\}|\$\{.*?\}|jndi|onerror\s*=|onload\s*=|<img|<iframe",
    r"访问令牌|(?:后台|服务器|数据库|管理员).{0,6}(?:密码|账号|口令|令牌|日志|文件|权限)|(?:列出|导出|读取|访问|打印|查看|下载).{0,12}(?:数据库|服务器|日志)|\btoken\b",
    r"(?:其他|别的|所有|全部|刚才|上一个?)(?:的)?(?:用户|访客|提问者|咨询者|市民|居民)(?:们)?的?.{0,4}(?:姓名|名字|电话|手机|身份证|住址|地址|信息|记录|对话|资料|提问|问题)|(?:收集|索要|套出)(?:用户|居民|市民|家长)|(?:提问|对话|聊天|咨询)记录.{0,6}(?:给我|发|导出|打印)|(?:其他|别的)用户.{0,6}(?:问|说)|用户(?:的)?(?:身份证|银行卡|密码|隐私|提问记录|对话记录)",
    r"!\[[^\]]*\]\(|\]\(\s*https?://|(?:发送?|上传|传|提交)(?:到|给|至)\s*(?:https?://|\S{0,10}(?:邮箱|webhook|服务器|网址|外网))|(?:访问|打开|附上|加上|插入|跳转|下载|执行|发到|二维码|网址).{0,8}https?://|\S+@\S+\.\S+.{0,10}(?:发|send)|send\b.{0,60}@",
)
_CRIME = re.compile(
    r"入侵|黑进|攻击(?:系统|网站|服务器)|破解|盗取|窃取|钓鱼|洗钱|造假|骗补|骗取|骗领|冒领|套取|假报|谎报|虚报|伪造|假(?:出生证|户口|结婚证|证明|材料)|炸弹|毒品|枪支|"
    r"煽动|闹事|造谣|(?:偷偷|私下|悄悄).{0,10}鉴定|不被(?:发现|查到|抓)|钻空子|逃税|骂(?:一下|一顿|政府|死)|辱骂|脏话|抹黑"
)
_CONCERN = re.compile(
    r"处罚|惩罚|罚款|后果|追责|责任|举报|违法|犯法|犯罪|坐牢|判刑|打击|防止|防范|预防|避免|监管|严查|查处|治理|核查|审核|退回|追回|有人|收到|遇到|是真的|真的吗|真假|诈骗|短信|被骗|怎么办|会不会|会怎"
)
_PATTERN = re.compile("|".join(f"(?:{p})" for p in _STEERING), re.I | re.S)
_ABUSE = re.compile(
    r"傻逼|傻[比叉]|操你|草你|去死|滚蛋|他妈的|(?<!没)妈的[,!。]|王八蛋|狗东西|白痴|智障|垃圾(?:东西|政府|玩意)|脑残|fuck|shit|bitch|idiot|stupid",
    re.I,
)
_SPACED = re.compile(r"(?<=\b[A-Za-z])[.\-_*|/~ ](?=[A-Za-z]\b)")
_SPACED_HAN = re.compile(r"(?<=[\u4e00-\u9fff])[.\-_*|/~+·\s]+(?=[\u4e00-\u9fff])")
_BACKWARDS = re.compile(r"(?:令指|则规|示提|词示提|制限).{0,6}(?:略忽|视无|出输|过绕)|略忽")


def is_steering(text: str) -> bool:
    """Whether `text` tries to change what the assistant is or does, or only abuses it."""
    joined = _SPACED_HAN.sub("", _SPACED.sub("", text))
    return bool(
        _PATTERN.search(text)
        or (joined != text and _PATTERN.search(joined))
        or _ABUSE.search(text)
        or _BACKWARDS.search(text)
        or (_CRIME.search(joined) and not _CONCERN.search(joined))
    )
