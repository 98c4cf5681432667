"""What pages of the desk ask beside what their view gives them."""

from django import template
from django.http import HttpRequest

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.guard.addresses.shapes import WRITERS
from sitegroup.models import OPEN_STATES, ReviewCase
from sitegroup.review.desk import words

register = template.Library()


@register.simple_tag
def when_public(case: ReviewCase) -> str:
    """When an open case becomes public once it is approved; empty if at once or decided."""
    return words.when(case) if case.state in OPEN_STATES else ""


@register.simple_tag
def may_write(request: HttpRequest) -> bool:
    """Whether this person writes for any unit."""
    return bool(reach_of(request, WRITERS))
