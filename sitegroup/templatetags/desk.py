"""What pages of the desk ask beside what their view gives them."""

from typing import Any

from django import template
from django.http import HttpRequest

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.models import OPEN_STATES, ReviewCase, Role
from sitegroup.review.desk import words
from sitegroup.review.desk.after import VIEWERS, waiting_for
from sitegroup.review.desk.urgent import may_release_urgently, urgent_address

register = template.Library()


@register.simple_tag
def when_public(case: ReviewCase) -> str:
    """When an open case becomes public once it is approved; empty if at once or decided."""
    return words.when(case) if case.state in OPEN_STATES else ""


@register.simple_tag
def emergencies_waiting(request: HttpRequest) -> int | None:
    """How many emergency releases wait for a second person; None for who has no part in any."""
    count = waiting_for(request).count() if reach_of(request, VIEWERS) else 0
    is_party = reach_of(request, (Role.OFFICE_REVIEWER, Role.EMERGENCY_RELEASER))
    return count if count or is_party else None


@register.simple_tag
def urgent_of(request: HttpRequest, subject: Any) -> str:
    """Where this person may release it in an emergency; empty if they may not."""
    if not reach_of(request, (Role.EMERGENCY_RELEASER,)):
        return ""
    return urgent_address(subject) if may_release_urgently(subject, request.user) else ""
