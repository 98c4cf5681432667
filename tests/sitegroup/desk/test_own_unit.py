"""A unit sees, chooses and changes its own and nothing else."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.media.models import Attachment, Picture
from cms.pages.models import Channel
from sitegroup.guard.groups import collection_of
from sitegroup.models import Membership, Site
from tests.factories import unit, user
from tests.sitegroup.desk.conftest import Browser, County
from tests.sitegroup.desk.test_language import visible
from tests.sitegroup.desk.test_submitting import form


@pytest.fixture
def other(county: County) -> Site:
    """The bureau next door."""
    return unit("czj", name="云溪县财政局")


def picture(site: Site, title: str) -> Picture:
    """A picture in a unit's collection."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    file = ContentFile(buffer.getvalue(), "a.png")
    return Picture.objects.create(title=title, collection=collection_of(site), file=file)


def test_the_explorer_shows_the_own_unit(county: County, other: Site, browser: Browser) -> None:
    client = browser(county.author)
    shown = client.get("/admin/pages/", follow=True).content.decode()
    assert "云溪县教育局" in shown
    assert "云溪县财政局" not in shown


def test_nothing_is_written_for_another_unit(county: County, other: Site, browser: Browser) -> None:
    column = Channel.objects.get(site=other, slug="gzdt")
    browser(county.author).post(f"/admin/pages/add/pages/article/{column.pk}/", form())
    assert not column.get_children().exists()


def test_choosers_offer_the_own_unit(county: County, other: Site, browser: Browser) -> None:
    for site, whose in ((county.site, "本局的"), (other, "别局的")):
        picture(site, f"{whose}图")
        document = Attachment(title=f"{whose}表", collection=collection_of(site))
        document.file.save("a.csv", ContentFile(b"x"))
    client = browser(county.author)
    for place in ("images", "documents"):
        shown = client.get(f"/admin/{place}/chooser/").json()["html"]
        assert "本局的" in shown
        assert "别局的" not in shown
    pages = client.get("/admin/choose-page/", follow=True).json()["html"]
    assert "云溪县教育局" in pages
    assert "云溪县财政局" not in pages


def test_a_person_who_left_the_unit_can_write_no_more(county: County, browser: Browser) -> None:
    client = browser(county.author)
    column = Channel.objects.get(site=county.site, slug="gzdt")
    Membership.objects.get(user=county.author).delete()
    client.post(f"/admin/pages/add/pages/article/{column.pk}/", form())
    assert not column.get_children().exists()


@pytest.mark.parametrize(
    ("roles", "doors"),
    [(["author"], ["review", "explorer", "images"]), (["department_reviewer"], ["review"])],
)
def test_the_menu_has_the_doors_of_the_role(
    county: County, browser: Browser, roles: list[str], doors: list[str]
) -> None:
    shown = browser(user("x", county.site, *roles)).get("/admin/").content.decode()
    assert all(f'"name": "{door}"' in shown for door in doors)
    assert '"name": "settings"' not in shown
    assert '"name": "help"' not in shown


def test_the_admin_carries_the_countys_name(county: County, browser: Browser) -> None:
    login = visible(browser(None).get("/admin/login/").content.decode())
    assert "云溪县人民政府" in login
    assert "Wagtail" not in login
