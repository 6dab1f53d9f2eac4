"""A result for people: on the terminal, as Markdown, as one HTML file without outside assets."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from evals.cases import STYLES
from evals.charts import bars, lines

_FILES = {
    "single": "单措施",
    "multi": "多措施",
    "structure": "结构",
    "uncovered": "未覆盖",
    "calculation": "计算",
    "robustness": "异常输入",
    "dialogues": "对话",
    "attacks": "攻击",
}
_CSS = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.5rem}h2{margin-top:2.2rem;border-bottom:2px solid #d5dde5;font-size:1.2rem}h3{font-size:1rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.92rem}
th,td{border-bottom:1px solid #e3e8ee;padding:.3rem .5rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.yes{color:#0a6b3d}.no{color:#b3261e;font-weight:600}.none{color:#5b6b7b}
details{margin:.4rem 0}summary{cursor:pointer}
.case{border-left:3px solid #b3261e;padding:.2rem .7rem;margin:.6rem 0;background:#faf6f5;overflow-wrap:anywhere}
.case p{margin:.15rem 0}small,.origin{color:#5b6b7b}svg{max-width:100%;height:auto}
"""


def as_text(result: dict[str, Any]) -> str:
    """The gates, the metrics and the failing cases, for the terminal."""
    out = [_headline(result), ""]
    for gate in result["gates"]:
        if gate["value"] is not None:
            value = _gate_value(result, gate)
            out.append(f"{_verdict(gate)} {_gate_title(result, gate)} {value}({gate['bound']})")
    for ability in result["abilities"].values():
        out += ["", f"【{ability['title']}】"]
        out += [f"  {title}:{_interval(rate)}" for title, rate in _metrics(ability)]
    failures = list(_failures(result))
    if failures:
        out += ["", f"失败用例 {len(failures)} 个:"]
    if not result["cases"]["shown"]:
        out += [f"  {identity}({abilities})" for identity, abilities, _ in failures]
        return "\n".join(out)
    for identity, abilities, case in failures:
        out += ["", f"{identity}({abilities}):{case['question'][:200]}", f"  应:{case['expected']}"]
        out += [f"  得:{case['got']}"]
        if case["faults"]:
            out.append(f"  因:{';'.join(case['faults'])}")
        if case["evidence"]:
            out.append(f"  证据:{_evidence(case['evidence'])}")
    return "\n".join(out)


def as_markdown(result: dict[str, Any]) -> str:
    """The report as Markdown."""
    out = ["# 评测报告", "", _headline(result), "", *(f"- {line}" for line in _origin(result))]
    out += ["", "## 门槛", "", "| 门槛 | 要求 | 实测 | 结果 |", "|---|---|---|---|"]
    for gate in result["gates"]:
        value = _gate_value(result, gate)
        out.append(
            f"| {_gate_title(result, gate)} | {gate['bound']} | {value} | {_verdict(gate)} |"
        )
    for ability in result["abilities"].values():
        out += [
            "",
            f"## {ability['title']}",
            "",
            "| 指标 | 值 | 95% 区间 | 题数 |",
            "|---|---|---|---|",
        ]
        for title, rate in _metrics(ability):
            out.append(
                f"| {title} | {rate['value']:.3f} | {rate['low']:.3f}–{rate['high']:.3f} | {rate['count']} |"
            )
        head, rows = _group_table(ability)
        if rows:
            out += ["", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
            out += [f"| {' | '.join(row)} |" for row in rows]
    out += _speed_markdown(result)
    failures = list(_failures(result))
    out += ["", f"## 失败用例({len(failures)})", ""]
    for identity, abilities, case in failures:
        out.append(
            f"- **{identity}**({abilities})" + (f":{_flat(case['question'])}" if case else "")
        )
        if case:
            out += [f"  - 应:{_flat(case['expected'])}", f"  - 得:{_flat(case['got'])}"]
            out += [f"  - 因:{_flat(';'.join(case['faults']))}"] if case["faults"] else []
            out += [f"  - 证据:{_evidence(case['evidence'])}"] if case["evidence"] else []
    return "\n".join(out) + "\n"


def as_html(result: dict[str, Any]) -> str:
    """The report as one HTML file: tables, inline SVG, no script, no outside asset."""
    body = [f"<h1>评测报告</h1><p>{escape(_headline(result))}</p>"]
    body.append("<p class=origin>" + "<br>".join(escape(o) for o in _origin(result)) + "</p>")
    body.append(_gates_html(result))
    for ability in result["abilities"].values():
        body.append(_ability_html(ability))
    body.append(_speed_html(result))
    body.append(_failures_html(result))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>评测报告</title><style>{_CSS}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _gates_html(result: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(_gate_title(result, gate))}<td class=n>{gate['bound']}"
        f"<td class=n>{_gate_value(result, gate)}"
        f"<td class={_class(gate['passed'])}>{_verdict(gate)}"
        for gate in result["gates"]
    )
    return f"<h2>门槛</h2><table><tr><th>门槛<th class=n>要求<th class=n>实测<th>结果{rows}</table>"


