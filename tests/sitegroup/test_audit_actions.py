"""Whatever is done leaves one entry: who, from where, what, on what, with which result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from sitegroup.audit.models import Action, AuditEntry, Result
from sitegroup.models import Membership, Notice, NoticeState, Role
from sitegroup.review.bundles import cancel_bundle, create_bundle
from sitegroup.review.emergency import approve_after, pending, release_urgently
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.services import submit
from sitegroup.review.substitutes import appoint, end_substitution
from tests.factories import user
from tests.sitegroup.checking.test_review import ID, findings_of, hash_of
from tests.sitegroup.conftest import County
from tests.sitegroup.test_deliveries_desk import dead

pytestmark = pytest.mark.django_db
BROWSER = "Firefox/140"


@dataclass
class Ask:
    """One request: by whom, what is sent where, and on what the entry must be."""

    by: Any
    address: str
    sent: dict[str, Any] | None = None
    on: Any = None
    get: bool = False


def _login(county: County, chief: Any) -> Ask:
    return Ask(None, "/admin/login/", {"username": "writer", "password": "writer"})


def _wrong_password(county: County, chief: Any) -> Ask:
    return Ask(None, "/admin/login/", {"username": "writer", "password": "x"})


def _unlock(county: County, chief: Any) -> Ask:
    AccessAttempt.objects.create(username="writer", ip_address="10.0.0.9", failures_since_start=5)
    return Ask(chief, f"/admin/people/{county.author.pk}/unlock/", {}, county.author)


def _open_account(county: County, chief: Any) -> Ask:
    form = {"site": county.site.pk, "username": "fresh", "name": "新同事"}
    return Ask(chief, "/admin/people/new/", form)


def _telephone(county: County, chief: Any) -> Ask:
    sent = {"name": county.author.first_name or "甲", "phone": "0000-1234567"}
    return Ask(chief, f"/admin/people/{county.author.pk}/", sent, county.author)


def _new_password(county: County, chief: Any) -> Ask:
    return Ask(chief, f"/admin/people/{county.author.pk}/new-password/", {}, county.author)


def _stop(county: County, chief: Any) -> Ask:
    return Ask(chief, f"/admin/people/{county.author.pk}/stop/", {}, county.author)


def _grant(county: County, chief: Any) -> Ask:
    sent = {"site": county.site.pk, "role": Role.EDITOR}
    return Ask(chief, f"/admin/people/{county.author.pk}/grant/", sent, county.author)


def _grant_oneself(county: County, chief: Any) -> Ask:
    sent = {"site": county.site.pk, "role": Role.EDITOR}
    return Ask(chief, f"/admin/people/{chief.pk}/grant/", sent, chief)


def _revoke(county: County, chief: Any) -> Ask:
    held = Membership.objects.get(user=county.author)
    address = f"/admin/people/{county.author.pk}/roles/{held.pk}/revoke/"
    return Ask(chief, address, {}, county.author)


def _withdraw(county: County, chief: Any) -> Ask:
    page = county.public()
    address = f"/admin/review/withdraw/pages/article/{page.pk}/"
    return Ask(county.deciders[0], address, {"reason": "有误。"}, page)


def _waive(county: County, chief: Any) -> Ask:
    page = county.draft(text=f"<p>{ID}</p>")
    seen = page.get_latest_revision_as_object()
    sent = {"fingerprint": findings_of(seen)[0].fingerprint, "seen_hash": hash_of(seen)}
    address = f"/admin/checking/pages/article/{page.pk}/waive/"
    return Ask(county.deciders[1], address, {**sent, "reason": "教材里的示例号码"}, page)


def _export(county: County, chief: Any) -> Ask:
    return Ask(user("auditor", county.portal, Role.AUDITOR), "/admin/audit/export.csv", get=True)


def _retry_delivery(county: County, chief: Any) -> Ask:
    found = dead(county.site)
    return Ask(chief, f"/admin/deliveries/{found.pk}/retry/", {}, "xinxi")


def _retry_notice(county: County, chief: Any) -> Ask:
    submit(subject=county.draft(), by=county.author)
    Notice.objects.update(state=NoticeState.DEAD)
    found = Notice.objects.earliest("pk")
    return Ask(chief, f"/admin/notices/{found.pk}/retry/", {}, found)


def _look_elsewhere(county: County, chief: Any) -> Ask:
    case = submit(subject=county.draft(), by=county.author)
    return Ask(user("stranger"), f"/admin/review/{case.pk}/", get=True)


ASKED: list[tuple[str, str, Callable[[County, Any], Ask]]] = [
    (Action.LOGIN, Result.OK, _login),
    (Action.LOGIN_FAILED, Result.FAILED, _wrong_password),
    (Action.UNLOCKED, Result.OK, _unlock),
    (Action.USER_CREATED, Result.OK, _open_account),
    (Action.USER_CHANGED, Result.OK, _telephone),
    (Action.USER_CHANGED, Result.OK, _stop),
    (Action.PASSWORD_CHANGED, Result.OK, _new_password),
    (Action.ROLE_GIVEN, Result.OK, _grant),
    (Action.ROLE_GIVEN, Result.REFUSED, _grant_oneself),
    (Action.ROLE_TAKEN, Result.OK, _revoke),
    (Action.WITHDRAWN, Result.OK, _withdraw),
    (Action.WAIVED, Result.OK, _waive),
    (Action.AUDIT_EXPORTED, Result.OK, _export),
    (Action.RETRIED, Result.OK, _retry_delivery),
    (Action.RETRIED, Result.OK, _retry_notice),
    (Action.VIEW_REFUSED, Result.REFUSED, _look_elsewhere),
]


@pytest.mark.parametrize(
    ("action", "result", "arranged"), ASKED, ids=[f"{ask.__name__[1:]}" for _a, _r, ask in ASKED]
)
def test_what_is_asked_for_is_on_record(
    county: County, action: str, result: str, arranged: Callable[[County, Any], Ask]
) -> None:
    chief = user("chief", county.portal, Role.COUNTY_ADMINISTRATOR)
    ask = arranged(county, chief)
    client = Client(headers={"host": "portal.test", "user-agent": BROWSER})
    if ask.by:
        client.force_login(ask.by)
    before = AuditEntry.objects.latest("sequence").sequence
    call = client.get if ask.get else client.post
    call(ask.address, ask.sent or {})
    entry = AuditEntry.objects.filter(sequence__gt=before, action=action).latest("sequence")
    who = ask.by.get_username() if ask.by else "writer"
    assert (entry.actor_name, entry.result) == (who, result)
    assert (entry.address, entry.agent) == ("127.0.0.1", BROWSER)
    assert timezone.now() - entry.at < timedelta(minutes=10)
    if ask.on is not None:
        assert entry.object_key == str(getattr(ask.on, "pk", ask.on))


def test_emergency_bundle_and_substitute_are_on_record(county: County) -> None:
    officer = user("duty", county.site, Role.EMERGENCY_RELEASER)
    release = release_urgently(subject=county.draft(), by=officer, reason="急")
    reviewer, stand_in = county.deciders[0], county.deciders[1]
    with pytest.raises(ReviewRefused):
        approve_after(
            review_id=pending().get().pk, by=officer, opinion="好", seen_hash=release.content_hash
        )
    approve_after(
        review_id=pending().get().pk, by=county.deciders[2], opinion="属实。",
        seen_hash=release.content_hash,
    )  # fmt: skip
    bundle = create_bundle(site=county.site, title="一起", by=county.author)
    cancel_bundle(bundle_id=bundle.pk, by=county.author)
    today = timezone.localdate()
    made = appoint(
        absent=reviewer, substitute=stand_in, site=county.site, role=Role.DEPARTMENT_REVIEWER,
        starts_on=today, ends_on=today, by=reviewer,
    )  # fmt: skip
    end_substitution(substitution=made, by=reviewer)
    told = AuditEntry.objects.order_by("-sequence").values_list("action", "actor_name", "result")
    assert list(told[:6])[::-1] == [
        ("released", "duty", "ok"),
        ("approved", "duty", "refused"),
        ("approved", county.deciders[2].get_username(), "ok"),
        ("bundle_cancelled", "writer", "ok"),
        ("substitute_appointed", reviewer.get_username(), "ok"),
        ("substitution_ended", reviewer.get_username(), "ok"),
    ]
