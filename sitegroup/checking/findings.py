"""What a check finds, as plain data: where, which rule, how often, and how it reads."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.rulebook import Rule, rulebook
from sitegroup.exceptions import Problem

MOST_EXCERPTS = 3


def _plain(one: Any) -> dict[str, Any]:
    """The fields of a dataclass, without asdict's deep copy."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the content: a field, or a file and the sheet, column, page or line in it.

    Numbers begin at 1, as people count; 0 says nothing.
    """

    label: str = ""
    file: str = ""
    sheet: str = ""
    part: str = ""
    table: int = 0
    column: int = 0
    page: int = 0
    line: int = 0

    def words(self) -> str:
        """附件“名单.xlsx”，工作表“在册”第4列"""
        inside = [
            _(self.label) if self.label else "",
            _("工作表“%s”") % self.sheet if self.sheet else "",
            _(self.part) if self.part else "",
            _("第%d页") % self.page if self.page else "",
            _("表%d") % self.table if self.table else "",
            _("第%d列") % self.column if self.column else "",
            _("第%d段") % self.line if self.line and not self.column else "",
        ]
        where = "".join(inside)
        if not self.file:
            return where
        file = _("附件“%s”") % self.file
        return _("%(file)s，%(where)s") % {"file": file, "where": where} if where else file

    def whole(self) -> "Place":
        """The same without the line: what one finding gathers."""
        return replace(self, line=0)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to look through; its lines are paragraphs, or the rows of a column.

    `rows` is the table that the text shows, for what only a table tells.
    """

    place: Place
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Finding:
    """检查发现: one rule broken at one place, `count` times; nothing in it is personal data."""

    rule: str
    level: str
    message: str
    mend: str
    place: Place
    count: int = 1
    excerpts: tuple[str, ...] = ()
    word: str = ""
    instead: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it must be mended or waived."""
        return self.level == "block"

    @cached_property
    def fingerprint(self) -> str:
        """The finding's name inside one content hash.

        Made of masked words only: a digest of an identity number could be tried back.
        """
        named = [self.rule, self.place.as_dict(), self.count, self.excerpts, self.word]
        return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()[:32]

    def said(self) -> tuple[str, str]:
        """What is wrong and how to mend it, in the reader's language.

        In the words of the day it was found where the rule is no longer there, or broken.
        """
        try:
            rule = rulebook().rules.get(self.rule)
        except RuleError:
            rule = None
        if rule is None or rule.said("message") == rule.message:
            return self.message, self.mend
        filled = _values(self.count, self.word, self.instead, self.excerpts)
        return _filled(rule.said("message"), filled), _filled(rule.said("mend"), filled)

    def sentence(self) -> str:
        """Both parts as one text."""
        message, mend = self.said()
        return str(Problem(self.rule, message, mend))

    def problem(self) -> Problem:
        """As the messages of the editor show it."""
        level = "error" if self.blocks else "warning"
        message, mend = self.said()
        return Problem(self.rule, f"{self.place.words()}{message}", mend, level=level)

    def in_file(self, name: str) -> "Finding":
        """The finding of a file's inside, told of the file of that name."""
        return replace(self, place=replace(self.place, file=name))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the store."""
        return {**_plain(self), "place": self.place.as_dict()}


def from_dict(data: dict[str, Any]) -> Finding:
    """What `as_dict` gave."""
    place = Place(**data["place"])
    return Finding(**{**data, "place": place, "excerpts": tuple(data["excerpts"])})


def found(
    rule: Rule,
    place: Place,
    *,
    count: int = 1,
    excerpts: Iterable[str] = (),
    word: str = "",
    instead: str = "",
) -> Finding:
    """A finding in the words of its rule.

    A rule's `block_from` makes a warning block where so many stand together.
    """
    shown = tuple(dict.fromkeys(excerpts))[:MOST_EXCERPTS]
    from_count = rule.options.get("block_from")
    level = "block" if from_count and count >= int(from_count) else rule.level
    filled = _values(count, word, instead, shown)
    return Finding(
        rule=rule.code,
        level=level,
        message=_filled(rule.said("message"), filled),
        mend=_filled(rule.said("mend"), filled),
        place=place,
        count=count,
        excerpts=shown,
        word=word,
        instead=instead,
    )


def _values(count: int, word: str, instead: str, excerpts: Iterable[str]) -> dict[str, str]:
    shown = "、".join(excerpts)
    return {"count": str(count), "word": word, "instead": instead, "excerpt": shown}


def _filled(text: str, values: dict[str, str]) -> str:
    """{count} and the like, put in one by one: a rule's text is data and no format string."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
