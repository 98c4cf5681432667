"""The first letter of a word's pinyin, from the order of GB/T 2312.

The 3,755 common characters of that standard stand in the order of their pinyin, so the letter
follows from the place; the 3,008 rarer ones stand by radical and have no letter here.
"""

from bisect import bisect_right

# The first character of each letter; no syllable begins with I, U or V.
FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
STARTS = [character.encode("gb2312") for character in FIRST]
LAST_COMMON = "座".encode("gb2312")
OTHER = "#"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def initial(word: str) -> str:
    """A letter A-Z, or # where the word begins with a rare character or something else."""
    first = word[:1].upper()
    if first in ALPHABET:
        return first or OTHER
    try:
        place = first.encode("gb2312")
    except UnicodeEncodeError:
        return OTHER
    if not STARTS[0] <= place <= LAST_COMMON:
        return OTHER
    return LETTERS[bisect_right(STARTS, place) - 1]
