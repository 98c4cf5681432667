"""Addresses for pages that nobody has given one."""

import secrets

from django.utils import timezone
from wagtail.models import Page


def dated_slug(parent: Page | None) -> str:
    """An address for a page whose title has no Latin letters: 20261118-3f9a2c, free below `parent`.

    A column of ten thousand would else meet the same six characters again before long.
    """
    while True:
        slug = f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3)}"
        if parent is None or not parent.get_children().filter(slug=slug).exists():
            return slug
