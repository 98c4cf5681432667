"""One detector a file: text in, hits out; pure, and shown masked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sitegroup.checking.detectors import bank_card, email, minor, mobile, plate, resident_id
from sitegroup.checking.detectors.hits import Hit

Detector = Callable[[str, Mapping[str, Any]], Iterator[Hit]]

# kind of rule -> what finds it; the second argument is what the rule itself sets
DETECTORS: dict[str, Detector] = {
    "resident_id": resident_id.find,
    "mobile": mobile.find,
    "bank_card": bank_card.find,
    "plate": plate.find,
    "email": email.find,
    "minor": minor.find,
}

__all__ = ["DETECTORS", "Detector", "Hit"]
