"""审核流程: the verbs by which the county keeps its chains, and what no chain may lack.

A case keeps the steps that it was submitted with: whatever is changed here is for later ones.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.guard.roles import holds
from sitegroup.models import LimitUnit, Matter, OrganisationKind, ReviewChain, ReviewStep, Role
from sitegroup.review.chains import DECIDERS
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.questions import BY_ROLE, QUESTIONS

FEWEST_STEPS = 2
MOST_STEPS = 10
LONGEST_LIMIT = 60
MATCHES = ("organisation_kind", "object_type", "matter")


@dataclass(frozen=True, slots=True)
class Step:
    """审核环节 as the county wants it; `must_record` are keys of `QUESTIONS`."""

    role: str
    limit: int = 1
    limit_unit: str = LimitUnit.DAYS
    must_record: tuple[str, ...] = ()

    def words(self) -> str:
        """保密审查，限1工作日，记录：涉及国家秘密、涉及工作秘密."""
        asked = "、".join(_short(key) for key in self.must_record)
        return _("%(role)s，限%(limit)d%(unit)s，记录：%(asked)s") % {
            "role": Role(self.role).label,
            "limit": self.limit,
            "unit": LimitUnit(self.limit_unit).label,
            "asked": asked or _("无"),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """审核流程 as the county wants it; a blank kind matches any."""

    name: str
    organisation_kind: str = ""
    object_type: str = ""
    matter: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def match(self) -> dict[str, str]:
        """The three kinds by the names of the model's fields."""
        return {name: getattr(self, name) for name in MATCHES}


def plan_of(chain: ReviewChain) -> Plan:
    """A chain as it stands."""
    steps = tuple(
        Step(step.role, step.limit, step.limit_unit, tuple(step.must_record))
        for step in chain.steps.all()
    )
    return Plan(chain.name, chain.organisation_kind, chain.object_type, chain.matter, steps)


