"""A query as the things it asks for: each unit is one word or name, with what it may also be."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import inner_words, is_chinese, long_words
from search.synonyms import longest_synonym, synonyms

# Words that ask instead of naming; dropped while others remain.
ASKING = frozenset(
    "的 了 和 与 及 或 在 是 有 我 你 他 她 它 们 吗 呢 吧 啊 么 怎么 怎么办 怎样 如何 什么 哪些 哪里 哪儿 哪个 "
    "多少 多久 多长 几 几个 几天 为什么 可以 可不可以 能 能不能 能否 会 不会 会不会 要 不要 要不要 需要 "
    "是不是 是否 算 算不算 不算 请问 想 想要 怎么样 到 去 上 下 里 中 被 把 给 对 就 都 也 还 又 从 向 个 这 那 办 带 谁 "
    "不 没 没有 关于 一 一个 以及 应该 应当 之 其 等 the a an of to and or in is".split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """检索词: a word, or single characters in a row; `inside` are shorter words within it."""

    words: tuple[str, ...]
    inside: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As the reader typed it."""
        return "".join(self.words)


def _joined(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Neighbouring words that together are a known saying, as one; the rest one by one."""
    start = 0
    while start < len(words):
        end = start + 1
        for stop in range(min(len(words), start + longest_synonym()), start, -1):
            if "".join(words[start:stop]) in synonyms():
                end = stop
                break
        yield tuple(words[start:end])
        start = end


def _single(group: tuple[str, ...]) -> bool:
    return len(group) == 1 and len(group[0]) == 1 and is_chinese(group[0])


def _runs(groups: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Single characters in a row are a name the dictionary lacks: they belong together."""
    run: list[str] = []
    for group in groups:
        plain = _single(group) and "".join(group) not in synonyms()
        if plain and group[0] not in ASKING:
            run.append(group[0])
            continue
        if run:
            yield tuple(run)
            run = []
        yield group
    if run:
        yield tuple(run)


def _unit(words: tuple[str, ...]) -> Unit:
    written = synonyms().get("".join(words), "")
    inside = inner_words(words[0]) if len(words) == 1 else ()
    return Unit(words, inside, tuple(long_words(written)))


def units(folded: str) -> list[Unit]:
    """The units of a folded query; question words only when there is nothing else."""
    found = [
        run for part in folded.split() for run in _runs(list(_joined(long_words(part))))
    ]
    naming = [run for run in found if "".join(run) not in ASKING]
    return [_unit(run) for run in dict.fromkeys(naming or found)]
