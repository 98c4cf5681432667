"""Two bureaus, the office, and those who manage their people."""

from dataclasses import dataclass
from typing import Any

import pytest

from sitegroup.models import Membership, Role, Site
from tests.factories import portal, unit, user
from tests.sitegroup.desk.conftest import browser

__all__ = ["browser"]


@dataclass
class County:
    """The office (the portal's), bureaus of education and finance, and their people."""

    office: Site
    site: Site
    other: Site
    county_admin: Any
    admin: Any
    author: Any
    stranger: Any


@pytest.fixture
def county(db: None) -> County:
    """Bureau of education with an administrator and an author; finance with one marked person."""
    office = portal()
    site, other = unit("jyj", name="云溪县教育局"), unit("czj", name="云溪县财政局")
    return County(
        office,
        site,
        other,
        user("county-admin", office, Role.COUNTY_ADMINISTRATOR, first_name="宫志平"),
        user("jyj-admin", site, Role.SITE_ADMINISTRATOR, first_name="支建明"),
        user("jyj-author", site, Role.AUTHOR, first_name="方雨桐"),
        user("czj-foreign", other, Role.AUTHOR, first_name="外局某"),
    )


def roles(person: Any, site: Site) -> set[str]:
    """What somebody holds in a unit."""
    held = Membership.objects.filter(user=person, site=site)
    return set(held.values_list("role", flat=True))
