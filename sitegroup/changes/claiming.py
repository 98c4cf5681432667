"""Which deliveries are whose: leased, one at a time for an object, the newest for all before."""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sitegroup.changes.models import Delivery, DeliveryState

BATCH = 500
LEASE = timedelta(minutes=5)
CLAIMING = zlib.crc32(b"gongkai.claiming")  # names the lock among the database's advisory locks

# effect, kind and key of the object: what is done in order, by one worker at a time
Line = tuple[str, str, str]


@transaction.atomic
def claim(limit: int = BATCH) -> list[Delivery]:
    """Lease the oldest due deliveries; other workers pass over them until the lease ends.

    Of several deliveries of one effect for one object, the newest is taken and the others are
    done with it, since an effect sends what is true when it runs. None is taken while another
    worker holds an older one. All of a claim carry the same `lease`.
    """
    _one_at_a_time()
    now, after = timezone.now(), 0
    while due := _due(now, limit, after):
        mine = _taken(due, now)
        if mine:
            return _leased(mine, now)
        after = due[-1].pk
    return []


def _one_at_a_time() -> None:
    """Claims take turns, so that two never take different versions of one object.

    SQLite's write transactions take turns by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIMING])


def _due(now: datetime, limit: int, after: int) -> list[Delivery]:
    due = _with_object(Delivery.objects.filter(pk__gt=after, due_at__lte=now)).filter(
        Q(leased_until=None) | Q(leased_until__lte=now), state=DeliveryState.WAITING
    )
    return list(due.order_by("pk")[:limit])


def _with_object(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """With the change and its site; rows that somebody else is writing are passed over."""
    if connection.features.has_select_for_update_skip_locked:
        deliveries = deliveries.select_for_update(skip_locked=True, of=("self",))
    return deliveries.select_related("change__site__organisation")


def _line(delivery: Delivery) -> Line:
    change = delivery.change
    return delivery.effect, change.object_type, change.object_key


def _taken(due: list[Delivery], now: datetime) -> list[Delivery]:
    """The newest of each line that is free, after settling those that it stands for."""
    lines: dict[Line, list[Delivery]] = defaultdict(list)
    for delivery in [*due, *_beside(due)]:
        lines[_line(delivery)].append(delivery)
    taken, settled = [], []
    for line in lines.values():
        newest = max(
            (d for d in line if d.state == DeliveryState.WAITING), key=lambda d: d.change.version
        )
        settled += [d for d in line if _stands_for(newest, d) and not _held(d, now)]
        if newest.due_at <= now and not any(_held(d, now) for d in line):
            taken.append(newest)
    if settled:
        _settle(settled, now)
    return sorted(taken, key=lambda delivery: delivery.change_id)


def _stands_for(newest: Delivery, other: Delivery) -> bool:
    return other.change.version < newest.change.version


def _held(delivery: Delivery, now: datetime) -> bool:
    return bool(delivery.leased_until and delivery.leased_until > now)


def _beside(due: list[Delivery]) -> Iterable[Delivery]:
    """What else is open in the same lines: leased, not yet due, beyond the limit, or given up."""
    keys: dict[str, set[str]] = defaultdict(set)
    for delivery in due:
        keys[delivery.change.object_type].add(delivery.change.object_key)
    objects = reduce(
        or_,
        (Q(change__object_type=kind, change__object_key__in=found) for kind, found in keys.items()),
    )
    return (
        _with_object(Delivery.objects.filter(objects))
        .filter(
            effect__in={delivery.effect for delivery in due},
            state__in=(DeliveryState.WAITING, DeliveryState.DEAD),
        )
        .exclude(pk__in=[delivery.pk for delivery in due])
    )


def _settle(deliveries: list[Delivery], now: datetime) -> None:
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        state=DeliveryState.DONE, done_at=now, leased_until=None, lease=None, last_error=""
    )


def _leased(deliveries: list[Delivery], now: datetime) -> list[Delivery]:
    lease, until = uuid4(), now + LEASE
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        lease=lease, leased_until=until
    )
    for delivery in deliveries:
        delivery.lease, delivery.leased_until = lease, until
    return deliveries


def held(lease: UUID | None) -> QuerySet[Delivery]:
    """What a worker still holds of what it claimed: not done yet, and claimed by no other."""
    return Delivery.objects.filter(lease=lease, state=DeliveryState.WAITING)


def renew(lease: UUID | None) -> bool:
    """Hold on for another lease; whether anything is left to hold."""
    return bool(held(lease).update(leased_until=timezone.now() + LEASE))
