"""What stands where something was: when and why it was taken back, or what replaces it."""

import pytest
from django.test import Client

from cms.pages.models import Article
from sitegroup.delivery import epoch
from sitegroup.models import Release, Tombstone
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.withdrawal import withdraw
from tests.factories import released
from tests.sitegroup.conftest import County

READER = Client(headers={"host": "jyj.test"})


def taken_back(county: County, redirect_to: str = "") -> Article:
    """An article that was public."""
    page = county.public(title="有误的通知")
    withdraw(
        subject=page,
        by=county.deciders[0],
        reason="附件有误，将重新发布。",
        redirect_to=redirect_to,
    )
    epoch.bump()
    return page


def test_its_address_says_when_and_why(county: County) -> None:
    page = taken_back(county)
    for path in (page.public_path(), page.public_path().rstrip("/")):
        answer = READER.get(path)
        text = answer.content.decode()
        assert answer.status_code == 410
        assert "附件有误，将重新发布。" in text and "有误的通知" in text
    assert "定于下周一开始" not in text
    assert Release.objects.filter(object_type="article", kind="withdrawal").count() == 1


def test_or_leads_to_what_replaces_it(county: County) -> None:
    page = taken_back(county, redirect_to="/gzdt/")
    answer = READER.get(page.public_path())
    assert (answer.status_code, answer["Location"]) == (302, "http://jyj.test/gzdt/")


@pytest.mark.parametrize(
    "address", ["https://example.com/", "//example.com/", "javascript:alert(1)", "gzdt"]
)
def test_and_never_to_strangers(county: County, address: str) -> None:
    page = county.public()
    with pytest.raises(ReviewRefused, match="本平台的网址"):
        withdraw(subject=page, by=county.deciders[0], reason="有误。", redirect_to=address)
    page.refresh_from_db()
    assert page.live


def test_released_again_the_stone_is_gone(county: County) -> None:
    page = taken_back(county)
    released(Article.objects.get(pk=page.pk), county.author, county.deciders)
    epoch.bump()
    assert READER.get(page.public_path()).status_code == 200
    assert not Tombstone.objects.exists()


def test_what_was_never_there_is_not_found(county: County) -> None:
    taken_back(county)
    assert READER.get("/gzdt/meiyou/").status_code == 404
    assert READER.get("/gzdt/%00/").status_code == 404
