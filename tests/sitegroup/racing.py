"""Two or more at the same moment, and what there was to race for."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cms.pages.models import Article
from sitegroup.exceptions import PlatformError
from sitegroup.models import CaseState, Change, Release, ReviewCase, Role
from sitegroup.review.services import submit
from tests.factories import agree, user
from tests.proofs.recording import Proof
from tests.sitegroup.conftest import County, make_county

Action = Callable[[], Any]
SMALL, FULL = 3, 1000
APPROVED_TITLE = "审过的标题"


def together(*actions: Action) -> list[Exception | None]:
    """Do all of it at the same moment; what each ended with."""
    start = threading.Barrier(len(actions))
    ends: list[Exception | None] = [None] * len(actions)

    def run(place: int, action: Action) -> None:
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


def rounds(proof: Proof) -> int:
    """How many rounds; at full size only row locks prove anything."""
    if proof.full and connection.vendor != "postgresql":
        pytest.fail("at full size races need PostgreSQL's row locks: make prove")
    return proof.rounds(small=SMALL, full=FULL)


@pytest.fixture
def raced() -> County:
    """A county of its own, which other connections see."""
    return make_county()


@pytest.fixture
def second(raced: County) -> Any:
    """Another who may decide the last step."""
    return user("second", raced.portal, Role.OFFICE_REVIEWER)


def approve(case: ReviewCase, by: Any, decision: str = "approve") -> Action:
    """One decision, to be made later."""
    return lambda: agree(case, by, decision=decision, seen_hash=case.content_hash)


def before_last_step(county: County, **submitted: Any) -> tuple[Article, ReviewCase]:
    """An article that two have approved."""
    page = county.draft(title=APPROVED_TITLE)
    case = submit(subject=page, by=county.author, **submitted)
    for person in county.deciders[:2]:
        approve(case, person)()
    return page, case


def edit(page: Article, by: Any) -> None:
    """A new draft with a title that nobody approved."""
    draft = Article.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "没审过的标题"
    draft.save_revision(user=by)


def scheduled(county: County) -> tuple[Article, ReviewCase]:
    """An article whose three approvals wait for an hour that has come."""
    page, case = before_last_step(county, publish_at=timezone.now() + timedelta(days=1))
    approve(case, county.deciders[2])()
    ReviewCase.objects.filter(pk=case.pk).update(publish_at=timezone.now())
    return page, case


def refused_only(ends: list[Exception | None]) -> bool:
    """Whether whoever lost was told so in words."""
    return all(end is None or isinstance(end, PlatformError) for end in ends)


def won(ends: list[Exception | None]) -> int:
    """How many had their way."""
    return sum(end is None for end in ends)


def releases_of(page: Article) -> int:
    """How often it was released or withdrawn; -1 where the ledger of changes says otherwise."""
    count = Release.objects.filter(object_type="article", object_id=str(page.pk)).count()
    changes = Change.objects.filter(object_type="article", object_key=str(page.pk)).count()
    return count if count == changes else -1


def consistent(page: Article, case: ReviewCase) -> bool:
    """Whether it is public exactly if its case was released, and then as it was approved."""
    page.refresh_from_db()
    case.refresh_from_db()
    public = case.state == CaseState.RELEASED
    if (page.live, releases_of(page)) != (public, int(public)):
        return False
    return not public or (page.title, page.live_revision_id) == (APPROVED_TITLE, case.revision_id)
