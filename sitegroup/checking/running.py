"""Check one candidate: its text, tables, attachments, links, and what is missing."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import override

from sitegroup.checking.attachments import check_files
from sitegroup.checking.findings import Finding, Passage, Place, found
from sitegroup.checking.links import check_links, own_hosts
from sitegroup.checking.rulebook import Rule, RuleBook, rulebook
from sitegroup.checking.scanning import scan, tables_in
from sitegroup.guard.releasable import FileReference, Releasable, ReviewField


def check_many(candidates: Iterable[Releasable]) -> list[list[Finding]]:
    """What `check` finds in each of many, under the rules as they are now. Raises RuleError."""
    book = with_own_hosts(rulebook())
    return [check(candidate, book) for candidate in candidates]


def check(candidate: Releasable, book: RuleBook | None = None) -> list[Finding]:
    """Everything found in a candidate, what blocks first. Raises RuleError.

    In the source's language whoever asks, so that a finding has one fingerprint.
    """
    book = book or with_own_hosts(rulebook())
    with override(settings.LANGUAGE_CODE):
        fields, files = candidate.review_fields(), candidate.referenced_files()
        findings = [
            *scan(_passages(fields), book, dated=candidate.own_date()),
            *_missing(candidate, fields, book),
            *_pictures(files, book),
            *check_links(candidate.review_links(), book, site=candidate.owning_site(), files=files),
            *check_files(files, book),
        ]
    return sorted(findings, key=lambda finding: not finding.blocks)


def with_own_hosts(book: RuleBook) -> RuleBook:
    """The rules with the group's own hosts among those that an e-mail may have."""
    own = tuple(own_hosts())
    rules = {
        code: _allowing(rule, own) if rule.kind == "email" else rule
        for code, rule in book.rules.items()
    }
    return RuleBook(rules, book.version)


def _allowing(rule: Rule, hosts: tuple[str, ...]) -> Rule:
    allowed = [*rule.options.get("allowed", ()), *hosts]
    return replace(rule, options={**rule.options, "allowed": allowed})


def _passages(fields: list[ReviewField]) -> list[Passage]:
    return [
        Passage(Place(label=field.label), field.text, tables_in(field.text))
        for field in fields
        if field.text
    ]


def _missing(candidate: Releasable, fields: list[ReviewField], book: RuleBook) -> list[Finding]:
    filled = {field.label for field in fields if field.text.strip()}
    labels = {field.label for field in fields}
    return [
        found(rule, Place())
        for rule in book.of_kind("missing")
        if rule.options.get("object_type") in ("", None, candidate.object_type)
        and (not rule.options.get("when") or rule.options["when"] in filled)
        and rule.options.get("missing") in labels - filled
    ]


def _pictures(files: list[FileReference], book: RuleBook) -> list[Finding]:
    silent = [file.title for file in files if file.kind == "image" and not file.alt.strip()]
    rule = book.first("picture_words")
    if rule is None or not silent:
        return []
    return [found(rule, Place(), count=len(silent), excerpts=silent)]
