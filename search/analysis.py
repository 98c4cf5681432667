"""Text to the words that both engines index: cut once, here, so that they rank alike."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain

import rjieba
from opencc import OpenCC

LONGEST_WORD = 80
SHORTEST_COMPOUND = 3
# Traditional characters that simplified text also uses: they alone do not call for a conversion.
SHARED_CHARACTERS = frozenset("覆藉乾於")

_PLAIN = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CHARACTER = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# 〔2026〕31号, [2026]31号, （2026）第31号: after folding, brackets of every shape are equal.
_YEARED = re.compile(r"\(\s*(\d{4})\s*\)\s*第?\s*(\d{1,6})\s*号")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,6})\s*号")
# 號 is folded to 号; most texts have neither after a digit, and need no second folding.
_DIGIT_AND_NUMBER = re.compile(r"\d\s*[号號]")
_BRACKETS = str.maketrans("〔【﹝[〕】﹞]", "(((())))")


def _folded_character(code: int) -> str:
    """One character for one, so that places in folded text are places in the original."""
    character = chr(code)
    if unicodedata.category(character) in ("Cc", "Cs"):
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


_FOLDED = [_folded_character(code).translate(_BRACKETS) for code in range(0x10000)]


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified() -> dict[int, str]:
    """Every traditional character with its simplified one."""
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = _converter().convert("\n".join(characters)).split("\n")
    return {
        ord(before): after
        for before, after in zip(characters, converted, strict=True)
        if before != after and len(after) == 1
    }


@cache
def _traditional() -> re.Pattern[str]:
    characters = {chr(code) for code in _simplified()} - SHARED_CHARACTERS
    return re.compile(f"[{''.join(sorted(characters))}]")


def fold(text: str) -> str:
    """Half-width, lower case, simplified; exactly as long as the text."""
    folded = text.translate(_FOLDED)
    if not _traditional().search(folded):
        return folded
    converted: str = _converter().convert(folded)
    return converted if len(converted) == len(folded) else folded.translate(_simplified())


@lru_cache(maxsize=200_000)
def _plain(token: str) -> tuple[str, ...]:
    """What a cut piece holds without blanks and punctuation."""
    return tuple(word[:LONGEST_WORD] for word in _PLAIN.findall(token))


@lru_cache(maxsize=200_000)
def _with_inner(token: str) -> tuple[str, ...]:
    """A cut piece as it is indexed: its words, each followed by the shorter ones inside it."""
    found: list[str] = []
    for word in _plain(token):
        found += [word, *inner_words(word)]
    return tuple(found)


def long_words(folded: str) -> list[str]:
    """The words of folded text, without the shorter ones inside them."""
    return list(chain.from_iterable(map(_plain, rjieba.cut(folded, False))))


def words(text: str) -> list[str]:
    """Every word of the text in order, each followed by the shorter words inside it."""
    return list(chain.from_iterable(map(_with_inner, rjieba.cut(fold(text), False))))


@lru_cache(maxsize=100_000)
def inner_words(word: str) -> tuple[str, ...]:
    """The dictionary's words that a longer one is made of: 行政处罚 行政 处罚 in 行政处罚法.

    Only words that fit together count: 算法 is not in 预算法, nor 民政 in 人民政府.
    """
    if len(word) < SHORTEST_COMPOUND or not is_chinese(word):
        return ()
    found: list[str] = []
    for part in _parts(word):
        if len(part) > 1:
            found += [part, *inner_words(part)]
    return tuple(found)


def _parts(word: str) -> list[str]:
    """The word as the fewest shorter words; a single character costs least at the end (法, 镇)."""
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(word) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            part = word[start:end]
            if len(part) == 1:
                price = 1 if end == len(word) else 3
            elif part != word and rjieba.has_word(part):
                price = 2
            else:
                continue
            ways.append((best[start][0] + price, [*best[start][1], part]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def numbers(text: str) -> list[str]:
    """The document numbers in a text: 2026-31号 for 〔2026〕31号, and 31号 for any."""
    if not _DIGIT_AND_NUMBER.search(text):
        return []
    folded = fold(text)
    yeared = [f"{year}-{int(number)}号" for year, number in _YEARED.findall(folded)]
    return yeared + [f"{int(number)}号" for number in _NUMBERED.findall(folded)]


def without_numbers(folded: str) -> str:
    """Folded text with its document numbers taken out."""
    return _NUMBERED.sub(" ", _YEARED.sub(" ", folded))


def compact(text: str) -> str:
    """Folded, letters and digits only: what a title or number is compared by as a whole."""
    return "".join(_PLAIN.findall(fold(text)))


def characters(text: str) -> list[str]:
    """The Chinese characters of a text, one by one, folded; other words whole."""
    return [part[:LONGEST_WORD] for part in _CHARACTER.findall(fold(text))]


def is_chinese(word: str) -> bool:
    """Whether the word holds a Chinese character."""
    return bool(_HAN.search(word))
