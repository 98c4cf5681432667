"""代办 at the desk: who appoints whom, what is offered, what stays on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitegroup.audit.models import Action, AuditEntry, Result
from sitegroup.models import Membership, Role, Site, Substitution
from sitegroup.review.services import submit
from sitegroup.review.substitutes import appoint
from tests.factories import article, unit, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision, said

HERE = "/admin/review/substitutes/"
NEW = f"{HERE}new/"
TODAY = timezone.localdate()


@pytest.fixture
def colleague(county: County) -> Any:
    """Somebody of the bureau who reviews nothing."""
    return user("colleague", county.site, Role.DATA_STEWARD, first_name="谷同事")


@pytest.fixture
def other(county: County) -> Site:
    """The bureau next door, with a reviewer of its own."""
    site = unit("czj", name="云溪县财政局")
    user("foreign", site, Role.DEPARTMENT_REVIEWER, first_name="外局某")
    return site


def post_of(person: Any) -> str:
    """The reviewer's post, as the form names it."""
    return str(Membership.objects.get(user=person).pk)


def form(absent: Any, colleague: Any, **changed: str) -> dict[str, str]:
    """What the second step sends: a week from today."""
    fields = {
        "place": post_of(absent), "substitute": str(colleague.pk), "reason": "年休假",
        "starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    return {**fields, **changed}


def lend(county: County, colleague: Any, **changed: Any) -> Substitution:
    """The colleague takes the department reviewer's place for a week."""
    reviewer = county.deciders[0]
    values = {"absent": reviewer, "substitute": colleague, "site": county.site, "by": reviewer,
              "role": Role.DEPARTMENT_REVIEWER, "starts_on": TODAY,
              "ends_on": TODAY + timedelta(days=7)}  # fmt: skip
    return appoint(**{**values, **changed})


def text(client: Client, path: str) -> str:
    """A page that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def counted(client: Client, path: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as queries:
        text(client, path)
    return len(queries)


def test_a_reviewer_on_leave_appoints_a_colleague_who_then_decides(
    county: County, colleague: Any, browser: Browser
) -> None:
    reviewer = county.deciders[0]
    client = browser(reviewer)
    # one post: the first step answers itself
    second = client.get(NEW)
    assert second["Location"] == f"{NEW}?place={post_of(reviewer)}"
    assert "谷同事（数据管理员）" in text(client, second["Location"])
    answer = client.post(NEW, form(reviewer, colleague), follow=True)
    assert "已指定谷同事代办" in said(answer)
    assert "正在代办" in answer.content.decode()
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    browser(colleague).post(address(case, "decide/"), decision(case))
    decided = case.decisions.get()
    assert (decided.reviewer, decided.stands_in_for) == (colleague, reviewer)


def test_the_place_of_the_office_is_taken_for_every_unit(county: County, browser: Browser) -> None:
    clerk = user("clerk", county.office, Role.AUTHOR)
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    for person in county.deciders[:2]:
        browser(person).post(address(case, "decide/"), decision(case))
    assert browser(clerk).get(address(case)).status_code == 404
    client = browser(county.deciders[2])
    assert "已指定" in said(client.post(NEW, form(county.deciders[2], clerk), follow=True))
    browser(clerk).post(address(case, "decide/"), decision(case))
    assert case.decisions.last().reviewer == clerk


def test_who_left_the_unit_stands_in_for_nobody(
    county: County, colleague: Any, other: Site, browser: Browser
) -> None:
    lend(county, colleague)
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    assert browser(colleague).get(address(case)).status_code == 200
    Membership.objects.filter(user=colleague).update(site=other)
    client = browser(Membership.objects.get(user=colleague).user)
    assert client.get(address(case)).status_code == 404
    assert case.title not in text(client, "/admin/review/")
    assert "教育局" not in text(client, HERE)
    assert "不起作用" in text(browser(county.deciders[0]), HERE)


def test_the_units_administrator_sees_and_offers_the_own_unit_only(
    county: County, colleague: Any, other: Site, browser: Browser
) -> None:
    lend(county, colleague)
    foreign = Membership.objects.get(user__username="foreign")
    away = Substitution.objects.create(
        absent=foreign.user, substitute=user("foreign-three"),
        site=other, role=foreign.role, starts_on=TODAY, ends_on=TODAY,
    )  # fmt: skip
    administrator = user("admin", county.site, Role.SITE_ADMINISTRATOR)
    client = browser(administrator)
    pages = [text(client, HERE), text(client, NEW)]
    pages.append(text(client, f"{NEW}?place={post_of(county.deciders[0])}"))
    assert "谷同事" in pages[0]
    assert not [page for page in pages if "外局" in page or "财政局" in page]
    # an office reviewer's post is the county's to lend
    assert county.deciders[2].get_username() not in pages[1]
    for path in (f"{NEW}?place={foreign.pk}", f"{NEW}?place={post_of(county.deciders[2])}",
                 f"{NEW}?site={other.pk}", f"{NEW}?place={10**30}", f"{NEW}?place=x"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert client.post(f"{HERE}{away.pk}/end/").status_code == 404
    answer = client.post(NEW, form(county.deciders[0], foreign.user))
    assert answer.status_code == 400
    assert Substitution.objects.filter(site=other).get() == away


def test_the_county_appoints_anywhere_unit_by_unit(
    county: County, other: Site, browser: Browser
) -> None:
    client = browser(user("county", county.office, Role.COUNTY_ADMINISTRATOR))
    assert "外局某" in text(client, NEW)
    assert "外局某" not in text(client, f"{NEW}?site={county.site.pk}")
    clerk = user("clerk", county.office, Role.AUTHOR)
    assert client.post(NEW, form(county.deciders[2], clerk)).status_code == 302
    assert Substitution.objects.get().substitute == clerk


def test_nobody_appoints_themselves(county: County, browser: Browser) -> None:
    administrator = user("admin", county.site, Role.SITE_ADMINISTRATOR)
    client = browser(administrator)
    answer = client.post(NEW, form(county.deciders[0], administrator))
    assert answer.status_code == 400
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends_on": (TODAY - timedelta(days=1)).isoformat()}, "不能早于开始日期"),
        ({"starts_on": (TODAY + timedelta(days=30)).isoformat()}, "不能早于开始日期"),
        ({"starts_on": "明天"}, "请填写日期"),
        ({"substitute": ""}, "请选择代办人"),
        ({"reason": "长" * 201}, "200"),
    ],
)
def test_a_mistake_is_said_and_nothing_written(
    county: County, colleague: Any, browser: Browser, changed: dict[str, str], words: str
) -> None:
    client = browser(county.deciders[0])
    answer = client.post(NEW, form(county.deciders[0], colleague, **changed))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Substitution.objects.exists()


def test_the_same_twice_is_once(county: County, colleague: Any, browser: Browser) -> None:
    client = browser(county.deciders[0])
    client.post(NEW, form(county.deciders[0], colleague))
    answer = client.post(NEW, form(county.deciders[0], colleague))
    assert "已经代办这个岗位" in answer.content.decode()
    assert Substitution.objects.count() == 1


def test_an_end_holds_at_once_and_stays_on_record(
    county: County, colleague: Any, browser: Browser
) -> None:
    made = lend(county, colleague)
    Substitution.objects.filter(pk=made.pk).update(starts_on=TODAY - timedelta(days=3))
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    client = browser(county.deciders[0])
    assert browser(colleague).post(f"{HERE}{made.pk}/end/").status_code == 404
    answer = client.post(f"{HERE}{made.pk}/end/", follow=True)
    assert "代办已结束" in said(answer)
    browser(colleague).post(address(case, "decide/"), decision(case))
    assert not case.decisions.exists()
    assert "谷同事" not in text(client, HERE)
    assert "谷同事" in text(client, f"{HERE}?ended=1")
    entries = AuditEntry.objects.filter(
        action__in=(Action.SUBSTITUTE_APPOINTED, Action.SUBSTITUTION_ENDED)
    )
    assert [entry.details["substitute"] for entry in entries.order_by("sequence")] == ["谷同事"] * 2
    again = client.post(f"{HERE}{made.pk}/end/", follow=True)
    assert "已经结束" in said(again)
    assert AuditEntry.objects.filter(result=Result.REFUSED).exists()


def test_one_that_has_not_begun_goes(county: County, colleague: Any, browser: Browser) -> None:
    made = lend(county, colleague, starts_on=TODAY + timedelta(days=2))
    client = browser(county.deciders[0])
    assert "还没开始" in text(client, HERE)
    client.post(f"{HERE}{made.pk}/end/")
    assert not Substitution.objects.exists()
    assert AuditEntry.objects.filter(action=Action.SUBSTITUTION_ENDED).exists()


def test_three_administrators_apart_stand_in_for_nobody(
    county: County, browser: Browser, settings: Any
) -> None:
    settings.THREE_ADMIN_SEPARATION = True
    auditor = user("auditor", county.office, Role.AUDITOR)
    answer = browser(county.deciders[2]).post(NEW, form(county.deciders[2], auditor))
    assert "三员分立" in answer.content.decode()
    # lending a role is giving it, which is the security administrator's then
    administrator = user("admin", county.site, Role.SITE_ADMINISTRATOR)
    assert "没有您能指定代办" in text(browser(administrator), NEW)


def test_the_desk_has_the_door_for_those_who_may(county: County, browser: Browser) -> None:
    link = f'href="{HERE}"'
    assert link in text(browser(county.deciders[0]), "/admin/review/")
    assert link not in text(browser(county.author), "/admin/review/")


def test_a_longer_list_asks_no_more(
    county: County, colleague: Any, browser: Browser, django_assert_num_queries: Any
) -> None:
    def more(number: int) -> None:
        for _count in range(number):
            person = user(f"r{Substitution.objects.count()}", county.site, Role.SECRECY_REVIEWER)
            lend(county, colleague, absent=person, by=person, role=Role.SECRECY_REVIEWER)

    client = browser(user("admin", county.site, Role.SITE_ADMINISTRATOR))
    more(2)
    text(client, HERE)
    few = counted(client, HERE)
    more(9)
    with django_assert_num_queries(few):
        text(client, HERE)
