"""What a detector answers, and the widths of digits it looks through."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Full-width digits and letters are written by Chinese input methods; one for one, so that
# places in the text stay what they are.
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text: from `start` to before `end`; `masked` is all that may be kept of it."""

    start: int
    end: int
    masked: str


# What of them can be part of a number or an address; commas and brackets are in every text.
_TELLING = re.compile("[０-９Ａ-Ｚａ-ｚ＠．－＿％＋]")
# A telephone number, and no number of a person is shorter.
_ELEVEN_DIGITS = re.compile(rb"[0-9](?:[ \-]?[0-9]){10}")
_LONG_NUMBER = re.compile(r"[0-9](?:[ \u3000\-]?[0-9]){10}")


@lru_cache(maxsize=1)
def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs as ASCII; as long as before.

    One text goes through every detector, so the last is kept.
    """
    return text.translate(_WIDE) if _TELLING.search(text) else text


@lru_cache(maxsize=1)
def ascii_of(text: str) -> bytes:
    """Only the letters, digits and signs of ASCII: little of a Chinese text, and soon read."""
    return text.encode("ascii", "ignore")


@lru_cache(maxsize=1)
def has_long_number(text: str) -> bool:
    """Whether eleven digits stand together: one quick look instead of several slow ones."""
    narrowed = narrow(text)
    enough = _ELEVEN_DIGITS.search(ascii_of(narrowed)) is not None
    return enough and _LONG_NUMBER.search(narrowed) is not None


def masked(value: str, *, head: int, tail: int) -> str:
    """The first and last characters of a value, stars between."""
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"
