"""Page furniture that comes along when a policy is copied from a web page: recognised, never cited."""

from __future__ import annotations

import re

_CAPTIONS = (
    r"官网截图|网页截图|资料图(片)?|阅读原文|返回顶部|打印(本页)?|关闭(窗口|本页)?|在看|点赞|分享|收藏|"
    r"展开全文|查看更多|点击展开|首页|无障碍(阅读)?|智能问答|网站地图|关怀版|长者版|上一篇|下一篇"
)
_PREFIXED = (
    r"(图源|图片来源|来源|信息来源|责任编辑|责编|编辑|审核|校对|监制|值班编委|作者|记者|字体|字号|浏览(次数|量)?|"
    r"阅读(次数|量)|访问量|当前位置|您(现在)?的位置|分享到|上一篇|下一篇|主办单位|承办单位|主办|承办|运维单位|版权所有|网站标识码|政府网站标识码|"
    r"技术支持|发布时间|发布日期|更新时间|点击(数|率)|索引号|信息分类|主题分类|生成日期)\s*[:\uff1a].*"
)
_PHRASES = (
    r"扫一扫.{0,20}|点击(上方|下方|右上角|蓝字|图片).{0,30}|长按.{0,20}(识别|关注|扫码).{0,20}|扫(描|码).{0,20}(二维码|关注|查看).{0,20}|"
    r"更多(精彩|资讯).{0,20}|往期(推荐|回顾).{0,20}|相关(链接|阅读|推荐|稿件|附件下载).{0,20}|"
    r".{0,20}ICP备.{0,30}|.{0,10}公网安备.{0,30}|首页\s*[>»/].*|(【)?字[体号][:\uff1a]?\s*\[?大.{0,12}"
)
_CAPTION = rf"[【\[(\uff08]?(?:{_CAPTIONS})[】\])\uff09]?"
_NOISE = re.compile(rf"(?:{_CAPTION}(?:[\s|\uff5c/·]*{_CAPTION})*|{_PREFIXED}|{_PHRASES})$")
_COMMENT = re.compile(r"<!--.*-->$")
_HAS_WORD = re.compile(r"\w")


def is_noise(line: str) -> bool:
    """Whether a line (white space stripped, not empty) is page furniture and no policy text."""
    return not _HAS_WORD.search(line) or bool(_COMMENT.match(line) or _NOISE.match(line))
