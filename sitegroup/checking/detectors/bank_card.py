"""银行卡号: sixteen to nineteen digits, known first digits, and Luhn's check (GB/T 15120)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitegroup.checking.detectors.hits import Hit, has_long_number, masked, narrow
from sitegroup.checking.detectors.resident_id import is_resident_id

# In one piece, or in fours as it stands on the card.
SHAPE = re.compile(
    r"(?<![0-9A-Za-z_.\-])"
    r"([0-9]{16,19}|[0-9]{4}(?P<blank>[ \-])[0-9]{4}(?P=blank)[0-9]{4}(?P=blank)[0-9]{4}"
    r"(?:(?P=blank)[0-9]{1,3})?)"
    r"(?![0-9A-Za-z_])(?![.\-][0-9])"
)
# UnionPay 62 and the older 9558 and 60; Visa, MasterCard, JCB have sixteen digits and no more.
STARTS = ("62", "9558", "60")
SIXTEEN = ("4", "51", "52", "53", "54", "55", "35")
LONGEST_ID = 18


def passes_luhn(number: str) -> bool:
    """Whether the last digit checks the others."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def is_bank_card(number: str) -> bool:
    """Whether the digits may be a card's; what is a resident's number is none."""
    known = number.startswith(STARTS) or (len(number) == 16 and number.startswith(SIXTEEN))  # noqa: PLR2004
    if not known or not passes_luhn(number):
        return False
    return not (len(number) == LONGEST_ID and is_resident_id(number))


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every number; all but the last four are masked."""
    if not has_long_number(text):
        return
    for found in SHAPE.finditer(narrow(text)):
        number = re.sub(r"[ \-]", "", found[1])
        if is_bank_card(number):
            yield Hit(found.start(1), found.end(1), masked(number, head=0, tail=4))
