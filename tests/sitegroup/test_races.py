"""Two at once on one case, many times over: one wins, the other is told, nothing is half done."""

from typing import Any

import pytest

from sitegroup.models import EmergencyReview, Release, ReviewCase, Role
from sitegroup.review.emergency import release_urgently
from sitegroup.review.services import recall, submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import user
from tests.proofs.recording import Prove
from tests.sitegroup.conftest import County
from tests.sitegroup.racing import (
    approve,
    before_last_step,
    consistent,
    edit,
    raced,
    refused_only,
    releases_of,
    rounds,
    second,
    together,
    won,
)

pytestmark = [
    pytest.mark.timeout(3600),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
__all__ = ["raced", "second"]


def test_approve_against_return(raced: County, second: Any, proof: Prove) -> None:
    with proof("races_approve_return", "one of two verdicts counts, and only that") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            ends = together(approve(case, raced.deciders[2]), approve(case, second, "return"))
            held = won(ends) == 1 and refused_only(ends) and consistent(page, case)
            p.note(held and case.decisions.count() == 3, (case.state, ends))


def test_approve_against_recall(raced: County, proof: Prove) -> None:
    with proof("races_approve_recall", "taken back or public, never both") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            back = lambda case=case: recall(case_id=case.pk, by=raced.author)  # noqa: E731
            ends = together(approve(case, raced.deciders[2]), back)
            held = won(ends) == 1 and refused_only(ends) and consistent(page, case)
            p.note(held, (case.state, ends))


def test_approve_against_edit(raced: County, proof: Prove) -> None:
    with proof("races_approve_edit", "an edit never rides on an approval") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            ends = together(
                approve(case, raced.deciders[2]), lambda page=page: edit(page, raced.author)
            )
            held = ends[1] is None and refused_only(ends) and consistent(page, case)
            p.note(held and case.state in ("released", "voided"), (case.state, ends))


def test_two_approvals_of_the_last_step(raced: County, second: Any, proof: Prove) -> None:
    with proof("races_approve_approve", "two last approvals, one release") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            ends = together(approve(case, raced.deciders[2]), approve(case, second))
            held = won(ends) == 1 and refused_only(ends) and consistent(page, case)
            p.note(held and (page.live, case.decisions.count()) == (True, 3), ends)


def test_one_person_approving_twice(raced: County, proof: Prove) -> None:
    with proof("races_approve_again", "a person's second click is no second step") as p:
        for _round in range(rounds(p)):
            case = submit(subject=raced.draft(), by=raced.author)
            ends = together(*[approve(case, raced.deciders[0])] * 2)
            case.refresh_from_db()
            held = refused_only(ends) and (case.step, case.decisions.count()) == (2, 1)
            p.note(held, (case.step, ends))


def test_submitted_twice(raced: County, proof: Prove) -> None:
    with proof("races_submit", "two submissions, one case") as p:
        for _round in range(rounds(p)):
            page = raced.draft()
            ends = together(*[lambda page=page: submit(subject=page, by=raced.author)] * 2)
            cases = ReviewCase.objects.filter(object_id=str(page.pk)).count()
            p.note((won(ends), cases) == (1, 1) and refused_only(ends), (cases, ends))


def test_release_against_withdrawal(raced: County, proof: Prove) -> None:
    """Something public, its next version before the last step, and somebody who withdraws it."""
    with proof("races_release_withdraw", "whichever comes last holds, and the record says so") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            approve(case, raced.deciders[2])()
            edit(page, raced.author)
            case = submit(subject=page, by=raced.author)
            for person in raced.deciders[:2]:
                approve(case, person)()
            ends = together(
                approve(case, raced.deciders[2]),
                lambda page=page: withdraw(subject=page, by=raced.deciders[0], reason="有误。"),
            )
            page.refresh_from_db()
            last = _last_kind(page)
            held = ends == [None, None] and releases_of(page) == 3
            p.note(held and page.live == (last == "release"), (last, page.live, ends))


def _last_kind(page: Any) -> str:
    """Whether it was released or withdrawn last."""
    found = Release.objects.filter(object_type="article", object_id=str(page.pk))
    return found.order_by("-pk").values_list("kind", flat=True)[0]


def test_emergency_against_approval(raced: County, proof: Prove) -> None:
    officer = user("duty", raced.site, Role.EMERGENCY_RELEASER)
    with proof("races_emergency_approve", "public on either word, and no case left open") as p:
        for _round in range(rounds(p)):
            page, case = before_last_step(raced)
            ends = together(
                approve(case, raced.deciders[2]),
                lambda page=page: release_urgently(subject=page, by=officer, reason="急"),
            )
            page.refresh_from_db()
            case.refresh_from_db()
            urgent = EmergencyReview.objects.filter(release__object_id=str(page.pk)).count()
            expected = {"released": urgent + 1, "cancelled": 1}.get(case.state)
            held = refused_only(ends) and ends[1] is None and releases_of(page) == expected
            p.note(held and page.live and urgent == 1, (case.state, urgent, ends))
