"""合并送审: begin a bundle with all its members in one step; none goes out before the rest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sitegroup.guard.releasable import Releasable
from sitegroup.models import ReleaseBundle, Site
from sitegroup.review.bundles import create_bundle
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.services import submit

MOST = 50


@transaction.atomic
def submit_together(
    *,
    site: Site,
    title: str,
    subjects: Sequence[Releasable],
    by: Any,
    publish_at: datetime | None = None,
) -> ReleaseBundle:
    """Submit several pieces of one unit as a bundle: all of them, or none.

    Raises ReviewRefused or NotReady as `submit` does for the first that cannot be submitted.
    """
    if not 1 < len(subjects) <= MOST:
        raise ReviewRefused(_("合并发布要选2至%(most)d条内容。") % {"most": MOST})
    bundle = create_bundle(site=site, title=title, by=by, publish_at=publish_at)
    for subject in subjects:
        submit(subject=subject, by=by, bundle=bundle)
    return bundle
