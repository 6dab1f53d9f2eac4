"""Numbers by which a text names parts of a document."""

from __future__ import annotations

import pytest

from assistant.structure.numbering import Numbers, read_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第十二条原文", Numbers(measures=(12,))),
        ("(七)写的啥", Numbers(measures=(7,))),
        ("最后一条是什么", Numbers(measures=(-1,))),
        ("倒数第二条写了啥", Numbers(measures=(-2,))),
        ("前三条都讲了啥", Numbers(measures=(1, 2, 3))),
        ("最后两条的标题", Numbers(measures=(-2, -1))),
        ("第五到第八条的名称", Numbers(measures=(5, 6, 7, 8))),
        ("(一)到(四)的标题", Numbers(measures=(1, 2, 3, 4))),
        ("第三、五条", Numbers(measures=(3, 5))),
        ("第二部分第二条", Numbers(sections=(2,), measures=(2,))),
        ("第二部分最末一条", Numbers(sections=(2,), measures=(-1,))),
        ("二(七)", Numbers(sections=(2,), measures=(7,))),
        ("三、讲的是哪些方面", Numbers(sections=(3,))),
        ("最后一部分讲什么", Numbers(sections=(-1,))),
        ("第九条第二款", Numbers(measures=(9,), paragraph=2)),
        ("十五条的第二款第三项", Numbers(bare=(15,), paragraph=2, item=3)),
        ("12条讲什么", Numbers(bare=(12,))),
        ("第九条的下一条", Numbers(measures=(10,), shifted=True)),
        ("第九条前面那一条", Numbers(measures=(8,), shifted=True)),
        ("哪一条讲产假", Numbers()),
        ("分几个部分", Numbers()),
        ("四个部分分别是什么", Numbers()),
        ("住房那一大块", Numbers()),
        ("3周岁以下(3岁)能领吗", Numbers()),
    ],
)
def test_numbers(text: str, expected: Numbers) -> None:
    assert read_numbers(text) == expected
