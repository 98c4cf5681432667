"""Amounts, counts and days as offices type them."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import HUNDREDTH
from cms.expenses.reading.grid import Value, shown
from opendata.dates import NoDate, read_date

WAN, YUAN = "万元", "元"
PER_WAN = Decimal(10_000)
PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
SUFFIXED = re.compile(r"([+-]?[\d,.]+)(亿元|万元|百万|千元|元|万|亿|千)(?:整)?")
EXPONENT = re.compile(r"[+-]?\d+(?:\.\d*)?[eE][+-]?\d+")
NEGATIVE = re.compile(r"-[\d,.]+|\([\d,.]+\)")
NOTHING = frozenset("-—–－−/\\") | {"——", "--", "无", "空", "没有", "N/A", "n/a"}
COUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:个团组|团组|批次|人次|个|批|次|人|辆|台)?")
LONGEST = 20


class BadValue(ValueError):
    """Why a cell is not taken, and how to mend it."""

    def __init__(self, code: str, message: str, mend: str) -> None:
        super().__init__(message)
        self.code, self.message, self.mend = code, message, mend


def half_width(text: str) -> str:
    """Full-width digits, points and commas made half-width; blanks removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def read_amount(value: Value, unit: str) -> Decimal | None:
    """An amount in 万元, from a cell of a table in `unit`. None for a blank. Raises BadValue."""
    if value is None:
        return None
    number = value if isinstance(value, Decimal) else _number(value, unit)
    if number < 0:
        raise _negative(shown(value))
    if len(number.as_tuple().digits) > LONGEST:
        raise BadValue("too_large", _("这个数太长了。"), _("请核对。"))
    if number != number.quantize(HUNDREDTH):
        raise BadValue(
            "too_many_decimals",
            _("填的是%s，多于两位小数。") % shown(number.normalize()),
            _("单位是%s，只留两位小数。") % unit,
        )
    if unit == YUAN:
        return (number / PER_WAN).quantize(HUNDREDTH, ROUND_HALF_UP)
    return number.quantize(HUNDREDTH)


def _number(value: Value, unit: str) -> Decimal:
    if not isinstance(value, str):
        raise BadValue("not_a_number", _("填的是%s，不是金额。") % shown(value), _("请填数字。"))
    text = half_width(value)
    if suffixed := SUFFIXED.fullmatch(text):
        if suffixed.group(2) != unit:
            raise BadValue(
                "unit_suffix",
                _("填的是“%s”。") % value.strip(),
                _("这里只填数字%(number)s，单位已经是%(unit)s。")
                % {"number": suffixed.group(1), "unit": unit}
                if unit.startswith(suffixed.group(2))
                else _("这张表的单位是%(unit)s，请换算成%(unit)s，只填数字。") % {"unit": unit},
            )
        text = suffixed.group(1)
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise _refusal(value.strip(), text)


def _refusal(typed: str, text: str) -> BadValue:
    if text in NOTHING or typed in NOTHING:
        return BadValue(
            "dash",
            _("填的是“%s”。") % typed,
            _("没有发生的填0；整张表没有数的留空，并在说明里写明原因。"),
        )
    if EXPONENT.fullmatch(text):
        return BadValue("exponent", _("填的是“%s”，是科学计数法。") % typed, _("请写成普通数字。"))
    if NEGATIVE.fullmatch(text):
        return _negative(typed)
    if re.fullmatch(r"[\d,.]+", text):
        return BadValue(
            "separators",
            _("填的是“%s”，千分位逗号或者小数点的位置不对。") % typed,
            _("请只写数字和一个小数点，例如1234.50。"),
        )
    return BadValue("not_a_number", _("填的是“%s”，不是数字。") % typed[:40], _("请填数字。"))


def _negative(typed: str) -> BadValue:
    return BadValue(
        "negative_amount",
        _("填的是%s，是负数。") % typed,
        _("支出不能是负数；退回的款项请冲减以后再填。"),
    )


def read_count(value: Value) -> int | None:
    """A whole number, with or without 批次, 人次, 辆. None for a blank. Raises BadValue."""
    if value is None:
        return None
    typed = shown(value)
    text = half_width(typed)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        text = f"{value:.0f}"
    found = COUNT.fullmatch(text)
    if isinstance(value, bool | date) or not found:
        raise BadValue(
            "not_a_count",
            _("填的是“%s”，不是整数。") % typed[:40],
            _("请填0或者整数。"),
        )
    number = int(found.group(1).replace(",", ""))
    if number > 9_999_999:  # noqa: PLR2004 - more than any county receives
        raise BadValue("too_large", _("填的是%s，太大了。") % number, _("请核对。"))
    return number


def read_day(value: Value) -> date | None:
    """A day. A bare serial number is none. Raises BadValue."""
    if value is None or isinstance(value, date):
        return value
    try:
        return read_date(unicodedata.normalize("NFKC", shown(value)))
    except NoDate as error:
        raise BadValue("not_a_date", str(error), _("请写成2026-02-03这样。")) from error


def read_year(value: Value) -> int:
    """2025, 2025年, 2025年度. Raises BadValue."""
    text = half_width(shown(value)) if value is not None else ""
    found = re.fullmatch(r"(\d{4})(?:\.0)?(?:年|年度)?", text)
    if not found:
        raise BadValue(
            "bad_year",
            _("年度填的是“%s”。") % text[:40],
            _("请写成四位数，例如2025。"),
        )
    return int(found.group(1))
