"""Two at once, many times over: never two releases of one approval, never two deliveries."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from cms.pages.models import Article
from sitegroup.changes.services import record_derived
from sitegroup.changes.worker import drain_all
from sitegroup.exceptions import PlatformError
from sitegroup.models import CaseState, Change, Delivery, DeliveryState, Release, ReviewCase, Role
from sitegroup.review.services import recall, submit
from tests.factories import agree, user
from tests.sitegroup.conftest import County, make_county

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

ROUNDS = 50
received: Counter[str] = Counter()
counting = threading.Lock()


def note(changes: Sequence[Change]) -> None:
    """An effect that counts what it is given."""
    with counting:
        received.update(change.object_key for change in changes)


def together(*actions: Callable[[], Any]) -> list[Exception | None]:
    """Do all of it at the same moment; what each ended with."""
    start = threading.Barrier(len(actions))
    ends: list[Exception | None] = [None] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        start.wait()
        try:
            action()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            ends[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.fixture
def raced() -> County:
    """A county of its own, which other connections see."""
    if connection.vendor != "postgresql":
        pytest.fail("races need PostgreSQL's row locks: make test-services")
    return make_county()


def approve(case: ReviewCase, by: Any, decision: str = "approve") -> Callable[[], Any]:
    """One decision, to be made later."""
    return lambda: agree(case, by, decision=decision, seen_hash=case.content_hash)


def before_last_step(county: County) -> tuple[Article, ReviewCase]:
    """An article that two have approved."""
    page = county.draft(title="审过的标题")
    case = submit(subject=page, by=county.author)
    for person in county.deciders[:2]:
        approve(case, person)()
    return page, case


def refused_only(ends: list[Exception | None]) -> bool:
    """Whether whoever lost was told so in words."""
    return all(end is None or isinstance(end, PlatformError) for end in ends)


def releases_of(page: Article) -> int:
    """How often it was released; each time with one change."""
    count = Release.objects.filter(object_type="article", object_id=str(page.pk)).count()
    changes = Change.objects.filter(object_type="article", object_key=str(page.pk)).count()
    assert count == changes
    return count


def test_approve_against_edit(raced: County) -> None:
    def edit(page: Article) -> None:
        draft = Article.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.title = "没审过的标题"
        draft.save_revision(user=raced.author)

    seen = Counter[str]()
    for _round in range(ROUNDS):
        page, case = before_last_step(raced)
        ends = together(approve(case, raced.deciders[2]), lambda page=page: edit(page))
        assert refused_only(ends), ends
        page.refresh_from_db()
        case.refresh_from_db()
        assert page.live == (case.state == CaseState.RELEASED)
        assert releases_of(page) == int(page.live)
        if page.live:
            assert (page.title, page.live_revision_id) == ("审过的标题", case.revision_id)
        seen[case.state] += 1
    assert set(seen) <= {CaseState.RELEASED, CaseState.VOIDED}


def test_two_approvals_of_the_last_step(raced: County) -> None:
    second = user("second", raced.portal, Role.OFFICE_REVIEWER)
    for _round in range(ROUNDS):
        page, case = before_last_step(raced)
        ends = together(approve(case, raced.deciders[2]), approve(case, second))
        assert sorted(end is None for end in ends) == [False, True]
        assert refused_only(ends), ends
        assert (releases_of(page), case.decisions.count()) == (1, 3)


def test_one_person_approving_twice(raced: County) -> None:
    for _round in range(ROUNDS):
        case = submit(subject=raced.draft(), by=raced.author)
        ends = together(*[approve(case, raced.deciders[0])] * 2)
        assert refused_only(ends), ends
        case.refresh_from_db()
        assert (case.step, case.decisions.count()) == (2, 1)


@pytest.mark.parametrize("other", ["return", "recall"])
def test_approve_against_return_or_recall(raced: County, other: str) -> None:
    second = user("second", raced.portal, Role.OFFICE_REVIEWER)
    for _round in range(ROUNDS):
        page, case = before_last_step(raced)
        against = (
            approve(case, second, "return")
            if other == "return"
            else lambda case=case: recall(case_id=case.pk, by=raced.author)
        )
        ends = together(approve(case, raced.deciders[2]), against)
        assert sorted(end is None for end in ends) == [False, True]
        page.refresh_from_db()
        case.refresh_from_db()
        assert page.live == (case.state == CaseState.RELEASED)
        assert releases_of(page) == int(page.live)


def test_submitted_twice(raced: County) -> None:
    for _round in range(ROUNDS):
        page = raced.draft()
        ends = together(*[lambda page=page: submit(subject=page, by=raced.author)] * 2)
        assert refused_only(ends), ends
        assert ReviewCase.objects.filter(object_id=str(page.pk)).count() == 1


def test_several_workers_deliver_each_change_once(raced: County) -> None:
    Delivery.objects.update(state=DeliveryState.DONE)
    received.clear()
    with override_settings(CHANGE_EFFECTS=[("only", f"{__name__}.note", None)]):
        for number in range(ROUNDS):
            for place in range(20):
                record_derived(object_type="thing", object_key=f"{number}-{place}", site=raced.site)
            assert together(drain_all, drain_all, drain_all) == [None] * 3
    assert (len(received), set(received.values())) == (ROUNDS * 20, {1})
    assert not Delivery.objects.exclude(state=DeliveryState.DONE).exists()


def test_changes_of_one_object_keep_their_order(raced: County) -> None:
    def change() -> None:
        record_derived(object_type="thing", object_key="one", site=raced.site)

    for _round in range(ROUNDS):
        assert together(change, change) == [None, None]
    found = Change.objects.filter(object_key="one").order_by("pk")
    assert [change.version for change in found] == list(range(1, 2 * ROUNDS + 1))
