"""All models of the kernel, where Django looks for them."""

from sitegroup.changes.models import Change, ChangeOperation, Delivery, DeliveryState
from sitegroup.models.calendar import WorkingDayException
from sitegroup.models.membership import COUNTY_ROLES, WRITING_ROLES, Membership, Role
from sitegroup.models.organisation import Leader, Organisation, OrganisationKind
from sitegroup.models.site import PATH_PREFIXES, FormerAddress, Site, SiteMode
from sitegroup.notices.models import (
    Notice,
    NoticeChannel,
    NoticeKind,
    NoticeSetting,
    NoticeState,
)
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
    "Decision",
    "Delivery",
    "DeliveryState",
    "FormerAddress",
    "Leader",
    "Membership",
    "Notice",
    "NoticeChannel",
    "NoticeKind",
    "NoticeSetting",
    "NoticeState",
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
    "WorkingDayException",
]
