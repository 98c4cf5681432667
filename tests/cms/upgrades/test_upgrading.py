"""An installation of the first release is brought to this one, back, and here again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page

from sitegroup.audit.protection import missing
from sitegroup.models import (
    CaseState,
    Conclusion,
    DisclosureRecord,
    Release,
    ReviewCase,
    ReviewChain,
    ReviewDecision,
    Role,
)
from sitegroup.review.services import decide
from tests.cms.upgrades.first_release import (
    Former,
    Snapshot,
    fill,
    first_apps,
    make_county,
    rows_of,
    snapshot,
    to_first_release,
    to_latest,
)

# Each way runs every migration with its states; beside other work that is minutes.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1500)]

# The only column that a migration rewrites: steps count limits in days or hours now.
REWRITTEN = {("sitegroup_reviewcase", "steps")}
RENAMED = {("sitegroup_reviewstep", "limit_days"): "limit"}


@pytest.fixture
def latest_at_the_end(transactional_db: None) -> Iterator[None]:
    """Whatever happens, other tests find the schema of the code."""
    yield
    to_latest()


def kept_of(before: Snapshot) -> Snapshot:
    """The same columns of the same tables as they are in the latest schema."""
    kept: Snapshot = {}
    for table, rows in before.items():
        columns = list(next(iter(rows.values()), ()))
        now = [RENAMED.get((table, column), column) for column in columns]
        found = rows_of(table, now) if rows else {}
        kept[table] = {
            key: dict(zip(columns, row.values(), strict=True)) for key, row in found.items()
        }
    return kept


def without_rewritten(kept: Snapshot) -> Snapshot:
    """All but what a migration is meant to change."""
    return {
        table: {
            key: {name: value for name, value in row.items() if (table, name) not in REWRITTEN}
            for key, row in rows.items()
        }
        for table, rows in kept.items()
    }


def public_pages() -> dict[int, int | None]:
    """What is public, and in which revision."""
    return dict(Page.objects.filter(live=True).values_list("pk", "live_revision_id"))


def approve(case_id: int, by: Any) -> ReviewCase:
    """As the reviewer's desk does it."""
    case = ReviewCase.objects.get(pk=case_id)
    return decide(
        case_id=case.pk, by=by, decision="approve", opinion="同意", seen_hash=case.content_hash
    )


def assert_carried_over(before: Snapshot, public: dict[int, int | None], former: Former) -> None:
    """Nothing lost, nothing rewritten, nothing more public than before."""
    assert without_rewritten(kept_of(before)) == without_rewritten(before)
    assert public_pages() == public
    states = dict(ReviewCase.objects.values_list("pk", "state"))
    assert {name: states[key] for name, key in former.cases.items()} == {
        "public": "released", "newer": "released", "gone": "released", "waiting": "in_review",
        "request": "in_review", "returned": "returned", "cancelled": "cancelled",
        "voided": "voided", "statement": "in_review",
    }  # fmt: skip
    records = {record.case_id: record for record in DisclosureRecord.objects.all()}
    assert set(records) == set(states)
    assert {key for key, record in records.items() if record.conclusion} == {
        key for key, state in states.items() if state == CaseState.RELEASED
    }
    assert records[former.cases["request"]].attribute == "on_request"
    assert records[former.cases["waiting"]].attribute == "active"
    limits = [(step["limit"], step["limit_unit"]) for step in ReviewCase.objects.first().steps]  # type: ignore[union-attr]
    assert limits == [(1, "days"), (2, "days"), (3, "days")]
    opinions = ReviewDecision.objects.filter(case=former.cases["public"])
    assert list(opinions.values_list("step", "opinion", "decision")) == [
        (step, f"第{step}步意见", "approve") for step in (1, 2, 3)
    ]
    township = ReviewChain.objects.get(organisation_kind="township")
    assert [step.limit for step in township.steps.all()] == [5, 5]
    assert {step.role: bool(step.must_record) for step in township.steps.all()} == {
        Role.DEPARTMENT_REVIEWER: True, Role.SECRECY_REVIEWER: True,
    }  # fmt: skip
    assert missing(connection) == []


def answers(former: Former) -> dict[str, int]:
    """How the public site answers for each article."""
    found = {}
    for name, key in former.pages.items():
        page = Page.objects.get(pk=key)
        client = Client(headers={"host": former.site.host})
        found[name] = client.get(f"/{page.url_path.split('/', 2)[2]}").status_code
    return found


@pytest.mark.usefixtures("latest_at_the_end")
def test_an_installation_of_the_first_release_is_carried_over() -> None:
    made = make_county()
    to_first_release()
    apps = first_apps()
    former = fill(apps, made)
    before = snapshot(apps)
    page: Any = apps.get_model("wagtailcore", "Page")
    public = dict(page.objects.filter(live=True).values_list("pk", "live_revision_id"))
    assert len(before["sitegroup_reviewcase"]) == 9 and former.pages["newer"] in public

    to_latest()
    assert_carried_over(before, public, former)
    for name, status in answers(former).items():
        assert (status == 200) == (name in {"public", "newer"}), name

    to_first_release()
    assert snapshot(first_apps()) == before
    to_latest()
    assert_carried_over(before, public, former)

    # whoever has not decided yet goes on where the others stopped
    _department, secrecy, office = former.deciders
    assert approve(former.cases["waiting"], secrecy).state == CaseState.IN_REVIEW
    assert approve(former.cases["waiting"], office).state == CaseState.RELEASED
    case = approve(former.cases["request"], office)
    assert (case.state, case.record.conclusion) == (CaseState.CONCLUDED, Conclusion.ON_REQUEST)
    assert not Page.objects.get(pk=former.pages["request"]).live
    approve(former.cases["statement"], secrecy)
    assert approve(former.cases["statement"], office).state == CaseState.RELEASED
    assert Release.objects.filter(case=former.cases["waiting"]).count() == 1
    assert set(public_pages()) == {*public, former.pages["waiting"]}
