"""Read a table of units: headers and kinds as counties write them, every bad cell named."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.pages.factory import UnitSpec, default_path
from cms.pages.imports.unit_graph import with_parents, without_doubles
from cms.pages.imports.unit_words import HEADERS, KINDS, MODES, MOUNTS, RESERVED
from opendata.tables import FORMULA_SIGNS, Row, csv_rows, decode, plain, readable, same_word
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import OrganisationKind, SiteMode

CODE = re.compile(r"[a-z0-9_-]{2,100}")
HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
PATH = re.compile(r"/[a-z0-9-]{1,17}/[a-z0-9_-]{2,100}/")
Wrong = Callable[..., None]
FIELDS = ("code", "name", "kind", "parent", "mode", "path", "host", "theme")
REQUIRED = ("code", "name", "kind")
LONGEST_NAME = 100
LONGEST_SHOWN = 60
MOST_ROWS, MOST_COLUMNS = 50_000, 100


def read_units(data: bytes) -> tuple[list[UnitSpec], list[Problem]]:
    """The good units in an order in which parents come first, and every problem found.

    Raises ImportRefused where the file as a whole cannot be read.
    """
    rows = []
    for row in csv_rows(decode(data)):
        _check_size(row)
        rows.append(row)
    if not rows:
        raise ImportRefused(
            [Problem("empty", _("文件里没有一行内容。"), _("第一行是表头，下面每个单位一行。"))]
        )
    columns, problems = _columns(rows[0])
    if len(rows) == 1:
        why = _("只有表头，没有单位。")
        raise ImportRefused([Problem("empty", why, _("请每个单位填一行。"), row=rows[0].number)])
    specs: dict[int, UnitSpec] = {}
    for row in rows[1:]:
        spec, found = _spec(row, columns)
        problems += found
        if spec:
            specs[row.number] = spec
    specs, found = without_doubles(specs)
    problems += found
    return with_parents(specs, problems)


def _check_size(row: Row) -> None:
    if row.number <= MOST_ROWS and len(row.cells) <= MOST_COLUMNS:
        return
    why = _("表太大：最多%(rows)d行、%(columns)d列。") % {
        "rows": MOST_ROWS,
        "columns": MOST_COLUMNS,
    }
    raise ImportRefused([Problem("too_large", why, _("请分成几个文件。"), row=row.number)])


def _columns(header: Row) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems = []
    seen: dict[str, str] = {}
    for place, cell in enumerate(header.cells):
        name, word = shown(plain(cell)), same_word(cell)
        field = HEADERS.get(word, "")
        if word and (field or word) in seen:
            why = _("“%(first)s”和“%(second)s”是同一列，填了两次。")
            names = {"first": seen[field or word], "second": name}
            raise _refused(header, name, "double_header", why % names)
        seen[field or word] = name
        if field:
            columns[field] = place
        elif name:
            why = _("不认识这一列，没有使用。")
            problems.append(
                Problem("unknown_column", why, row=header.number, column=name, level="warning")
            )
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        why = _("表头缺少：%s。") % "、".join(missing)
        mend = _("必须有code,name,kind（代码、名称、类别）三列。")
        raise ImportRefused([Problem("missing_column", why, mend, row=header.number)])
    return columns, problems


def _refused(header: Row, column: str, code: str, why: str) -> ImportRefused:
    return ImportRefused([Problem(code, why, _("请删掉一列。"), row=header.number, column=column)])


def shown(text: str) -> str:
    """A cell's text as a message quotes it: not all of a very long one."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _values(row: Row, columns: dict[str, int]) -> dict[str, str]:
    """The cells by field; the name keeps the width of its brackets."""
    cells = {
        field: row.cells[place]
        if (place := columns.get(field, -1)) in range(len(row.cells))
        else ""
        for field in FIELDS
    }
    return {f: readable(cell) if f == "name" else plain(cell) for f, cell in cells.items()}


