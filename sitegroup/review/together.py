"""合并送审: begin a bundle with all its members in one step; none goes out before the rest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import Releasable
from sitegroup.models import ReleaseBundle, Site
from sitegroup.review.bundles import create_bundle
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.filled import submit_filled

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

    Raises ReviewRefused for the bundle, NotReady with everything that is wrong with a member.
    """
    if not 1 < len(subjects) <= MOST:
        raise ReviewRefused(_("合并发布要选2至%(most)d条内容。") % {"most": MOST})
    bundle = create_bundle(site=site, title=title, by=by, publish_at=publish_at)
    wrong: list[Problem] = []
    for subject in subjects:
        try:
            submit_filled(subject=subject, by=by, bundle=bundle)
        except (NotReady, ReviewRefused) as error:
            wrong += _named(subject, error)
    if wrong:
        raise NotReady(wrong)
    return bundle


def _named(subject: Releasable, error: NotReady | ReviewRefused) -> list[Problem]:
    """What is wrong with one piece, said with its title."""
    title = str(subject.get_latest_revision_as_object())
    reasons: Sequence[object] = error.problems if isinstance(error, NotReady) else [error]
    return [
        Problem(error.code, _("“%(title)s”：%(why)s") % {"title": title, "why": reason})
        for reason in reasons
    ]
