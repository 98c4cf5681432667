"""Read a table of units: headers and kinds as counties write them, every bad cell named."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.pages.factory import UnitSpec, default_path
from cms.pages.imports.unit_graph import with_parents, without_doubles
from opendata.tables import Row, csv_rows, decode, plain
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import OrganisationKind, SiteMode

HEADERS = {
    "code": "code", "代码": "code", "单位代码": "code",
    "name": "name", "名称": "name", "单位名称": "name",
    "kind": "kind", "类别": "kind", "单位类别": "kind",
    "parent": "parent", "上级": "parent", "上级单位": "parent", "上级代码": "parent",
    "mode": "mode", "方式": "mode", "频道方式": "mode",
    "path": "path", "路径": "path",
    "host": "host", "主机名": "host", "网址": "host",
    "theme": "theme", "主题": "theme",
}  # fmt: skip
KINDS = {
    "portal": "portal", "县政府": "portal", "门户": "portal",
    "department": "department", "部门": "department", "县政府部门": "department",
    "township": "township", "乡镇": "township", "街道": "township", "乡镇街道": "township",
    "village": "village", "村": "village", "社区": "village", "村（社区）": "village",
    "institution": "institution", "事业单位": "institution",
    "enterprise": "enterprise", "国有企业": "enterprise", "国企": "enterprise",
}  # fmt: skip
MODES = {"": "", "path": "path", "路径": "path", "host": "host", "主机": "host", "域名": "host"}
CODE = re.compile(r"[a-z0-9_-]{2,100}")
HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
PATH = re.compile(r"/[a-z0-9-]{1,30}/[a-z0-9_-]{2,100}/")
# CKAN's own words, and the first segments of the platform's addresses (contracts.md).
RESERVED = frozenset(
    [
        "new",
        "edit",
        "search",
        "data",
        "api",
        "admin",
        "healthz",
        "readyz",
        "metrics",
        "static",
        "media",
        "files",
        "catalog",
        "emblem",
        "sitemap",
        "robots",
        "feed",
        "bm",
        "xz",
        "cun",
        "dw",
        "ditu",
        "guanhuai",
        "danwei",
        "guanyu",
        "yinsi",
        "wuzhangai",
        "dingyue",
    ]
)
Wrong = Callable[..., None]
FIELDS = ("code", "name", "kind", "parent", "mode", "path", "host", "theme")
REQUIRED = ("code", "name", "kind")
LONGEST_NAME = 100


def read_units(data: bytes) -> tuple[list[UnitSpec], list[Problem]]:
    """The good units in an order in which parents come first, and every problem found.

    Raises ImportRefused where the file as a whole cannot be read.
    """
    rows = list(csv_rows(decode(data)))
    if not rows:
        raise ImportRefused(
            [Problem("empty", _("文件里没有一行内容。"), _("第一行是表头，下面每个单位一行。"))]
        )
    columns, problems = _columns(rows[0])
    if len(rows) == 1:
        raise ImportRefused([Problem("empty", _("只有表头，没有单位。"), row=rows[0].number)])
    specs: dict[int, UnitSpec] = {}
    for row in rows[1:]:
        spec, found = _spec(row, columns)
        problems += found
        if spec:
            specs[row.number] = spec
    specs, found = without_doubles(specs)
    problems += found
    return with_parents(specs, problems)


def _columns(header: Row) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(header.cells):
        name = plain(cell)
        field = HEADERS.get(name.lower())
        if field in columns:
            raise ImportRefused(
                [
                    Problem(
                        "double_header",
                        _("有两列都是“%s”。") % name,
                        _("请删掉一列。"),
                        row=header.number,
                        column=name,
                    )
                ]
            )
        if field:
            columns[field] = place
        elif name:
            problems.append(
                Problem(
                    "unknown_column",
                    _("不认识这一列，没有使用。"),
                    row=header.number,
                    column=name,
                    level="warning",
                )
            )
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise ImportRefused(
            [
                Problem(
                    "missing_column",
                    _("表头缺少：%s。") % "、".join(missing),
                    _("必须有code,name,kind三列。"),
                    row=header.number,
                )
            ]
        )
    return columns, problems


def _values(row: Row, columns: dict[str, int]) -> dict[str, str]:
    return {
        field: plain(row.cells[place])
        if (place := columns.get(field, -1)) in range(len(row.cells))
        else ""
        for field in FIELDS
    }


def _spec(row: Row, columns: dict[str, int]) -> tuple[UnitSpec | None, list[Problem]]:
    values = _values(row, columns)
    problems: list[Problem] = []

    def wrong(column: str, code: str, message: str, mend: str = "") -> None:
        value = values[column]
        problems.append(Problem(code, message, mend, row=row.number, column=column, value=value))

    kind, mode = KINDS.get(values["kind"], ""), MODES.get(values["mode"].lower(), "?")
    _check_names(values, wrong)
    _check_choices(values, kind, mode, wrong)
    if not problems:
        _check_place(values, kind, mode, wrong)
    if problems:
        return None, problems
    spec = UnitSpec(
        code=values["code"].lower(),
        name=values["name"],
        kind=kind,
        parent=values["parent"].lower(),
        mode=mode,
        path=values["path"],
        host=values["host"].lower(),
        theme=values["theme"],
    )
    return _placed(spec), problems


def _check_names(values: dict[str, str], wrong: Wrong) -> None:
    given, code = values["code"], values["code"].lower()
    if not CODE.fullmatch(code):
        why = _("代码“%s”不合规则。") % given
        wrong("code", "bad_code", why, _("请用2至100个小写字母、数字、_或-。"))
    elif code in RESERVED:
        why = _("代码“%s”是平台的保留词。") % given
        wrong("code", "reserved_code", why, _("请换一个代码。"))
    if not values["name"] or len(values["name"]) > LONGEST_NAME:
        wrong("name", "bad_name", _("单位名称是空的，或者超过100字。"), _("请填写单位全称。"))
    if values["parent"] and values["parent"].lower() == code:
        why = _("上级单位填的是自己。")
        wrong("parent", "own_parent", why, _("请填上级单位的代码，或者留空。"))


def _check_choices(values: dict[str, str], kind: str, mode: str, wrong: Wrong) -> None:
    if not kind:
        why = _("不认识单位类别“%s”。") % values["kind"]
        mend = _("请填：县政府、部门、乡镇、村、事业单位或国有企业。")
        wrong("kind", "bad_kind", why, mend)
    if mode == "?":
        why = _("不认识频道方式“%s”。") % values["mode"]
        wrong("mode", "bad_mode", why, _("请填path或host，或者留空。"))
    if values["theme"] and values["theme"] not in settings.THEMES:
        why = _("没有“%s”这个主题。") % values["theme"]
        wrong("theme", "bad_theme", why, _("现有：%s。") % "、".join(settings.THEMES))


def _check_place(values: dict[str, str], kind: str, mode: str, wrong: Wrong) -> None:
    host, path = values["host"].lower(), values["path"]
    in_host = kind == OrganisationKind.PORTAL or mode == SiteMode.HOST or (not mode and host)
    if in_host:
        if path:
            wrong(
                "path",
                "path_in_host_mode",
                _("有自己网址的频道不填路径。"),
                _("请清空路径，或者改为path方式。"),
            )
        if host and not HOST.fullmatch(host):
            wrong(
                "host",
                "bad_host",
                _("主机名“%s”不合规则。") % host,
                _("请填如jyj.example这样的主机名，不带http://。"),
            )
        if not host and kind != OrganisationKind.PORTAL:
            wrong(
                "host",
                "missing_host",
                _("host方式没有填主机名。"),
                _("请填主机名，或者改为path方式。"),
            )
        return
    if host:
        wrong(
            "host",
            "host_in_path_mode",
            _("path方式不填主机名。"),
            _("请清空主机名，或者改为host方式。"),
        )
    if path and not PATH.fullmatch(path):
        wrong(
            "path",
            "bad_path",
            _("路径“%s”不合规则。") % path,
            _("请填如/bm/jyj/这样的路径，或者留空。"),
        )


def _placed(spec: UnitSpec) -> UnitSpec:
    """Blank mode, host and path as they will be derived."""
    if spec.kind == OrganisationKind.PORTAL:
        host = spec.host or urlsplit(settings.SITE_BASE_URL).hostname or ""
        return replace(spec, mode=SiteMode.HOST, host=host)
    if spec.mode == SiteMode.HOST or spec.host:
        return replace(spec, mode=SiteMode.HOST)
    return replace(spec, mode=SiteMode.PATH, path=spec.path or default_path(spec.kind, spec.code))
