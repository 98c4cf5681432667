"""The desk's pages: three lists, one case, the decision."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sitegroup.checking.services import read_ahead
from sitegroup.exceptions import PlatformError
from sitegroup.guard.roles import may_edit
from sitegroup.models import OPEN_STATES, ReviewCase, ReviewDecision
from sitegroup.review.desk import access, facts, reading, words
from sitegroup.review.desk.forms import DecisionForm
from sitegroup.review.desk.lamps import lamps_of
from sitegroup.review.desk.voided import voided
from sitegroup.review.desk.withdrawing import may_withdraw
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.services import decide, recall, refusal

ROWS = 20
LAYOUTS = ("inline", "side", "page")


def _list(request: HttpRequest, tab: str, cases: Any = None) -> HttpResponse:
    """`cases` in order; the person's own tasks without them."""
    waiting = access.tasks_of(request.user)
    page = Paginator(waiting if cases is None else cases, ROWS).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "page": page,
        "rows": reading.rows(page.object_list),
        "waiting": len(waiting),
        "lamps": lamps_of(request, waiting),
        "done_today": _done_today(request.user),
    }
    return render(request, "sitegroup/desk/list.html", context)


def _done_today(user: Any) -> int:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return ReviewDecision.objects.filter(reviewer=user, decided_at__gte=midnight).count()


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """待办."""
    return _list(request, "tasks")


@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """已办."""
    return _list(request, "decided", access.decided_by(request.user))


@require_safe
def submitted(request: HttpRequest) -> HttpResponse:
    """我送审的."""
    return _list(request, "submitted", access.submitted_by(request.user))


@require_safe
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case."""
    return _item(request, access.visible_case(request.user, case_id))


def _item(
    request: HttpRequest,
    case: ReviewCase,
    form: DecisionForm | None = None,
    *,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    item = reading.item(case)
    access.remember_files(request, list(item.files))
    layout = request.GET.get("view", "")
    queue = [task.pk for task in access.tasks_of(request.user)]
    context = {
        "item": item,
        "case": case,
        "layout": layout if layout in LAYOUTS else LAYOUTS[0],
        "form": form or DecisionForm(initial={"seen_hash": item.seen_hash}, step=case.current),
        "refusal": refusal(case, request.user),
        "voided": voided(case, item.subject, request.user),
        "together": facts.together(case, request.user),
        "stand_in": facts.stand_in(case, request.user),
        "may_recall": _may_recall(case, request.user),
        "may_withdraw": not item.limit and may_withdraw(item.subject, request.user),
        "waiting": len(queue),
        **_neighbours(queue, case.pk),
        **context,
    }
    return render(request, "sitegroup/desk/item.html", context, status=status)


def _may_recall(case: ReviewCase, user: Any) -> bool:
    is_open = case.state in OPEN_STATES
    return is_open and (user.pk in case.author_ids or may_edit(user, case.site))


def _neighbours(queue: list[int], pk: int) -> dict[str, int | None]:
    """Where a case stands among the tasks: number from 1, the tasks before and after."""
    if pk not in queue:
        return {"number": None, "total": len(queue)}
    place = queue.index(pk)
    return {
        "number": place + 1,
        "total": len(queue),
        "before": queue[place - 1] if place else None,
        "after": queue[place + 1] if place + 1 < len(queue) else None,
    }


@require_POST
def decide_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Record the decision; then the next task opens."""
    case = access.visible_case(request.user, case_id)
    form = DecisionForm(request.POST, step=case.current)
    if not form.is_valid():
        return _item(request, case, form, status=HTTPStatus.BAD_REQUEST)
    read_ahead(reading.candidate_of(case))
    try:
        case = decide(
            case_id=case.pk,
            by=request.user,
            decision=form.cleaned_data["decision"],
            opinion=form.cleaned_data["opinion"],
            seen_hash=form.cleaned_data["seen_hash"],
            answers=form.answers(),
            ground=form.cleaned_data["ground"],
        )
    except ContentChanged as error:
        return _changed(request, case, error)
    except ReviewRefused as error:
        form.add_error(None, str(error))
        return _item(request, access.case_again(case), form, status=HTTPStatus.FORBIDDEN)
    except (PlatformError, ValidationError) as error:
        form.add_error(None, _("没有发布，意见也没有记下：%(why)s") % {"why": words.reasons(error)})
        return _item(request, access.case_again(case), form, status=HTTPStatus.CONFLICT)
    messages.success(request, words.decided(case))
    return _next(request)


def _changed(request: HttpRequest, case: ReviewCase, error: ContentChanged) -> HttpResponse:
    """409: what the reviewer saw is no longer what would be released."""
    return _item(
        request,
        access.case_again(case),
        status=HTTPStatus.CONFLICT,
        conflict=str(error),
    )


def _next(request: HttpRequest) -> HttpResponse:
    waiting = access.tasks_of(request.user)
    if waiting:
        return redirect("review:item", waiting[0].pk)
    return redirect("review:tasks")


@require_POST
def recall_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """撤回."""
    case = access.visible_case(request.user, case_id)
    try:
        recall(case_id=case.pk, by=request.user)
    except ReviewRefused as error:
        messages.error(request, str(error))
        return redirect("review:item", case.pk)
    messages.success(request, _("“%(title)s”已撤回，可以修改后再送审。") % {"title": case.title})
    subject = reading.subject_of(case)
    return redirect(subject.edit_address() if subject else "review:submitted")
