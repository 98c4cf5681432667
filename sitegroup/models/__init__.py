"""All models of the kernel, where Django looks for them."""

from sitegroup.audit.models import (
    AuditCheckpoint,
    AuditEntry,
)
from sitegroup.changes.models import (
    Change,
    ChangeOperation,
    Delivery,
    DeliveryState,
    Duty,
)
from sitegroup.checking.models import (
    CheckedFile,
    CheckRun,
    ContentFinding,
    FindingRun,
    FindingWaiver,
)
from sitegroup.models.account import (
    Account,
)
from sitegroup.models.calendar import (
    WorkingDayException,
)
from sitegroup.models.disclosure import (
    Attribute,
    Conclusion,
    Ground,
    Matter,
)
from sitegroup.models.membership import (
    COUNTY_ROLES,
    SEPARATED_ROLES,
    UNIT_ROLES,
    WRITING_ROLES,
    Membership,
    Role,
    Substitution,
)
from sitegroup.models.organisation import (
    Leader,
    Organisation,
    OrganisationKind,
)
from sitegroup.models.site import (
    PATH_PREFIXES,
    FormerAddress,
    Site,
    SiteMode,
)
from sitegroup.notices.models import (
    Notice,
    NoticeChannel,
    NoticeKind,
    NoticeSetting,
    NoticeState,
)
from sitegroup.review.models import (
    DECIDABLE,
    OPEN_STATES,
    BundleState,
    CaseState,
    Decision,
    DisclosureRecord,
    EmergencyReview,
    LimitUnit,
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseBundle,
    ReleaseKind,
    ReviewCase,
    ReviewChain,
    ReviewDecision,
    ReviewStep,
    Tombstone,
)

__all__ = [
    "COUNTY_ROLES",
    "DECIDABLE",
    "OPEN_STATES",
    "PATH_PREFIXES",
    "SEPARATED_ROLES",
    "UNIT_ROLES",
    "WRITING_ROLES",
    "Account",
    "Attribute",
    "AuditCheckpoint",
    "AuditEntry",
    "BundleState",
    "CaseState",
    "Change",
    "ChangeOperation",
    "CheckRun",
    "CheckedFile",
    "Conclusion",
    "ContentFinding",
    "Decision",
    "Delivery",
    "DeliveryState",
    "DisclosureRecord",
    "Duty",
    "EmergencyReview",
    "FindingRun",
    "FindingWaiver",
    "FormerAddress",
    "Ground",
    "Leader",
    "LimitUnit",
    "Matter",
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
    "ReleaseBundle",
    "ReleaseKind",
    "ReviewCase",
    "ReviewChain",
    "ReviewDecision",
    "ReviewStep",
    "Role",
    "Site",
    "SiteMode",
    "Substitution",
    "Tombstone",
    "WorkingDayException",
]
