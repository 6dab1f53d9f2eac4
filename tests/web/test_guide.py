"""Guided questions: one a page, then the family's own result."""

from __future__ import annotations

from fastapi.testclient import TestClient

GUIDE = "/guide/childcare_subsidy"


def test_one_question_a_page_until_the_result(client: TestClient) -> None:
    page = client.get(GUIDE).text
    assert "哪天出生" in page and "第1步" in page
    page = client.get(GUIDE, params={"birth_date": "2024-05-03"}).text
    assert "第2步" in page and "2024-05-03" in page
    replies = {
        "birth_date": "2024-05-03",
        "babies": "",
        "hukou_in_jiangxi": "true",
        "lawful_birth": "",
    }
    page = client.get(GUIDE, params=replies).text
    assert "calc-figure" in page and "不清楚" in page and "怎么办理" in page


def test_a_reply_that_cannot_be_is_asked_for_again(client: TestClient) -> None:
    for value in ("昨天", ""):
        reply = client.get(GUIDE, params={"birth_date": value})
        assert reply.status_code == 422 and "请检查填写的内容" in reply.text


def test_a_reply_is_shown_as_it_was_given(client: TestClient) -> None:
    page = client.get(GUIDE, params={"birth_date": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text


def test_other_guides_are_not_found(client: TestClient) -> None:
    assert client.get("/guide/nothing").status_code == 404
