"""What blocks stops 送审 and release; a waiver lets exactly one finding pass, on record."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cms.pages.models import Article
from sitegroup.checking.exceptions import WaiverRefused
from sitegroup.checking.nightly import check_public
from sitegroup.checking.services import findings_of, hash_of, waive
from sitegroup.models import ContentFinding, FindingWaiver, ReviewCase, Role
from sitegroup.review.exceptions import NotReady
from sitegroup.review.services import submit
from tests.factories import agree, unit, user
from tests.sitegroup.checking.conftest import OwnRules, rule
from tests.sitegroup.checking.samples import resident_id
from tests.sitegroup.conftest import County

ID = resident_id()


def let_pass(page: Article, by: Any, reason: str = "是测试号码，不是真人的") -> FindingWaiver:
    """Waive the first finding of the latest draft."""
    candidate = page.get_latest_revision_as_object()
    name = findings_of(candidate)[0].fingerprint
    seen = hash_of(candidate)
    return waive(subject=page, by=by, fingerprint=name, seen_hash=seen, reason=reason)


def approve(case: ReviewCase, by: Any) -> None:
    """One approval of what the case holds."""
    agree(case, by)


def address(page: Article, action: str = "") -> str:
    """The page's results in the admin."""
    return f"/admin/checking/pages/article/{page.pk}/{action}"


def test_what_blocks_stops_the_submission_and_says_where(county: County) -> None:
    page = county.draft(text=f"<p>名单</p><p>张三{ID}</p>")
    with pytest.raises(NotReady) as stopped:
        submit(subject=page, by=county.author)
    assert "正文第2段有1个完整身份证号" in str(stopped.value)
    assert ID not in str(stopped.value)
    assert not ReviewCase.objects.exists()


def test_an_english_reader_reads_english(county: County) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    with override("en"), pytest.raises(NotReady) as stopped:
        submit(subject=page, by=county.author)
    assert "1 complete identity number(s)" in str(stopped.value)
    assert "Mask the middle eight digits." in str(stopped.value)


def test_what_warns_goes_along_with_the_case(county: County) -> None:
    case = submit(subject=county.draft(text="<p>电话13812345678</p>"), by=county.author)
    (kept,) = ContentFinding.objects.all()
    assert (kept.rule, kept.content_hash, kept.level) == ("mobile", case.content_hash, "warn")


def test_a_waived_finding_lets_the_content_be_released(county: County) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    kept = let_pass(page, county.deciders[0])
    case = submit(subject=page, by=county.author)
    for person in county.deciders:
        approve(case, person)
    page.refresh_from_db()
    assert page.live
    assert (kept.waived_by, kept.role) == (county.deciders[0], Role.DEPARTMENT_REVIEWER)
    list(check_public())
    assert not ContentFinding.objects.filter(run="nightly").exists()
    for change in (kept.delete, kept.save):
        with pytest.raises(TypeError):
            change()


def test_an_edit_asks_again(county: County) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    let_pass(page, county.deciders[0])
    draft = page.get_latest_revision_as_object()
    draft.title = "另一个标题"
    draft.save_revision(user=county.author)
    with pytest.raises(NotReady):
        submit(subject=page, by=county.author)


def test_who_wrote_it_or_is_of_another_unit_lets_nothing_pass(county: County) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    both = user("both", county.site, Role.AUTHOR, Role.DEPARTMENT_REVIEWER)
    page.save_revision(user=both)
    foreign = user("foreign", unit("czj"), Role.DEPARTMENT_REVIEWER)
    for person, why in ((both, "起草"), (county.author, "审核岗"), (foreign, "审核岗")):
        with pytest.raises(WaiverRefused, match=why):
            let_pass(page, person)
    with pytest.raises(WaiverRefused, match="原因"):
        let_pass(page, county.deciders[0], reason=" ")
    assert not FindingWaiver.objects.exists()


def test_a_rule_newly_in_force_stops_the_release(county: County, own_rules: OwnRules) -> None:
    page = county.draft(text="<p>旧县名</p>")
    case = submit(subject=page, by=county.author)
    approve(case, county.deciders[0])
    approve(case, county.deciders[1])
    own_rules(rule("旧县名"))
    with pytest.raises(NotReady, match="旧县名"):
        approve(case, county.deciders[2])
    page.refresh_from_db()
    assert not page.live


def test_rules_that_cannot_be_read_stop_the_submission(county: County, own_rules: OwnRules) -> None:
    own_rules("=")
    with pytest.raises(NotReady, match=r"own\.toml"):
        submit(subject=county.draft(), by=county.author)


def test_the_results_are_of_ones_own_unit(county: County, client: Client) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    client.force_login(county.author)
    shown = client.get(address(page), headers={"host": "portal.test"}).content.decode()
    assert "110101********" in shown
    assert ID not in shown
    client.force_login(user("foreign", unit("czj"), Role.SITE_ADMINISTRATOR))
    for action in ("", "waive/"):
        call = client.post if action else client.get
        assert call(address(page, action), headers={"host": "portal.test"}).status_code == 404


def test_a_reviewer_waives_on_the_page(county: County, client: Client) -> None:
    page = county.draft(text=f"<p>{ID}</p>")
    candidate = page.get_latest_revision_as_object()
    sent = {
        "fingerprint": findings_of(candidate)[0].fingerprint,
        "seen_hash": hash_of(candidate),
        "reason": "",
    }
    client.force_login(county.deciders[1])
    host = {"host": "portal.test"}
    assert client.post(address(page, "waive/"), sent, headers=host).status_code == 400
    sent["reason"] = "教材里的示例号码"
    client.post(address(page, "waive/"), sent, headers=host)
    assert "教材里的示例号码" in client.get(address(page), headers=host).content.decode()


def test_who_audits_or_guards_reads_no_draft_and_meets_no_dead_door(county: County) -> None:
    page = county.draft()
    for role in (Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR):
        client = Client(headers={"host": "portal.test"})
        client.force_login(user(f"one-{role}", county.portal, role))
        assert client.get(address(page)).status_code == 404
        assert "/admin/checking/" not in client.get("/admin/").content.decode()
