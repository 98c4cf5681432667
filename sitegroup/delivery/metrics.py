"""/metrics: how the installation does, in Prometheus' text format; nothing about readers."""

import ipaddress
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import django
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.views.decorators.http import require_safe

from sitegroup.changes.reading import outbox_figures
from sitegroup.delivery import epoch
from sitegroup.delivery.store import STORE, PageStore
from sitegroup.models import Change, ChangeOperation, DeliveryState

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# What a proxy adds: who is asked through one is not on this machine, whatever the address says.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
WATCHED = (DeliveryState.WAITING, DeliveryState.DEAD)


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure with its samples: (labels, value)."""

    name: str
    kind: str
    about: str
    samples: tuple[tuple[Mapping[str, str], float], ...]

    def lines(self) -> Iterator[str]:
        """As Prometheus reads it."""
        yield f"# HELP {self.name} {self.about}"
        yield f"# TYPE {self.name} {self.kind}"
        for labels, value in self.samples:
            written = ",".join(f'{name}="{_escaped(label)}"' for name, label in labels.items())
            yield (
                f"{self.name}{{{written}}} {value:.15g}" if written else f"{self.name} {value:.15g}"
            )


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The measures, to this machine and to the admin's host; 404 to everybody else."""
    if not may_see(request):
        raise Http404
    try:
        found = [_build(), *_deliveries(), _objects(), *_stored(request.META.get(STORE))]
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type=MEDIA_TYPE)
    text = "".join(f"{line}\n" for metric in found for line in metric.lines())
    return HttpResponse(text, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def may_see(request: HttpRequest) -> bool:
    """Whether it is asked on the admin's own host, or on this machine without a proxy between."""
    host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    if settings.ADMIN_HOST and host == settings.ADMIN_HOST:
        return True
    if any(name in request.META for name in FORWARDED):
        return False
    return _loopback(request.META.get("REMOTE_ADDR", "")) and _loopback(host)


def _loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _build() -> Metric:
    labels = {
        "version": settings.VERSION,
        "python": platform.python_version(),
        "django": django.get_version(),
    }
    return Metric("gongkai_build_info", "gauge", "What is running.", ((labels, 1),))


def _deliveries() -> Iterable[Metric]:
    """What has still to follow a change: one query."""
    figures = outbox_figures()
    yield Metric(
        "gongkai_deliveries",
        "gauge",
        "Effects of changes not delivered yet (waiting) or given up (dead).",
        tuple(
            ({"state": state, "effect": effect.effect}, getattr(effect, state))
            for state in WATCHED
            for effect in figures.effects
        ),
    )
    yield Metric(
        "gongkai_oldest_waiting_seconds",
        "gauge",
        "Age of the oldest change that somebody has not been told of.",
        (({}, round(figures.oldest_seconds)),),
    )


def _objects() -> Metric:
    return Metric(
        "gongkai_public_objects",
        "gauge",
        "Public objects by kind, as the ledger has them.",
        _public_objects(epoch.current()),
    )


@lru_cache(maxsize=1)
def _public_objects(mark: str) -> tuple[tuple[Mapping[str, str], float], ...]:
    """Counted once an epoch: the ledger is long."""
    same = {"object_type": OuterRef("object_type"), "object_key": OuterRef("object_key")}
    newer = Change.objects.filter(**same, version__gt=OuterRef("version"))
    last = Change.objects.filter(~Exists(newer), operation=ChangeOperation.UPSERT)
    counted = last.values_list("object_type").annotate(Count("pk")).order_by("object_type")
    return tuple(({"kind": kind}, count) for kind, count in counted)


def _stored(store: PageStore | None) -> Iterable[Metric]:
    """What the page store of the process that answers has done."""
    if store is None:
        return
    process = {"process": str(os.getpid())}
    shelves = {"pages": store.pages, "queries": store.queries}
    about = "Answers from the page store, of this process."
    yield Metric("gongkai_page_store_hits_total", "counter", about, ((process, store.hits),))
    about = "Answers that had to be made, of this process."
    yield Metric("gongkai_page_store_misses_total", "counter", about, ((process, store.misses),))
    yield Metric(
        "gongkai_page_store_bytes",
        "gauge",
        "What the page store of this process holds.",
        tuple(({**process, "part": part}, shelf.used) for part, shelf in shelves.items()),
    )
