"""A search document as the fields of an index, the same for both engines."""

import re
import zlib
from collections.abc import Iterable
from typing import Any

from search.analysis import characters, compact, fold, numbers, words
from search.document import SearchDocument
from search.pinyin import syllables

# Fields of words, given as one text with blanks between them.
WORD_FIELDS = ("title", "title_characters", "title_sounds", "title_initials",
               "keywords", "summary", "body", "place", "numbers")  # fmt: skip
# Fields that are compared as a whole; some hold several values.
EXACT_FIELDS = ("key", "title_exact", "title_name", "number_exact", "site", "kind", "validity")

# How many bits of `order` break ties between documents of the same day.
TIE_BITS = 20
# Scores are multiplied by log2(2 + weight): what is no longer in force ranks below what is.
IN_FORCE, NOT_IN_FORCE = 2.0, 0.0
NO_LONGER_IN_FORCE = frozenset({"废止", "失效", "已废止", "已失效"})
COUNTRY = "中华人民共和国"
_NAMED = re.compile(r"《([^《》]{2,})》")


def spaced(parts: Iterable[str]) -> str:
    """Words for an analyser that cuts at blanks."""
    return " ".join(parts)


def title_names(title: str) -> list[str]:
    """What people call a title by: without the country, and what stands in 《》."""
    folded = fold(title)
    names = [compact(name) for name in _NAMED.findall(folded)]
    whole = compact(title)
    names += [name.removeprefix(COUNTRY) for name in [whole, *names] if name.startswith(COUNTRY)]
    return [name for name in dict.fromkeys(names) if name]


def order_of(document: SearchDocument) -> int:
    """The place in a list by date, newest highest; the same in every engine."""
    date = document.date
    day = date.year * 10_000 + date.month * 100 + date.day if date else 0
    return (day << TIE_BITS) | (zlib.crc32(document.key.encode()) >> (32 - TIE_BITS))


def facts_of(document: SearchDocument) -> dict[str, Any]:
    """The fields that filter, count and sort."""
    numbers_exact = [compact(document.doc_no), compact(document.index_no)]
    return {
        "key": document.key,
        "version": document.version,
        "deleted": int(document.deleted),
        "site": document.site,
        "kind": document.kind,
        "validity": document.validity,
        "year": document.year or 0,
        "order": order_of(document),
        "weight": NOT_IN_FORCE if document.validity in NO_LONGER_IN_FORCE else IN_FORCE,
        "title_exact": compact(document.title),
        "title_name": title_names(document.title),
        "number_exact": [number for number in numbers_exact if number],
    }


def words_of(document: SearchDocument) -> dict[str, str]:
    """The fields that are searched, each word between blanks."""
    sounds = syllables(document.title)
    place = f"{document.site_name} {document.channel}"
    mentioned = numbers(document.title) + numbers(" ".join(document.keywords))
    return {
        # nine of ten laws begin with the country: it says nothing and makes the title long
        "title": spaced(words(document.title.removeprefix(COUNTRY) or COUNTRY)),
        "title_characters": spaced(characters(document.title)),
        "title_sounds": spaced(sounds),
        "title_initials": spaced(sound[0] for sound in sounds),
        "keywords": spaced(words(" , ".join(document.keywords))),
        "summary": spaced(words(document.summary)),
        "body": spaced(words(document.body) + numbers(document.body)),
        "place": spaced(words(place)),
        "numbers": spaced(numbers(document.doc_no) + words(document.doc_no) + mentioned),
    }
