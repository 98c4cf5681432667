"""The publication guard: no model goes live, stays live changed, or leaves, but by a release.

Wagtail has many ways to make something live (views, bulk actions, schedulers, scripts, aliases);
all of them save the model. So the guard stands there, as one receiver for every model with a
draft state, and lets through only what the release engine has opened the gate for.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page

from sitegroup.exceptions import PlatformError

# What Wagtail writes on a live row while somebody works on its next draft: never shown in public.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        # where a page stands in the tree; treebeard keeps these
        "numchild",
    }
)

_gate: ContextVar[tuple[str, str] | None] = ContextVar("publication_gate", default=None)
# What the gate is open for while a whole import is written; no single object is named like it.
IMPORT = ("import", "")


class PublicationRefused(PlatformError):
    """发布被拦下: something tried to change what is public without a release."""

    code = "publication_refused"


def _name(instance: models.Model) -> tuple[str, str]:
    """The same for a page however it was fetched: as Page or as its own class."""
    kind = "page" if isinstance(instance, Page) else instance._meta.label_lower
    return kind, str(instance.pk)


@contextmanager
def gate_open_for(instance: models.Model) -> Iterator[None]:
    """Let exactly this object change its public state. Only `sitegroup.review` opens the gate."""
    token = _gate.set(_name(instance))
    try:
        yield
    finally:
        _gate.reset(token)


@contextmanager
def gate_open_for_import() -> Iterator[None]:
    """Let live rows be inserted many at once; their releases follow in the same transaction.

    Saves and deletes of single objects stay refused. Only `sitegroup.review` opens the gate.
    """
    token = _gate.set(IMPORT)
    try:
        yield
    finally:
        _gate.reset(token)


def gate_is_open_for(instance: models.Model) -> bool:
    """Whether exactly this object is being released or withdrawn right now."""
    return _gate.get() == _name(instance)


def any_gate_open() -> bool:
    """Whether a release or an import is being written right now."""
    return _gate.get() is not None


def _refuse(instance: models.Model) -> None:
    raise PublicationRefused(
        _("“%(title)s”没有经过审核，不能直接改变公开状态。请送审。") % {"title": instance}
    )


def _was_live(instance: models.Model) -> bool:
    model = Page if isinstance(instance, Page) else type(instance)
    manager = model._default_manager
    return manager.filter(pk=instance.pk, live=True).exists() if instance.pk else False


def guard_save(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse a save that would change what is public. Raises PublicationRefused."""
    if raw or not isinstance(instance, DraftStateMixin):
        return
    if isinstance(instance, Page) and instance.depth == 1:
        return  # the root of the tree is nobody's page
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    if _gate.get() == _name(instance):
        return
    if instance.live or _was_live(instance):
        _refuse(instance)


def guard_delete(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Refuse to delete what is public: it must be withdrawn first. Raises PublicationRefused."""
    if not isinstance(instance, DraftStateMixin) or _gate.get() == _name(instance):
        return
    if _was_live(instance):
        raise PublicationRefused(
            _("“%(title)s”正在公开，请先撤下（写明原因），再删除。") % {"title": instance}
        )


def install() -> None:
    """Set the guard on every model."""
    pre_save.connect(guard_save, dispatch_uid="sitegroup.guard.save")
    pre_delete.connect(guard_delete, dispatch_uid="sitegroup.guard.delete")
