"""发布后处理: who sees what was given up, and who may try it again."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sitegroup.changes.reading import ledger_figures
from sitegroup.changes.services import record_derived
from sitegroup.models import Delivery, DeliveryState, Duty, ReviewCase, Role, Site
from tests.factories import unit, user
from tests.sitegroup.conftest import County

PAGE = "/admin/deliveries/"
WHY = "CatalogueRefused: CKAN不接受package_create"


@pytest.fixture(autouse=True)
def nothing_due(county: County) -> None:
    """Nothing of the county's making is due."""
    Delivery.objects.update(state=DeliveryState.DONE)


def dead(site: Site, key: str = "xinxi") -> Delivery:
    """A delivery that was given up."""
    change = record_derived(object_type="dataset", object_key=key, site=site)
    change.deliveries.update(state=DeliveryState.DONE)
    change.deliveries.filter(effect="catalogue").update(
        state=DeliveryState.DEAD, last_error=WHY, attempts=3
    )
    return change.deliveries.get(effect="catalogue")


def as_(person: Any) -> Client:
    """This person's browser."""
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    return client


def administrator(county: County, site: Site | None = None) -> Client:
    """Who looks after one unit, or the whole county."""
    role = Role.SITE_ADMINISTRATOR if site else Role.COUNTY_ADMINISTRATOR
    return as_(user("administrator", site or county.portal, role))


def states() -> list[str]:
    """How every delivery to the catalogue stands, the oldest first."""
    found = Delivery.objects.filter(effect="catalogue").order_by("pk")
    return list(found.values_list("state", flat=True))


def test_what_was_given_up_is_shown_with_its_reason(county: County) -> None:
    dead(county.site, "sangong")
    body = administrator(county).get(PAGE).content.decode()
    assert all(word in body for word in ("sangong", WHY, county.site.short_name, "推送到目录平台"))


def test_a_released_object_is_named_and_linked(county: County) -> None:
    page = county.public(title="关于防汛的通知")
    Delivery.objects.filter(effect="index").update(state=DeliveryState.DEAD)
    body = administrator(county, county.site).get(PAGE).content.decode()
    assert f'<a href="/admin/pages/{page.pk}/edit/">关于防汛的通知</a>' in body


def test_who_cannot_edit_it_is_led_to_its_case(county: County) -> None:
    county.public(title="关于防汛的通知")
    Delivery.objects.filter(effect="index").update(state=DeliveryState.DEAD)
    client = administrator(county)
    address = f"/admin/review/{ReviewCase.objects.get().pk}/"
    assert f'<a href="{address}">关于防汛的通知</a>' in client.get(PAGE).content.decode()
    assert client.get(address).status_code == HTTPStatus.OK


def test_a_unit_sees_and_retries_its_own_alone(county: County) -> None:
    other = unit("jtj")
    mine, theirs = dead(county.site, "mine"), dead(other, "theirs")
    client = administrator(county, county.site)
    body = client.get(PAGE).content.decode()
    assert "mine" in body
    assert "theirs" not in body
    assert client.post(f"{PAGE}{theirs.pk}/retry/").status_code == HTTPStatus.NOT_FOUND
    client.post(f"{PAGE}effects/catalogue/retry/")
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (DeliveryState.WAITING, DeliveryState.DEAD)


@pytest.mark.parametrize(
    "role", [Role.AUTHOR, Role.EDITOR, Role.DEPARTMENT_REVIEWER, Role.OFFICE_REVIEWER, Role.AUDITOR]
)
def test_for_others_there_is_no_such_page(county: County, role: str) -> None:
    delivery = dead(county.site)
    client = as_(user("other", county.site, role))
    answers = [client.get(PAGE), client.post(f"{PAGE}{delivery.pk}/retry/")]
    answers.append(client.post(f"{PAGE}effects/catalogue/retry/"))
    assert {answer.status_code for answer in answers} == {HTTPStatus.NOT_FOUND}
    assert states() == [DeliveryState.DEAD]


def test_another_try_begins_at_once_and_from_the_start(county: County) -> None:
    delivery = dead(county.site)
    dead(county.site, "other")
    answer = administrator(county).post(f"{PAGE}{delivery.pk}/retry/", follow=True)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    assert delivery.due_at <= timezone.now()
    assert states() == [DeliveryState.WAITING, DeliveryState.DEAD]
    assert "1项已重新排队" in answer.content.decode()


def test_what_is_done_is_not_done_again(county: County) -> None:
    delivery = dead(county.site)
    Delivery.objects.update(state=DeliveryState.DONE)
    answer = administrator(county).post(f"{PAGE}{delivery.pk}/retry/", follow=True)
    assert states() == [DeliveryState.DONE]
    assert "没有要重试的" in answer.content.decode()


def test_a_retry_needs_the_token_and_a_post(county: County) -> None:
    delivery = dead(county.site)
    client = Client(enforce_csrf_checks=True, headers={"host": "portal.test"})
    client.force_login(user("chief", county.portal, Role.COUNTY_ADMINISTRATOR))
    address = f"{PAGE}{delivery.pk}/retry/"
    assert client.post(address).status_code == HTTPStatus.FORBIDDEN
    assert client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert states() == [DeliveryState.DEAD]


def test_more_dead_ones_cost_no_more_queries(
    county: County, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = administrator(county)
    for key in ("a", "b", "c", "d", "e", "f", "g", "h"):
        dead(county.site, key)
    client.get(PAGE)
    with django_assert_max_num_queries(25):
        client.get(PAGE)


def test_the_figures_say_how_far_behind_the_workers_are(county: County) -> None:
    dead(county.site)
    record_derived(object_type="thing", object_key="a", site=county.site)
    late = timezone.now() - timedelta(minutes=10)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=late, attempts=2)
    Duty.objects.create(name="post", due_at=late, failures=2)
    figures = ledger_figures()
    purge = next(effect for effect in figures.effects if effect.effect == "purge")
    assert (figures.waiting, figures.dead, figures.failing_duties) == (1, 1, ("post",))
    assert (purge.waiting, purge.retrying) == (1, 1)
    assert 600 <= figures.late_seconds < 700


def test_the_figures_of_an_empty_outbox_are_two_queries(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert ledger_figures().late_seconds == 0
