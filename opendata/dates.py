"""Dates as Chinese offices write them."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

FORMS = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})|年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日"
    r"|(?P<m5>\d{2})(?P<d5>\d{2}))"
)
HAN_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
HAN = re.compile(rf"([〇○零一二三四五六七八九]{{4}})年({HAN_NUMBER})月({HAN_NUMBER})日")
DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
TEN = 10


class NoDate(ValueError):
    """Not a date, or one that the calendar does not have; the message says which."""


def _han_number(text: str) -> int:
    if "十" not in text:
        return DIGITS[text]
    tens, _sep, ones = text.partition("十")
    return (DIGITS[tens] if tens else 1) * TEN + (DIGITS[ones] if ones else 0)


def read_date(text: str) -> date:
    """A day written in one of the five forms, or in Chinese numerals. Raises NoDate.

    Source: domain/imports.md, rule 4. Two-digit years and bare serial numbers are refused.
    """
    text = text.strip()
    found = FORMS.fullmatch(text)
    if found:
        parts = {name[0]: int(value) for name, value in found.groupdict().items() if value}
        year, month, day = parts["y"], parts["m"], parts["d"]
    elif han := HAN.fullmatch(text):
        year = int("".join(str(DIGITS[c]) for c in han[1]))
        month, day = _han_number(han[2]), _han_number(han[3])
    else:
        raise NoDate(_("“%s”不是日期。") % text[:40])
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDate(_("日历上没有“%s”这一天。") % text) from None


def read_moment(text: str) -> date | datetime:
    """A day, or an ISO 8601 date and time (naive or with an offset). Raises NoDate."""
    if "T" not in text and ":" not in text:
        return read_date(text)
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise NoDate(_("“%s”不是日期时间。") % text[:40]) from None
