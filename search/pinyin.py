"""Titles found by their sound: gongshang baoxian, gsbx, and words mistyped as their homophones."""

import re
from functools import cache, lru_cache
from itertools import chain

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT, Style
from pypinyin.style import convert

from search.analysis import fold, is_chinese, long_words

LONGEST_SYLLABLE = 6
LONGEST_INITIALS = 12
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def syllables(text: str) -> list[str]:
    """The sounds of the Chinese characters of a text, without tones."""
    return list(chain.from_iterable(map(_sounds, long_words(fold(text)))))


@lru_cache(maxsize=200_000)
def _sounds(word: str) -> tuple[str, ...]:
    chinese = "".join(_CHINESE.findall(word))
    sounds = lazy_pinyin(chinese) if chinese else []
    return tuple(sound for sound in sounds if sound.isascii() and sound.isalpha())


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable that a character can sound like, without tones."""
    sounds = {sound for entry in PINYIN_DICT.values() for sound in entry.split(",")}
    plain = {convert(sound, Style.NORMAL, strict=False) for sound in sounds}
    return frozenset(sound for sound in plain if sound.isascii() and len(sound) > 1) | {"a", "e"}


def split_syllables(letters: str) -> list[str] | None:
    """xinxigongkai -> xin xi gong kai: the reading with the fewest syllables; None if none fits."""
    known = known_syllables()
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before, part = best[start], letters[start:end]
            if before is None or part not in known:
                continue
            shortest = best[end]
            if shortest is None or len(before) + 1 < len(shortest):
                best[end] = [*before, part]
    return best[-1]


def spoken(query: str) -> list[str]:
    """The syllables of a query typed in pinyin; nothing if it is not all pinyin."""
    found: list[str] = []
    for word in fold(query).replace("'", " ").split():
        parts = split_syllables(word) if word.isascii() and word.isalpha() else None
        if parts is None:
            return []
        found.extend(parts)
    return found


def initials(query: str) -> list[str]:
    """The letters of a query that may be initials (gsbx); nothing if it holds anything else."""
    letters = fold(query).replace(" ", "")
    fits = letters.isascii() and letters.isalpha() and 1 < len(letters) <= LONGEST_INITIALS
    return list(letters) if fits and not is_chinese(letters) else []
