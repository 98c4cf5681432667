"""The models of the review: chain, case, decisions, release."""

from sitegroup.review.models.bundles import BundleState, ReleaseBundle
from sitegroup.review.models.cases import (
    DECIDABLE,
    OPEN_STATES,
    CaseState,
    Decision,
    DisclosureRecord,
    ReviewCase,
    ReviewDecision,
)
from sitegroup.review.models.chains import LimitUnit, ReviewChain, ReviewStep
from sitegroup.review.models.releases import (
    EmergencyReview,
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseKind,
    Tombstone,
)

__all__ = [
    "DECIDABLE",
    "OPEN_STATES",
    "BundleState",
    "CaseState",
    "Decision",
    "DisclosureRecord",
    "EmergencyReview",
    "LimitUnit",
    "PublicFile",
    "Release",
    "ReleaseBasis",
    "ReleaseBundle",
    "ReleaseKind",
    "ReviewCase",
    "ReviewChain",
    "ReviewDecision",
    "ReviewStep",
    "Tombstone",
]
