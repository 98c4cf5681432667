"""Units as a whole: nothing twice, every parent there, no cycle."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.factory import UnitSpec, default_path
from sitegroup.exceptions import Problem
from sitegroup.models import FormerAddress, OrganisationKind, Site

Name = tuple[str, str]


def without_doubles(specs: dict[int, UnitSpec]) -> tuple[dict[int, UnitSpec], list[Problem]]:
    """The same code, host, path or a second portal: the first is kept, later ones refused."""
    kept: dict[int, UnitSpec] = {}
    first: dict[Name, int] = {}
    problems: list[Problem] = []
    taken = _taken()
    kinds = dict(Site.objects.values_list("code", "organisation__kind"))
    for number, spec in specs.items():
        same = first.get(("code", spec.code))
        if same is not None and kept[same] == spec:
            why = _("与第%d行完全相同，没有重复导入。") % same
            problems.append(
                Problem("repeated_row", why, row=number, column="code", value=spec.code,
                        level="warning")
            )  # fmt: skip
            continue
        clash = _clash(spec, first, taken) or _other_portal(spec, kinds.get(spec.code, spec.kind))
        if clash:
            problems.append(replace(clash, row=number))
            continue
        kept[number] = spec
        for name in _names(spec):
            first[name] = number
    return kept, problems


def _names(spec: UnitSpec) -> Iterable[Name]:
    """What no two units may share; a unit with its own host is also redirected to from a path."""
    yield "code", spec.code
    if spec.host:
        yield "host", spec.host
    if spec.kind == OrganisationKind.PORTAL:
        yield "kind", "portal"
    else:
        yield "path", spec.path or default_path(spec.kind, spec.code)


def _taken() -> dict[Name, str]:
    """Hosts, paths and the portal as they are held now: name -> code of the site."""
    taken: dict[Name, str] = {}
    for former in FormerAddress.objects.select_related("site"):
        taken["host", former.host] = taken["path", former.path] = former.site.code
    for site in Site.objects.select_related("organisation", "home_page"):
        taken["host", site.host] = taken["path", site.portal_path] = site.code
        if site.is_portal:
            taken["kind", "portal"] = site.code
            own = [urlsplit(settings.SITE_BASE_URL).hostname, *settings.EXTRA_HOSTS]
            taken |= {("host", host): site.code for host in own if host}
            taken |= {("path", path): site.code for path in _column_paths(site)}
    return taken


def _column_paths(portal: Site) -> Iterable[str]:
    """Where the portal's own columns of the second level stand: /zfxxgk/zhinan/ ..."""
    home = portal.home_page
    if home is None:
        return ()
    pages = Page.objects.descendant_of(home).filter(depth=home.depth + 2)
    urls = pages.values_list("url_path", flat=True)
    return (url[len(home.url_path) - 1 :] for url in urls)


def _clash(spec: UnitSpec, first: dict[Name, int], taken: dict[Name, str]) -> Problem | None:
    labels = {"code": _("代码"), "host": _("主机名"), "path": _("路径"), "kind": _("门户")}
    for name in _names(spec):
        column, value = name
        words = {"label": labels[column], "value": value}
        if name in first:
            why = _("%(label)s“%(value)s”和第%(row)d行重复。") % {**words, "row": first[name]}
            mend = _("请改正其中一行。")
            return Problem(f"double_{column}", why, mend, column=column, value=value)
        if taken.get(name, spec.code) != spec.code:
            why = _("%(label)s“%(value)s”已经被单位%(code)s使用（或者用过）。") % {
                **words,
                "code": taken[name],
            }
            return Problem(f"taken_{column}", why, _("请换一个。"), column=column, value=value)
    return None


def _other_portal(spec: UnitSpec, kind: str) -> Problem | None:
    """A portal stays the portal, and a unit never becomes it: their pages are not alike."""
    portal = OrganisationKind.PORTAL
    if (kind == portal) == (spec.kind == portal):
        return None
    why = _("门户和单位之间不能互相改换。")
    mend = _("请改回原来的类别，或者换一个代码新建。")
    return Problem("portal_kind", why, mend, column="kind", value=spec.kind)


