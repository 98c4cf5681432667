"""Deliver what the ledger says is due: leased, retried with growing pauses, given up in sight."""

import logging
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from sitegroup.changes.models import Change, Delivery, DeliveryState
from sitegroup.exceptions import PlatformError

logger = logging.getLogger(__name__)

BATCH = 500
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 12
LONGEST_PAUSE = 900.0

Effect = Callable[[Sequence[Change]], None]


def effect_function(name: str) -> Effect:
    """The function of a named effect. Raises KeyError for a name that the wiring lacks."""
    paths = {effect: path for effect, path, _kinds in settings.CHANGE_EFFECTS}
    function: Effect = import_string(paths[name])
    return function


@transaction.atomic
def claim(limit: int = BATCH) -> list[Delivery]:
    """Lease the oldest due deliveries; another worker passes over them until the lease ends."""
    now = timezone.now()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now).exclude(
        leased_until__gt=now
    )
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    claimed = list(due.select_related("change__site__organisation").order_by("pk")[:limit])
    Delivery.objects.filter(pk__in=[d.pk for d in claimed]).update(leased_until=now + LEASE)
    return claimed


def drain(limit: int = BATCH) -> int:
    """Deliver one batch; the number of deliveries tried. Never call it inside a transaction."""
    claimed = claim(limit)
    order = {name: place for place, (name, _p, _k) in enumerate(settings.CHANGE_EFFECTS)}
    by_effect: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        by_effect[delivery.effect].append(delivery)
    for name in sorted(by_effect, key=lambda effect: order.get(effect, len(order))):
        _deliver(name, by_effect[name])
    return len(claimed)


def drain_all() -> int:
    """Deliver until nothing is due; the number of deliveries tried."""
    total = 0
    while done := drain():
        total += done
    return total


def _deliver(name: str, deliveries: list[Delivery]) -> None:
    try:
        effect_function(name)([delivery.change for delivery in deliveries])
    except Exception as error:  # noqa: BLE001 - whatever an effect raises is recorded and retried
        if len(deliveries) > 1:
            for delivery in deliveries:
                _deliver(name, [delivery])
            return
        _failed(deliveries[0], error)
        return
    Delivery.objects.filter(pk__in=[d.pk for d in deliveries]).update(
        state=DeliveryState.DONE, done_at=timezone.now(), leased_until=None, last_error=""
    )


def _failed(delivery: Delivery, error: Exception) -> None:
    delivery.attempts += 1
    delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
    permanent = isinstance(error, PlatformError) and error.permanent
    if permanent or delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = DeliveryState.DEAD
        logger.error("gave up %s: %s", delivery, delivery.last_error)
    pause = min(2.0**delivery.attempts, LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311
    # a worker slower than its lease says nothing of what another has done meanwhile
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(
        state=delivery.state,
        attempts=delivery.attempts,
        last_error=delivery.last_error,
        leased_until=None,
        due_at=timezone.now() + timedelta(seconds=pause),
    )
