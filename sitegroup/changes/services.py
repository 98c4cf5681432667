"""Write the ledger: one change and its deliveries, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from sitegroup.audit.models import Action
from sitegroup.audit.services import Target, record
from sitegroup.changes.models import Change, ChangeOperation, Delivery, DeliveryState
from sitegroup.delivery import epoch
from sitegroup.guard.inserting import insert_rows
from sitegroup.models.site import Site
from sitegroup.review.models import Release, ReleaseKind

ATTEMPTS = 10
MOST_AT_ONCE = 500


def effects_of(object_type: str) -> list[str]:
    """The names of the effects that follow a change of this kind of object, in order."""
    return [
        name
        for name, _path, kinds in settings.CHANGE_EFFECTS
        if kinds is None or object_type in kinds
    ]


def record_change(*, release: Release, object_key: str, at: datetime) -> Change:
    """Record what a release did. Call it inside the release's transaction."""
    operation = (
        ChangeOperation.UPSERT if release.kind == ReleaseKind.RELEASE else ChangeOperation.WITHDRAW
    )
    return _record(
        object_type=release.object_type,
        object_key=object_key,
        operation=operation,
        site=release.site,
        release=release,
        at=at,
    )


@transaction.atomic
def record_derived(*, object_type: str, object_key: str, site: Site, public: bool = True) -> Change:
    """Record a change that follows from released content by itself, such as a dataset's rows."""
    return _record(
        object_type=object_type,
        object_key=object_key,
        operation=ChangeOperation.UPSERT if public else ChangeOperation.WITHDRAW,
        site=site,
        release=None,
        at=timezone.now(),
    )


def _record(
    *,
    object_type: str,
    object_key: str,
    operation: str,
    site: Site,
    release: Release | None,
    at: datetime,
) -> Change:
    of_object = Change.objects.filter(object_type=object_type, object_key=object_key)
    for attempt in range(ATTEMPTS):
        last = of_object.aggregate(last=Max("version"))["last"]
        try:
            with transaction.atomic():
                change = of_object.create(
                    object_type=object_type,
                    object_key=object_key,
                    version=(last or 0) + 1,
                    operation=operation,
                    site=site,
                    release=release,
                    changed_at=at,
                )
            break
        except IntegrityError:
            # another worker has just taken this version; it is committed, so the next is ours
            if attempt == ATTEMPTS - 1:
                raise
    Delivery.objects.bulk_create(deliveries_for([change]))
    # what is withdrawn is out of sight now, also while the worker waits for a slow far end; the
    # effect does it again, for the case that this process ends here
    transaction.on_commit(epoch.bump, robust=True)
    return change


def deliveries_for(changes: Iterable[Change]) -> list[Delivery]:
    """Unsaved deliveries for saved changes."""
    now = timezone.now()
    return [
        Delivery(change=change, effect=effect, due_at=now)
        for change in changes
        for effect in effects_of(change.object_type)
    ]


def record_many(changes: Sequence[Change]) -> None:
    """Record the first change of many new objects at once (bulk import)."""
    by_type: dict[str, list[int]] = defaultdict(list)
    insert_rows(changes)
    for change in changes:
        by_type[change.object_type].append(change.pk)
    for object_type, keys in by_type.items():
        for effect in effects_of(object_type):
            for start in range(0, len(keys), MOST_AT_ONCE):
                _deliver(effect, keys[start : start + MOST_AT_ONCE])


def _deliver(effect: str, change_ids: Sequence[int]) -> None:
    """A delivery for each change, made inside the database: an import has very many."""
    places = ", ".join(["%s"] * len(change_ids))
    insert = (
        "INSERT INTO sitegroup_delivery (change_id, effect, state, attempts, due_at, last_error)"
    )
    select = "SELECT id, %s, %s, 0, changed_at, '' FROM sitegroup_change WHERE id IN"
    statement = f"{insert} {select} ({places})"
    with connection.cursor() as cursor:
        cursor.execute(statement, [effect, DeliveryState.WAITING, *change_ids])


@transaction.atomic
def retry(*, deliveries: QuerySet[Delivery], by: Any) -> int:
    """Put dead deliveries back in the queue; how many. A new one of the object settles them too."""
    dead = Delivery.objects.filter(pk__in=list(deliveries.values_list("pk", flat=True)))
    dead = dead.filter(state=DeliveryState.DEAD).select_related("change__site__organisation")
    found = list(dead.select_for_update(of=("self",)).order_by("pk"))
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in found]).update(
        state=DeliveryState.WAITING, attempts=0, due_at=timezone.now()
    )
    _record_retry(found, by)
    return len(found)


def _record_retry(deliveries: Sequence[Delivery], by: Any) -> None:
    """Who asked for another try of what: one entry a unit and effect, however many they are."""
    asked: dict[tuple[int, str], list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        asked[delivery.change.site_id, delivery.effect].append(delivery)
    for (_site, effect), found in asked.items():
        change = found[0].change
        target = Target(change.object_type, change.object_key, site=change.site)
        if len(found) > 1:
            target = Target("delivery", site=change.site)
        said = {"effect": effect, "count": len(found)}
        record(action=Action.RETRIED, by=by, subject=target, detail=said)
