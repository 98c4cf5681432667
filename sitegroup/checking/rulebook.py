"""Rules as data: read from TOML, proved, versioned by their own content.

The shipped files lie in `packs/`; a county's own folder (CHECK_RULES_DIR) adds rules and
replaces those of the same code. A file that cannot be used is named, never passed over.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sitegroup.checking.exceptions import RuleError

PACKS = Path(__file__).parent / "packs"
KINDS = frozenset(
    {
        "resident_id", "mobile", "bank_card", "plate", "email", "minor", "words", "host",
        "broken_link", "missing", "picture_words", "file_unreadable", "file_partly",
        "file_scanned", "file_active", "file_bomb",
    }
)  # fmt: skip
LEVELS = ("block", "warn", "off")
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
TEXTS = ("message", "mend", "source")
OWN = {"code", "kind", "level", "effective_from", "words", "harmless", *TEXTS}


@dataclass(frozen=True)
class Rule:
    """检查规则: `words` leads from a word to what to write instead (or to nothing).

    `harmless` are longer phrases in which a word means no wrong; `options` are what the kind
    of rule understands beside: since, harmless_before, harmless_after (words), allowed (hosts),
    block_from (any), object_type, when, missing (metadata).
    """

    code: str
    kind: str
    level: str
    message: str
    mend: str
    source: str
    effective_from: date
    words: Mapping[str, str] = field(default_factory=dict)
    harmless: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """`message` or `mend` in the reader's language; the Chinese where no other is given."""
        other = self.options.get(f"{name}_en", "")
        english = (get_language() or "").startswith("en")
        return str(other) if english and other else str(getattr(self, name))


@dataclass(frozen=True)
class RuleBook:
    """The rules in force on one day; `version` changes with any word of them."""

    rules: Mapping[str, Rule]
    version: str

    @cached_property
    def by_kind(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each kind, in the order of their files."""
        kinds = dict.fromkeys(rule.kind for rule in self.rules.values())
        return {
            kind: tuple(rule for rule in self.rules.values() if rule.kind == kind) for kind in kinds
        }

    def of_kind(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind."""
        return self.by_kind.get(kind, ())

    def first(self, kind: str) -> Rule | None:
        """The one rule of a kind that needs no more."""
        return next(iter(self.of_kind(kind)), None)


def rulebook() -> RuleBook:
    """The rules in force today. Raises RuleError naming the file and what is wrong in it."""
    return _read(_files(), timezone.localdate())


def _files() -> tuple[tuple[Path, int, int], ...]:
    """Every file with what tells that it has changed."""
    own = [Path(settings.CHECK_RULES_DIR)] if settings.CHECK_RULES_DIR else []
    paths = [path for folder in (PACKS, *own) for path in sorted(folder.glob("*.toml"))]
    stats = [(path, path.stat()) for path in paths]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=8)
def _read(listed: tuple[tuple[Path, int, int], ...], today: date) -> RuleBook:
    rules: dict[str, Rule] = {}
    for path, _changed, _size in listed:
        for rule in rules_of(path):
            rules[rule.code] = rule
    in_force = {
        code: rule
        for code, rule in rules.items()
        if rule.level != "off" and rule.effective_from <= today
    }
    plain = [[*_plain(rule)] for rule in in_force.values()]
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return RuleBook(in_force, hashlib.sha256(canonical.encode()).hexdigest()[:32])


def _plain(rule: Rule) -> Iterator[Any]:
    yield from (rule.code, rule.kind, rule.level, rule.message, rule.mend, rule.effective_from)
    yield from (dict(rule.words), rule.harmless, dict(rule.options))


def rules_of(path: Path) -> list[Rule]:
    """The rules of one file. Raises RuleError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(
            _("内容检查的规则文件%(file)s读不出：%(why)s") % {"file": path.name, "why": error}
        ) from error
    listed = data.get("rule")
    if not isinstance(listed, list):
        raise RuleError(_("内容检查的规则文件%s里没有[[rule]]。") % path.name)
    return [_rule(path.name, number, entry) for number, entry in enumerate(listed, 1)]


def _rule(name: str, number: int, entry: Any) -> Rule:
    wrong = _wrong(entry)
    if wrong:
        code = entry.get("code", "") if isinstance(entry, dict) else ""
        raise RuleError(
            _("内容检查的规则文件%(file)s第%(number)d条规则（%(code)s）：%(why)s")
            % {"file": name, "number": number, "code": code, "why": wrong}
        )
    words = entry.get("words", {})
    return Rule(
        code=entry["code"],
        kind=entry["kind"],
        level=entry["level"],
        message=entry["message"],
        mend=entry["mend"],
        source=entry["source"],
        effective_from=entry["effective_from"],
        words=dict.fromkeys(words, "") if isinstance(words, list) else words,
        harmless=tuple(entry.get("harmless", ())),
        options={key: value for key, value in entry.items() if key not in OWN},
    )


def _wrong(entry: Any) -> str:
    """Why an entry is no rule; empty if it is one."""
    if not isinstance(entry, dict):
        return _("不是一条规则")
    proofs = (
        (bool(CODE.fullmatch(str(entry.get("code", "")))), _("code要用小写英文字母、数字和下划线")),
        (entry.get("kind") in KINDS, _("kind只能是%s") % "、".join(sorted(KINDS))),
        (entry.get("level") in LEVELS, _("level只能是block、warn或者off")),
        (
            type(entry.get("effective_from")) is date,
            _("effective_from要写成2026-01-01这样的日期"),
        ),
        (
            all(isinstance(entry.get(key), str) for key in TEXTS),
            _("message、mend、source三项都要写"),
        ),
        (_has_words(entry), _("words要写成词的列表，或者“词 = 改为”的表，不能有空的词")),
        (_has_options(entry), _("since要写成日期，block_from要写成整数，allowed等要写成列表")),
    )
    return next((why for holds, why in proofs if not holds), "")


def _has_words(entry: dict[str, Any]) -> bool:
    words, harmless = entry.get("words", {}), entry.get("harmless", [])
    if not isinstance(words, dict | list) or not isinstance(harmless, list):
        return False
    texts = [*words, *harmless]
    meant = list(words.values()) if isinstance(words, dict) else []
    if not all(isinstance(word, str) for word in [*texts, *meant]) or "" in texts:
        return False
    return bool(words) or entry.get("kind") != "words"


def _has_options(entry: dict[str, Any]) -> bool:
    since, most = entry.get("since"), entry.get("block_from")
    lists = (entry.get(name) for name in ("allowed", "harmless_before", "harmless_after"))
    return (
        (since is None or type(since) is date)
        and (most is None or (isinstance(most, int) and most > 0))
        and all(one is None or isinstance(one, list) for one in lists)
    )
