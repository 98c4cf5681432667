"""Deliver what the ledger says is due: retried with growing pauses, given up in sight."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from sitegroup.changes.claiming import BATCH, LEASE, claim, held, renew
from sitegroup.changes.leasing import kept_alive, pause_before
from sitegroup.changes.models import Change, Delivery, DeliveryState
from sitegroup.exceptions import PeerAway, PlatformError

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
# a far end that is away comes back: at the longest pause this is more than three days
MAX_ATTEMPTS_AWAY = 400
LONGEST_PAUSE = 900.0

Effect = Callable[[Sequence[Change]], None]


def effect_function(name: str) -> Effect:
    """The function of a named effect. Raises KeyError for a name that the wiring lacks."""
    paths = {effect: path for effect, path, _kinds in settings.CHANGE_EFFECTS}
    function: Effect = import_string(paths[name])
    return function


def drain(limit: int = BATCH) -> int:
    """Deliver one batch; the number of deliveries tried. Never call it inside a transaction."""
    claimed = claim(limit)
    if not claimed:
        return 0
    order = {name: place for place, (name, _p, _k) in enumerate(settings.CHANGE_EFFECTS)}
    by_effect: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        by_effect[delivery.effect].append(delivery)
    with kept_alive(lambda: renew(claimed[0].lease), LEASE):
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
    """Run an effect for all at once; where that fails, for each, so that only the bad one waits."""
    error = _attempt(name, deliveries)
    if error is None:
        return
    if len(deliveries) == 1 or isinstance(error, PeerAway):
        _failed(deliveries, error)
        return
    for place, delivery in enumerate(deliveries):
        error = _attempt(name, [delivery])
        if isinstance(error, PeerAway):
            _failed(deliveries[place:], error)
            return
        if error is not None:
            _failed([delivery], error)


def _attempt(name: str, deliveries: list[Delivery]) -> Exception | None:
    """Run an effect and mark what is done; what it raised if it failed."""
    try:
        effect_function(name)([delivery.change for delivery in deliveries])
    except Exception as error:  # noqa: BLE001 - whatever an effect raises is recorded and retried
        return error
    _mine(deliveries).update(
        state=DeliveryState.DONE,
        done_at=timezone.now(),
        leased_until=None,
        lease=None,
        last_error="",
    )
    return None


def _mine(deliveries: list[Delivery]) -> QuerySet[Delivery]:
    """Those that are still this worker's: one slower than its lease says nothing of the others."""
    return held(deliveries[0].lease).filter(pk__in=[delivery.pk for delivery in deliveries])


@transaction.atomic
def _failed(deliveries: list[Delivery], error: Exception) -> None:
    """Wait longer each time; give up what can never succeed, and what was tried often enough."""
    permanent = isinstance(error, PlatformError) and error.permanent
    most = MAX_ATTEMPTS_AWAY if isinstance(error, PeerAway) else MAX_ATTEMPTS
    said = f"{type(error).__name__}: {error}"[:2000]
    for delivery in deliveries:
        attempts = delivery.attempts + 1
        given_up = permanent or attempts >= most
        if given_up:
            logger.error("gave up %s: %s", delivery, said)
        _mine([delivery]).update(
            state=DeliveryState.DEAD if given_up else DeliveryState.WAITING,
            attempts=attempts,
            last_error=said,
            leased_until=None,
            lease=None,
            due_at=timezone.now() + pause_before(attempts, longest=LONGEST_PAUSE),
        )
