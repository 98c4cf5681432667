"""What follows a change: datasets made from content that changed, and the catalogue in CKAN."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from opendata.catalogue.push import push_dataset
from opendata.models import Dataset
from opendata.services import refresh_dataset
from opendata.sources import DatasetSource, source_names, source_of
from sitegroup.models import Change, Delivery, DeliveryState

EFFECT = "datasets"
LONGEST_WAIT = timedelta(minutes=5)


def refresh_datasets(changes: Sequence[Change]) -> None:
    """Bring every dataset that the changes touch up to date, each at most once."""
    for name in source_names():
        source = source_of(name)
        touched = [change for change in changes if source.affected_by(change)]
        if touched and not _comes_again(source, touched[-1]):
            refresh_dataset(name=name)


def _comes_again(source: DatasetSource, last: Change) -> bool:
    """Whether a later change that is due now will refresh the dataset anyway.

    A bulk import arrives in hundreds of batches: the rows are then written once at its end, and
    at least every five minutes on the way.
    """
    now = timezone.now()
    if not Dataset.objects.filter(name=source.name, current__created_at__gt=now - LONGEST_WAIT):
        return False
    waiting = (
        Delivery.objects.filter(
            Q(leased_until=None) | Q(leased_until__lt=now),
            effect=EFFECT,
            state=DeliveryState.WAITING,
            due_at__lte=now,
            change__gt=last.pk,
        )
        .select_related("change")
        .order_by("-pk")
        .first()
    )
    return waiting is not None and source.affected_by(waiting.change)


def push_changes(changes: Sequence[Change]) -> None:
    """Tell CKAN of the datasets that changed; nothing where no CKAN_URL is set."""
    if not settings.CKAN_URL:
        return
    for name in dict.fromkeys(change.object_key for change in changes):
        push_dataset(name=name)
