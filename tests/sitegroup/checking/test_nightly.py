"""Every night what is live is checked again, in batches, by the rules of the day."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sitegroup.checking import nightly
from sitegroup.checking.nightly import check_public
from sitegroup.models import CheckRun, ContentFinding, Role
from sitegroup.review.withdrawal import withdraw
from tests.factories import unit, user
from tests.sitegroup.checking.conftest import OwnRules, rule
from tests.sitegroup.conftest import County


def open_rules() -> list[str]:
    """The rules of the nightly findings that are not gone."""
    found = ContentFinding.objects.filter(run="nightly", gone_at=None)
    return list(found.values_list("rule", flat=True))


def test_the_night_finds_what_a_new_rule_forbids_and_closes_it(
    county: County, own_rules: OwnRules
) -> None:
    county.public(text="<p>旧县名</p>")
    list(check_public())
    assert open_rules() == []
    own_rules(rule("旧县名"))
    list(check_public())
    list(check_public())
    assert open_rules() == ["own"]
    own_rules(rule("别的词"))
    list(check_public())
    assert open_rules() == []
    assert ContentFinding.objects.get().gone_at


def test_what_is_withdrawn_is_no_finding_any_more(county: County, own_rules: OwnRules) -> None:
    page = county.public(text="<p>旧县名</p>")
    own_rules(rule("旧县名"))
    list(check_public())
    withdraw(subject=page, by=county.deciders[0], reason="用语有误")
    list(check_public())
    assert open_rules() == []


def test_a_round_broken_off_goes_on(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "BATCH", 3)
    total = nightly.live_count()
    first = next(check_public())
    assert (first.checked, first.finished_at) == (3, None)
    runs = list(check_public())
    assert (runs[-1].pk, runs[-1].checked) == (first.pk, total)
    assert CheckRun.objects.get().finished_at


def test_the_command_counts(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    county.public(text="<p>电话13812345678</p>")
    call_command("check_public", "--json", "--site", county.site.code)
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])["counts"]
    assert (counts["block"], counts["warn"]) == (0, 1)


def test_the_list_shows_ones_own_units(county: County, own_rules: OwnRules, client: Client) -> None:
    page = county.public(text="<p>旧县名</p>", title="关于旧县名的通知")
    own_rules(rule("旧县名"))
    list(check_public())
    people: list[tuple[Any, bool]] = [
        (county.deciders[0], True),
        (user("administrator", county.portal, Role.COUNTY_ADMINISTRATOR), True),
        (user("foreign", unit("czj"), Role.SITE_ADMINISTRATOR), False),
        (county.author, False),
    ]
    for person, sees in people:
        client.force_login(person)
        shown = client.get("/admin/checking/", headers={"host": "portal.test"}).content.decode()
        assert (page.title in shown) is sees


def test_a_broken_link_is_found_and_nothing_is_fetched(county: County) -> None:
    text = (
        '<p><a href="http://jyj.test/gzdt/">有</a><a href="http://jyj.test/gzdt/none/">没有</a>'
        '<a href="https://www.gov.cn/x">国</a><a href="https://shop.example.com/">店</a></p>'
    )
    county.public(text=text)
    list(check_public())
    rows = ContentFinding.objects.filter(run="nightly")
    found = {row.rule: row.detail["excerpts"] for row in rows}
    assert found == {
        "broken_link": ["http://jyj.test/gzdt/none/"],
        "strange_host": ["https://shop.example.com/"],
    }


def test_more_content_costs_few_queries_each(
    county: County, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    list(check_public())
    for number in range(10):
        county.public(title=f"第{number}条")
    with django_assert_max_num_queries(100):
        list(check_public())
