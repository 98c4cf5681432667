"""What can be wrong with a check."""

from sitegroup.exceptions import PlatformError


class RuleError(PlatformError):
    """规则文件有错: a file of rules cannot be used; says which file, which rule and why."""

    code = "check_rules"


class WaiverRefused(PlatformError):
    """不能放行: this person, or this finding, does not allow a waiver."""

    code = "waiver_refused"
