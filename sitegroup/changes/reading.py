"""The outbox in figures: what waits, what was given up, and how far behind the workers are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from sitegroup.changes.models import Delivery, DeliveryState, Duty
from sitegroup.models.site import Site

RETRIED = Count("pk", filter=Q(attempts__gt=0))


@dataclass(slots=True)
class EffectFigures:
    """One effect: deliveries that wait, those of them tried before, given up, done."""

    effect: str
    waiting: int = 0
    retrying: int = 0
    dead: int = 0
    done: int = 0


@dataclass(slots=True)
class LedgerFigures:
    """The whole outbox, and the duties that failed last time.

    `late_seconds` says for how long the delivery that is due longest has been due: it grows where
    no worker runs, or too few. `oldest_seconds` is the age of the oldest change that waits.
    """

    effects: list[EffectFigures] = field(default_factory=list)
    late_seconds: float = 0.0
    oldest_seconds: float = 0.0
    failing_duties: tuple[str, ...] = ()

    @property
    def waiting(self) -> int:
        """Deliveries that are still to be made."""
        return sum(effect.waiting for effect in self.effects)

    @property
    def dead(self) -> int:
        """Deliveries that were given up."""
        return sum(effect.dead for effect in self.effects)


def ledger_figures() -> LedgerFigures:
    """The outbox, and the duties that failed: two queries that never read what is done."""
    figures = outbox_figures()
    failing = Duty.objects.filter(failures__gt=0).order_by("name").values_list("name", flat=True)
    figures.failing_duties = tuple(failing)
    return figures


def outbox_figures() -> LedgerFigures:
    """The outbox alone, in one query, for /metrics."""
    now = timezone.now()
    figures = {name: EffectFigures(name) for name, _path, _kinds in settings.CHANGE_EFFECTS}
    due, changed = [now], [now]
    rows = Delivery.objects.filter(state__in=(DeliveryState.WAITING, DeliveryState.DEAD))
    for name, state, count, retried, first, oldest in (
        rows.order_by()
        .values_list("effect", "state")
        .annotate(
            Count("pk"), retried=RETRIED, first=Min("due_at"), oldest=Min("change__changed_at")
        )
    ):
        effect = figures.setdefault(name, EffectFigures(name))
        setattr(effect, state, count)
        if state == DeliveryState.WAITING:
            effect.retrying = retried
            due.append(first)
            changed.append(oldest)
    return LedgerFigures(
        list(figures.values()),
        late_seconds=(now - min(due)).total_seconds(),
        oldest_seconds=(now - min(changed)).total_seconds(),
    )


def figures_of(sites: QuerySet[Site]) -> list[EffectFigures]:
    """Every effect of these sites' changes, in the order of the wiring."""
    found = {name: EffectFigures(name) for name, _path, _kinds in settings.CHANGE_EFFECTS}
    rows: Iterable[tuple[str, str, int, int]] = (
        Delivery.objects.filter(change__site__in=sites)
        .order_by()
        .values_list("effect", "state")
        .annotate(Count("pk"), retried=RETRIED)
    )
    for name, state, count, tried in rows:
        figures = found.setdefault(name, EffectFigures(name))
        setattr(figures, state, count)
        if state == DeliveryState.WAITING:
            figures.retrying = tried
    return list(found.values())


def given_up(sites: QuerySet[Site]) -> QuerySet[Delivery]:
    """The dead deliveries of these sites, newest first, with what they are about."""
    return (
        Delivery.objects.filter(state=DeliveryState.DEAD, change__site__in=sites)
        .select_related("change__site__organisation", "change__release__case")
        .prefetch_related("change__release__subject")
        .order_by("-pk")
    )
