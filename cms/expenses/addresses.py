"""Where statements stand: in the column of their unit, one address a year and stage."""

from collections.abc import Iterable
from urllib.parse import urlencode

from cms.expenses.models import ExpenseStatement, Scope
from cms.pages.models import Channel
from sitegroup.delivery.registry import registry
from sitegroup.delivery.shell import address_in
from sitegroup.models import Site

FEATURE = "expenses"


def channel_urls(sites: Iterable[Site]) -> dict[int, str]:
    """The address of each unit's column, by the unit; units without one are left out."""
    by_pk = {site.pk: site for site in sites}
    found: dict[int, str] = {}
    rows = Channel.objects.live().filter(feature=FEATURE, site_id__in=by_pk).order_by("path")
    known = registry().by_code
    for site_id, url_path in rows.values_list("site_id", "url_path"):
        site = known.get(by_pk[site_id].code, by_pk[site_id])
        found.setdefault(site_id, address_in(site, url_path))
    return found


def channel_url(site: Site) -> str:
    """The address of a unit's column, else of the portal's; blank where there is neither."""
    portal = registry().portal
    found = channel_urls([site, portal] if portal else [site])
    return found.get(site.pk) or (found.get(portal.pk, "") if portal else "")


def portal_channel_url() -> str:
    """The address of the county's roll-up; blank where there is none."""
    portal = registry().portal
    return channel_urls([portal]).get(portal.pk, "") if portal else ""


def query_of(statement: ExpenseStatement) -> str:
    """What a statement's address carries: ?year=2025&stage=final."""
    given: dict[str, object] = {"year": statement.year, "stage": statement.stage}
    if statement.site.is_portal and statement.scope == Scope.COUNTY:
        given["scope"] = Scope.COUNTY.value
    return f"?{urlencode(given)}"


def statement_url(statement: ExpenseStatement, channel: str = "") -> str:
    """The one canonical address of a statement."""
    address = channel or channel_url(statement.site)
    return f"{address}{query_of(statement)}" if address else ""
