"""公民身份号码: GB 11643-1999, eighteen characters with a date and a check character."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sitegroup.checking.detectors.hits import Hit, has_long_number, masked, narrow

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# GB/T 2260, the first two places: the thirty-four provinces.
PROVINCES = frozenset(
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
        "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
        "65", "71", "81", "82",
    }
)  # fmt: skip
FIRST_YEAR = 1900
# A number may be written with a blank anywhere, never over a line or a cell. Looked for at every
# place, because a figure that stands before it must not swallow its beginning.
SHAPE = re.compile(r"(?<![0-9])(?=([1-8](?:[ \u3000]?[0-9]){16}[ \u3000]?[0-9Xx])(?![0-9]))")
BLANKS = re.compile(r"[ \u3000]")


def is_resident_id(number: str) -> bool:
    """Whether eighteen characters are a number that somebody may have."""
    if number[:2] not in PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if not (born.year >= FIRST_YEAR and born <= date.today()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == number[17].upper()


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every number; the middle eight, the date of birth, are masked."""
    if not has_long_number(text):
        return
    end = 0
    for found in SHAPE.finditer(narrow(text)):
        number = BLANKS.sub("", found[1])
        if found.start(1) >= end and is_resident_id(number):
            end = found.end(1)
            yield Hit(found.start(1), end, masked(number, head=6, tail=4))
