"""docs/roles.md says what the code allows, asked of the code role by role."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from sitegroup.guard.roles import may_edit, sites_of
from sitegroup.models import COUNTY_ROLES, UNIT_ROLES, Role, Site
from sitegroup.people.permissions import Power, grantable, managed_sites, readable_sites
from sitegroup.review.chains import DEFAULT_STEPS
from sitegroup.review.desk.withdrawing import may_withdraw
from tests.factories import article, user
from tests.sitegroup.people.conftest import County

DOCUMENT = Path(django_settings.BASE_DIR) / "docs/roles.md"
HEADS = (
    "role", "岗位", "given by", "writes", "decides step", "withdraws", "sees drafts", "sees people",
    "opens accounts", "gives roles", "opens accounts, separated", "gives roles, separated",
)  # fmt: skip


def reach(own: bool, other: bool) -> str:
    """How far a right goes."""
    if other:
        return "whole county"
    return "own unit" if own else "—"


def sites(found: Any, county: County) -> str:
    """The same for a set of sites."""
    return reach(*(found.filter(pk=site.pk).exists() for site in (county.site, county.other)))


def powers(person: Any, county: County) -> list[str]:
    """Opening accounts and giving roles, as the setting is."""
    roles = [bool(grantable(person, site)) for site in (county.site, county.other)]
    return [sites(managed_sites(person, Power.ACCOUNTS), county), reach(*roles)]


def row(role: Role, county: County, public: dict[Site, Any], settings: Any) -> list[str]:
    """One line of the table, for somebody who holds the role in the bureau of education."""
    person = user(f"who-{role}", county.site, role)
    pair = (county.site, county.other)
    steps = [str(number) for number, (step, _days) in enumerate(DEFAULT_STEPS, 1) if step == role]
    settings.THREE_ADMIN_SEPARATION = False
    told = [
        f"`{role}`",
        str(role.label),
        "unit" if role in UNIT_ROLES else "county",
        reach(*(may_edit(person, site) for site in pair)),
        f"{steps[0]}, {'whole county' if role in COUNTY_ROLES else 'own unit'}" if steps else "—",
        reach(*(may_withdraw(public[site], person) for site in pair)),
        sites(sites_of(person), county),
        sites(readable_sites(person), county),
        *powers(person, county),
    ]
    settings.THREE_ADMIN_SEPARATION = True
    return [*told, *powers(person, county)]


@pytest.mark.django_db
def test_the_table_is_what_the_code_allows(county: County, settings: Any) -> None:
    public = {site: article(site) for site in (county.site, county.other)}
    for subject in public.values():
        subject.live = True  # only asked about, never saved
    rows = [HEADS, ["---"] * len(HEADS)]
    rows += [row(role, county, public, settings) for role in Role]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    assert table in DOCUMENT.read_text(encoding="utf-8"), f"docs/roles.md should hold:\n{table}"
