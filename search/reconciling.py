"""The index against what is public now."""

from collections.abc import Iterator

from django.db.models import Max

from search.index import get_engine
from search.sources import all_documents, source_for
from sitegroup.changes.reconciling import (
    AHEAD,
    EXTRA,
    MISSING,
    OUTDATED,
    RIGHT,
    Finding,
    is_on_its_way,
    redeliver,
)
from sitegroup.models import Change

EFFECT = "index"


def reconcile_index(*, mend: bool) -> Iterator[Finding]:
    """Every public object and everything that can be found; by the numbers of their changes.

    Raises SearchError where the index cannot be read.
    """
    engine = get_engine()
    engine.refresh()
    held, living = dict(engine.versions()), dict(engine.versions(living=True))
    for document in all_documents():
        key, version = document.key, held.get(document.key, 0)
        stands = living.pop(key, None) is not None
        yield _found(key, _state(document.version, version, stands=stands), mend=mend)
    for key, version in living.items():
        # what was released since the comparison began is public after all
        kind, _colon, name = key.partition(":")
        source = source_for(kind)
        extra = source is None or source.document(name) is None
        beyond = extra and version > _last_version(kind, name)
        yield _found(key, EXTRA if extra else RIGHT, mend=mend and not beyond)


def _last_version(kind: str, name: str) -> int:
    changes = Change.objects.filter(object_type=kind, object_key=name)
    return changes.aggregate(last=Max("version"))["last"] or 0


def _state(wanted: int, held: int, *, stands: bool) -> str:
    if held > wanted:
        return AHEAD
    if not stands:
        return MISSING
    return OUTDATED if held < wanted else RIGHT


def _found(key: str, what: str, *, mend: bool) -> Finding:
    """A difference that a delivery on its way will remove is none."""
    if not what:
        return Finding(key)
    kind, _colon, name = key.partition(":")
    if is_on_its_way(object_type=kind, object_key=name, effect=EFFECT):
        return Finding(key)
    if not mend or what == AHEAD:
        # the index refuses what is older than it holds: rebuild_index makes it anew
        return Finding(key, what)
    return Finding(key, what, redeliver(object_type=kind, object_key=name, effect=EFFECT))
