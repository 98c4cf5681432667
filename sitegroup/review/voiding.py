"""Any edit after submission voids the case; what was submitted stays on record as it was."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models.signals import post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Revision

from sitegroup.guard.publication import PublicationRefused
from sitegroup.guard.releasable import Releasable
from sitegroup.models import OPEN_STATES, CaseState, Release, ReviewCase
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


def keep_what_was_submitted(
    sender: type[models.Model],
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to write other content over a revision that a case or a release is bound to.

    An editor that saves by itself writes over the version it saved before, for as long as that is
    the latest; meanwhile it may have been submitted, and released. Raises PublicationRefused.
    """
    named = update_fields is None or "content" in update_fields
    if raw or not named or instance._state.adding or not _is_on_record(instance):
        return
    before = Revision.objects.values_list("content", flat=True).get(pk=instance.pk)
    if before != json.loads(json.dumps(instance.content, cls=DjangoJSONEncoder)):
        raise PublicationRefused(_("这一稿已经送审，记录在案，不能覆盖。请刷新页面，再接着改。"))


def _is_on_record(revision: Any) -> bool:
    bound = {"revision": revision.pk}
    return ReviewCase.objects.filter(**bound).exists() or Release.objects.filter(**bound).exists()


def _is_reviewed(revision: Any) -> bool:
    model = revision.content_type.model_class()
    return model is not None and issubclass(model, Releasable)


def install() -> None:
    """Watch every revision."""
    pre_save.connect(
        keep_what_was_submitted, sender=Revision, dispatch_uid="sitegroup.review.keeping"
    )
    post_save.connect(void_on_edit, sender=Revision, dispatch_uid="sitegroup.review.voiding")
