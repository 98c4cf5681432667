"""Which doors of the admin open to the person who looks."""

from typing import Any

from django import template

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.table import table

register = template.Library()


@register.simple_tag(takes_context=True)
def may_open(context: dict[str, Any], name: str) -> bool:
    """Whether the address table lets this person call a name of the URLconf; costs no query."""
    address = table().get(name)
    return bool(address and reach_of(context["request"], address.who))
