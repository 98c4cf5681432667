"""应急发布 and 补审 on their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.models import CaseState, EmergencyReview, Release, Role
from sitegroup.review.emergency import release_urgently
from sitegroup.review.hashing import latest_hash
from sitegroup.review.services import submit
from tests.cms.expenses.conftest import draft as statement
from tests.factories import article, released, unit, user
from tests.sitegroup.desk.conftest import Browser, County, said

LIST = "/admin/review/emergencies/"


@pytest.fixture
def officer(county: County) -> Any:
    """Who may release in an emergency, and writes for the unit."""
    return user("duty", county.site, Role.EMERGENCY_RELEASER, Role.EDITOR, first_name="值班员")


def place(subject: Any, action: str = "") -> str:
    """应急发布 of a subject."""
    meta = subject._meta
    return f"/admin/review/urgent/{meta.app_label}/{meta.model_name}/{subject.pk}/{action}"


def form(subject: Any, **changes: str) -> dict[str, str]:
    """What the page sends."""
    fresh = type(subject)._default_manager.get(pk=subject.pk)
    fields = {"seen_hash": latest_hash(fresh), "reason": "预警要马上发", "confirmed": "on"}
    return {**fields, **changes}


def pending_page(county: County, officer: Any) -> tuple[Article, EmergencyReview]:
    """An article that was released in an emergency."""
    page = article(county.site, "暴雨红色预警", by=county.author)
    release = release_urgently(subject=page, by=officer, reason="预警要马上发")
    return page, release.after_review


def test_what_will_be_public_is_shown_and_released(
    county: County, officer: Any, browser: Browser
) -> None:
    page = article(county.site, "暴雨红色预警", by=county.author, text="<p>请立即转移。</p>")
    document = Attachment(title="转移名单", collection=collection_of(county.site))
    document.file.save("list.csv", ContentFile(b"a,b\n"))
    page.attachments.add(ArticleAttachment(document=document))
    page.save_revision(user=county.author)
    client = browser(officer)
    shown = client.get(place(page)).content.decode()
    assert all(part in shown for part in ("暴雨红色预警", "请立即转移", "list.csv", "检查结果"))
    assert "请立即转移" in client.get(place(page, "preview/")).content.decode()
    sent = client.get(place(page, f"files/document/{document.pk}/"))
    assert (sent.status_code, sent.getvalue()) == (200, b"a,b\n")
    assert client.get(place(page, "files/document/999999/")).status_code == 404
    answer = client.post(place(page), form(page), follow=True)
    assert "已应急发布" in said(answer)
    page.refresh_from_db()
    assert (page.live, Release.objects.latest("pk").reason) == (True, "预警要马上发")
    assert client.get(place(page)).status_code == 404  # nothing is left to release


@pytest.mark.parametrize(
    ("wrong", "status", "why"),
    [
        ({"reason": " "}, 422, "请写明应急发布的原因"),
        ({"confirmed": ""}, 422, "打勾确认以后再发布"),
        ({"seen_hash": "0" * 64}, 409, "内容已变，请重新看"),
        ({"reason": "长" * 501}, 422, "最多500字"),
    ],
)
def test_nothing_is_public_by_mistake(
    county: County, officer: Any, browser: Browser, wrong: dict[str, str], status: int, why: str
) -> None:
    page = article(county.site, by=county.author)
    answer = browser(officer).post(place(page), form(page, **wrong))
    shown = answer.content.decode()
    assert (answer.status_code, why in shown) == (status, True)
    assert wrong.get("reason", "预警要马上发").strip() in shown
    page.refresh_from_db()
    assert not page.live


def test_what_must_be_mended_stands_in_the_way(
    county: County, officer: Any, browser: Browser
) -> None:
    page = article(county.site, by=county.author, text="")
    answer = browser(officer).post(place(page), form(page))
    assert (answer.status_code, "没有发布：正文是空的" in answer.content.decode()) == (409, True)


def test_the_button_stands_in_the_editor_and_on_the_case(
    county: County, officer: Any, browser: Browser
) -> None:
    page, table = article(county.site, by=county.author), statement(county.site, county.author)
    case = submit(subject=page, by=county.author)
    for address, subject in (
        (f"/admin/pages/{page.pk}/edit/", page),
        (f"/admin/review/{case.pk}/", page),
        (f"/admin/expenses/{table.pk}/", table),
        (LIST, page),
    ):
        shown = browser(officer).get(address).content.decode()
        assert place(subject) in shown, address
        assert place(subject) not in browser(county.author).get(address).content.decode()
    browser(officer).post(place(page), form(page))
    case.refresh_from_db()
    assert case.state == CaseState.CANCELLED
    assert place(page) not in browser(officer).get(f"/admin/review/{case.pk}/").content.decode()


def test_it_takes_the_right_in_this_very_unit(
    county: County, officer: Any, browser: Browser
) -> None:
    page = article(county.site, "机密预警", by=county.author)
    other = unit("czj", name="云溪县财政局")
    stranger = user("stranger", other, Role.EMERGENCY_RELEASER)
    people = (stranger, county.author, county.deciders[2], user("root", is_superuser=True))
    for person in people:
        for action in ("", "preview/"):
            assert browser(person).get(place(page, action)).status_code == 404
        assert browser(person).post(place(page), form(page)).status_code == 404
    page.refresh_from_db()
    assert not page.live


def test_another_stands_by_it(county: County, officer: Any, browser: Browser) -> None:
    page = released(article(county.site, "旧预警", by=county.author), county.author,
                    county.deciders)  # fmt: skip
    page.title = "新预警"
    page.save_revision(user=county.author)
    review = release_urgently(subject=page, by=officer, reason="改级别").after_review
    client = browser(county.deciders[2])
    assert "补审 <b>1</b>" in client.get("/admin/review/").content.decode()
    assert "新预警" in client.get(LIST).content.decode()
    shown = client.get(f"{LIST}{review.pk}/").content.decode()
    assert all(part in shown for part in ("改级别", "值班员", "<ins", "<del", "补审同意"))
    assert f"/admin/review/withdraw/pages/article/{page.pk}/" in shown
    assert "新预警" in client.get(f"{LIST}{review.pk}/preview/").content.decode()
    seen = {"seen_hash": review.release.content_hash}
    refused = client.post(f"{LIST}{review.pk}/", {**seen, "opinion": ""})
    assert (refused.status_code, "请填写审核意见" in refused.content.decode()) == (422, True)
    changed = client.post(f"{LIST}{review.pk}/", {"seen_hash": "0", "opinion": "属实。"})
    assert (changed.status_code, "属实。" in changed.content.decode()) == (409, True)
    assert EmergencyReview.objects.get().reviewed_at is None
    answer = client.post(f"{LIST}{review.pk}/", {**seen, "opinion": "属实。"}, follow=True)
    assert "已补审同意" in said(answer)
    assert "没有等待补审的应急发布" in answer.content.decode()
    assert "已补审同意" in client.get(f"{LIST}{review.pk}/").content.decode()


def test_who_released_or_wrote_it_sees_and_may_not_decide(
    county: County, officer: Any, browser: Browser
) -> None:
    _page, review = pending_page(county, officer)
    officer.memberships.create(site=county.office, role=Role.OFFICE_REVIEWER)
    seen = {"seen_hash": review.release.content_hash, "opinion": "好"}
    for person, why in ((officer, "由您办理或者起草"), (county.author, "政府办审定岗补审")):
        client = browser(person)
        assert "补审 <b>1</b>" in client.get("/admin/review/").content.decode()
        shown = client.get(f"{LIST}{review.pk}/").content.decode()
        assert why in shown
        assert 'name="opinion"' not in shown
        assert client.post(f"{LIST}{review.pk}/", seen).status_code == 403
    assert EmergencyReview.objects.get().reviewed_at is None


def test_another_unit_learns_nothing_of_it(county: County, officer: Any, browser: Browser) -> None:
    _page, review = pending_page(county, officer)
    other = unit("czj", name="云溪县财政局")
    for role in (Role.EDITOR, Role.EMERGENCY_RELEASER, Role.DEPARTMENT_REVIEWER):
        client = browser(user(f"x-{role}", other, role))
        shown = client.get(LIST).content.decode()
        assert "暴雨红色预警" not in shown
        assert "补审 <b>" not in shown
        for action in ("", "preview/", "files/document/1/"):
            assert client.get(f"{LIST}{review.pk}/{action}").status_code == 404
        seen = {"seen_hash": review.release.content_hash, "opinion": "好"}
        assert client.post(f"{LIST}{review.pk}/", seen).status_code == 404
    gone = user("gone", county.site, Role.EDITOR)
    gone.memberships.all().delete()
    assert "暴雨红色预警" not in browser(gone).get(LIST, follow=True).content.decode()


@pytest.mark.parametrize(
    ("late", "words"), [(timedelta(hours=3, minutes=1), "已超时3小时"),
                        (timedelta(minutes=5), "已超时不到1小时")],
)  # fmt: skip
def test_late_is_red_with_its_hours(
    county: County, officer: Any, browser: Browser, late: timedelta, words: str
) -> None:
    pending_page(county, officer)
    client = browser(county.deciders[2])
    assert "desk-late" not in client.get(LIST).content.decode()
    EmergencyReview.objects.update(due_at=timezone.now() - late)
    shown = client.get(LIST).content.decode()
    assert 'class="desk-late"' in shown
    assert words in shown


def test_the_list_asks_as_much_of_many_as_of_one(
    county: County, officer: Any, browser: Browser
) -> None:
    client = browser(county.deciders[2])

    def asked() -> int:
        pending_page(county, officer)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    first = asked()
    pending_page(county, officer)
    assert asked() == first
