"""The demo's units: their particulars, leaders and settings."""

import json
from pathlib import Path
from typing import Any

from sitegroup.models import Leader, Site

DETAILS = (
    "short_name", "uscc", "duties", "address", "postcode", "phone", "fax", "email", "office_hours",
)  # fmt: skip
SETTINGS = {
    "english_name": "english_name",
    "domain": "domain",
    "site_id_code": "site_id_code",
    "icp": "icp",
    "police": "police_record",
    "sponsor": "sponsor",
    "organizer": "organizer",
    "hotline": "hotline",
    "hot_terms": "hot_terms",
    "common_services": "common_services",
}


def load_details(folder: Path) -> None:
    """Fill in organisations, leaders and site settings where a unit has none yet."""
    organisations = json.loads((folder / "organisations.json").read_text(encoding="utf-8"))
    wishes = json.loads((folder / "site_settings.json").read_text(encoding="utf-8"))
    for site in Site.objects.select_related("organisation"):
        details = organisations.get(site.code)
        if details is None or site.organisation.uscc:
            continue
        _organisation(site, details)
        _settings(site, wishes.get(site.code, {}))


def _organisation(site: Site, details: dict[str, Any]) -> None:
    organisation = site.organisation
    for name in DETAILS:
        setattr(organisation, name, details.get(name, ""))
    organisation.save()
    Leader.objects.bulk_create(
        Leader(
            organisation=organisation,
            name=leader["name"],
            title=leader["title"],
            duties=leader.get("duties", ""),
            sort_order=leader.get("order", place),
        )
        for place, leader in enumerate(details.get("leaders", ()), 1)
    )


def _settings(site: Site, wishes: dict[str, Any]) -> None:
    for key, field in SETTINGS.items():
        if key in wishes:
            setattr(site, field, wishes[key])
    site.save()
