"""What can be wrong with a change of people or roles."""

from sitegroup.exceptions import PlatformError


class PeopleRefused(PlatformError):
    """人员变动被拒: this person may not do that, or not to that account."""

    code = "people_refused"


class LastAdministrator(PeopleRefused):
    """最后一名单位管理员: the unit would have nobody left; say so again to go on."""

    code = "last_administrator"
