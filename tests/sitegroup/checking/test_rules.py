"""Rules are data: a county's own replace the shipped ones, and a wrong file is named."""

import random
from datetime import date, timedelta

import pytest
from django.core.checks import run_checks

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.findings import Passage, Place
from sitegroup.checking.rulebook import PACKS, rulebook, rules_of
from sitegroup.checking.scanning import scan
from sitegroup.checking.words import WordMatcher
from tests.sitegroup.checking.conftest import OwnRules, rule


def words_in(text: str, dated: date | None = None) -> list[tuple[str, str]]:
    """(rule, word) of every finding in a text."""
    passage = Passage(Place(label="正文"), text)
    return [(one.rule, one.word) for one in scan([passage], rulebook(), dated=dated) if one.word]


def test_every_shipped_rule_has_its_source_and_words_say_what_to_write() -> None:
    rules = [one for path in sorted(PACKS.glob("*.toml")) for one in rules_of(path)]
    assert len({one.code for one in rules}) == len(rules)
    assert all(one.source and one.message and one.options.get("message_en") for one in rules)
    instead = [one for one in rules if "{instead}" in one.mend + one.message]
    assert all(all(one.words.values()) for one in instead)


def test_no_pack_calls_wrong_what_another_recommends() -> None:
    recommended = "。".join(
        meant for one in rulebook().of_kind("words") for meant in one.words.values()
    )
    assert words_in(recommended) == []


def test_an_organ_that_is_gone_is_named_unless_the_text_is_older() -> None:
    text = "请到县工商局办理。"
    assert words_in(text, date(2026, 1, 1)) == [("title_organs", "县工商局")]
    assert words_in(text, date(2012, 1, 1)) == []
    assert words_in("原县工商局的档案", date(2026, 1, 1)) == []


def test_a_harmless_phrase_takes_its_word_out() -> None:
    assert words_in("彻底取消非行政许可审批。") == []
    assert words_in("办理非行政许可审批。") == [("title_permits", "非行政许可审批")]


def test_a_county_adds_and_switches_off(own_rules: OwnRules) -> None:
    before = rulebook().version
    own_rules(rule("旧县名") + rule("按装", code="typo", level="off"))
    assert words_in("旧县名要按装") == [("own", "旧县名")]
    assert rulebook().version != before


def test_a_rule_holds_from_its_day(own_rules: OwnRules) -> None:
    tomorrow = date.today() + timedelta(days=2)
    own_rules(rule("旧县名", day=tomorrow.isoformat()))
    assert "own" not in rulebook().rules


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[rule]]\ncode = 1", "第1条"),
        (rule("甲") + rule("乙", code="bb", level="hard"), "第2条规则（bb）：level只能是"),
        (rule("甲", day='"2020"'), "effective_from"),
        (rule(""), "words"),
        ("rule = 3", "没有"),
        ("=", "读不出"),
    ],
)
def test_a_wrong_file_is_named_with_its_rule(own_rules: OwnRules, text: str, why: str) -> None:
    own_rules(text)
    with pytest.raises(RuleError, match=r"own\.toml") as wrong:
        rulebook()
    assert why in str(wrong.value)
    assert "sitegroup.E010" in [found.id for found in run_checks()]


def test_the_longest_of_many_words_wins() -> None:
    chosen = random.Random(7)  # noqa: S311 - not to keep a secret
    signs = "".join(chr(0x4E00 + n) for n in range(400))
    words = {"".join(chosen.choices(signs, k=chosen.randint(2, 5))) for _n in range(800)}
    book = rulebook().rules["typo"]
    one = type(book)(**{**vars(book), "words": dict.fromkeys(words, "")})
    text = "".join(chosen.choices(signs, k=20_000))
    hits = {(start, word) for start, word, _rule in WordMatcher([one]).find(text)}
    for start, word in hits:
        assert text.startswith(word, start)
        assert not any(len(w) > len(word) and text.startswith(w, start) for w in words)
    assert {word for _s, word in hits} <= words
    first = min((text.find(word) for word in words if word in text), default=-1)
    assert min(start for start, _word in hits) == first
