"""Write notices: for each person one row a way, in the caller's transaction, each thing once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from sitegroup.models.site import Site
from sitegroup.notices.models import (
    Notice,
    NoticeChannel,
    NoticeKind,
    NoticeSetting,
    NoticeState,
)

# What is worth a text message.
URGENT = (NoticeKind.OVERDUE, NoticeKind.ESCALATION, NoticeKind.EMERGENCY)
# What happens within this time comes in one mail.
COLLECTED = timedelta(seconds=60)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """What there is to tell: `mark` sets apart what is told of the same step more than once."""

    kind: NoticeKind
    site: Site
    object_type: str
    object_key: str
    url: str
    title: str = ""
    content_type: ContentType | None = None
    step: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    mark: str = ""


def tell(event: Event, people: Iterable[Any]) -> int:
    """Tell these people; how many rows that made. Who was told already is not told again."""
    listed = list(people)
    chosen = {s.user_id: s for s in NoticeSetting.objects.filter(user__in=listed)}
    rows = [
        _row(event, channel, recipient=user)
        for user in listed
        for channel in _ways(event, user, chosen.get(user.pk))
    ]
    return _keep(rows)


def tell_address(event: Event, address: str) -> int:
    """Tell somebody without an account, by mail."""
    return _keep([_row(event, NoticeChannel.MAIL, address=address)])


def _keep(rows: list[Notice]) -> int:
    keys = [row.dedupe for row in rows]
    known: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        some = Notice.objects.filter(dedupe__in=keys[start : start + AT_ONCE])
        known |= set(some.values_list("dedupe", flat=True))
    fresh = [row for row in rows if row.dedupe not in known]
    # another worker may have been quicker since
    Notice.objects.bulk_create(fresh, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(fresh)


def _ways(event: Event, user: Any, chosen: NoticeSetting | None) -> Iterator[NoticeChannel]:
    yield NoticeChannel.DESK
    if user.email and (chosen is None or chosen.by_mail):
        yield NoticeChannel.MAIL
    if settings.NOTICE_WEBHOOK_URL:
        yield NoticeChannel.WEBHOOK
    if settings.SMS_BACKEND and chosen and chosen.phone and event.kind in URGENT:
        yield NoticeChannel.SMS


def _row(
    event: Event, channel: NoticeChannel, *, recipient: Any = None, address: str = ""
) -> Notice:
    now = timezone.now()
    whom = recipient.pk if recipient else address
    about = f"{event.kind}:{event.object_type}:{event.object_key}:{event.step}:{event.mark}"
    on_desk = channel == NoticeChannel.DESK
    return Notice(
        recipient=recipient,
        address=address,
        kind=event.kind,
        channel=channel,
        site=event.site,
        content_type=event.content_type,
        object_type=event.object_type,
        object_key=event.object_key,
        step=event.step,
        title=event.title,
        url=event.url,
        facts=event.facts,
        dedupe=f"{about}:{whom}:{channel}",
        state=NoticeState.DONE if on_desk else NoticeState.WAITING,
        due_at=_first_time(channel, now),
        done_at=now if on_desk else None,
    )


def _first_time(channel: NoticeChannel, now: datetime) -> datetime:
    return now + COLLECTED if channel == NoticeChannel.MAIL else now
