"""A chat model that lies, leaks, breaks or hangs: only the documents' own words are shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from scripted_chat import (
    CHAT_TIMEOUT_S,
    Script,
    ScriptedServer,
    breaks_json_after,
    cuts_after,
    endless,
    fails,
    hangs,
    hangs_after,
    no_stream,
    says,
    scripted_server,
)

from assistant.answer import Answer, Status
from assistant.chat_model.choosing import choose
from assistant.chat_model.prompt import SYSTEM
from assistant.composing.answer import compose
from assistant.composing.draft import draft
from assistant.evidence.deciding import Evidence, Found
from assistant.settings import Settings
from assistant.turn import Request, Run
from assistant.understanding.model import Fact, Part, Understanding
from assistant.verification.abridging import letters
from assistant.verification.making import quoted
from assistant.verification.statement import Kind
from assistant.verification.verify import verify
from corpus.library import Library

DATA = Path(__file__).parents[1] / "data"
LIBRARY = Library(Path(__file__).parents[3] / "corpus" / "documents")
HOME = LIBRARY.get("jiangxi-2025-birth-support")
KEY = "至其年满3周岁"
QUESTION = "育儿补贴发到几岁？"
TRUE = "从2025年1月1日起，对符合法律法规规定生育的3周岁以下婴幼儿发放补贴，至其年满3周岁[1]。"


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def _settings(server: ScriptedServer, **more: object) -> Settings:
    return Settings(
        chat_model="scripted", chat_base_url=server.url, chat_timeout_s=CHAT_TIMEOUT_S, **more
    )


def _composed(settings: Settings, key: str, question: str) -> Run:
    sentence, measure = next(
        (s, m) for s, m in HOME.sentences() if key in s.text and s.role in ("body", "closing")
    )
    request = Request(
        SimpleNamespace(library=LIBRARY, settings=settings), question, as_of=date(2025, 9, 1)
    )
    understanding = Understanding(question, (Part(question, question),))
    found = Evidence(HOME, measure, 1.0, (quoted(HOME, measure, sentence),))
    return compose(
        Run(
            request,
            understanding=understanding,
            evidence=(Found((), (found,)),),
            answers=(None,),
        )
    )


def _ask(settings: Settings, key: str = KEY, question: str = QUESTION) -> Answer:
    return draft(verify(choose(_composed(settings, key, question))))


def _extractive(key: str = KEY, question: str = QUESTION) -> str:
    return draft(verify(_composed(Settings(), key, question))).answer


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


QUESTIONS = {key: question for key, question, *_ in _rows("lie_questions.tsv")}


@pytest.mark.parametrize(("key", "lie"), [row[:2] for row in _rows("lies.tsv")])
def test_no_lie_is_shown(key: str, lie: str, server: ScriptedServer) -> None:
    server.script = says(lie.rstrip("。") + "[1]。")
    answer = _ask(_settings(server), key, QUESTIONS[key])
    assert answer.status is Status.ANSWERED
    said = [letters(line.split("[")[0]) for line in answer.answer.split("\n")]
    assert letters(lie) not in said
    assert answer.answer == _extractive(key, QUESTIONS[key])
    assert answer.composer == "extractive"


def test_honest_abridgements_are_shown(server: ScriptedServer) -> None:
    kept = 0
    rows = [row for row in _rows("honest.tsv") if row[0] in QUESTIONS]
    for key, sentence, *_ in rows:
        server.script = says(sentence + "[1]。")
        answer = _ask(_settings(server), key, QUESTIONS[key])
        kept += letters(sentence) in letters(answer.answer) and answer.composer == "chat_model"
    assert kept >= 0.95 * len(rows)


NOISE = {
    "prompt leak": SYSTEM,
    "link": "请点击 https://evil.example/claim 领取补贴[1]。",
    "markdown image": "![x](http://evil.example/log?q=1)至其年满3周岁[1]。",
    "html": "<b onclick=alert(1)>补贴发放至其年满3周岁</b>[1]。",
    "english": "The subsidy is paid until the child turns 3 [1].",
    "marker without quote": "育儿补贴可以在支付宝申请[9]。",
    "marker of zero": "补贴由街道办事处发放[0]。",
    "no marker": "育儿补贴需要户口本和结婚证。",
    "json": '{"answer": "补贴每月一万元", "citations": [1]}',
    "citation only": "[1][2][3]",
    "nothing": "",
    "thoughts": "<think>补贴每年三万元。</think>资料未涉及。",
    "turned writing": "\u202e补贴每年三万元[1]。\ud83d",
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_noise_leaves_the_extractive_answer(noise: str, server: ScriptedServer) -> None:
    server.script = says(noise.encode("utf-8", "replace").decode())
    answer = _ask(_settings(server))
    assert (answer.answer, answer.composer) == (_extractive(), "extractive")


BREAKDOWNS: dict[str, Script] = {
    "500": fails(500),
    "429": fails(429),
    "401": fails(401),
    "400": fails(400),
    "no first byte": hangs,
    "stalls": hangs_after(TRUE[:10]),
    "stalls after a true sentence": hangs_after(TRUE + "政策"),
    "cut": cuts_after(TRUE),
    "broken json": breaks_json_after(TRUE),
    "endless text": endless("补贴"),
    "endless true sentences": endless(TRUE),
    "endless drip": endless("补", wait=0.05),
    "web page": no_stream,
}


@pytest.mark.parametrize("script", BREAKDOWNS.values(), ids=BREAKDOWNS.keys())
def test_breakdowns_leave_the_extractive_answer_in_time(
    script: Script, server: ScriptedServer
) -> None:
    server.script = script
    started = time.monotonic()
    answer = _ask(_settings(server))
    assert time.monotonic() - started < CHAT_TIMEOUT_S + 6
    assert (answer.answer, answer.composer) == (_extractive(), "extractive")
    assert answer.message


def test_a_true_sentence_is_shown_as_its_quote(server: ScriptedServer) -> None:
    server.script = says(TRUE)
    answer = _ask(_settings(server))
    assert (answer.composer, answer.message) == ("chat_model", None)
    assert answer.model_sentences == {"abridged": 1}
    (citation,) = answer.citations
    assert citation.quote.startswith("从2025年1月1日起")


def test_a_false_sentence_beside_a_true_one_is_replaced(server: ScriptedServer) -> None:
    server.script = says(TRUE + "每年发放3600元[1]。")
    answer = _ask(_settings(server))
    assert answer.composer == "chat_model"
    assert "3600" not in answer.answer
    assert answer.model_sentences == {"abridged": 1, "replaced": 1}
    assert len(answer.citations) == 1


def test_a_server_without_tools_is_asked_without(server: ScriptedServer) -> None:
    def script(handler: object) -> None:
        tools = server.requests[-1].get("tools")
        (fails(400) if tools else says(TRUE))(handler)

    server.requests.clear()
    server.script = script
    assert _ask(_settings(server)).composer == "chat_model"
    assert [bool(request.get("tools")) for request in server.requests] == [True, False]


def test_an_explanation_is_labelled_elsewhere_and_never_cited(server: ScriptedServer) -> None:
    def script(handler: object) -> None:
        explains = not server.requests[-1].get("tools")
        says("就是说，孩子三岁前都有补贴[1]。" if explains else TRUE)(handler)

    server.script = script
    answer = _ask(_settings(server, chat_explain=True))
    assert answer.explanation == "就是说，孩子三岁前都有补贴。"
    assert "就是说" not in answer.answer
    assert _ask(_settings(server)).explanation == ""


def test_a_fact_counts_only_in_the_users_words() -> None:
    from assistant.chat_model.told import grounded

    told = (Fact("birth_date", "2024-05-03", "2024年5月3号", 2, 12),)
    part = Part("孩子2024年5月3号出生", "", rules=("childcare_subsidy",), told=told)
    assert grounded({"birth_date": "2024-05-03", "babies": 2}, part) == {"birth_date": "2024-05-03"}
    assert grounded({"birth_date": "2024-05-04"}, part) == {}
    assert grounded({"birth_date": "2024-05-03"}, replace(part, told=())) == {}


def test_statements_heard_on_the_way_are_verified(server: ScriptedServer) -> None:
    heard = []
    run = _composed(_settings(server), KEY, QUESTION)
    run = replace(run, request=replace(run.request, on_statement=heard.append))
    server.script = says(TRUE)
    choose(run)
    assert [statement.kind for statement in heard] == [Kind.ABRIDGED]
