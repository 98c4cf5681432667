"""许可: under which terms data may be used again.

There is no national licence (domain/standards.md section 7.5): machines read CC-BY-4.0, which asks
for what the county asks for, to name the source.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class License:
    """许可协议."""

    id: str
    title: str | Promise
    url: str
    is_open: bool = True


LICENSES = (
    License(
        "CC-BY-4.0",
        _("知识共享署名4.0国际许可（CC BY 4.0）：免费使用，注明来源和获取日期"),
        "https://creativecommons.org/licenses/by/4.0/deed.zh-hans",
    ),
    License(
        "CC0-1.0",
        _("公有领域贡献（CC0 1.0）：免费使用，不附条件"),
        "https://creativecommons.org/publicdomain/zero/1.0/deed.zh-hans",
    ),
)
BY_ID = {entry.id.lower(): entry for entry in LICENSES}


def license_of(license_id: str) -> License:
    """The licence of an id in any case; an id that is not listed stands for itself, not open."""
    return BY_ID.get(license_id.lower(), License(license_id, license_id, "", is_open=False))
