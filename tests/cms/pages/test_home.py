"""What the portal's home and the directory of units show."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from cms.pages.counting import home_figures
from cms.pages.directory import unit_directory
from cms.pages.initials import initial
from cms.pages.reading import brief_at
from tests.cms.pages.conftest import County, approved, get

pytestmark = pytest.mark.django_db


def test_what_leads_is_not_listed_again(county: County) -> None:
    for title in ("甲", "乙"):
        approved(county.path_unit, county.office, title)
    newest, older = brief_at(county.path_unit, "gzdt", 8).articles
    assert brief_at(county.path_unit, "gzdt", 8, without=newest).articles == (older,)


def test_articles_are_counted_beside_the_year_before(county: County) -> None:
    for title, moment in (
        ("甲", datetime(2024, 12, 31, 16, 30, tzinfo=UTC)),  # 2025-01-01 in the county
        ("乙", datetime(2024, 6, 1, tzinfo=UTC)),
        ("丙", datetime(2025, 6, 1, tzinfo=UTC)),
    ):
        approved(county.path_unit, county.office, title, first_published_at=moment)
    (figure,) = home_figures(county.portal)
    assert (figure.label, figure.value, figure.unit) == ("2025年主动公开信息", "2", "条")
    assert figure.comparison == "2024年全年1条"


def test_nothing_public_is_no_number(county: County) -> None:
    assert home_figures(county.portal) == ()


@pytest.mark.parametrize(
    ("word", "letter"),
    [("教育局", "J"), ("座", "Z"), ("啊", "A"), ("a1", "A"), ("1号", "#"), ("濯", "#"), ("", "#")],
)
def test_the_letter_of_a_name(word: str, letter: str) -> None:
    assert initial(word) == letter


def test_every_unit_stands_in_the_directory_with_its_letter(county: County) -> None:
    found = unit_directory()
    listed = {unit.title for section in found.sections for unit in section.units}
    assert listed == {unit.title for letter in found.letters for unit in letter.units}
    letters = {unit.title: letter.letter for letter in found.letters for unit in letter.units}
    assert letters[county.path_unit.short_name] == "Y"  # 云溪县水利局


def test_the_directory_has_telephones_and_letters_without_units(county: County) -> None:
    site = county.path_unit
    type(site.organisation).objects.filter(pk=site.organisation_id).update(phone="（0000）622 9")
    page = BeautifulSoup(get("/danwei/").content, "html.parser")
    assert page.select_one(".contacts a[href='tel:00006229']")
    assert [tag.name for tag in page.select(".letters *") if tag.get_text() == "V"] == ["span"]


def test_an_article_shows_its_column_but_not_itself(county: County) -> None:
    site = county.path_unit
    first, second = (approved(site, county.office, title) for title in ("甲信息", "乙信息"))
    page = BeautifulSoup(get(first.full_url).content, "html.parser")
    assert [a["href"] for a in page.select("aside .list a")] == [second.full_url]
