"""电子邮箱: an address that is not an office's own."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from sitegroup.checking.detectors.hits import Hit, narrow

SHAPE = re.compile(
    r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9._%+\-]{1,64})@((?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,20})"
)


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every address whose host no pattern of the rule's `allowed` names."""
    allowed = [str(pattern) for pattern in options.get("allowed", ())]
    if "@" not in text and "＠" not in text:
        return
    for found in SHAPE.finditer(narrow(text)):
        host = found[2].lower()
        if not any(fnmatchcase(host, pattern) for pattern in allowed):
            yield Hit(found.start(), found.end(), f"{found[1][:1]}***@{host}")
