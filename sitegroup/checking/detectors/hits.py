"""What a detector answers, and the widths of digits it looks through."""

from dataclasses import dataclass

# Full-width digits and letters are written by Chinese input methods; one for one, so that
# places in the text stay what they are.
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text: from `start` to before `end`; `masked` is all that may be kept of it."""

    start: int
    end: int
    masked: str


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs as ASCII; as long as before."""
    return text if text.isascii() else text.translate(_WIDE)


def masked(value: str, *, head: int, tail: int) -> str:
    """The first and last characters of a value, stars between."""
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"
