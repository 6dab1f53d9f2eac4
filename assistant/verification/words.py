"""Whether a sentence's content words are a source's, and put together as there.

Every content word must stand in the source, but for words that say nothing of a policy (「政策」
「领取」) and a few equal ones (孩子, 婴幼儿). Who does what to whom keeps its order.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from assistant.verification.figures import without_figures

_PLAIN = frozenset(
    """政策 措施 规定 文件 内容 方面 情况 相关 有关 具体 根据 依据 按照 依照 明确 指出 提出 提到 说明 主要 包括 包含
    江西 江西省 全省 我省 本省 省里 我们 您 您好 大家 居民 可以 领取 享受 获得 得到 提供 进行 开展 予以 给予 实行 实施
    通过 对于 关于 其中 以及 并且 而且 同时 另外 此外 还有 还会 这些 这个 这项 该项 上述 如下 例如 比如 等等 为了
    因此 所以 如果 需要 属于 作为 是否 目的 以便 从而 用于 方式 形式 工作 还将 并将 也将 将会 他们 它们 其他
    一些 进一步 一并 一起 之一 起来 开始 发给 之后 之前 时候 期间 问题 事项 一项 一方面 另一方面 来说 而言""".split()
)
_PLAIN_CHARS = frozenset(
    "的了在是和与及或等对为由从到至把被将也还其该这那有会来去上下中里后前时地得着并且若如则以于之而所就又再给向让使您我你他她它们个项种位名条家内外间年月日岁天元起发做说按能可共并已自当但因期钱件类"
)
_EQUAL = (
    "孩子 小孩 宝宝 娃娃 婴幼儿 儿童 子女 婴儿 幼儿",
    "孩子 小孩 小朋友 儿童",
    "孩子 宝宝 新生儿",
    "补贴 补助",
    "公交 公交车",
    "景点 景区",
    "公积金 住房公积金",
    "房租 租金",
    "单位 用人单位",
    "公司 企业 用人单位",
    "医保 医疗保险 基本医疗保险",
    "发放 发到 发至 发给",
    "收费 费用",
    "减免 减免收费",
    "建设 新建 建",
    "居家办公 在家办公 在家上班",
    "弹性上下班 弹性工作 弹性上班",
    "托育点 托育服务设施 家庭托育点",
    "年满 满",
)
_AGENTS = re.compile(
    r"用人单位|医疗卫生机构|托育服务机构|托育机构|机构|各地|各部门|单位|学校|高校|社区|职工|国有场所|场所|政府|部门|企业|家庭|社会力量|群众|父母|家长|女性|用户|个人|银行"
)
_DIRECTED = re.compile(r"[对由向给为把被让比将]")
_FOR = re.compile(r"(?:^|[,:])(?:并)?[为对向给]([^,:]{2,30})")
_RECEIVES = ("领取", "获得", "享受", "得到", "可以")
_CLAUSE = re.compile(r"[,:]")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_ENTRY = 5


@dataclass(frozen=True)
class Coverage:
    """How much of a sentence a source covers, and what of it stands nowhere in the source."""

    share: float
    """Characters of content words that stand in the source, of all characters (0 to 1)."""
    missing: tuple[str, ...]


def coverage(part: str, source: str, around: str = "") -> Coverage:
    """What of `part` the `source` covers. `around` (the measure) may complete a compound word."""
    words = cut(part)
    covered, missing, total = 0, [], 0
    for index, word in enumerate(words):
        total += len(word)
        if _stands_in(word, source):
            covered += len(word)
        elif not (is_plain(word) or _completes(words, index, source, around)):
            missing.append(word)
    return Coverage(covered / total if total else 0.0, tuple(missing))


def content_words(text: str) -> list[str]:
    """The words of two and more characters that say something, in order."""
    return [w for w in cut(text) if len(w) >= 2 and not is_plain(w)]


def is_plain(word: str) -> bool:
    """Whether a word says nothing of a policy."""
    return word in _PLAIN or all(c in _PLAIN_CHARS for c in word)


def keeps_order(part: str, source: str) -> bool:
    """Whether those who act, and the words beside 对, 由, 向, come in the source's order."""
    agents = [m[0] for m in _AGENTS.finditer(part)]
    pairs = list(itertools.pairwise(agents))
    for clause in _CLAUSE.split(part):
        for particle in _DIRECTED.finditer(clause):
            left = [w for w in content_words(clause[: particle.start()]) if w in source]
            right = [w for w in content_words(clause[particle.end() :]) if w in source]
            pairs += [(left[-1], right[0])] if left and right else []
    return not _acts_itself(part, source) and all(
        a == b or _can_precede(a, b, source) for a, b in pairs
    )


