"""Saved government pages: the main text, tables with merged cells, no navigation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus.loaders import load
from corpus.parser import parse

DATA = Path(__file__).parent / "data"


def test_saved_page_keeps_the_article_only() -> None:
    loaded = load(DATA / "page.html")
    assert loaded.text == (
        "某某市托育服务补助办法\n"
        "第一条 为规范托育服务补助,制定本办法。\n"
        "第二条 补助标准按收托人数确定,见下表:\n"
        "类别\t标准\n"
        "普惠托位\t每人每月200元\n"
        "第三条 申请人应当符合下列条件:\n"
        "(一)已经备案;\n"
        "(二)价格普惠。\n"
        "第四条 本办法自2024年4月1日起施行,《某某市托育机构扶持办法》(某政发〔2019〕3号)同时废止。\n"
        "某某市人民政府\n"
        "2024年3月1日\n"
    )
    assert loaded.hints == {
        "title": "某某市托育服务补助办法",
        "url": "https://www.example.gov.cn/zc/2024/t20240305_1.html",
    }


def test_saved_page_is_parsed() -> None:
    document = parse("x", load(DATA / "page.html").text)
    assert [m.number for m in document.measures] == [1, 2, 3, 4]
    assert document.metadata.title == "某某市托育服务补助办法"
    assert document.metadata.issuer == "某某市人民政府"
    assert document.metadata.issued == date(2024, 3, 1)
    assert document.metadata.effective_from == date(2024, 4, 1)
    assert document.metadata.supersedes == ("某政发〔2019〕3号",)


def test_page_without_a_known_container(tmp_path: Path) -> None:
    """The element with most running text is taken; long lists of links weigh nothing."""
    links = "".join(
        f"<li><a href='#'>这是一条很长很长的新闻标题第{i}号</a></li>" for i in range(60)
    )
    article = "".join(f"<p>第{n}条 托育机构应当依法备案,保障安全。</p>" for n in "一二三四五六")
    path = tmp_path / "a.htm"
    path.write_bytes(
        f"<html><body><div><ul>{links}</ul></div><div class='c'><h1>某市托育办法</h1>{article}</div>"
        f"<div>联系我们</div></body></html>".encode("gb18030")
    )
    text = load(path).text
    assert text.startswith("某市托育办法\n第一条 托育机构")
    assert "新闻标题" not in text


def test_script_in_a_page_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>第一条 托育机构应当依法备案,保障婴幼儿安全和健康成长。</p>"
    path.write_text(
        f"<body><script>alert(1)</script><p onclick='x()'>某市办法</p>{body}<iframe src=x>坏</iframe></body>",
        encoding="utf-8",
    )
    assert load(path).text == "某市办法\n第一条 托育机构应当依法备案,保障婴幼儿安全和健康成长。\n"


def read(body: str, tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return load(path).text


def test_merged_cells_are_repeated_in_every_row(tmp_path: Path) -> None:
    text = read(
        "<h1>某市多子女家庭公积金办法</h1><p>第一条 贷款最高额度如下表。</p><table>"
        "<tr><th rowspan=2>家庭</th><th colspan=2>最高额度</th></tr><tr><th>单人</th><th>双人</th></tr>"
        "<tr><td rowspan='2'>二孩家庭</td><td>60万元</td><td>90万元</td></tr>"
        "<tr><td>(异地)40万元</td><td>50万元</td></tr>"
        "<tr><td colspan=3>三孩家庭</td></tr><tr><td>首套</td><td>80万元</td><td>120万元</td></tr>"
        "</table><p>第二条 本办法自公布之日起施行。</p>",
        tmp_path,
    )
    assert text.split("\n")[2:8] == [
        "家庭\t最高额度 单人\t最高额度 双人",
        "二孩家庭\t60万元\t90万元",
        "二孩家庭\t(异地)40万元\t50万元",
        "三孩家庭\t",
        "首套\t80万元\t120万元",
        "第二条 本办法自公布之日起施行。",
    ]
    first = parse("x", text).measures[0]
    rows = {s.text.split("\t")[0]: s for s in first.sentences if "\t" in s.text and s.citable}
    quoted = ["".join(text[a:b] for a, b in rows["首套"].context)]
    assert quoted == ["家庭\t最高额度 单人\t最高额度 双人三孩家庭"]
    assert [text[a:b] for a, b in rows["二孩家庭"].context] == [
        "家庭\t最高额度 单人\t最高额度 双人"
    ]


def test_navigation_inside_the_main_text_is_left_out(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{i}'>政务公开第{i}栏</a></li>" for i in range(6))
    text = read(
        f"<div id='zoom'><ul>{links}</ul><p>某市托育办法</p><p>第一条 托育机构应当依法备案,保障婴幼儿安全。</p>"
        "<p>第二条 机构应当公示收费标准,接受社会监督。</p><p>当前位置:首页 &gt; 政策</p></div>",
        tmp_path,
    )
    assert "政务公开" not in text
    document = parse("x", text)
    cited = [s.text for s, _ in document.sentences()]
    assert not [line for line in cited if "当前位置" in line]


def test_a_table_that_lays_out_the_page_is_read_as_text(tmp_path: Path) -> None:
    text = read(
        "<table><tr><td><h1>某市托育办法</h1><p>第一条 机构应当备案,并接受监督检查。</p></td></tr>"
        "<tr><td><p>第二条 本办法自公布之日起施行,由市卫生健康委解释。</p></td></tr></table>",
        tmp_path,
    )
    assert "\t" not in text
    assert [m.number for m in parse("x", text).measures] == [1, 2]


def test_ordered_lists_keep_their_numbers(tmp_path: Path) -> None:
    text = read(
        "<h1>某市托育办法</h1><p>申请人应当提交下列材料,并对真实性负责:</p><ol><li>身份证明;</li><li>户口簿。</li></ol>"
        "<ol start='3'><li>其他材料。</li></ol><ul><li>另行规定。</li></ul>",
        tmp_path,
    )
    assert text.split("\n")[2:6] == ["1. 身份证明;", "2. 户口簿。", "3. 其他材料。", "另行规定。"]
