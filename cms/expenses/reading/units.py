"""Which unit a file means: by name, registered alias or unified social credit code."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from cms.expenses.reading.numbers import BadValue, half_width
from sitegroup.models import Site

CLOSE = 0.5
NEAREST = 3


class UnitNames:
    """The names of the units that may be imported for."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self.by_name: dict[str, list[Site]] = defaultdict(list)
        self.full_names: list[str] = []
        for site in sites:
            organisation = site.organisation
            self.full_names.append(organisation.name)
            names = {organisation.name, organisation.short_name, organisation.uscc}
            for name in {*names, *organisation.aliases} - {""}:
                self.by_name[_normal(name)].append(site)

    def find(self, name: str) -> Site | None:
        """The one unit of this name; None for none. Raises BadValue where several have it."""
        found = self.by_name.get(_normal(name), [])
        if len(found) > 1:
            raise BadValue(
                "ambiguous_unit",
                _("“%(name)s”可以是%(several)s。")
                % {"name": name, "several": "、".join(site.name for site in found)},
                _("请写单位全称。"),
            )
        return found[0] if found else None

    def first_of(self, candidates: Iterable[str]) -> Site:
        """The unit that the first fitting candidate names. Raises BadValue with nearest names."""
        names = [name for name in candidates if name.strip()]
        for name in names:
            if site := self.find(name):
                return site
        if not names:
            raise BadValue("no_unit", _("单位没有填。"), _("请填单位全称。"))
        raise self._unknown(names[0])

    def _unknown(self, name: str) -> BadValue:
        near = sorted(self.full_names, key=lambda known: -_likeness(known, name))[:NEAREST]
        near = [known for known in near if _likeness(known, name) >= CLOSE]
        mend = (
            _("是不是%s？请写单位全称。") % "、".join(near)
            if near
            else _("请写单位全称、登记的简称或者统一社会信用代码。")
        )
        return BadValue("unknown_unit", _("没有“%s”这个单位。") % name[:60], mend)


def _normal(name: str) -> str:
    return half_width(unicodedata.normalize("NFKC", name)).upper()


def _likeness(known: str, name: str) -> float:
    return SequenceMatcher(None, known, name).ratio()