def with_parents(
    specs: dict[int, UnitSpec], problems: list[Problem]
) -> tuple[list[UnitSpec], list[Problem]]:
    """Order by parent; a missing parent and every row of a cycle are problems."""
    above = dict(Site.objects.values_list("code", "organisation__parent__site__code"))
    rows = {spec.code: number for number, spec in specs.items()}
    by_code = {spec.code: spec for spec in specs.values()}
    has_portal = Site.objects.filter(organisation__kind=OrganisationKind.PORTAL).exists() or any(
        spec.kind == OrganisationKind.PORTAL for spec in specs.values()
    )
    above |= {code: spec.parent for code, spec in by_code.items()}
    circling = _in_cycles(above)
    why: dict[str, Problem] = {}
    for spec in specs.values():
        problem = _above_problem(spec, above, circling, has_portal)
        if problem:
            why[spec.code] = problem
    _spread(why, by_code)
    found = [replace(problem, row=rows[code]) for code, problem in why.items()]
    good = [spec for spec in specs.values() if spec.code not in why]
    return _parents_first(good), problems + found


def _in_cycles(above: dict[str, str]) -> set[str]:
    """The codes that are, by their parents' parents, above themselves."""
    circling: set[str] = set()
    passed: set[str] = set()
    for start in above:
        way: dict[str, int] = {}
        code = start
        while code and code not in passed:
            passed.add(code)
            way[code] = len(way)
            code = above.get(code) or ""
        if code in way:
            circling.update(list(way)[way[code] :])
    return circling


def _above_problem(
    spec: UnitSpec, above: dict[str, str], circling: set[str], has_portal: bool
) -> Problem | None:
    """What is wrong above one unit: nobody there, or itself."""
    if not spec.parent:
        if has_portal or spec.kind == OrganisationKind.PORTAL:
            return None
        why, mend = _("还没有县政府门户。"), _("请在表里加上类别是“县政府”的一行。")
        return Problem("no_portal", why, mend, column="parent")
    shown = spec.parent[:60]
    if spec.parent not in above:
        why = _("上级单位“%s”还没有建站，表里也没有可用的一行。") % shown
        mend = _("请先导入上级单位，或者改正代码。")
        return Problem("missing_parent", why, mend, column="parent", value=shown)
    if spec.code in circling:
        why = _("上级单位互相指向，成了一个圈。")
        mend = _("请改正其中一个单位的上级。")
        return Problem("cycle", why, mend, column="parent", value=shown)
    return None


def _spread(why: dict[str, Problem], by_code: dict[str, UnitSpec]) -> None:
    """Whoever stands below a refused unit is refused, too."""
    below: dict[str, list[str]] = defaultdict(list)
    for spec in by_code.values():
        below[spec.parent].append(spec.code)
    waiting = list(why)
    while waiting:
        parent = waiting.pop()
        for code in below[parent]:
            if code not in why:
                text = _("上级单位没有通过检查，这个单位也不能建站。")
                mend = _("请先改正上级单位那一行。")
                why[code] = Problem("refused_parent", text, mend, column="parent", value=parent)
                waiting.append(code)


def _parents_first(specs: list[UnitSpec]) -> list[UnitSpec]:
    """The portal, then every unit after the one above it."""
    portals = [spec for spec in specs if spec.kind == OrganisationKind.PORTAL]
    rest = [spec for spec in specs if spec.kind != OrganisationKind.PORTAL]
    codes = {spec.code for spec in rest}
    below: dict[str, list[UnitSpec]] = defaultdict(list)
    for spec in rest:
        below[spec.parent if spec.parent in codes else ""].append(spec)
    ordered, queue = portals, below[""]
    while queue:
        ordered += queue
        queue = [child for spec in queue for child in below[spec.code]]
    return ordered
