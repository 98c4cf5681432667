"""Units as a whole: nothing twice, every parent there, no cycle."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from cms.pages.factory import UnitSpec
from sitegroup.exceptions import Problem
from sitegroup.models import OrganisationKind, Site


def without_doubles(specs: dict[int, UnitSpec]) -> tuple[dict[int, UnitSpec], list[Problem]]:
    """The same code, host, path or a second portal: the first is kept, later ones refused."""
    kept: dict[int, UnitSpec] = {}
    first: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    taken = _taken()
    for number, spec in specs.items():
        same = first.get(("code", spec.code))
        if same is not None and kept[same] == spec:
            problems.append(
                Problem(
                    "repeated_row",
                    _("与第%d行完全相同，没有重复导入。") % same,
                    row=number,
                    column="code",
                    value=spec.code,
                    level="warning",
                )
            )
            continue
        clash = _clash(spec, first, taken)
        if clash:
            problems.append(replace(clash, row=number))
            continue
        kept[number] = spec
        for name in _names(spec):
            first[name] = number
    return kept, problems


def _names(spec: UnitSpec) -> Iterable[tuple[str, str]]:
    yield "code", spec.code
    if spec.host:
        yield "host", spec.host
    if spec.path:
        yield "path", spec.path
    if spec.kind == OrganisationKind.PORTAL:
        yield "kind", "portal"


def _taken() -> dict[tuple[str, str], str]:
    """Hosts, paths and the portal that sites outside the file hold: name -> code of the site."""
    taken: dict[tuple[str, str], str] = {}
    for site in Site.objects.select_related("organisation"):
        taken[("host", site.host)] = taken[("path", site.path)] = site.code
        if site.is_portal:
            taken[("kind", "portal")] = site.code
    return taken


def _clash(
    spec: UnitSpec, first: dict[tuple[str, str], int], taken: dict[tuple[str, str], str]
) -> Problem | None:
    labels = {"code": _("代码"), "host": _("主机名"), "path": _("路径"), "kind": _("门户")}
    for name in _names(spec):
        column, value = name
        if name in first:
            why = _("%(label)s“%(value)s”和第%(row)d行重复。") % {
                "label": labels[column],
                "value": value,
                "row": first[name],
            }
            return Problem(
                f"double_{column}", why, _("请改正其中一行。"), column=column, value=value
            )
        if taken.get(name, spec.code) != spec.code:
            why = _("%(label)s“%(value)s”已经被单位%(code)s使用。") % {
                "label": labels[column],
                "value": value,
                "code": taken[name],
            }
            return Problem(f"taken_{column}", why, _("请换一个。"), column=column, value=value)
    return None


def with_parents(
    specs: dict[int, UnitSpec], problems: list[Problem]
) -> tuple[list[UnitSpec], list[Problem]]:
    """Order by parent; a missing parent and every row of a cycle are problems."""
    known = set(Site.objects.values_list("code", flat=True))
    rows = {spec.code: number for number, spec in specs.items()}
    waiting: dict[str, list[str]] = defaultdict(list)
    ready, refused = [], []
    for spec in specs.values():
        if not spec.parent or (spec.parent in known and spec.parent not in rows):
            ready.append(spec.code)
        elif spec.parent in rows:
            waiting[spec.parent].append(spec.code)
        else:
            refused.append(spec.code)
            problems.append(
                Problem(
                    "missing_parent",
                    _("上级单位“%s”既不在表里，也还没有建站。") % spec.parent,
                    _("请先导入上级单位，或者改正代码。"),
                    row=rows[spec.code],
                    column="parent",
                    value=spec.parent,
                )
            )
    by_code = {spec.code: spec for spec in specs.values()}
    ready.sort(key=lambda code: (by_code[code].kind != OrganisationKind.PORTAL, rows[code]))
    ordered: list[UnitSpec] = []
    queue = list(ready)
    while queue:
        code = queue.pop(0)
        ordered.append(by_code[code])
        queue += waiting.pop(code, [])
    while refused:
        below = waiting.pop(refused.pop(), [])
        refused += below
        problems += [
            Problem(
                "missing_parent",
                _("上级单位没有通过检查，这个单位也不能建站。"),
                row=rows[code],
                column="parent",
                value=by_code[code].parent,
            )
            for code in below
        ]
    for codes in waiting.values():
        problems += [
            Problem(
                "cycle",
                _("上级单位互相指向，成了一个圈。"),
                _("请改正其中一个单位的上级。"),
                row=rows[code],
                column="parent",
                value=by_code[code].parent,
            )
            for code in codes
        ]
    return ordered, problems
