"""Any edit after submission voids the case, at the moment of the edit."""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.models import Revision

from sitegroup.guard.releasable import Releasable
from sitegroup.models import OPEN_STATES, CaseState, ReviewCase
from sitegroup.review.closing import close
from sitegroup.review.hashing import revision_hash


def void_on_edit(
    sender: type[models.Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A new revision with other content voids what is under way; one with the same does not.

    Reviewers approve the hash of what they saw, so saving again without a change harms nothing.
    """
    if raw or not created or not _is_reviewed(instance):
        return
    under_way = ReviewCase.objects.filter(
        content_type=instance.content_type, object_id=instance.object_id, state__in=OPEN_STATES
    )
    if not under_way.exists():
        return
    digest = revision_hash(instance)
    with transaction.atomic():
        for case in under_way.select_for_update():
            if case.content_hash != digest:
                close(case, CaseState.VOIDED, problem=_("审核期间内容被改过。"))


def _is_reviewed(revision: Any) -> bool:
    model = revision.content_type.model_class()
    return model is not None and issubclass(model, Releasable)


def install() -> None:
    """Watch every revision."""
    post_save.connect(void_on_edit, sender=Revision, dispatch_uid="sitegroup.review.voiding")
