"""What the index and the catalogue hold, against what is public: the last net under the outbox."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sitegroup.changes.models import Change, Delivery, DeliveryState
from sitegroup.exceptions import PlatformError

logger = logging.getLogger(__name__)

RIGHT, MISSING, OUTDATED, EXTRA, AHEAD = "", "missing", "outdated", "extra", "ahead"


@dataclass(frozen=True, slots=True)
class Finding:
    """核对结果: one object as a copy holds it.

    `what` is empty where the copy is right; missing, outdated, extra (not public, but there), or
    ahead (newer than the ledger, as after the restore of an older database). `mended` says that
    it is right now, or that a delivery is on its way that makes it right.
    """

    key: str
    what: str = RIGHT
    mended: bool = False


class Reconciler(Protocol):
    """核对: looks at everything that one copy should hold, and mends what differs if told to."""

    def __call__(self, *, mend: bool) -> Iterator[Finding]:
        """One finding an object. Raises PlatformError where the copy cannot be read."""


class ReconcileFailed(PlatformError):
    """核对未完成: some copy could not be compared or mended."""

    code = "reconcile_failed"
    permanent = False


def reconciler(name: str) -> Reconciler:
    """The wired reconciler of this name. Raises KeyError."""
    function: Reconciler = import_string(dict(settings.RECONCILERS)[name])
    return function


def is_on_its_way(*, object_type: str, object_key: str, effect: str) -> bool:
    """Whether a delivery that will bring the copy up to date is waiting already."""
    return Delivery.objects.filter(
        change__object_type=object_type,
        change__object_key=object_key,
        effect=effect,
        state=DeliveryState.WAITING,
    ).exists()


@transaction.atomic
def redeliver(*, object_type: str, object_key: str, effect: str) -> bool:
    """Deliver the object's last change once more; False where the ledger does not know it."""
    changes = Change.objects.filter(object_type=object_type, object_key=object_key)
    last = changes.order_by("version").last()
    if last is None:
        return False
    now = timezone.now()
    again = {"state": DeliveryState.WAITING, "attempts": 0, "due_at": now, "done_at": None}
    made, _new = Delivery.objects.get_or_create(change=last, effect=effect, defaults=again)
    # one that waits already may be in another worker's hands, and is left there
    Delivery.objects.filter(pk=made.pk).exclude(state=DeliveryState.WAITING).update(**again)
    return True


def reconcile_nightly() -> None:
    """Compare and mend every copy; a copy that is away keeps none of the others from it.

    Raises ReconcileFailed naming what could not be done.
    """
    failed = []
    for name, _path in settings.RECONCILERS:
        try:
            for finding in reconciler(name)(mend=True):
                if finding.what:
                    logger.warning("reconcile %s: %s is %s", name, finding.key, finding.what)
                if finding.what and not finding.mended:
                    failed.append(f"{name} {finding.key} {finding.what}")
        except PlatformError as error:
            failed.append(f"{name}：{error}")
    if failed:
        raise ReconcileFailed(
            _("核对发现%(count)d处没有改正：%(first)s")
            % {"count": len(failed), "first": "；".join(failed[:5])}
        )
