"""The last net: what the copies hold is compared with what is public, and mended."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from cms.pages.documents import ArticleSource
from cms.pages.models import Article
from opendata.models import Dataset
from search.document import SearchDocument
from search.index import get_engine
from sitegroup.changes.reconciling import Finding, ReconcileFailed, reconcile_nightly
from sitegroup.changes.worker import drain_all
from sitegroup.exceptions import PeerAway
from sitegroup.models import Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.sitegroup.conftest import County

HERE = "tests.sitegroup.test_reconciling"


def away(*, mend: bool) -> Iterator[Finding]:
    """A copy that cannot be read."""
    raise PeerAway("nobody at home")


@pytest.fixture
def page(county: County, settings: Any, tmp_path: Path) -> Article:
    """A public article, delivered to the end."""
    settings.DATASETS_DIR = tmp_path
    get_engine().clear()
    page = county.public(title="关于防汛的通知")
    drain_all()
    return page


def reconcile(**options: Any) -> dict[str, list[str]]:
    """Keys of what differs, by kind of difference; what is mended is delivered."""
    told = StringIO()
    call_command("reconcile", json=True, stdout=told, **options)
    found: dict[str, list[str]] = {}
    for line in map(json.loads, told.getvalue().splitlines()):
        if "key" in line:
            found.setdefault(line["what"], []).append(line["key"])
    drain_all()
    return found


def document(page: Article, version: int) -> SearchDocument:
    """What the index holds of the article, under this number."""
    made = ArticleSource.document(str(page.pk))
    assert made
    return SearchDocument(key=made.key, version=version, title=made.title)


def living() -> set[str]:
    """The keys of articles that can be found."""
    return {key for key, _v in get_engine().versions(living=True) if key.startswith("article")}


def test_what_is_right_is_left_alone(page: Article) -> None:
    before = Delivery.objects.count()
    assert reconcile() == {}
    assert Delivery.objects.count() == before


def test_what_the_index_lacks_is_delivered_again(page: Article) -> None:
    get_engine().clear()
    assert reconcile() == {"missing": [f"article:{page.pk}", "dataset:xinxi"]}
    assert (living(), reconcile()) == ({f"article:{page.pk}"}, {})


def test_what_was_withdrawn_and_can_still_be_found_is_taken_out(
    county: County, page: Article
) -> None:
    old = document(page, 1)
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    drain_all()
    get_engine().clear()
    get_engine().write([old])
    assert reconcile(only="index")["extra"] == [f"article:{page.pk}"]
    assert living() == set()


def test_what_is_older_than_the_ledger_is_delivered_again(county: County, page: Article) -> None:
    get_engine().clear()
    get_engine().write([document(page, 0)])
    assert f"article:{page.pk}" in reconcile(only="index")["outdated"]
    assert dict(get_engine().versions())[f"article:{page.pk}"] == 1


def test_what_is_newer_than_the_ledger_is_named_and_fails(page: Article) -> None:
    get_engine().write([document(page, 9)])
    get_engine().write([SearchDocument(key="article:987654", version=1, title="无")])
    with pytest.raises(CommandError, match="2处没有改正"):
        reconcile(only="index")


def test_what_is_on_its_way_is_no_difference(county: County, page: Article) -> None:
    county.public(title="另一条通知")
    assert reconcile(only="index", dry_run=True) == {}


def test_a_dry_run_changes_nothing(page: Article) -> None:
    get_engine().clear()
    assert len(reconcile(dry_run=True)["missing"]) == 2
    assert living() == set()


def test_a_dataset_behind_its_content_is_made_anew(county: County, page: Article) -> None:
    county.public(title="另一条通知")
    Delivery.objects.filter(effect="datasets").update(state=DeliveryState.DONE)
    drain_all()
    assert reconcile(only="datasets") == {"outdated": ["dataset:xinxi"]}
    assert Dataset.objects.get(name="xinxi").version.row_count == 2


def test_by_night_a_copy_that_is_away_keeps_none_of_the_others(page: Article) -> None:
    get_engine().clear()
    wired = [("far", f"{HERE}.away"), ("index", "search.reconciling.reconcile_index")]
    with (
        override_settings(RECONCILERS=wired),
        pytest.raises(ReconcileFailed, match="far：nobody at home"),
    ):
        reconcile_nightly()
    drain_all()
    assert living() == {f"article:{page.pk}"}


def test_in_words_it_says_how_much_was_compared(page: Article) -> None:
    told = StringIO()
    call_command("reconcile", only="index", stdout=told)
    assert told.getvalue() == "index：核对2项，不一致0项。\n"
