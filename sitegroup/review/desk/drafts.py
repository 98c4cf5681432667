"""What a unit has written and nobody reviews yet, of every kind of content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet

from sitegroup.guard.releasable import releasable_models
from sitegroup.models import OPEN_STATES, BundleState, CaseState, ReviewCase, Site

# Rows of a kind whose titles are made of several fields are searched one by one, the newest first.
READ_MOST = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """One piece with changes that are not public: `key` names it in a form."""

    key: str
    title: str
    kind: str
    changed_at: datetime
    is_live: bool
    address: str
    subject: Any


def drafts_of(
    site: Site, *, search: str = "", most: int, with_held: bool = False
) -> tuple[list[Draft], bool]:
    """The newest drafts of a unit that may be submitted, and whether there are more.

    `with_held` takes also what a review or a bundle holds.
    """
    held = set() if with_held else _held(site)
    found = [
        draft
        for model, rows in _queries(site, held)
        for draft in _read(model, rows, search, most + 1)
    ]
    found.sort(key=lambda draft: (draft.changed_at, draft.key), reverse=True)
    return found[:most], len(found) > most


def drafts_named(site: Site, keys: Iterable[str]) -> list[Draft]:
    """The drafts with these keys, in their order, without what cannot be submitted."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, Draft] = {}
    for model, rows in _queries(site, _held(site)):
        begin = f"{model._meta.label_lower}-"
        ids = [key.removeprefix(begin) for key in wanted if key.startswith(begin)]
        numbers = [int(text) for text in ids if text.isascii() and text.isdigit()]
        small = [number for number in numbers if number < 2**63]
        if small:
            found |= {draft.key: draft for draft in _rows(model, rows.filter(pk__in=small))}
    return [found[key] for key in wanted if key in found]


def _queries(site: Site, held: set[tuple[int, str]]) -> Iterator[tuple[Any, QuerySet[Any]]]:
    """Every kind of content, with the unit's drafts of it that are not held."""
    for model in releasable_models():
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False).pk
        taken = [object_id for content_type, object_id in held if content_type == kind]
        manager: Any = model._default_manager
        rows = manager.filter(
            site=site, has_unpublished_changes=True, latest_revision__isnull=False
        )
        yield (
            model,
            rows.exclude(pk__in=taken).select_related("latest_revision", "site__organisation"),
        )


def _held(site: Site) -> set[tuple[int, str]]:
    """What is under way, or came back and still belongs to an open bundle."""
    cases = ReviewCase.objects.filter(site=site)
    in_bundle = Q(bundle__state=BundleState.OPEN) & ~Q(state=CaseState.CANCELLED)
    return set(
        cases.filter(Q(state__in=OPEN_STATES) | in_bundle).values_list(
            "content_type_id", "object_id"
        )
    )


def _read(model: Any, rows: QuerySet[Any], search: str, most: int) -> Sequence[Draft]:
    newest = rows.order_by("-latest_revision__created_at", "-pk")
    try:
        model._meta.get_field("draft_title")
    except FieldDoesNotExist:
        listed = [draft for draft in _rows(model, newest[:READ_MOST]) if search in draft.title]
        return listed[:most]
    if search:
        newest = newest.filter(Q(draft_title__icontains=search) | Q(title__icontains=search))
    return list(_rows(model, newest[:most]))


def _rows(model: Any, rows: Iterable[Any]) -> Iterator[Draft]:
    for subject in rows:
        yield Draft(
            key=f"{model._meta.label_lower}-{subject.pk}",
            title=getattr(subject, "draft_title", "") or str(subject),
            kind=str(model._meta.verbose_name),
            changed_at=subject.latest_revision.created_at,
            is_live=subject.live,
            address=subject.edit_address(),
            subject=subject,
        )
