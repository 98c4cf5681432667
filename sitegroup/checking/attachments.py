"""Look into the files of a content, each once for the same rules."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

from sitegroup.checking.findings import Finding, Place, found, from_dict
from sitegroup.checking.models import CheckedFile
from sitegroup.checking.reading import read_file
from sitegroup.checking.reading.limits import LARGEST_FILE
from sitegroup.checking.rulebook import RuleBook
from sitegroup.checking.scanning import scan
from sitegroup.guard.releasable import FileReference


def check_files(files: Iterable[FileReference], book: RuleBook) -> list[Finding]:
    """The findings inside every file that the wiring can open, told of the file's name."""
    readable = [file for file in files if file.kind in settings.FILE_OPENERS]
    known = _known(readable, book)
    findings: list[Finding] = []
    for file in readable:
        key = (file.digest, _suffix(file))
        if key not in known:
            known[key] = _check(file, book)
        findings += [one.in_file(file.filename) for one in known[key]]
    return findings


def _suffix(file: FileReference) -> str:
    return PurePath(file.filename).suffix.lower()[:12]


def _known(files: list[FileReference], book: RuleBook) -> dict[tuple[str, str], list[Finding]]:
    if not files:
        return {}
    rows = CheckedFile.objects.filter(
        digest__in={file.digest for file in files}, rules_version=book.version
    )
    return {(row.digest, row.suffix): [from_dict(one) for one in row.findings] for row in rows}


def _check(file: FileReference, book: RuleBook) -> list[Finding]:
    opened = _open(file)
    if opened is None:
        # not remembered: it may be there again tomorrow
        return _troubles(["file_unreadable"], book)
    with opened:
        text = read_file(opened.read(LARGEST_FILE + 1), file.filename)
    # one file may hang on texts of any year, and is read once for all of them: it is not held to
    # words that only became wrong some day
    findings = [*_troubles(text.troubles, book), *scan(text.passages, book, dated=date.min)]
    CheckedFile.objects.bulk_create(
        [
            CheckedFile(
                digest=file.digest,
                suffix=_suffix(file),
                rules_version=book.version,
                findings=[one.as_dict() for one in findings],
            )
        ],
        ignore_conflicts=True,
    )
    return findings


def _troubles(kinds: list[str], book: RuleBook) -> list[Finding]:
    rules = (book.first(kind) for kind in dict.fromkeys(kinds))
    return [found(rule, Place()) for rule in rules if rule]


def _open(file: FileReference) -> BinaryIO | None:
    opener = import_string(settings.FILE_OPENERS[file.kind])
    opened: BinaryIO | None = opener(file.file_id)
    return opened
