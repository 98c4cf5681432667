"""A small county for pages, and the import commands as a clerk runs them."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from cms.media.models import Attachment, Picture
from cms.pages.models import Article, Channel
from sitegroup.models import (
    Change,
    Delivery,
    FormerAddress,
    Organisation,
    PublicFile,
    Release,
    Role,
    Site,
)
from sitegroup.review.bulk import release_imported
from tests.factories import portal, unit, user

COUNTED = (
    Organisation, Site, FormerAddress, Page, Channel, Article, Revision, Release, Change,
    Delivery, PublicFile, Attachment, Picture,
)  # fmt: skip
IDENTITY = {"site_id_code": "2109220045", "domain": "www.yunxi.example"}


def entry(**fields: Any) -> dict[str, Any]:
    """A good line of an import of articles, with some fields changed."""
    good = {"id": "a1", "title": "道路养护通知", "date": "2026-02-03", "body": "定于下周开始。"}
    return {**good, **fields}


def approved(
    site: Site, by: Any, title: str = "道路养护通知", *, parent: Any = None,
    text: str = "<p>正文</p>", **more: Any,
) -> Article:  # fmt: skip
    """A public article of a site, in its news unless another column is given."""
    column = parent or Channel.objects.get(site=site, slug="gzdt")
    page: Any = Article(title=title, site=site, owner=by, live=False, **more)
    page.body = [("text", RichText(text))]
    column.refresh_from_db()
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    release_imported(subject=page, by=by)
    return Article.objects.get(pk=page.pk)


def get(path: str, host: str = "portal.test") -> Any:
    """What a reader gets; `path` may be a whole address."""
    if "://" in path:
        host, _slash, path = path.split("://", 1)[1].partition("/")
        path = f"/{path}"
    return Client(headers={"host": host}).get(path)


def rows_held() -> dict[str, int]:
    """How many rows of everything an import writes there are."""
    return {model.__name__: model._default_manager.count() for model in COUNTED}


@dataclass
class Outcome:
    """How a command ended: exit code, counts, problems as JSON gives them, what was printed."""

    code: int
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""

    def found(self) -> list[tuple[int | None, str]]:
        """(row, code) of every problem."""
        return [(problem["row"], problem["code"]) for problem in self.problems]


def run(command: str, *words: str, **options: Any) -> Outcome:
    """Run a management command as the shell would."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        with redirect_stderr(err):
            call_command(command, *words, stdout=out, stderr=err, **options)
    except CommandError as error:
        code = error.returncode
        err.write(str(error))
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    lines = [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]
    counts: dict[str, int] = next((line["counts"] for line in lines if "counts" in line), {})
    problems = [line["problem"] for line in lines if "problem" in line]
    return Outcome(code, counts, problems, out.getvalue() + err.getvalue())


@dataclass(frozen=True)
class County:
    """A portal, a unit at its own host, a unit below the portal, and who approves imports."""

    portal: Site
    host_unit: Site
    path_unit: Site
    office: Any


@pytest.fixture(scope="module")
def shared_county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    """The county as every test of a module finds it, in a transaction around them all."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = portal()
        Site.objects.filter(pk=office.pk).update(**IDENTITY)
        office.refresh_from_db()
        yield County(
            office,
            unit("jyj", mode="host", name="云溪县教育局"),
            unit("slj", name="云溪县水利局"),
            user("office", office, Role.OFFICE_REVIEWER),
        )
        transaction.set_rollback(True)


@pytest.fixture
def county(shared_county: County, db: None) -> County:
    """The county; what a test does to it is undone."""
    return deepcopy(shared_county)


@pytest.fixture
def import_lines(county: County, tmp_path: Path) -> Callable[..., Outcome]:
    """Import entries (or ready lines) as articles of the path-mode unit."""

    def imported(*entries: dict[str, Any] | str | bytes, **options: Any) -> Outcome:
        file = tmp_path / "articles.jsonl"
        file.write_bytes(b"\n".join(_line(entry) for entry in entries))
        chosen: dict[str, Any] = {"site": "slj", "channel": "gzdt", "json": True, **options}
        return run("import_articles", str(file), **chosen)

    return imported


def _line(entry: dict[str, Any] | str | bytes) -> bytes:
    if isinstance(entry, bytes):
        return entry
    text = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=True)
    return text.encode()


COLUMN = [{"slug": "gzdt", "name": "工作动态", "type": "工作动态"}]
KINDS = ("portal", "department", "township", "village", "institution", "enterprise")
UNIT_HEADER = "code,name,kind,parent,mode,path,host,theme"


@pytest.fixture
def import_units(tmp_path: Path) -> Callable[..., Outcome]:
    """Import rows below a header (or a whole file as bytes), one column for every unit."""
    columns = tmp_path / "columns.json"
    columns.write_text(json.dumps(dict.fromkeys(KINDS, COLUMN)), encoding="utf-8")

    def imported(*rows: str | bytes, header: str = UNIT_HEADER, **options: Any) -> Outcome:
        file = tmp_path / "units.csv"
        if isinstance(rows[0], bytes):
            file.write_bytes(rows[0])
        else:
            file.write_text("\n".join([header, *map(str, rows)]) + "\n", encoding="utf-8")
        return run("import_units", str(file), **{"columns": columns, "json": True, **options})

    return imported


def person(username: str) -> Any:
    """Somebody by name."""
    return get_user_model().objects.get(username=username)
