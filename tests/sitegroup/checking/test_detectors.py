"""Personal data in text: what is found, what is not, and what is shown of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sitegroup.checking.detectors import DETECTORS
from sitegroup.checking.detectors.minor import find_in_rows
from sitegroup.checking.detectors.resident_id import PROVINCES, is_resident_id
from tests.sitegroup.checking.samples import luhn, resident_id

WORDS = st.text(st.sampled_from("公示名单，。：（）身份证号 \n\tabXYZ0123456789"), max_size=40)
DATES = st.dates(date(1900, 1, 1), date.today() - timedelta(days=1))
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@st.composite
def identities(draw: st.DrawFn) -> str:
    """Numbers that somebody may have."""
    place = draw(st.sampled_from(sorted(PROVINCES))) + f"{draw(st.integers(0, 9999)):04d}"
    serial = f"{draw(st.integers(0, 999)):03d}"
    return resident_id(f"{place}{draw(DATES):%Y%m%d}{serial}")


def found(kind: str, text: str, **options: Any) -> list[str]:
    """What a detector shows of its hits."""
    return [hit.masked for hit in DETECTORS[kind](text, options)]


@given(before=WORDS, number=identities(), after=WORDS, wide=st.booleans())
def test_an_identity_number_is_found_in_any_text(
    before: str, number: str, after: str, wide: bool
) -> None:
    assume(not before[-1:].isdigit() and not after[:1].isdigit())
    written = number.translate(WIDE) if wide else number
    text = f"{before}{written}{after}"
    hits = list(DETECTORS["resident_id"](text, {}))
    # figures around it may make another number of their own, never hide this one
    assert any(hit.start <= len(before) < hit.end for hit in hits)


@given(number=identities(), cuts=st.sets(st.integers(1, 17), max_size=4))
def test_blanks_hide_no_number(number: str, cuts: set[int]) -> None:
    text = "".join(f" {sign}" if place in cuts else sign for place, sign in enumerate(number))
    assert found("resident_id", f"号码{text}。") == [f"{number[:6]}********{number[14:]}"]


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_eighteen_digits_without_the_check_are_no_number(number: str) -> None:
    assume(not is_resident_id(number))
    assert found("resident_id", f"编号{number}。") == []


@pytest.mark.parametrize(
    "first17", ["11010119901307123", "11010120991231123", "99023119900307123", "11010118991231123"]
)
def test_no_such_date_or_province_is_no_number(first17: str) -> None:
    assert found("resident_id", resident_id(first17)) == []


@pytest.mark.parametrize(
    "text", ["13812345678", "＋８６１３８１２３４５６７８", "138-1234-5678", "138 1234 5678"]
)
def test_a_mobile_number_is_found(text: str) -> None:
    assert found("mobile", f"联系人：张三，{text}。") == ["138****5678"]


@pytest.mark.parametrize(
    "text",
    [
        "023-52234567", "52234567", "12345", "4008123456", "6213812345678", "138123456789",
        "0.13812345678", "91500234MA13812345678X", "12813812345", "金额13812345678.25元",
    ],
)  # fmt: skip
def test_other_numbers_are_no_mobile(text: str) -> None:
    assert found("mobile", text) == []


@given(st.sampled_from(["62", "9558", "60"]), st.integers(15, 18), st.integers(0, 10**16))
def test_a_card_is_found_and_only_its_end_shown(start: str, length: int, rest: int) -> None:
    number = luhn((start + f"{rest:018d}"[::-1])[:length])
    assume(not (len(number) == 18 and is_resident_id(number)))
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert found("bank_card", f"卡号{number}") == ["*" * (len(number) - 4) + number[-4:]]
    assert found("bank_card", f"卡号{wrong}") == []


@pytest.mark.parametrize(
    "text", [resident_id("62010119900307123"), "91500234MA5U123456", "1234567890123456"]
)
def test_what_is_no_card(text: str) -> None:
    assert found("bank_card", text) == []


def test_a_card_in_fours_is_found() -> None:
    number = luhn("622202123456789")
    fours = " ".join(number[n : n + 4] for n in range(0, 16, 4))
    assert found("bank_card", f"收款账户 {fours}") == ["*" * 12 + number[-4:]]


@pytest.mark.parametrize("text", ["渝A12345", "京A·D12345", "渝BF12345", "粤B12345D", "川A 1234学"])
def test_a_plate_is_found(text: str) -> None:
    assert len(found("plate", f"车辆{text}停放")) == 1


@pytest.mark.parametrize("text", ["新ABCDEF", "云A股", "皖政办〔2026〕12345号", "贵GB12345678"])
def test_what_is_no_plate(text: str) -> None:
    assert found("plate", text) == []


def test_an_office_has_its_own_mail() -> None:
    text = "jyj@yunxi.gov.cn，zhangsan@163.com"
    assert found("email", text, allowed=["*.gov.cn"]) == ["z***@163.com"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("学生张小明，男，12岁，获一等奖", ["张*明"]),
        ("王丽（9周岁）溺水", ["王*"]),
        ("张小明，男，42岁", []),
        ("李某某，男，12岁", []),
        ("儿童12岁以下免票", []),
    ],
)
def test_the_name_of_a_child(text: str, names: list[str]) -> None:
    assert found("minor", text) == names


def test_a_class_list_names_children() -> None:
    rows = (("序号", "姓名", "班级"), ("1", "张小明", "三年级2班"), ("2", "李*华", "三年级1班"))
    assert [hit.masked for _r, _c, hit in find_in_rows(rows, date(2026, 11, 1))] == ["张*明"]


def test_ages_in_a_table_tell_children_from_others() -> None:
    rows = (("姓名", "出生日期"), ("张小明", "2016-03-01"), ("王建国", "1971-05-02"))
    assert [row for row, _c, _h in find_in_rows(rows, date(2026, 11, 1))] == [1]