def fingerprint(plan: Plan) -> str:
    """What tells whether a chain is still the one that a form showed."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def is_default(chain: ReviewChain) -> bool:
    """Whether it is the chain for everything that has none of its own."""
    return not (chain.organisation_kind or chain.object_type or chain.matter)


def may_keep(user: Any) -> bool:
    """Whether this person decides for the county which steps content goes through."""
    return user.is_superuser or holds(user, roles=(Role.COUNTY_ADMINISTRATOR,))


def _short(key: str) -> str:
    return str(QUESTIONS[key].label).split("：", maxsplit=1)[0] if key in QUESTIONS else key


def problems_of(plan: Plan) -> Iterator[str]:
    """What is wrong with the steps, and how to mend it.

    Secrecy review before disclosure: 条例第十七条, 保密法第三十五条. With the author two steps
    make three persons, and all questions of the record are asked (standards.md 3.3).
    """
    if len(plan.steps) < FEWEST_STEPS:
        yield _("至少要有两步：起草人之外，还要有两个人审。")
    if len(plan.steps) > MOST_STEPS:
        yield _("最多%(most)d步。") % {"most": MOST_STEPS}
    if any(step.role not in DECIDERS for step in plan.steps):
        yield _("审核只能由部门审核、保密审查、政府办审定三个岗位办。")
    if not any(step.role == Role.SECRECY_REVIEWER for step in plan.steps):
        yield _("缺保密审查：公开前必须经过保密审查（条例第十七条），请加上这一步。")
    else:
        yield from _unasked(plan)
    if plan.matter != Matter.OWN and plan.steps and plan.steps[-1].role != Role.OFFICE_REVIEWER:
        yield _(
            "最后一步要是政府办审定，因为这个流程也管全县性事项。"
            "要在本单位办结，事项范围请选“本单位事项”。"
        )


def _unasked(plan: Plan) -> Iterator[str]:
    asked = {key for step in plan.steps for key in step.must_record}
    by_secrecy = {
        key for step in plan.steps if step.role == Role.SECRECY_REVIEWER for key in step.must_record
    }
    secret = BY_ROLE[Role.SECRECY_REVIEWER]
    if missing := [_short(key) for key in secret if key not in by_secrecy]:
        yield _("保密审查这一步还要记录：%(names)s。") % {"names": "、".join(missing)}
    if missing := [_short(key) for key in QUESTIONS if key not in asked and key not in secret]:
        yield _("没有哪一步记录：%(names)s。请在其中一步勾上。") % {"names": "、".join(missing)}


def doubled(plan: Plan, *, beside: ReviewChain | None = None) -> str:
    """Why no second chain may match just this; empty where there is none."""
    others = ReviewChain.objects.filter(**plan.match)
    found = others.exclude(pk=beside.pk).first() if beside else others.first()
    if found is None:
        return ""
    if is_default(found):
        return _("单位类别、内容种类、事项范围至少选一项；都不限的是默认流程“%(name)s”。") % {
            "name": found.name
        }
    return _("“%(name)s”的适用范围和这个一样。请改那一个，或者换适用范围。") % {"name": found.name}


@refusals_recorded(Action.CHAIN_CHANGED)
def save_chain(
    *, by: Any, plan: Plan, chain: ReviewChain | None = None, seen: str = ""
) -> ReviewChain:
    """Make a chain, or give one new steps; both whole or not at all.

    `seen` is the fingerprint of what the form showed. Raises ReviewRefused with everything that
    is wrong, ContentChanged where somebody else has changed the chain since.
    """
    if not may_keep(by):
        raise ReviewRefused(_("审核流程由县级管理员定。"))
    try:
        with transaction.atomic():
            return _saved(by, plan, chain, seen)
    except IntegrityError as error:
        raise ReviewRefused(doubled(plan, beside=chain)) from error


def _saved(by: Any, plan: Plan, chain: ReviewChain | None, seen: str) -> ReviewChain:
    before = None
    if chain is not None:
        chain = _locked(chain)
        before = plan_of(chain)
        if fingerprint(before) != seen:
            raise ContentChanged(_("您打开以后，别人改过这个流程，刚才填的没有保存。请重新看。"))
        if is_default(chain) and any(plan.match.values()):
            raise ReviewRefused(_("默认流程管所有没有专门流程的内容，不能限定适用范围。"))
    problems = [*problems_of(plan), doubled(plan, beside=chain)]
    if wrong := [problem for problem in problems if problem]:
        raise ReviewRefused("".join(wrong))
    made = chain or ReviewChain()
    made.name = plan.name
    for name, value in plan.match.items():
        setattr(made, name, value)
    made.save()
    _write_steps(made, plan)
    if before != plan:
        action = Action.CHAIN_CHANGED if before else Action.CHAIN_CREATED
        record(action=action, by=by, subject=made, detail=_difference(before, plan))
    return made


def _locked(chain: ReviewChain) -> ReviewChain:
    found = ReviewChain.objects.select_for_update().filter(pk=chain.pk).first()
    if found is None:
        raise ContentChanged(_("这个流程已经被别人删除。"))
    return found


def _write_steps(chain: ReviewChain, plan: Plan) -> None:
    chain.steps.all().delete()
    ReviewStep.objects.bulk_create(
        ReviewStep(
            chain=chain, number=number, role=step.role, limit=step.limit,
            limit_unit=step.limit_unit, must_record=list(step.must_record),
        )
        for number, step in enumerate(plan.steps, 1)
    )  # fmt: skip


@refusals_recorded(Action.CHAIN_DELETED)
@transaction.atomic
def delete_chain(*, by: Any, chain: ReviewChain) -> None:
    """What it was for goes the way of the next that matches. Raises ReviewRefused."""
    if not may_keep(by):
        raise ReviewRefused(_("审核流程由县级管理员定。"))
    chain = _locked(chain)
    if is_default(chain):
        raise ReviewRefused(_("默认流程不能删除：没有专门流程的内容都按它审。"))
    record(
        action=Action.CHAIN_DELETED,
        by=by,
        subject=chain,
        detail=_difference(plan_of(chain), None),
    )
    chain.delete()


def _difference(before: Plan | None, after: Plan | None) -> dict[str, list[str]]:
    """{name, matches, step_1 ...: [what was, what is]}, in the installation's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        old, new = _in_words(before), _in_words(after)
    names = [*old, *(name for name in new if name not in old)]
    return {
        name: [old.get(name, "—"), new.get(name, "—")]
        for name in names
        if old.get(name) != new.get(name)
    }


def _in_words(plan: Plan | None) -> dict[str, str]:
    if plan is None:
        return {}
    kind = OrganisationKind(plan.organisation_kind).label if plan.organisation_kind else ""
    matter = Matter(plan.matter).label if plan.matter else ""
    parts = [str(part) for part in (kind, plan.object_type, matter) if part]
    steps = {f"step_{number}": step.words() for number, step in enumerate(plan.steps, 1)}
    return {"name": plan.name, "matches": "、".join(parts) or str(_("不限")), **steps}
