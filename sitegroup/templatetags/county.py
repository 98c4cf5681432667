"""Whose admin this is."""

from django import template
from django.conf import settings

from sitegroup.delivery.registry import registry

register = template.Library()


@register.simple_tag
def county_name() -> str:
    """The county government's name, or the product's before there is a portal."""
    portal = registry().portal
    return portal.name if portal else str(settings.WAGTAIL_SITE_NAME)
