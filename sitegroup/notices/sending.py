"""Send what is due: leased, retried with growing pauses, given up in sight.

At least once: a worker that is killed between sending and marking sends the same message again,
under the same name, when its lease has ended.
"""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sitegroup.audit.models import Action
from sitegroup.audit.services import Target, record
from sitegroup.changes.leasing import pause_before
from sitegroup.exceptions import PeerAway, PlatformError
from sitegroup.notices import sms, webhook, words
from sitegroup.notices.mail import Mailer
from sitegroup.notices.models import Notice, NoticeChannel, NoticeState

logger = logging.getLogger(__name__)

MOST = 200
LEASE = timedelta(minutes=5)
RUN_SECONDS = 20.0  # it runs between deliveries and must not hold them up
MAX_ATTEMPTS = 48  # a good day and a half
LONGEST_PAUSE = 3600.0

Send = Callable[[Sequence[Notice]], None]


def send_due() -> int:
    """Send what is due for some seconds; how many notices were tried. A duty of the worker."""
    claimed = claim()
    began = time.monotonic()
    mailer = Mailer()
    ways: dict[str, Send] = {
        NoticeChannel.MAIL: mailer.send,
        NoticeChannel.WEBHOOK: lambda notices: webhook.send(notices[0]),
        NoticeChannel.SMS: lambda notices: sms.send(notices[0]),
    }
    away: dict[str, PeerAway] = {}
    tried = 0
    try:
        for _batch, grouped in groupby(claimed, key=lambda notice: notice.batch):
            notices = list(grouped)
            if time.monotonic() - began > RUN_SECONDS:
                _held(notices).update(leased_until=None)
                continue
            _send(notices, ways[notices[0].channel], away)
            tried += len(notices)
    finally:
        mailer.close()
    return tried


@transaction.atomic
def claim(limit: int = MOST) -> list[Notice]:
    """Lease what is due, with all else that goes into the same mails; batch after batch."""
    now = timezone.now()
    due = list(_free().filter(due_at__lte=now).order_by("pk")[:limit])
    fresh = [notice for notice in due if notice.batch is None]
    mails = [notice for notice in fresh if notice.channel == NoticeChannel.MAIL]
    same_mail = Q(batch__in={notice.batch for notice in due if notice.batch}) | Q(
        Q(recipient__in={n.recipient_id for n in mails if n.recipient_id})
        | Q(recipient=None, address__in={n.address for n in mails if not n.recipient_id}),
        channel=NoticeChannel.MAIL,
        batch=None,
    )
    more = _free().filter(same_mail).exclude(pk__in=[notice.pk for notice in due])
    claimed = due + list(more.order_by("pk"))
    _name_batches(claimed)
    for notice in claimed:
        notice.leased_until = now + LEASE
    Notice.objects.bulk_update(claimed, ["batch", "leased_until"], batch_size=500)
    order: dict[object, int] = {}
    for notice in claimed:
        order.setdefault(notice.batch, len(order))
    return sorted(claimed, key=lambda notice: (order[notice.batch], notice.pk))


def _free() -> QuerySet[Notice]:
    """What waits and nobody holds; another worker's rows are passed over."""
    waiting = Notice.objects.filter(state=NoticeState.WAITING).exclude(
        leased_until__gt=timezone.now()
    )
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    return waiting.select_related(
        "site__organisation", "recipient__wagtail_userprofile", "content_type"
    )


def _name_batches(claimed: list[Notice]) -> None:
    """Each person's new mails become one message; everything else is one by itself."""
    named: dict[tuple[int | None, str], uuid.UUID] = {}
    for notice in claimed:
        if notice.batch is None and notice.channel == NoticeChannel.MAIL:
            whom = (notice.recipient_id, notice.address)
            notice.batch = named.setdefault(whom, uuid.uuid4())
        elif notice.batch is None:
            notice.batch = uuid.uuid4()


def _send(notices: list[Notice], send: Send, away: dict[str, PeerAway]) -> None:
    """Send one message and record how it went."""
    first = notices[0]
    if first.recipient and not first.recipient.is_active:
        _held(notices).update(state=NoticeState.DROPPED, leased_until=None)
        return
    try:
        if first.channel in away:
            raise away[first.channel]
        with words.speaking_to(first.recipient):
            send(notices)
    except Exception as error:  # noqa: BLE001 - whatever a way raises is recorded and retried
        if isinstance(error, PeerAway):
            away[first.channel] = error
        _failed(notices, error)
        return
    _held(notices).update(
        state=NoticeState.DONE, done_at=timezone.now(), leased_until=None, last_error=""
    )


def _failed(notices: list[Notice], error: Exception) -> None:
    attempts = notices[0].attempts + 1
    ours = isinstance(error, PlatformError)
    permanent = isinstance(error, PlatformError) and error.permanent
    is_dead = permanent or attempts >= MAX_ATTEMPTS
    said = str(error)[:2000] if ours else f"{type(error).__name__}: {error}"[:2000]
    if is_dead:
        logger.error("gave up notices %s: %s", [notice.pk for notice in notices], said)
    _held(notices).update(
        state=NoticeState.DEAD if is_dead else NoticeState.WAITING,
        attempts=attempts,
        last_error=said,
        leased_until=None,
        due_at=timezone.now() + pause_before(attempts, longest=LONGEST_PAUSE),
    )


def _held(notices: list[Notice]) -> QuerySet[Notice]:
    """These rows, unless another worker took them over after this one's lease."""
    return Notice.objects.filter(
        pk__in=[notice.pk for notice in notices],
        state=NoticeState.WAITING,
        leased_until=notices[0].leased_until,
    )


@transaction.atomic
def retry(notice: Notice, *, by: Any) -> None:
    """Send again what was given up; the rest of its mail with it."""
    again = Notice.objects.filter(state=NoticeState.DEAD)
    same = again.filter(batch=notice.batch) if notice.batch else again.filter(pk=notice.pk)
    count = same.update(
        state=NoticeState.WAITING, attempts=0, due_at=timezone.now(), leased_until=None
    )
    target = Target("notice", str(notice.pk), notice.get_kind_display(), notice.site)
    said = {"effect": notice.channel, "count": count}
    record(action=Action.RETRIED, by=by, subject=target, detail=said)
