"""Which steps a piece of content goes through."""

from typing import Any

from django.db.models import Q

from sitegroup.models.membership import Role
from sitegroup.models.site import Site
from sitegroup.review.models import ReviewChain, ReviewStep

# 初审、复审、批准: three steps by three persons (domain/standards.md 3.3).
DEFAULT_STEPS = (
    (Role.DEPARTMENT_REVIEWER, 1),
    (Role.SECRECY_REVIEWER, 1),
    (Role.OFFICE_REVIEWER, 1),
)


def ensure_default_chain() -> ReviewChain:
    """The chain for everything that has no chain of its own; made once."""
    chain, made = ReviewChain.objects.get_or_create(
        organisation_kind="", object_type="", defaults={"name": "三级审核"}
    )
    if made:
        ReviewStep.objects.bulk_create(
            ReviewStep(chain=chain, number=number, role=role, limit_days=days)
            for number, (role, days) in enumerate(DEFAULT_STEPS, 1)
        )
    return chain


def steps_for(*, site: Site, object_type: str) -> list[dict[str, Any]]:
    """The steps for a unit's content, in order: [{number, role, limit_days}].

    Of the chains that match, the one that names the content type wins over the one that names
    the kind of unit, and both over the default.
    """
    matching = ReviewChain.objects.filter(
        Q(organisation_kind="") | Q(organisation_kind=site.organisation.kind),
        Q(object_type="") | Q(object_type=object_type),
    ).prefetch_related("steps")
    chains = sorted(matching, key=lambda c: (bool(c.object_type), bool(c.organisation_kind)))
    chain = chains[-1] if chains else ensure_default_chain()
    return [
        {"number": step.number, "role": step.role, "limit_days": step.limit_days}
        for step in chain.steps.all()
    ]