def _name_warnings(row: Row, place: int, name: str) -> list[Problem]:
    found = []
    given = row.cells[place].strip() if place < len(row.cells) else ""
    if given != name:
        found.append(("controls", _("去掉了看不见的控制字符。")))
    if name.startswith(FORMULA_SIGNS):
        found.append(("formula_sign", _("以= + - @开头，按文字保存。")))
    return [
        Problem(code, why, row=row.number, column="name", value=shown(name), level="warning")
        for code, why in found
    ]


def _spec(row: Row, columns: dict[str, int]) -> tuple[UnitSpec | None, list[Problem]]:
    values = _values(row, columns)
    problems: list[Problem] = []

    def wrong(column: str, code: str, message: str, mend: str = "") -> None:
        value = shown(values[column])
        problems.append(Problem(code, message, mend, row=row.number, column=column, value=value))

    kind = KINDS.get(same_word(values["kind"]), "")
    mode = MODES.get(same_word(values["mode"]), "?")
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
    return _placed(spec), _name_warnings(row, columns["name"], values["name"])


def _check_names(values: dict[str, str], wrong: Wrong) -> None:
    given, code = shown(values["code"]), values["code"].lower()
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
        why = _("不认识单位类别“%s”。") % shown(values["kind"])
        mend = _("请填：县政府、部门、乡镇、村、事业单位或国有企业。")
        wrong("kind", "bad_kind", why, mend)
    if mode == "?":
        why = _("不认识频道方式“%s”。") % shown(values["mode"])
        wrong("mode", "bad_mode", why, _("请填path或host，或者留空。"))
    if values["theme"] and values["theme"] not in settings.THEMES:
        why = _("没有“%s”这个主题。") % shown(values["theme"])
        wrong("theme", "bad_theme", why, _("现有：%s。") % "、".join(settings.THEMES))


def _check_place(values: dict[str, str], kind: str, mode: str, wrong: Wrong) -> None:
    host, path = values["host"].lower(), values["path"]
    if kind == OrganisationKind.PORTAL and mode == SiteMode.PATH:
        why = _("门户不能挂在路径下。")
        wrong("mode", "portal_in_path_mode", why, _("请填host，或者留空。"))
    elif kind == OrganisationKind.PORTAL or mode == SiteMode.HOST or (not mode and host):
        _check_host(host, path, kind, wrong)
    else:
        _check_path(host, path, wrong)


def _check_host(host: str, path: str, kind: str, wrong: Wrong) -> None:
    if path:
        why = _("有自己网址的频道不填路径。")
        wrong("path", "path_in_host_mode", why, _("请清空路径，或者改为path方式。"))
    if host and not HOST.fullmatch(host):
        why = _("主机名“%s”不合规则。") % shown(host)
        wrong("host", "bad_host", why, _("请填如jyj.example这样的主机名，不带http://。"))
    if not host and kind != OrganisationKind.PORTAL:
        why = _("host方式没有填主机名。")
        wrong("host", "missing_host", why, _("请填主机名，或者改为path方式。"))


def _check_path(host: str, path: str, wrong: Wrong) -> None:
    if host:
        why = _("path方式不填主机名。")
        wrong("host", "host_in_path_mode", why, _("请清空主机名，或者改为host方式。"))
    if path and not PATH.fullmatch(path):
        why = _("路径“%s”不合规则。") % shown(path)
        wrong("path", "bad_path", why, _("请填如/bm/jyj/这样的路径，或者留空。"))
    elif path and path.split("/")[1] in RESERVED - MOUNTS:
        why = _("路径“%s”在平台自己的网址里。") % path
        wrong("path", "reserved_path", why, _("请填如/bm/jyj/这样的路径，或者留空。"))


def _placed(spec: UnitSpec) -> UnitSpec:
    """Blank mode, host and path as they will be derived."""
    if spec.kind == OrganisationKind.PORTAL:
        host = spec.host or urlsplit(settings.SITE_BASE_URL).hostname or ""
        return replace(spec, mode=SiteMode.HOST, host=host)
    if spec.mode == SiteMode.HOST or spec.host:
        return replace(spec, mode=SiteMode.HOST)
    return replace(spec, mode=SiteMode.PATH, path=spec.path or default_path(spec.kind, spec.code))
