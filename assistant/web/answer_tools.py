"""Below an answer: copy, read aloud, save, judge, related passages, further questions."""

from __future__ import annotations

from html import escape

from assistant.answer import Answer, Status
from assistant.web.copy_text import answer_for_copying
from assistant.web.words import words

_REASONS = ("没有回答我的问题", "引用的内容不对", "看不懂", "数字不对", "其他")
_ICON = '<svg viewBox="0 0 24 24" aria-hidden="true">{}</svg>'
_THUMB = (
    '<path d="M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 6A2 2 0 0 1 17 20H7"/>'
)
_COPY = _ICON.format(
    '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>'
)
_SPEAK = _ICON.format(
    '<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11"/>'
)
_PICTURE = _ICON.format(
    '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M4 16l5-5 4 4 3-3 4 4"/>'
)
_WORD = _ICON.format('<path d="M6 3h8l4 4v14H6z"/><path d="M9 12h6M9 16h6"/>')
_THUMB_UP = _ICON.format(_THUMB)
_THUMB_DOWN = _ICON.format(f'<g transform="rotate(180 12 12)">{_THUMB}</g>')


def tools_html(answer: Answer, record_id: str) -> str:
    """The row of buttons, the form for a verdict, the passages that stand near."""
    copied = escape(answer_for_copying(answer)).replace("\n", "&#10;")
    buttons = f'<button type="button" data-copy="{copied}">{_COPY}复制</button>'
    if record_id:
        buttons += (
            f'<button type="button" data-speak aria-pressed="false">{_SPEAK}朗读</button>'
            f'<button type="button" data-picture>{_PICTURE}存图片</button>'
            f'<button type="button" data-word>{_WORD}存 Word</button>'
            f'<button type="button" data-verdict="up" aria-pressed="false">{_THUMB_UP}有用</button>'
            '<button type="button" data-verdict="down" aria-pressed="false" aria-expanded="false">'
            f"{_THUMB_DOWN}没用</button>"
        )
    return (
        f'<div class="answer-tools" data-needs-script>{buttons}<span class="tool-note" role="status"></span></div>'
        f"{_verdict_form(record_id) if record_id else ''}{_related(answer)}"
    )


def suggestions_html(suggestions: list[str]) -> str:
    """Questions that may come next; without scripts they are sent as a form."""
    if not suggestions:
        return ""
    buttons = "".join(
        f'<button class="suggestion" name="question" value="{escape(s)}" data-ask="{escape(s)}">{words(s)}</button>'
        for s in suggestions
    )
    return (
        '<form class="suggestions" method="post" action="/ask" aria-label="您还可以问">'
        f"<p>您还可以问</p>{buttons}</form>"
    )


def _verdict_form(record_id: str) -> str:
    reasons = "".join(
        f'<label><input type="radio" name="reason-{escape(record_id)}" value="{reason}">'
        f"{reason}</label>"
        for reason in _REASONS
    )
    return (
        '<form class="feedback-form" hidden><fieldset><legend>哪里不满意？</legend>'
        f'<div class="reasons">{reasons}</div>'
        '<label class="comment"><span>补充说明（可不填，请勿写个人信息）</span>'
        '<textarea rows="2" maxlength="500"></textarea></label>'
        '<button type="submit">提交</button></fieldset></form>'
    )


def _related(answer: Answer) -> str:
    """Folded; fetched when it is opened."""
    if answer.status is not Status.ANSWERED or not answer.citations:
        return ""
    cited = ",".join(dict.fromkeys(f"{c.document}#{c.anchor}" for c in answer.citations))
    return (
        f'<details class="related" data-related="{escape(answer.standalone_question)}" '
        f'data-cited="{escape(cited)}" data-needs-script><summary>相关条文</summary>'
        "<ul></ul></details>"
    )
