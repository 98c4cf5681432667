"""审查表: the record of a case as the official form, one A4 page to print and file.

Fields after standards.md 3.3; open to whoever may see the case, also when it is long closed.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sitegroup.guard.releasable import FileReference
from sitegroup.models import DisclosureRecord, Release, ReleaseKind, ReviewCase, Role
from sitegroup.names import name_of
from sitegroup.review.desk import access
from sitegroup.review.desk.facts import (
    Opinion,
    kind_of,
    opinions_of,
    record_of,
    withdrawal_of,
)
from sitegroup.review.desk.reading import candidate_of
from sitegroup.review.desk.words import clock, place, to_the_second
from sitegroup.review.hashing import content_hash


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain; `opinions` is empty while nobody has decided it."""

    number: int
    role: str
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """The form's fields in words; `same_files` is False where a file is no longer what it was."""

    case: ReviewCase
    record: DisclosureRecord | None
    kind: str
    submitter: str
    public_since: str
    place: str
    steps: tuple[Step, ...]
    files: tuple[FileReference, ...]
    same_files: bool


def official_form(case: ReviewCase) -> OfficialForm:
    """What is on record of a case, as the form asks for it."""
    files = candidate_of(case).referenced_files()
    return OfficialForm(
        case=case,
        record=record_of(case),
        kind=kind_of(case),
        submitter=name_of(case.submitted_by),
        public_since=_public_since(case),
        place=place(case),
        steps=_steps(case),
        files=tuple(files),
        same_files=content_hash(case.revision.content, files) == case.content_hash,
    )


def _steps(case: ReviewCase) -> tuple[Step, ...]:
    opinions = opinions_of(case)
    return tuple(
        Step(
            number,
            str(Role(step["role"]).label),
            tuple(opinion for opinion in opinions if opinion.step == number),
        )
        for number, step in enumerate(case.steps, start=1)
    )


def _public_since(case: ReviewCase) -> str:
    """公开时间: when it became public, or for when it is proposed."""
    release = Release.objects.filter(case=case, kind=ReleaseKind.RELEASE).first()
    if release is not None:
        return f"{to_the_second(release.released_at)}{_withdrawn(case)}"
    if case.publish_at is None:
        return ""
    return _("定于%(time)s") % {"time": to_the_second(case.publish_at)}


def _withdrawn(case: ReviewCase) -> str:
    found = withdrawal_of(case)
    return _("（%(time)s撤下）") % {"time": clock(found.released_at)} if found else ""


@require_safe
@cache_control(private=True, no_store=True)
def show_form(request: HttpRequest, case_id: int) -> HttpResponse:
    """审查表 of one case."""
    case = access.visible_case(request.user, case_id)
    context: dict[str, Any] = {
        "form": official_form(case),
        "case": case,
        "printed_by": name_of(request.user),
        "printed_at": clock(timezone.now()),
    }
    return render(request, "sitegroup/desk/form.html", context)
