"""Make the sites of a table of units."""

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.factory import Common, make_site
from cms.pages.imports.unit_rows import read_units
from sitegroup.delivery import epoch
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import OrganisationKind

STANDARD_COLUMNS = Path(__file__).with_name("standard_columns.json")
COLUMNS_LIKE = {
    OrganisationKind.INSTITUTION: "department",
    OrganisationKind.ENTERPRISE: "department",
    OrganisationKind.VILLAGE: "township",
}


SLUG = re.compile(r"[a-z0-9_-]{1,60}")


@lru_cache(maxsize=8)
def columns_of(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The columns of each kind of unit: {kind: [{slug, name, type, children, ...}]}.

    Raises ImportRefused where the file is no such thing.
    """
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _bad_columns(file, _("读不出来，不是JSON文件")) from error
    kinds = set(OrganisationKind.values) - set(COLUMNS_LIKE)
    if not isinstance(read, dict) or not kinds <= read.keys():
        raise _bad_columns(file, _("缺少：%s") % "、".join(sorted(kinds)))
    if not all(_are_columns(read[kind]) for kind in kinds):
        raise _bad_columns(file, _("有栏目没有slug或name，或者slug不是小写字母和数字"))
    return read


def _are_columns(columns: Any) -> bool:
    """Whether these are columns, and those below them too, none twice in one place."""
    if not isinstance(columns, list) or not all(isinstance(c, dict) for c in columns):
        return False
    slugs = [column.get("slug") for column in columns]
    return len(set(map(str, slugs))) == len(slugs) and all(
        isinstance(column.get("slug"), str)
        and SLUG.fullmatch(column["slug"])
        and isinstance(column.get("name"), str)
        and column["name"]
        and _are_columns(column.get("children", []))
        for column in columns
    )


def _bad_columns(file: Path, reason: str) -> ImportRefused:
    why = _("栏目文件“%(file)s”不能用：%(reason)s。") % {"file": file.name, "reason": reason}
    return ImportRefused([Problem("bad_columns", why, _("请对照standard_columns.json改正。"))])


def import_units(
    *,
    data: bytes,
    check: bool = False,
    all_or_nothing: bool = False,
    columns_file: Path = STANDARD_COLUMNS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Counter[str], list[Problem]]:
    """Make or change a site for every good row: ({created, changed, unchanged, refused}, problems).

    Each unit is made whole or not at all, so an import that was broken off is finished by
    running it again. Raises ImportRefused, with nothing written, where the file cannot be read,
    or where a row is wrong and `all_or_nothing` is asked for.
    """
    columns = columns_of(columns_file)
    specs, problems = read_units(data)
    errors = [problem for problem in problems if problem.level == "error"]
    if all_or_nothing and errors:
        raise ImportRefused(errors)
    counts: Counter[str] = Counter(refused=len({problem.row for problem in errors}))
    if check:
        counts["would_import"] = len(specs)
        return counts, problems
    common = Common()
    with transaction.atomic() if all_or_nothing else nullcontext():
        for done, spec in enumerate(specs, 1):
            like = COLUMNS_LIKE.get(OrganisationKind(spec.kind), spec.kind)
            _site, state = make_site(spec, columns=columns[like], common=common)
            counts[state] += 1
            progress(done, len(specs))
    epoch.bump()
    return counts, problems
