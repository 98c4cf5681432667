"""送审 of what an editor wrote: first everything that its form asks for."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sitegroup.guard.releasable import Releasable
from sitegroup.models import ReleaseBundle, ReviewCase
from sitegroup.review.exceptions import NotReady
from sitegroup.review.services import submit


@transaction.atomic
def submit_filled(
    *,
    subject: Releasable,
    by: Any,
    publish_at: datetime | None = None,
    bundle: ReleaseBundle | None = None,
) -> ReviewCase:
    """As `submit`; raises NotReady also with what the form asks for and the draft has not."""
    draft: Releasable = subject.get_latest_revision_as_object()
    if problems := draft.form_problems():
        raise NotReady(problems)
    case = submit(subject=subject, by=by, publish_at=publish_at, bundle=bundle)
    draft.on_submitted(case, by)
    return case
