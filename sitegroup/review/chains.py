"""Which steps a piece of content goes through."""

from collections.abc import Iterable
from typing import Any

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
# The roles that may decide a step.
DECIDERS = tuple(role for role, _days in DEFAULT_STEPS)


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
    """The steps for a unit's content: [{number, role, limit, limit_unit, must_record}]."""
    chains = ReviewChain.objects.prefetch_related("steps")
    kind = site.organisation.kind
    chain = chain_for(chains, kind=kind, object_type=object_type, matter=matter)
    chain = chain or ensure_default_chain()
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


def chain_for(
    chains: Iterable[ReviewChain], *, kind: str, object_type: str, matter: str
) -> ReviewChain | None:
    """The one of these chains that is used for this kind of unit, of content, of matter.

    Of those that match, the one that names the content type wins over the one that names the
    matter, that over the one that names the kind of unit, and each over the default. One without
    steps is no chain.
    """
    matching = [
        chain
        for chain in chains
        if chain.organisation_kind in ("", kind)
        and chain.object_type in ("", object_type)
        and chain.matter in ("", matter)
        and chain.steps.all()
    ]
    return max(matching, key=_particular, default=None)


def _particular(chain: ReviewChain) -> tuple[bool, bool, bool]:
    """How closely a chain describes what it is for."""
    return (bool(chain.object_type), bool(chain.matter), bool(chain.organisation_kind))
