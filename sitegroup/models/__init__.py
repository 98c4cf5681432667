"""All models of the kernel, where Django looks for them."""

from sitegroup.changes.models import Change, ChangeOperation, Delivery, DeliveryState
from sitegroup.checking.models import (
    CheckedFile,
    CheckRun,
    ContentFinding,
    FindingRun,
    FindingWaiver,
)
from sitegroup.models.membership import COUNTY_ROLES, WRITING_ROLES, Membership, Role
from sitegroup.models.organisation import Leader, Organisation, OrganisationKind
from sitegroup.models.site import PATH_PREFIXES, FormerAddress, Site, SiteMode
from sitegroup.review.models import (
    CaseState,
    Decision,
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseKind,
    ReviewCase,
    ReviewChain,
    ReviewDecision,
    ReviewStep,
)

__all__ = [
    "COUNTY_ROLES",
    "PATH_PREFIXES",
    "WRITING_ROLES",
    "CaseState",
    "Change",
    "ChangeOperation",
    "CheckRun",
    "CheckedFile",
    "ContentFinding",
    "Decision",
    "Delivery",
    "DeliveryState",
    "FindingRun",
    "FindingWaiver",
    "FormerAddress",
    "Leader",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "PublicFile",
    "Release",
    "ReleaseBasis",
    "ReleaseKind",
    "ReviewCase",
    "ReviewChain",
    "ReviewDecision",
    "ReviewStep",
    "Role",
    "Site",
    "SiteMode",
]
