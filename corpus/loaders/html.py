"""The text of a saved government page: its main part, without navigation, sharing and footer.

Where the page names its article's container (the usual editors of government sites do) that is taken;
otherwise the smallest element that holds most of the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from corpus.loaded import Loaded, LoadError, without_controls
from corpus.loaders.plain import decode
from corpus.outline import find_marker
from corpus.page_card import read_card
from corpus.tables import BETWEEN, Cell, lines_of

_DROPPED = frozenset(
    "script style noscript template iframe object embed svg canvas form button select input textarea "
    "nav header footer aside audio video map link meta".split()
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table thead tbody section article main blockquote pre "
    "center figure figcaption hr address body".split()
)
_HOLDERS = frozenset("div section article main center td table tbody tr".split())
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|menu|top-?bar|head(?:er)?|foot(?:er)?|bottom|side-?bar|aside|share|"
    r"bdshare\w*|social|bread-?crumbs?|crumbs?|position|dangqian\w*|location|pages?|pager|pagination|comments?|"
    r"related|relate\w*|recommend\w*|print\w*|tools?|toolbar|qrcode|ewm|erweima|copyright|banner|ad|ads|advert\w*|"
    r"search\w*|login|xiangguan\w*|prev|next|hot|rank\w*|voice|read-?aloud)(?:$|[-_\s])",
    re.IGNORECASE,
)
_CONTAINERS = (
    "UCAP-CONTENT",
    "zoom",
    "Zoom",
    "TRS_UEDITOR",
    "TRS_Editor",
    "trs_editor_view",
    "pages_content",
    "article-content",
    "articleContent",
    "article_con",
    "news_content",
    "xxgk_content",
    "content_text",
    "js_content",
)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|^\s*<\?xml[^>]*\?>")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(?P<url>https?://[^\s>]+)")
_ENOUGH = 40
_MOST = 0.75
_LINKED = 0.8
"""A block of links has at least this share of its text in them."""


def read_html(data: bytes, name: str) -> Loaded:
    """The main text, with title, url and issuer as the page's own tags give them.

    Raises LoadError where no running text is found.
    """
    from lxml import etree, html

    page = decode(data, name)
    parser = html.HTMLParser(huge_tree=False, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(_NOT_XML.sub("", page), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise LoadError(f"{name} 不是有效的网页文件。") from error
    hints = _hints(root, page)
    whole = root.find("body")
    card = read_card(_cells(whole if whole is not None else root))
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or _is_furniture(element):
            _remove(element)
    body = root.find("body")
    main = _main(body if body is not None else root)
    text = _text(main)
    title = str(hints.get("title", ""))
    if title and _squeezed(title) not in _squeezed(text):
        text = f"{title}\n{text}"
    if len(_squeezed(text)) < _ENOUGH // 2:
        raise LoadError(f"{name} 里没有找到正文，请从网页复制正文，另存为 txt 后添加。")
    return Loaded(without_controls(text).strip() + "\n", {**card, **hints})


def _hints(root: Any, page: str) -> dict[str, str | date]:
    tags = {
        str(tag.get("name") or tag.get("property") or "").lower(): str(tag.get("content") or "")
        for tag in root.iter("meta")
    }
    headings = [_squeezed_spaces(h.text_content()) for h in root.iter("h1")]
    title = tags.get("articletitle", "").strip() or next((h for h in headings if h), "")
    if not title and (element := root.find("head/title")) is not None:
        title = re.split(
            r"[_|\uff5c]|\s[-\u2013\u2014]+\s", _squeezed_spaces(element.text_content())
        )[0]
    canonical = root.xpath("string(//link[@rel='canonical']/@href)")
    saved = _SAVED_FROM.search(page[:2000])
    url = str(canonical) or (saved["url"] if saved else "")
    found: dict[str, str | date] = {
        "title": title.strip(),
        "url": url if url.startswith("http") else "",
    }
    return {name: value for name, value in found.items() if value}


def _is_furniture(element: Any) -> bool:
    if element.tag in _DROPPED:
        return True
    if element.tag in ("html", "body"):
        return False
    style = re.sub(r"\s", "", str(element.get("style") or "")).lower()
    if "display:none" in style or element.get("hidden") is not None:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    if names.strip() and any(container in names for container in _CONTAINERS):
        return False
    return bool(_FURNITURE.search(names)) and _weight(element) < 2000


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _main(body: Any) -> Any:
    for container in _CONTAINERS:
        for element in body.xpath(
            "descendant::*[@id=$name or contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]",
            name=container,
        ):
            if _weight(element) >= _ENOUGH:
                return element
    current = body
    total = _weight(body)
    while total:
        heavy = [
            child for child in current if child.tag in _HOLDERS and _weight(child) >= total * _MOST
        ]
        if not heavy:
            break
        current = heavy[0]
    return current


def _weight(element: Any) -> int:
    """How many characters of running text the element holds: links do not count."""
    links = sum(len(_squeezed(link.text_content())) for link in element.iter("a"))
    return max(0, len(_squeezed(element.text_content())) - links)


def _text(element: Any) -> str:
    lines = (_squeezed_cells(line) for line in "".join(_pieces(element)).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _pieces(element: Any) -> Iterator[str]:
    """The text with a line end at each block's limits and <br>; tables as in `corpus.tables`."""
    if element.tag == "table" and not _only_lays_out(element):
        yield "\n" + "\n".join(lines_of(_rows(element))) + "\n"
        return
    if _is_list_of_links(element):
        return
    block = element.tag in _BLOCKS or element.tag in ("td", "th")
    if block:
        yield "\n"
    yield _number_of(element)
    yield _in_line(element.text)
    for child in element:
        yield "\n" if child.tag == "br" else ""
        yield from _pieces(child)
        yield _in_line(child.tail)
    if block:
        yield "\n"