def _ability_html(ability: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(title)}<td class=n>{rate['value']:.3f}"
        f"<td class=n>{rate['low']:.3f}–{rate['high']:.3f}<td class=n>{rate['count']}"
        for title, rate in _metrics(ability)
    )
    parts = [
        f"<h2>{escape(ability['title'])}</h2><table><tr><th>指标<th class=n>值"
        f"<th class=n>95% 区间<th class=n>题数{rows}</table>"
    ]
    groups = list(_groups(ability))
    if groups:
        chart = bars([(t, r["value"], r["low"], r["high"], int(r["count"])) for t, r in groups])
        parts.append(f"<h3>{escape(_main_title(ability))},按分组</h3>{chart}")
        head, body = _group_table(ability)
        titles = "".join(f"<th class=n>{escape(title)}" for title in head)
        cells = "".join(
            "<tr>" + "".join(f"<td class=n>{escape(cell)}" for cell in row) for row in body
        )
        parts.append(
            f"<details><summary>各组的全部指标</summary><table><tr>{titles}{cells}</table></details>"
        )
    for name, points in ability["curves"].items():
        if name == "risk_coverage":
            chart = lines({"风险": [tuple(p) for p in points]}, "覆盖率", "风险(答错的比例)")
            parts.append(f"<h3>风险-覆盖曲线</h3>{chart}")
    return "".join(parts)


def _speed_html(result: dict[str, Any]) -> str:
    speed = result.get("speed")
    if not speed:
        return ""
    rows = "".join(
        f"<tr><td>{escape(name)}<td class=n>{ms['p50']}<td class=n>{ms['p95']}"
        for name, ms in _speed_rows(speed)
    )
    return (
        "<h2>速度</h2><table><tr><th>步骤<th class=n>p50(毫秒)<th class=n>p95(毫秒)"
        f"{rows}</table><p>进程内存峰值 {speed['peak_rss_mb']} MB</p>"
    )


def _failures_html(result: dict[str, Any]) -> str:
    failures = list(_failures(result))
    parts = [f"<h2>失败用例({len(failures)})</h2>"]
    for identity, abilities, case in failures:
        head = f"<b>{escape(identity)}</b> <small>{escape(abilities)}</small>"
        if not case:
            parts.append(f"<div class=case>{head}</div>")
            continue
        cause = f"<p>因:{escape(';'.join(case['faults']))}" if case["faults"] else ""
        evidence = (
            f"<p><small>证据:{escape(_evidence(case['evidence']))}</small>"
            if case["evidence"]
            else ""
        )
        parts.append(
            f"<div class=case><p>{head} {escape(case['question'][:400])}"
            f"<p>应:{escape(case['expected'])}<p>得:{escape(case['got'])}{cause}{evidence}</div>"
        )
    return "".join(parts)


def _speed_markdown(result: dict[str, Any]) -> list[str]:
    speed = result.get("speed")
    if not speed:
        return []
    out = ["", "## 速度", "", "| 步骤 | p50(毫秒) | p95(毫秒) |", "|---|---|---|"]
    out += [f"| {name} | {ms['p50']} | {ms['p95']} |" for name, ms in _speed_rows(speed)]
    return [*out, "", f"进程内存峰值 {speed['peak_rss_mb']} MB"]


