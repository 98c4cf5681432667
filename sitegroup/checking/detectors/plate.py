"""机动车号牌: GA 36-2018, seven characters; eight for new energy."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitegroup.checking.detectors.hits import Hit, ascii_of, narrow

PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SHAPE = re.compile(
    rf"([{PROVINCE}][A-HJ-NP-Z])[·•. ]?"
    r"([A-HJ-NP-Z][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJ-NP-Z]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警挂])"
    r"(?![0-9A-Za-z])"
)
LETTER = re.compile(b"[A-Z]")
FEWEST_DIGITS = 3


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every plate with at least three digits, so that no word of letters is taken for one."""
    if not LETTER.search(ascii_of(narrow(text))):
        return
    for found in SHAPE.finditer(narrow(text)):
        serial = found[2]
        if sum(sign.isdigit() for sign in serial) >= FEWEST_DIGITS:
            yield Hit(found.start(), found.end(), f"{found[1]}***{serial[-2:]}")
