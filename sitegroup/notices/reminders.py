"""催办: what time brings about: reminders before a limit, and what follows when it has passed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sitegroup.models import DECIDABLE, ReviewCase
from sitegroup.notices import recipients
from sitegroup.notices.models import NoticeKind
from sitegroup.notices.services import event_of
from sitegroup.notices.telling import tell
from sitegroup.review.desk.limits import days_late, deadline_of, is_near

# Working days late -> who is told: 1 the unit's administrators, 2 the county's.
ESCALATION_LEVELS = (1, 2)


def remind() -> int:
    """Look at every open case; how many notices that made. A duty of the worker.

    Each step is told once to each person, however often this runs.
    """
    now = timezone.now()
    waiting = ReviewCase.objects.filter(state__in=DECIDABLE).select_related(
        "site__organisation", "content_type"
    )
    return sum(_look_at(case, now) for case in waiting.iterator(chunk_size=500))


def _look_at(case: ReviewCase, now: datetime) -> int:
    if now <= deadline_of(case):
        return _tell(case, NoticeKind.REMINDER) if is_near(case, now) else 0
    made = _tell(case, NoticeKind.OVERDUE)
    late = days_late(case, now)
    return made + sum(
        _tell(case, NoticeKind.ESCALATION, level) for level in ESCALATION_LEVELS if late >= level
    )


@transaction.atomic
def _tell(case: ReviewCase, kind: NoticeKind, level: int = 0) -> int:
    """Tell it, unless the step was decided since the list was made."""
    same = ReviewCase.objects.select_for_update(of=("self",)).filter(
        pk=case.pk, state__in=DECIDABLE, step=case.step
    )
    if not same.exists():
        return 0
    people = recipients.superiors(case, level) if level else recipients.deciders(case)
    return tell(event_of(kind, case, mark=str(level or "")), people)