def _speed_rows(speed: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    if speed["total_ms"]:
        yield "全程", speed["total_ms"]
    yield from speed["steps_ms"].items()


def _headline(result: dict[str, Any]) -> str:
    missed = sum(gate["passed"] is False for gate in result["gates"])
    met = sum(gate["passed"] is True for gate in result["gates"])
    verdict = f"{missed} 项门槛未达到" if missed else "所测门槛全部达到"
    cases = result["cases"]
    return (
        f"{result['system']},用例 {cases['folder']}({cases['count']} 题):{verdict}(达到 {met} 项)"
    )


def _origin(result: dict[str, Any]) -> list[str]:
    about = result.get("provenance")
    if not about:
        return []
    changed = ",有未提交的改动" if about["changed_since_commit"] else ""
    packages = "、".join(f"{name} {number}" for name, number in about["packages"].items() if number)
    return [
        f"时间 {about['time']},用时 {result.get('seconds')} 秒",
        f"版本 {about['commit']}{changed};用例摘要 {result['cases']['digest']}",
        f"编码器 {about['encoder'] or '—'};Python {about['python']};{packages}",
        f"{about['machine']['system']} {about['machine']['arch']},{about['machine']['cores']} 核",
        "设置 " + ";".join(f"{name}={value}" for name, value in about["settings"].items()),
    ]


def _metrics(ability: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    for name, rate in ability["metrics"].items():
        yield ability["titles"].get(name, name), rate


def _groups(ability: dict[str, Any]) -> Iterator[tuple[str, dict[str, float]]]:
    """The groups of the ability's main metric."""
    for group, rates in ability["groups"].items():
        rate = rates.get(ability["main"])
        if rate is not None:
            yield _group_title(group), rate


def _group_table(ability: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table of all groups and all metrics, with intervals."""
    groups = ability["groups"]
    measured = {name for rates in groups.values() for name in rates}
    names = [name for name in ability["titles"] if name in measured]
    rows = [
        [_group_title(group), *(_short(rates[n]) if n in rates else "—" for n in names)]
        for group, rates in groups.items()
        if rates
    ]
    return ["分组", *(ability["titles"][name] for name in names)], rows


def _group_title(group: str) -> str:
    kind, _, name = group.partition(":")
    return {"file": _FILES, "style": STYLES}.get(kind, {}).get(name, name)


def _main_title(ability: dict[str, Any]) -> str:
    return str(ability["titles"].get(ability["main"], ability["main"]))


def _gate_title(result: dict[str, Any], gate: dict[str, Any]) -> str:
    ability = result["abilities"].get(gate["ability"])
    if ability is None:
        return str(gate["reason"])
    return f"{ability['title']}·{ability['titles'].get(gate['metric'], gate['metric'])}"


def _failures(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each failing case once: id, the abilities it fails in, and its details where they are shown."""
    found: dict[str, tuple[list[str], dict[str, Any]]] = {}
    for ability in result["abilities"].values():
        for identity, case in ability["cases"].items():
            if not case["passed"]:
                titles, shown = found.setdefault(identity, ([], {}))
                titles.append(ability["title"])
                if "question" in case and not shown:
                    shown.update({**case, "faults": list(case["faults"])})
                elif "question" in case:
                    shown["faults"] += [f for f in case["faults"] if f not in shown["faults"]]
                    if shown["got"].startswith("排名"):
                        shown["got"] = case["got"]
    for identity, (titles, shown) in found.items():
        yield identity, "、".join(titles), shown


def _evidence(evidence: dict[str, Any]) -> str:
    ranked = " ".join(f"({number or '—'}){score}" for number, score in evidence["measures"])
    return f"覆盖 {evidence['covered']};{ranked};独立问题「{evidence['standalone_question'][:80]}」"


def _interval(rate: dict[str, float]) -> str:
    return f"{rate['value']:.3f}(95% 区间 {rate['low']:.3f}–{rate['high']:.3f},{rate['count']} 题)"


def _gate_value(result: dict[str, Any], gate: dict[str, Any]) -> str:
    """The gate's value with its interval; — where it was not measured."""
    if gate["value"] is None:
        return "—"
    return _short(result["abilities"][gate["ability"]]["metrics"][gate["metric"]])


def _short(rate: dict[str, float]) -> str:
    return f"{rate['value']:.3f}({rate['low']:.3f}–{rate['high']:.3f})"


def _verdict(gate: dict[str, Any]) -> str:
    return {True: "达到", False: "未达到", None: "未测"}[gate["passed"]]


def _class(passed: bool | None) -> str:
    return {True: "yes", False: "no", None: "none"}[passed]


def _flat(text: str) -> str:
    return " ".join(text.split())[:300]
