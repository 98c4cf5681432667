"""Whose deliveries a person may see and try again."""

from django.http import HttpRequest

from sitegroup.changes.tenancy import TENDERS
from sitegroup.guard.addresses.reach import Reach, reach_of


def tended(request: HttpRequest) -> Reach:
    """All sites for the county's administrators, their own for a unit's; none for others."""
    return reach_of(request, TENDERS)