def _number_of(element: Any) -> str:
    """The number that a browser shows before an item of an ordered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    if find_marker(text := _squeezed_spaces(element.text_content()), 0, len(text)):
        return ""
    place = sum(1 for _ in element.itersiblings("li", preceding=True))
    return f"{_int(parent.get('start')) + place}. "


def _cells(body: Any) -> Iterator[str]:
    """The texts of the page's innermost cells and blocks."""
    for element in body.iter("td", "th", "li", "p", "dt", "dd", "div"):
        if not element.xpath("boolean(.//td | .//th | .//li | .//p | .//dt | .//dd | .//div)"):
            yield _squeezed_spaces(element.text_content())


def _rows(table: Any) -> list[list[Cell]]:
    return [
        [
            Cell(
                _squeezed_spaces("".join(_inside(cell))),
                _int(cell.get("colspan")),
                _int(cell.get("rowspan")),
                cell.tag == "th",
            )
            for cell in row
            if cell.tag in ("td", "th")
        ]
        for row in table.iter("tr")
    ]


def _inside(cell: Any) -> Iterator[str]:
    """A cell's text."""
    yield _in_line(cell.text)
    for child in cell:
        yield from _pieces(child)
        yield _in_line(child.tail)


def _only_lays_out(table: Any) -> bool:
    """Whether a table frames running text instead of holding figures: it has tables inside, one column,

    or a cell of many paragraphs.
    """
    rows = list(table.iter("tr"))
    if table.xpath("count(.//table)") or all(len(row) <= 1 for row in rows):
        return True
    return any(
        len(cell.findall(".//p")) > 5 and len(_squeezed(cell.text_content())) > 400
        for cell in table.iter("td")
    )


def _is_list_of_links(element: Any) -> bool:
    """Whether a block is navigation: three links or more and hardly anything beside them."""
    if element.tag not in ("ul", "ol", "div", "section", "dl", "p"):
        return False
    links = list(element.iter("a"))
    if len(links) < 3:
        return False
    linked = sum(len(_squeezed(link.text_content())) for link in links)
    return linked > len(_squeezed(element.text_content())) * _LINKED


def _int(text: Any) -> int:
    return int(text) if str(text or "").strip().isdigit() else 1


def _in_line(text: str | None) -> str:
    """A line end in the page's source is a space, and none at all between Chinese characters."""
    text = (text or "").replace(BETWEEN, " ")
    wide = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
    joined = re.sub(rf"(?<=[,;:!?()]|{wide})[ \t]*\n\s*(?={wide})", "", text)
    return re.sub(r"\s*\n\s*", " ", joined)


def _squeezed_spaces(text: str) -> str:
    return re.sub(r"[\s\u3000\u200b]+", " ", text).strip()


def _squeezed_cells(line: str) -> str:
    """A line with its spaces squeezed, the tabs between a row's cells kept."""
    return BETWEEN.join(_squeezed_spaces(cell) for cell in line.split(BETWEEN))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)
