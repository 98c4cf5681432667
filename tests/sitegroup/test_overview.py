"""本单位信息一览: every page in one state, with filters and a file."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sitegroup.models import Role
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import agree, article, unit, user
from tests.sitegroup.conftest import County

PLACE = "/admin/our-content/"


@pytest.fixture
def client(county: County) -> Client:
    """The author at the desk."""
    made = Client(headers={"host": "portal.test"})
    made.force_login(county.author)
    return made


def titles(client: Client, **wishes: object) -> set[str]:
    """The titles of articles that the list shows."""
    rows = client.get(PLACE, wishes).context["rows"]
    return {row["page"].draft_title for row in rows if row["page"].content_type.name == "信息"}


def in_every_state(county: County) -> None:
    """One article in each state, named after it."""
    county.draft(title="draft")
    submit(subject=county.draft(title="in_review"), by=county.author)
    case = submit(subject=county.draft(title="returned"), by=county.author)
    agree(case, county.deciders[0], decision="return", opinion="请写明时间。")
    county.public(title="published")
    changed = county.public(title="changed")
    changed.summary = "补充"
    changed.save_revision(user=county.author)
    withdraw(subject=county.public(title="withdrawn"), by=county.deciders[0], reason="内容有误")


def test_each_state_has_its_own(county: County, client: Client) -> None:
    in_every_state(county)
    states = dict(client.get(PLACE).context["states"])
    for state in states:
        assert titles(client, state=state.value) == {state.value}
    assert sum(states.values()) == client.get(PLACE).context["page"].paginator.count


def test_column_author_and_age_narrow(county: County, client: Client) -> None:
    other = user("second", county.site, Role.EDITOR, first_name="乙")
    article(county.site, "在部门文件", by=other, column="zfxxgk/bmwj")
    county.draft(title="在工作动态")
    columns = client.get(PLACE).context["form"].fields["column"].queryset
    assert titles(client, author=other.pk) == {"在部门文件"}
    assert titles(client, column=columns.get(slug="gzdt").pk) == {"在工作动态"}
    assert titles(client, age="7") == {"在部门文件", "在工作动态"}
    assert titles(client, age="-30") == set()


def test_a_foreign_unit_is_not_there(county: County, client: Client) -> None:
    other = unit("czj")
    assert client.get(PLACE, {"site": other.pk}).status_code == 404
    assert client.get(PLACE, {"site": other.pk, "export": "csv"}).status_code == 404


def test_who_belongs_nowhere_has_no_such_page(county: County) -> None:
    client = Client(headers={"host": "portal.test"})
    client.force_login(user("nobody"))
    assert client.get(PLACE).status_code == 404


@pytest.mark.parametrize("wish", ["site=9999999999999999999999", "age=x&author=-1&column=a&page=z"])
def test_nonsense_is_no_failure(county: County, client: Client, wish: str) -> None:
    assert client.get(f"{PLACE}?{wish}").status_code in {200, 404}


def test_the_files_hold_what_the_list_shows_and_no_formula(county: County, client: Client) -> None:
    county.draft(title="=HYPERLINK(1)")
    csv = client.get(PLACE, {"export": "csv", "state": "draft"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in csv
    book = load_workbook(BytesIO(client.get(PLACE, {"export": "xlsx"}).content))
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"].data_type == "s"


def test_a_long_list_costs_what_a_short_one_costs(
    county: County, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        county.draft(title=f"第{number}条")
    client.get(PLACE)
    with django_assert_max_num_queries(21):
        client.get(PLACE)
