"""单位导航: every unit of the county with its telephone and its address."""

from django.utils.translation import gettext as _

from cms.pages.home import GROUPS
from cms.pages.initials import ALPHABET, OTHER, initial
from cms.pages.representation import UnitDirectory, UnitEntry, UnitLetter, UnitSection
from sitegroup.delivery.frame import Link
from sitegroup.delivery.registry import registry
from sitegroup.models import Site

COUNTY = "县"  # nearly every department's short name begins with it; it tells nobody apart


def unit_directory() -> UnitDirectory:
    """The units of all kinds that the home page names, by kind and by letter."""
    sites = list(registry().by_code.values())
    sections = tuple(
        UnitSection(_(label), units)
        for kind, label in GROUPS
        if (units := tuple(_entry(site) for site in sites if site.organisation.kind == kind))
    )
    entries = [unit for section in sections for unit in section.units]
    return UnitDirectory(len(entries), sections, _letters(entries))


def _entry(site: Site) -> UnitEntry:
    name = site.short_name
    return UnitEntry(
        title=name,
        url=f"{site.base_url}/",
        phone=site.organisation.phone,
        address=site.organisation.address,
        initial=initial(name.removeprefix(COUNTY) or name),
    )


def _letters(entries: list[UnitEntry]) -> tuple[UnitLetter, ...]:
    """All of A-Z, so that each letter keeps its place; units without a letter come last."""
    by_letter: dict[str, list[Link]] = {letter: [] for letter in ALPHABET}
    for unit in entries:
        by_letter.setdefault(unit.initial, []).append(Link(unit.title, unit.url))
    order = [*ALPHABET, *([OTHER] if OTHER in by_letter else [])]
    return tuple(UnitLetter(letter, tuple(by_letter[letter])) for letter in order)
