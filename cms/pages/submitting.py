"""送审 from the page editor, and keeping drafts true to where they stand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.models import Article, SitePage
from sitegroup.checking.services import read_ahead, results_address
from sitegroup.review.desk import words
from sitegroup.review.desk.timing import timing_of
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.services import submit


def submit_page(request: HttpRequest, page: SitePage) -> HttpResponse:
    """Put the version just saved before the first reviewer; or say what is missing."""
    for _saved in messages.get_messages(request):
        pass  # the editor's own "saved" says less than what follows
    subject = type(page)._default_manager.get(pk=page.pk)
    candidate = subject.get_latest_revision_as_object()
    timing = timing_of(request)
    read_ahead(candidate)
    try:
        if missing := [*candidate.form_problems(), *timing.mistakes]:
            messages.error(request, words.not_ready(missing))
        else:
            case = submit(subject=subject, by=request.user, publish_at=timing.moment)
            messages.success(request, words.submitted(case))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    except NotReady as error:
        messages.error(request, _with_results(words.not_ready(error.problems), subject))
    except ReviewRefused as error:
        messages.error(request, str(error))
    return redirect(timing.carried_to(reverse("wagtailadmin_pages:edit", args=[page.pk])))


def _with_results(sentence: str, subject: SitePage) -> str:
    """What is wrong, and the page where a reviewer may let a false alarm pass."""
    return format_html(
        '{} <a href="{}">{}</a>',
        sentence,
        results_address(subject),
        _("看检查结果（认为查错了的，可以请审核岗放行）"),
    )


def settle(page: Page, user: Any) -> None:
    """Give a copied or moved draft, and the drafts below it, the site and column it is in."""
    for found in page.get_descendants(inclusive=True).specific():
        draft = found.get_latest_revision_as_object()
        parent = found.get_parent()
        draft.site = parent.specific.site
        if isinstance(draft, Article):
            draft.parent_channel = parent
            draft.external_id = found.external_id
        draft.save(clean=False)
        draft.save_revision(user=user, clean=False)