def keeps_together(part: str, source: str) -> bool:
    """Whether words side by side in `part` share a clause of the source, as subject and predicate do.

    「灵活就业人员缴纳医保费」 takes its subject from one clause and its predicate from the midst of
    another, whose own subject it skips. A clause may follow where it is entered at its beginning.
    """
    clauses = split_clauses(source)
    words = [w for w in content_words(part) if w in source]
    used = [c for c in clauses if any(w in c and source.count(w) == 1 for w in words)]
    if any(_skipped(clause, words) >= _ENTRY for clause in used[1:]):
        return False
    for piece in split_clauses(part):
        beside = [w for w in content_words(piece) if w in source]
        for left, right in itertools.pairwise(beside):
            share = any(left in c and right in c for c in clauses)
            if not share and not any(
                left in c and right in d and not _after(c, left) and _skipped(d, [right]) < _ENTRY
                for c, d in itertools.pairwise(clauses)
            ):
                return False
    return True


def split_clauses(text: str) -> list[str]:
    """The text cut at commas and colons."""
    return _CLAUSE.split(text)


def speaks_of(part: str, clause: str, others: str) -> bool:
    """Whether `part` has a content word of this clause that the other clauses have not."""
    return any(w in part and w not in others for w in content_words(clause))


def _skipped(clause: str, words: list[str]) -> int:
    """The characters of content words before the first of `words` in the clause."""
    first = min(clause.find(w) for w in words if w in clause)
    return sum(len(w) for w in content_words(clause[:first]))


def _after(clause: str, word: str) -> list[str]:
    """The content words after `word`; none where only a list goes on (「公交、地铁和……」)."""
    rest = clause[clause.rfind(word) + len(word) :]
    return [] if rest[:1] in ("、", "和", "与", "及") else content_words(rest)


@cache
def cut(text: str) -> tuple[str, ...]:
    """The words of a text without figures, dates and punctuation."""
    import jieba

    jieba.setLogLevel(60)
    bare = without_figures(text)
    return tuple(w for run in _WORD.findall(bare) for w in jieba.cut(run))


def _stands_in(word: str, source: str) -> bool:
    if word in source and not (len(word) == 1 and word in _PLAIN_CHARS):
        return True
    for group in _EQUAL:
        equal = group.split()
        if word in equal and any(other in source for other in equal):
            return True
    return len(word) >= 4 and any(
        source.find(word[i:], max(found, 0)) >= 0
        for i in range(2, len(word) - 1)
        if (found := source.find(word[:i])) >= 0
    )


def _completes(words: tuple[str, ...], index: int, source: str, around: str) -> bool:
    """Whether a word and the next, which the source has, are one compound in the measure."""
    following = words[index + 1] if index + 1 < len(words) else ""
    return len(following) >= 2 and following in source and words[index] + following in around


def _acts_itself(part: str, source: str) -> bool:
    """Whether those for whom something is done (「为……人员缴纳」) do it themselves in `part`."""
    for found in _FOR.finditer(source):
        words = content_words(found[1])
        place = part.find(words[0]) if words else -1
        if place < 0 or any(particle in part[:place] for particle in "为对向给让"):
            continue
        if not any(part.count(verb) > source.count(verb) for verb in _RECEIVES):
            return True
    return False


def _can_precede(left: str, right: str, source: str) -> bool:
    """Whether `left` stands before `right` in the source, in a clause that has both if there is one."""
    places = [c for c in split_clauses(source) if left in c and right in c] or [source]
    return any(
        left not in place or right not in place or place.find(left) < place.rfind(right)
        for place in places
    )
