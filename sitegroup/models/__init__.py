"""All models of the kernel, where Django looks for them."""

from sitegroup.audit.models import AuditCheckpoint, AuditEntry
from sitegroup.changes.models import Change, ChangeOperation, Delivery, DeliveryState
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
    "AuditCheckpoint",
    "AuditEntry",
    "CaseState",
    "Change",
    "ChangeOperation",
    "Decision",
    "Delivery",
    "DeliveryState",
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
