"""What is on record of a case beside its text: proposal, hour, bundle, opinions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from sitegroup.guard.roles import holds, substitution_of
from sitegroup.models import (
    DECIDABLE,
    CaseState,
    Decision,
    DisclosureRecord,
    Release,
    ReleaseBundle,
    ReleaseKind,
    ReviewCase,
    ReviewDecision,
)
from sitegroup.names import name_of
from sitegroup.review.bundles import members
from sitegroup.review.desk import access
from sitegroup.review.desk.words import clock, late_words, place, to_the_second
from sitegroup.review.questions import QUESTIONS
from sitegroup.review.scheduling import is_overdue

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """审查项: what was asked, what was said, and whether that stands against disclosure."""

    label: str
    words: str
    is_against: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """One decision as it is read later; `stands_in_for` is the absent person's name, or empty."""

    step: int
    role: str
    name: str
    stands_in_for: str
    conclusion: str
    agrees: bool
    text: str
    answers: tuple[Answer, ...]
    ground: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Companion:
    """Another member of a bundle; `case_id` is None where the reader may not open it."""

    title: str
    state: str
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Together:
    """合并发布: the bundle that a case belongs to, and its other members."""

    bundle: ReleaseBundle
    others: tuple[Companion, ...]


@dataclass(frozen=True, slots=True)
class StandIn:
    """代办: for whom the reader decides here, and the last day of it."""

    name: str
    until: date


def kind_of(case: ReviewCase) -> str:
    """The kind of content, as people call it."""
    model = case.content_type.model_class()
    return str(model._meta.verbose_name) if model else case.object_type


def record_of(case: ReviewCase) -> DisclosureRecord | None:
    """审查记录 of a case; None for what was submitted before records were kept."""
    return getattr(case, "record", None)


def facts_of(case: ReviewCase, candidate: Any) -> tuple[Fact, ...]:
    """事实: who submitted what, how it is to be disclosed, and where it stands."""
    pairs = [*_origin(case, candidate), *_proposed(case), *_course(case)]
    return tuple((label, value) for label, value in pairs if value)


def _origin(case: ReviewCase, candidate: Any) -> Iterator[Fact]:
    yield _("起草单位"), case.site.short_name
    yield _("种类"), kind_of(case)
    if isinstance(candidate, Page):
        parent = candidate.get_parent()
        yield _("栏目"), parent.title if parent else ""
    yield _("事项范围"), case.get_matter_display()


def _proposed(case: ReviewCase) -> Iterator[Fact]:
    record = record_of(case)
    if record is None:
        return
    yield _("拟公开方式"), record.get_attribute_display()
    yield _("不公开的理由"), record.get_ground_display() if record.ground else ""
    yield _("说明"), record.reason
    yield _("公开范围"), record.scope
    yield _("公开渠道"), record.channel
    yield _("公开依据"), record.legal_basis


def _course(case: ReviewCase) -> Iterator[Fact]:
    yield _("送审人"), name_of(case.submitted_by)
    yield _("送审时间"), clock(case.submitted_at)
    yield _("定时发布"), to_the_second(case.publish_at) if case.publish_at else ""
    yield _("办理情况"), late_words(case) if is_overdue(case) else place(case)
    if withdrawal := withdrawal_of(case):
        yield _("撤下"), f"{clock(withdrawal.released_at)} {withdrawal.reason}"
    record = record_of(case)
    if record is not None and record.conclusion and record.concluded_at:
        yield _("审查结论"), f"{record.get_conclusion_display()} {clock(record.concluded_at)}"


def withdrawal_of(case: ReviewCase) -> Release | None:
    """撤下 of what a case released: the first withdrawal after it."""
    if case.state != CaseState.RELEASED:
        return None
    found = Release.objects.filter(
        content_type=case.content_type, object_id=case.object_id, kind=ReleaseKind.WITHDRAWAL
    )
    return found.filter(released_at__gte=case.closed_at).order_by("pk").first()


def opinions_of(case: ReviewCase) -> tuple[Opinion, ...]:
    """Every decision so far, in one query."""
    found = case.decisions.select_related("reviewer", "stands_in_for")
    return tuple(_opinion(decision) for decision in found)


def _opinion(decision: ReviewDecision) -> Opinion:
    absent = decision.stands_in_for
    return Opinion(
        step=decision.step,
        role=decision.get_role_display(),
        name=name_of(decision.reviewer),
        stands_in_for=name_of(absent) if absent else "",
        conclusion=decision.get_decision_display(),
        agrees=decision.decision == Decision.APPROVE,
        text=decision.opinion,
        answers=tuple(_answers(decision.answers)),
        ground=decision.get_ground_display() if decision.ground else "",
        decided_at=decision.decided_at,
    )


def _answers(given: dict[str, bool]) -> Iterator[Answer]:
    """In the order of the form; a question that is asked no more keeps its key for a name."""
    ordered = [key for key in QUESTIONS if key in given]
    for key in [*ordered, *(key for key in given if key not in QUESTIONS)]:
        question, said = QUESTIONS.get(key), given[key]
        label = str(question.label) if question else key
        against = question is not None and said is not question.good
        yield Answer(label, _("是") if said else _("否"), against)


def together(case: ReviewCase, user: Any) -> Together | None:
    """The bundle that the case belongs to, if any, and what else is in it."""
    bundle = case.bundle
    if bundle is None:
        return None
    own = (case.content_type_id, case.object_id)
    others = [one for one in members(bundle.pk) if (one.content_type_id, one.object_id) != own]
    seen = access.seen_among(others, user, site=case.site)
    return Together(
        bundle,
        tuple(
            Companion(other.title, place(other), other.pk if other.pk in seen else None)
            for other in others
        ),
    )


def stand_in(case: ReviewCase, user: Any) -> StandIn | None:
    """For whom this person would decide the current step; None where it is their own."""
    if case.state not in DECIDABLE or holds(user, roles=(case.role,), site=case.site):
        return None
    found = substitution_of(user, role=case.role, site=case.site)
    return StandIn(name_of(found.absent), found.ends_on) if found else None
