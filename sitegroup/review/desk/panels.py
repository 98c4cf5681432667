"""What the first page of the admin says to each person: their tasks, what came back, drafts."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page

from sitegroup.models import OPEN_STATES, Decision, Membership, ReviewCase
from sitegroup.review.desk import access, reading

SHOWN = 5
DRAFTS = 8


class TasksPanel(Component):
    """待办."""

    name = "review_tasks"
    order = 100
    template_name = "sitegroup/desk/tasks_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The soonest tasks and how many there are."""
        tasks = access.tasks_of(parent_context["request"].user)
        return {"count": len(tasks), "rows": reading.rows(tasks[:SHOWN])}


class ReturnedPanel(Component):
    """退回给我的."""

    name = "review_returned"
    order = 110
    template_name = "sitegroup/desk/returned_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What came back, with the reason and the way to mend it."""
        cases = access.returned_to(parent_context["request"].user)[:SHOWN]
        return {"returned": [entry for case in cases if (entry := _returned(case))]}


class DraftsPanel(Component):
    """我的草稿."""

    name = "review_drafts"
    order = 120
    template_name = "sitegroup/desk/drafts_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Pages that this person wrote last and that are not in review."""
        drafts = drafts_of(parent_context["request"].user)[:DRAFTS]
        return {"drafts": drafts}


def _returned(case: ReviewCase) -> dict[str, Any] | None:
    subject = reading.subject_of(case)
    decision = (
        case.decisions.filter(decision__in=(Decision.RETURN, Decision.REDACT))
        .select_related("reviewer")
        .last()
    )
    if subject is None or decision is None:
        return None
    return {"case": case, "decision": decision, "address": subject.edit_address()}


def drafts_of(user: Any) -> list[Page]:
    """Unfinished pages that wait nowhere else, newest first."""
    homes = Membership.objects.filter(user=user).values_list("site__home_page__path", flat=True)
    below = tuple(path for path in homes if path)
    found = (
        Page.objects.filter(latest_revision__user=user, has_unpublished_changes=True)
        .order_by("-latest_revision_created_at")
        .select_related("content_type")[: DRAFTS * 3]
    )
    waiting = ReviewCase.objects.filter(state__in=OPEN_STATES)
    shown = set(waiting.values_list("content_type", "object_id"))
    shown |= set(access.returned_to(user).values_list("content_type", "object_id"))
    return [
        page
        for page in found
        if (page.content_type_id, str(page.pk)) not in shown
        and (user.is_superuser or page.path.startswith(below))
    ]
