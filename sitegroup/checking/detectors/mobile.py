"""手机号码: eleven digits from 13 to 19; landlines and hotlines are other numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitegroup.checking.detectors.hits import Hit, has_long_number, masked, narrow

SHAPE = re.compile(
    r"(?<![0-9A-Za-z_])(?<![0-9][.\-])(?:\+?86[ \-]?)?"
    r"(1[3-9][0-9](?P<blank>[ \-]?)[0-9]{4}(?P=blank)[0-9]{4})"
    r"(?![0-9A-Za-z_])(?!\.[0-9])(?!-[0-9])"
)


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every number that stands alone; the middle four are masked."""
    if not has_long_number(text):
        return
    for found in SHAPE.finditer(narrow(text)):
        number = re.sub(r"[ \-]", "", found[1])
        yield Hit(found.start(1), found.end(1), masked(number, head=3, tail=4))
