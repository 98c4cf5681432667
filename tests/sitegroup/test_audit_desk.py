"""操作记录: the auditor sees the county, a unit's administrator the unit, nobody else any of it."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from sitegroup.audit.models import Action, AuditEntry
from sitegroup.audit.services import record
from sitegroup.models import Role
from tests.factories import unit, user
from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db
RECORD = "/admin/audit/"


def signed_in(person: Any) -> Client:
    """A browser of this person."""
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    return client


@pytest.fixture
def auditor(county: County) -> Client:
    """审计员."""
    return signed_in(user("auditor", county.portal, Role.AUDITOR))


@pytest.fixture
def administrator(county: County) -> Client:
    """The administrator of the bureau of education."""
    return signed_in(user("administrator", county.site, Role.SITE_ADMINISTRATOR))


def titles(answer: Any) -> list[str]:
    """The objects of a list, as shown."""
    return [row.object_title for row, _roles in answer.context["rows"]]


def test_the_auditor_sees_what_everybody_did(county: County, auditor: Client) -> None:
    county.public(title="冬季养护")
    page = auditor.get(RECORD)
    assert "冬季养护" in titles(page)
    assert "审核同意" in page.content.decode()


def test_an_administrator_sees_the_own_unit_only(county: County, administrator: Client) -> None:
    other = unit("wjw")
    foreign = record(action=Action.EXPORTED, by=None, site=other)
    record(action=Action.EXPORTED, by=None)
    own = record(action=Action.EXPORTED, by=None, site=county.site)
    rows = administrator.get(RECORD).context["rows"]
    assert {row.site_id for row, _roles in rows} == {county.site.pk}
    assert administrator.get(f"{RECORD}{own.sequence}/").status_code == 200
    assert administrator.get(f"{RECORD}{foreign.sequence}/").status_code == 404
    asked = administrator.get(RECORD, {"site": other.pk})
    assert (asked.status_code, asked.context["rows"]) == (400, [])
    assert "wjw" not in administrator.get(f"{RECORD}export.csv").content.decode()


@pytest.mark.parametrize("address", ["", "1/", "export.csv", "export.xlsx"])
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR])
def test_nobody_else_finds_it(county: County, role: str, address: str) -> None:
    client = signed_in(user("other", county.site, role))
    assert client.get(RECORD + address).status_code == 404
    assert RECORD not in client.get("/admin/").content.decode()


def test_the_menu_leads_there(auditor: Client) -> None:
    assert RECORD in auditor.get("/admin/").content.decode()


FILTERS = [
    {"person": "jyj-office"},
    {"action": "released"},
    {"result": "refused"},
    {"first": "2000-01-01", "last": "2000-12-31"},
    {"first": "2100-01-01"},
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_filters(county: County, auditor: Client, asked: dict[str, str]) -> None:
    county.public()
    shown = [row for row, _roles in auditor.get(RECORD, asked).context["rows"]]
    field = {"person": "actor_name"}.get(next(iter(asked)), next(iter(asked)))
    assert all(getattr(row, field, None) == asked.get(next(iter(asked))) for row in shown)
    assert bool(shown) == (field in ("actor_name", "action"))


def test_a_wrong_filter_is_told_not_guessed(auditor: Client) -> None:
    answer = auditor.get(RECORD, {"first": "2026-12-31", "last": "2026-01-01"})
    assert answer.status_code == 400
    assert "“到”早于“从”" in answer.content.decode()


def test_pages_by_cursor_show_every_entry_once(auditor: Client) -> None:
    for _number in range(120):
        record(action=Action.EXPORTED, by=None)
    seen, place = [], ""
    while place is not None:
        context = auditor.get(f"{RECORD}?{place}").context
        seen += [row.sequence for row, _roles in context["rows"]]
        place = f"before={context['older']}" if context["older"] else None
    assert seen == sorted((e.sequence for e in AuditEntry.objects.all()), reverse=True)
    newer = auditor.get(f"{RECORD}?after={seen[60]}").context
    assert [row.sequence for row, _roles in newer["rows"]] == seen[10:60]


def test_the_list_costs_the_same_however_long(
    auditor: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(60):
        record(action=Action.EXPORTED, by=None)
    with django_assert_max_num_queries(14):
        auditor.get(RECORD)


HOSTILE = ["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-1", "＝1", "\t=1"]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_file_holds_a_formula(auditor: Client, title: str) -> None:
    record(action=Action.EXPORTED, by=None, name=title)
    text = auditor.get(f"{RECORD}export.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{title}" in cells
    book = load_workbook(io.BytesIO(auditor.get(f"{RECORD}export.xlsx").content))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


def test_an_export_is_on_record(county: County, auditor: Client) -> None:
    auditor.get(f"{RECORD}export.xlsx", {"action": "login"})
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.actor_name) == (Action.AUDIT_EXPORTED, "auditor")
    assert entry.details["asked"] == {"action": "login"}


def test_one_entry_in_words(county: County, auditor: Client) -> None:
    county.public()
    entry = AuditEntry.objects.filter(action=Action.APPROVED).first()
    assert entry is not None
    text = auditor.get(f"{RECORD}{entry.sequence}/").content.decode()
    assert "同意公开。" in text
    assert entry.entry_hash in text


@pytest.mark.parametrize("place", ["before=x", "before=99999999999999999999", "after=-1"])
def test_a_strange_place_is_the_beginning(auditor: Client, place: str) -> None:
    assert auditor.get(f"{RECORD}?{place}").status_code == 200
    assert auditor.get(f"{RECORD}99999999999999999999/").status_code == 404
