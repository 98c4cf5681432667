"""The publication guard for whole querysets, which send no signal: update and bulk_create."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin

from sitegroup.guard.publication import BOOKKEEPING, PublicationRefused, any_gate_open

Method = Callable[..., Any]


def _refuse() -> None:
    raise PublicationRefused(_("没有经过审核，不能成批改变公开的内容。请送审。"))


def _update(stock: Method) -> Method:
    @wraps(stock)
    def update(self: Any, **values: Any) -> int:
        """As Django's; raises PublicationRefused where it would change what is public."""
        named = {name.removesuffix("_id") for name in values}
        if not (named <= BOOKKEEPING or any_gate_open()):
            goes_live = values.get("live", False) is not False
            if goes_live or self.order_by().filter(live=True).exists():
                _refuse()
        return int(stock(self, **values))

    update.guarded = True  # type: ignore[attr-defined]
    return update


def refuse_live(objects: Iterable[Any]) -> None:
    """Raise PublicationRefused where one of these new rows is live and no gate is open."""
    if any(getattr(one, "live", False) for one in objects) and not any_gate_open():
        _refuse()


def _bulk_create(stock: Method) -> Method:
    @wraps(stock)
    def bulk_create(self: Any, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        """As Django's; raises PublicationRefused where anything among them is live."""
        listed = list(objs)
        refuse_live(listed)
        return stock(self, listed, *args, **kwargs)

    return bulk_create


def install() -> None:
    """Guard the querysets of every model with a draft state (bulk_update goes through update).

    They are Wagtail's as well as ours, and `Page.objects` reaches all pages: hence here, for
    all of them, and not as a base class that somebody forgets.
    """
    for model in apps.get_models():
        if not issubclass(model, DraftStateMixin):
            continue
        kind = type(model._default_manager.get_queryset())
        if kind is models.QuerySet:
            raise TypeError(f"{model.__name__} needs a queryset class of its own to be guarded")
        if not getattr(kind.update, "guarded", False):
            setattr(kind, "update", _update(kind.update))  # noqa: B010 - mypy sees a method
            setattr(kind, "bulk_create", _bulk_create(kind.bulk_create))  # noqa: B010
