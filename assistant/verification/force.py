"""How binding and how wide a sentence is: negation, modality, scope.

A sentence must not drop a negation or add one, say 「必须」 where its source says 「鼓励」, or say
「儿童」 where its source says 「14周岁以下儿童」.
"""

from __future__ import annotations

import re

from assistant.verification.words import content_words, speaks_of, split_clauses

_STRONG = re.compile(
    r"必须|必需|一律|应当|应该|务必|全部|全额|全面|全都|所有|凡是|免费|保证|确保|保障|强制|强行|均|都|任何|无条件|一定|肯定|必然|立即|马上|随时|"
    r"每个|每位|每月|每年|每人|永久|终身|统统|普遍|唯一|仅|只有|只要|只能|只需|直接|已|完成|实现|建成|达到|要求|责令|规定必须|有权|义务|自动|优先|"
    r"最高|最低|至少|最多|大幅|显著|翻倍|双倍|取消|禁止|不限|即可|就能|就可|足额|按时|按期|今后|长期|常态化|严格|严厉|首次|唯独|额外|奖励|罚"
)
_FINISHED = re.compile(r"(?<!为)了(?!解)|正在|目前|如今|现在")
_NEGATION = re.compile(
    r"(?P<no>不予|不得|不能|不再|不必|不用|不会|没有|无需|无须|禁止|严禁|拒绝|免于|除外|除了|不|未|没|无|非|勿|否|莫)(?P<what>[\u4e00-\u9fff]{0,2})"
)
_NO_NEGATION = re.compile(
    r"不断|不仅|不但|不少|不同|不满|不超过|不少于|不低于|不足|未满|未来|无论|不管|非常|是否|无障碍|不便"
)
_AVERSE = "打击 禁止 严禁 不得 防止 杜绝 破除 治理 整治 减免 免征 免收 取消 停止 限制 约束 降低 减轻 减少".split()
_REACH = 14

_GOVERNING = (
    "鼓励 支持 倡导 提倡 引导",
    "探索 研究 试点",
    "推动 推进 促进 加快 大力推进",
    "督促 监督",
)
_LOCAL = (
    "适当 适度",
    "逐步 分步 稳步",
    "适时",
    "可 可以 可能",
    "优先",
    "因地制宜 结合实际",
    "按规定 按有关规定 按照规定 按照有关规定 按国家规定 依规",
    "依法 依法依规",
    "力争 争取 努力",
    "有条件",
    "筹建 筹备",
    "原则上 一般",
)
_STARTERS = re.compile(
    r"^(?:并|进一步|积极|大力|持续|深入|加快)?(?:加强|加大|加快|完善|落实|建立|健全|制定|推动|推进|支持|鼓励|促进|统筹|探索|优化|强化|规范|提升|开展|组织|建设|保障|将|为|对|做好|督促|广泛|充分|实施|创新|构建|严格|按时|发展)"
)
_LIMITER = re.compile(
    r"(?P<limit>\d+(?:周岁|岁|个月|天|年)(?:以下|以上|以内)|多子女|多孩|家庭经济困难|困境|未成年|灵活就业|失业|未就业|参保|国有|新建|公办|公建|普惠|农村|"
    r"孕产期|哺乳期|生育再就业|有条件的|符合[^,;。的]{1,20}的|(?:参加|领取|具有|取得|属于|经)[^,;。、]{2,16}的)(?:\d+(?:周岁|岁)(?:以下|以上))?(?:的)?(?P<head>[\u4e00-\u9fff]{2})"
)


def adds_force(part: str, source: str) -> str:
    """The word by which `part` claims more than `source`; "" where there is none."""
    for found in _STRONG.finditer(part):
        if found[0] not in source:
            return found[0]
    finished = _FINISHED.search(part)
    return finished[0] if finished and finished[0] not in source else ""


def lacks_hedge(part: str, source: str) -> str:
    """The hedge (鼓励, 探索, 适当 …) that governs what `part` says in `source` and is left out."""
    clauses = re.split(r"(?<=[,:])", source)
    outside: list[str] = []
    for group in (*_GOVERNING, *_LOCAL):
        words = group.split()
        if any(word in part for word in words):
            continue
        for word in words:
            governed, outside = _governed(clauses, word, wide=group in _GOVERNING)
            own = [w for w in content_words(governed) if not any(w in o for o in outside)]
            if any(w in part for w in own):
                return word
    return ""


def changes_negation(part: str, source: str) -> str:
    """The negation that `part` adds to or drops from `source`; "" where they agree."""
    claimed, known = _NO_NEGATION.sub("", part), _NO_NEGATION.sub("", source)
    for found in _NEGATION.finditer(claimed):
        if found["no"] + found["what"] not in known:
            return found[0]
    for clause in split_clauses(known):
        for found in _NEGATION.finditer(clause):
            what = found["what"]
            dropped = len(what) == 2 and what in claimed and found["no"] + what not in claimed
            elsewhere = what in known.replace(found[0], "")
            if dropped and (
                not elsewhere or speaks_of(claimed, clause, known.replace(clause, "", 1))
            ):
                return found["no"]
    return _lacks_averse(part, source)


def drops_limit(part: str, source: str) -> str:
    """The limit (「14周岁以下」, 「多子女」, 「符合条件的」) that `part` leaves out; "" for none."""
    for clause in split_clauses(source):
        for found in _LIMITER.finditer(clause):
            limit, head = found["limit"], found["head"]
            if head not in part or _says_limit(part, limit):
                continue
            others = source.replace(clause, "", 1)
            if head not in others or speaks_of(part, clause.replace(limit, "", 1), others):
                return limit
    return ""


def _says_limit(part: str, limit: str) -> bool:
    figure = re.match(r"\d+", limit)
    if figure:
        return figure[0] in part
    words = content_words(limit) or [limit.rstrip("的")]
    return all(w in part for w in words)


def _lacks_averse(part: str, source: str) -> str:
    """The word against something (打击, 减免) that is left out where its object is named."""
    for clause in split_clauses(source):
        for word in _AVERSE:
            position = clause.find(word)
            if position < 0 or word in part:
                continue
            aim = content_words(clause[position + len(word) :][:_REACH])
            if aim and sum(w in part for w in aim) * 2 >= len(aim):
                return word
    return ""


def _governed(clauses: list[str], hedge: str, *, wide: bool) -> tuple[str, list[str]]:
    """What a hedge governs, and the stretches that it does not."""
    governed, outside = "", []
    open_clause = False
    for clause in clauses:
        position = clause.find(hedge)
        if position >= 0:
            outside.append(clause[:position])
            governed += clause[position + len(hedge) :]
            open_clause = wide
        elif open_clause and not _STARTERS.match(clause):
            governed += clause
        else:
            open_clause = False
            outside.append(clause)
    return governed, outside
