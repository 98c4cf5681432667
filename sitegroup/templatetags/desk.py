"""What pages of the desk ask beside what their view gives them."""

from django import template

from sitegroup.models import OPEN_STATES, ReviewCase
from sitegroup.review.desk import words

register = template.Library()


@register.simple_tag
def when_public(case: ReviewCase) -> str:
    """When an open case becomes public once it is approved; empty if at once or decided."""
    return words.when(case) if case.state in OPEN_STATES else ""
