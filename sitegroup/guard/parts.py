"""The publication guard for rows that are part of something public, such as its attachments.

A page's children (rows with a ParentalKey) are shown with it: whoever adds, changes or deletes
one changes what is public, without ever saving the page.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin

from sitegroup.guard.publication import PublicationRefused, any_gate_open, gate_is_open_for

_keys: dict[Any, tuple[Any, ...]] = {}


def parental_keys(model: Any) -> tuple[Any, ...]:
    """The fields by which a row is part of something with a draft state."""
    if model not in _keys:
        _keys[model] = tuple(_found(model))
    return _keys[model]


def _found(model: Any) -> Iterable[Any]:
    return (
        field
        for field in model._meta.fields
        if isinstance(field, ParentalKey) and issubclass(field.related_model, DraftStateMixin)
    )


def _refuse() -> None:
    raise PublicationRefused(_("这一项属于正在公开的内容，不能直接改动。请改内容，再送审。"))


def _check(model: Any, key: Any) -> None:
    found = model._default_manager.filter(pk=key).first() if key else None
    if found is not None and found.live and not gate_is_open_for(found):
        _refuse()


def guard_part(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Refuse to save or delete a part of what is public. Raises PublicationRefused."""
    if raw:
        return
    for field in parental_keys(type(instance)):
        _check(field.related_model, getattr(instance, field.attname))
        if instance.pk:  # where it belonged before
            rows = type(instance)._base_manager.filter(pk=instance.pk)
            for key in rows.values_list(field.attname, flat=True):
                _check(field.related_model, key)


class PartQuerySet(models.QuerySet[Any]):
    """Rows of parts, many at once: these send no signal."""

    def _none_public(self, keys: Iterable[Any], field: Any) -> None:
        if (
            not any_gate_open()
            and field.related_model._default_manager.filter(pk__in=set(keys), live=True).exists()
        ):
            _refuse()

    def update(self, **values: Any) -> int:
        """As Django's; raises PublicationRefused where a row is part of something public."""
        for field in parental_keys(self.model):
            self._none_public(self.order_by().values_list(field.attname, flat=True), field)
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        """As Django's; raises PublicationRefused where a row is part of something public."""
        listed = list(objs)
        for field in parental_keys(self.model):
            self._none_public((getattr(row, field.attname) for row in listed), field)
        return super().bulk_create(listed, *args, **kwargs)


def install() -> None:
    """Set the guard on every model that has parts of something with a draft state."""
    for model in apps.get_models():
        if not parental_keys(model):
            continue
        for signal in (pre_save, pre_delete):
            signal.connect(guard_part, sender=model, dispatch_uid=f"guard.{model._meta.label}")
        manager: Any = model._default_manager
        if manager._queryset_class is models.QuerySet:
            manager._queryset_class = PartQuerySet
