"""Which steps a piece of content goes through."""

from typing import Any

from django.db.models import Q

from sitegroup.models.membership import Role
from sitegroup.models.site import Site
from sitegroup.review.models import ReviewChain, ReviewStep
from sitegroup.review.questions import BY_ROLE

# 初审、复审、批准: three steps by three persons (domain/standards.md 3.3).
DEFAULT_STEPS = (
    (Role.DEPARTMENT_REVIEWER, 1),
    (Role.SECRECY_REVIEWER, 1),
    (Role.OFFICE_REVIEWER, 1),
)


def ensure_default_chain() -> ReviewChain:
    """The chain for everything that has no chain of its own; made once."""
    chain, made = ReviewChain.objects.get_or_create(
        organisation_kind="", object_type="", matter="", defaults={"name": "三级审核"}
    )
    if made:
        ReviewStep.objects.bulk_create(
            ReviewStep(
                chain=chain, number=number, role=role, limit=days,
                must_record=list(BY_ROLE.get(role, ())),
            )
            for number, (role, days) in enumerate(DEFAULT_STEPS, 1)
        )  # fmt: skip
    return chain


def steps_for(*, site: Site, object_type: str, matter: str = "") -> list[dict[str, Any]]:
    """The steps for a unit's content: [{number, role, limit, limit_unit, must_record}].

    Of the chains that match, the one that names the content type wins over the one that names
    the matter, that over the one that names the kind of unit, and each over the default.
    """
    matching = ReviewChain.objects.filter(
        Q(organisation_kind="") | Q(organisation_kind=site.organisation.kind),
        Q(object_type="") | Q(object_type=object_type),
        Q(matter="") | Q(matter=matter),
    ).prefetch_related("steps")
    chains = sorted(matching, key=_particular)
    chain = chains[-1] if chains else ensure_default_chain()
    return [
        {
            "number": number,
            "role": step.role,
            "limit": step.limit,
            "limit_unit": step.limit_unit,
            "must_record": step.must_record,
        }
        for number, step in enumerate(chain.steps.all(), 1)
    ]


def _particular(chain: ReviewChain) -> tuple[bool, bool, bool, bool]:
    """How closely a chain describes what it is for; one without steps is no chain."""
    return (
        bool(chain.steps.all()),
        bool(chain.object_type),
        bool(chain.matter),
        bool(chain.organisation_kind),
    )
