"""The forms in which one answer is kept: plain, gzip and brotli, each ready to send."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import brotli

Headers = list[tuple[str, str]]

# What an answer takes besides its bytes: many small ones must not outgrow the room.
OVERHEAD = 4096
SMALLEST_PACKED = 512
GZIP_LEVEL = 6
BROTLI_QUALITY = 5  # a tenth smaller than gzip at twice its time; 11 takes a hundred times as long
# Set anew for each form of an answer; and left out where nothing is sent.
OF_A_FORM = ("content-length", "vary", "etag")
OF_A_BODY = ("content-type", "content-length", "content-disposition")
TEXT_TYPES = ("text/", "application/json", "application/xml", "application/atom+xml",
              "application/rss+xml", "application/ld+json", "application/problem+json",
              "image/svg+xml")  # fmt: skip
PLAIN = 0
_WEIGHT = re.compile(r"q=([01](?:\.[0-9]{0,3})?)", re.ASCII)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def _brotli(body: bytes) -> bytes:
    return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)


# Content coding, the ending of its ETag, and what packs it; at equal weight the later is taken.
PACKERS: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("gzip", "gz", _gzip),
    ("br", "br", _brotli),
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer, plain or packed, ready to send: whole, and as 304."""

    etag: str
    headers: Headers
    unchanged: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer: its epoch, and its bytes by what the reader takes (the places of `form_taken`).

    What is not worth packing stands plain in every place.
    """

    epoch: str
    status: str
    forms: tuple[Form, ...]
    size: int


def stored_answer(epoch: str, status: str, headers: Headers, etag: str, body: bytes) -> Stored:
    """An answer of Django in every form that it may be sent in."""
    media_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    plain = _form(headers, etag, body)
    forms = [plain]
    for coding, ending, pack in PACKERS:
        if len(body) < SMALLEST_PACKED or not media_type.startswith(TEXT_TYPES):
            forms.append(plain)
        else:
            forms.append(_form(headers, f'{etag[:-1]}-{ending}"', pack(body), coding))
    held = {id(form): len(form.body) for form in forms}
    return Stored(epoch, status, tuple(forms), OVERHEAD + sum(held.values()))


def _form(headers: Headers, etag: str, body: bytes, coding: str = "") -> Form:
    kept = [(name, value) for name, value in headers if name.lower() not in OF_A_FORM]
    both = [*kept, ("ETag", etag), ("Vary", "Accept-Encoding")]
    unchanged = [header for header in both if header[0].lower() not in OF_A_BODY]
    if coding:
        both.append(("Content-Encoding", coding))
    return Form(etag, [*both, ("Content-Length", str(len(body)))], unchanged, body)


@lru_cache(maxsize=256)
def form_taken(accepts: str) -> int:
    """The place in `Stored.forms` of what a reader with this Accept-Encoding likes best."""
    weights: dict[str, float] = {}
    for part in accepts.split(","):
        coding, _sep, written = part.partition(";")
        weights[coding.strip().lower()] = _weight(written.replace(" ", "").lower())
    best, found = 0.0, PLAIN
    for place, (coding, _ending, _pack) in enumerate(PACKERS, start=1):
        weight = weights.get(coding, 0.0)
        if weight and weight >= best:
            best, found = weight, place
    return found


def _weight(text: str) -> float:
    """What nobody can read counts as refused: plain bytes are right for everyone."""
    if not text:
        return 1.0
    matched = _WEIGHT.fullmatch(text)
    return float(matched[1]) if matched else 0.0
