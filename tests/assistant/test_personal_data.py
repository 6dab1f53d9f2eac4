"""What is masked, and what must stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.personal_data import kinds, mask

DEV = Path(__file__).parents[2] / "evals" / "cases" / "dev"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的身份证号是11010519491231002X", "我的身份证号是【身份证号】"),
        ("身份证 11010519491231002x,能领吗", "身份证 【身份证号】,能领吗"),
        ("抄错一位的身份证110105194912310021", "抄错一位的身份证【身份证号】"),
        ("老身份证130503670401001", "老身份证【身份证号】"),
        ("电话13812345678", "电话【电话】"),
        ("打 138-1234-5678 或 +86 13812345678", "打 【电话】 或 【电话】"),
        ("座机0791-86211234", "座机【电话】"),
        ("卡号6222021234567890123", "卡号【长号码】"),
        ("卡号4111 1111 1111 1111", "卡号【银行卡号】"),
        ("我叫张伟,孩子两岁", "我叫【姓名】,孩子两岁"),
        ("我叫欧阳娜娜今年30岁", "我叫【姓名】今年30岁"),
        ("我叫李小明住在南昌", "我叫【姓名】住在南昌"),
        ("孩子叫王小宝,2024年5月出生", "孩子叫【姓名】,2024年5月出生"),
        ("你好,我是陈丽华,想问补贴", "你好,我是【姓名】,想问补贴"),
        ("姓名:刘洋", "姓名:【姓名】"),
        ("家住红谷滩区丰和大道12号3栋501室", "家住红谷滩区丰和大道【门牌号】"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "育儿补贴发到几岁?",
        "拨打12345可以吗",
        "国办发〔2024〕48号是什么文件",
        "孩子2024年5月3日出生,20240503",
        "我是江西人,我是高龄产妇,我是农民工。",
        "我是单亲妈妈,我是应届毕业生",
        "孩子是2024年1月生的,号数12",
        "我叫什么名字都行吗",
        "这个叫什么补贴",
        "单位上年度月平均工资8000元,公积金贷款1000000元",
        "国务院令第619号",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert mask(text) == text
    assert not kinds(text)


def test_dev_questions_stay() -> None:
    for file in sorted(DEV.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            for turn in [case, *case.get("turns", [])]:
                question = str(turn.get("question", ""))
                if file.stem not in ("attacks", "robustness"):
                    assert mask(question) == question


@given(st.text(alphabet="0123456789Xx -我叫是张伟号路,", max_size=80))
def test_masking_ends_and_leaves_no_long_number(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked
    assert not any(len(run) >= 10 for run in masked.replace("X", " ").split() if run.isdigit())
