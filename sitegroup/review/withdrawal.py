"""撤下: take released content out of the public; the record stays, and its address says why."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.changes.services import record_change
from sitegroup.guard.publication import gate_open_for
from sitegroup.guard.releasable import subject_type
from sitegroup.guard.roles import holds
from sitegroup.models.membership import Role
from sitegroup.models.site import Site
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.models import (
    EmergencyReview,
    PublicFile,
    Release,
    ReleaseBasis,
    ReleaseKind,
    Tombstone,
)

WITHDRAWERS = (Role.DEPARTMENT_REVIEWER, Role.SITE_ADMINISTRATOR, Role.OFFICE_REVIEWER)
REASON_LIMIT = 500


@refusals_recorded(Action.WITHDRAWN)
@transaction.atomic
def withdraw(*, subject: Any, by: Any, reason: str, redirect_to: str = "") -> Release:
    """Take something back, with a reason that its address shows, or another address instead.

    Raises ReviewRefused when there is no reason, the person may not, it is not public, or the
    other address is none of this installation.
    """
    site = subject.owning_site()
    if not (by.is_superuser or holds(by, roles=WITHDRAWERS, site=site)):
        raise ReviewRefused(_("撤下要由本单位审核岗或政府办办理。"))
    reason = reason.strip()
    if not reason:
        raise ReviewRefused(_("请写明撤下的原因。"))
    if len(reason) > REASON_LIMIT:
        raise ReviewRefused(_("撤下的原因最多%(limit)d字。") % {"limit": REASON_LIMIT})
    redirect_to = _own_address(redirect_to.strip())
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if not subject.live:
        raise ReviewRefused(_("这条内容没有公开，不用撤下。"))
    release = _record(subject, site=site, by=by, reason=reason)
    with gate_open_for(subject):
        # nobody holds Wagtail's right to unpublish: who may withdraw was decided above
        action = UnpublishPageAction if isinstance(subject, Page) else UnpublishAction
        action(subject, user=by).execute(skip_permission_checks=True)
    PublicFile.objects.filter(
        content_type=release.content_type, object_id=release.object_id
    ).delete()
    _bury(subject, release, redirect_to)
    _settle_emergencies(release, by=by)
    said = {"release": release.pk, "reason": release.reason}
    record(action=Action.WITHDRAWN, by=by, subject=subject, site=site, detail=said)
    record_change(release=release, object_key=subject.object_key, at=release.released_at)
    return release


def _own_address(address: str) -> str:
    """An address of one of our sites, as given; empty stays empty. Raises ReviewRefused."""
    if not address:
        return ""
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc and address.startswith("/") and address[1:2] != "/":
        return address
    bases = (site.base_url for site in Site.objects.select_related("organisation"))
    if any(address == base or address.startswith(f"{base}/") for base in bases):
        return address
    raise ReviewRefused(_("“改为指向”要填本平台的网址，比如 /zfxxgk/ 开头的地址。"))


def _record(subject: Any, *, site: Site, by: Any, reason: str) -> Release:
    return Release.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        object_type=subject.object_type,
        site=site,
        kind=ReleaseKind.WITHDRAWAL,
        basis=ReleaseBasis.REVIEW,
        revision=subject.live_revision,
        content_hash="",
        reason=reason,
        released_by=by,
        released_at=timezone.now(),
    )


def _bury(subject: Any, release: Release, redirect_to: str) -> None:
    """Set the tombstone where it stood."""
    path = subject.public_path()
    if path:
        Tombstone.objects.update_or_create(
            site=release.site,
            path=path,
            defaults={
                "release": release, "title": str(subject)[:255], "redirect_to": redirect_to
            },
        )  # fmt: skip


def _settle_emergencies(release: Release, *, by: Any) -> None:
    """What was released in an emergency and is withdrawn needs no approval any more."""
    EmergencyReview.objects.filter(
        release__content_type=release.content_type,
        release__object_id=release.object_id,
        reviewed_at=None,
    ).update(reviewer=by, approved=False, opinion=release.reason, reviewed_at=release.released_at)
