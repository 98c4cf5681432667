"""The product with one guard taken away: what the machine must find."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db.models.signals import post_save
from wagtail.models import Revision

from sitegroup.review import engine
from sitegroup.review.voiding import void_on_edit

VOIDING = "sitegroup.review.voiding"


@dataclass(frozen=True)
class Broken:
    """What is patched, and the rules that a small run needs to come upon it.

    `voiding` is whether an edit still voids what is under review.
    """

    rules: frozenset[str]
    patches: dict[str, Any]
    voiding: bool = True

    @contextmanager
    def broken(self) -> Iterator[None]:
        """While the guard is away."""
        with ExitStack() as away:
            for place, stand_in in self.patches.items():
                away.enter_context(patch(place, stand_in))
            if not self.voiding:
                post_save.disconnect(sender=Revision, dispatch_uid=VOIDING)
                away.callback(
                    post_save.connect, void_on_edit, sender=Revision, dispatch_uid=VOIDING
                )
            yield


def _latest(publish: Callable[..., Any]) -> Callable[..., Any]:
    """As stock Wagtail does: what was approved is one thing, what goes out is the newest."""

    def published(subject: Any, *, revision: Any, **kwargs: Any) -> Any:
        return publish(subject, revision=subject.latest_revision, **kwargs)

    return published


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """Done."""


def _yes(*_args: Any, **_kwargs: Any) -> bool:
    return True


UNLOCKED = {
    "cms.pages.models.base.review_lock": _nothing,
    "sitegroup.review.closing.same_as_submitted": _yes,
    "sitegroup.review.bundles.same_as_submitted": _yes,
}
REVIEW = frozenset({"submit_draft", "edit", "approve_too_late"})
BROKEN: dict[str, Broken] = {
    "an edit does not void": Broken(REVIEW, UNLOCKED, voiding=False),
    "the newest version goes out": Broken(
        frozenset({"schedule", "edit", "time_passes"}),
        {
            **UNLOCKED,
            "sitegroup.review.engine.publish_revision": _latest(engine.publish_revision),
        },
        voiding=False,
    ),
    "querysets are not guarded": Broken(
        frozenset({"publish_by_script", "statement_by_script"}),
        {"sitegroup.guard.querysets._refuse": _nothing},
    ),
    "saving is not guarded": Broken(
        frozenset({"publish_by_script", "save_and_publish"}),
        {"sitegroup.guard.publication._refuse": _nothing},
    ),
    "the store is not purged": Broken(
        frozenset({"withdraw", "publish_properly"}),
        {"sitegroup.changes.services.epoch": SimpleNamespace(bump=_nothing)},
    ),
    "every file is public": Broken(
        frozenset({"attach", "illustrate"}), {"cms.media.views.is_public": _yes}
    ),
    "anybody may approve": Broken(
        frozenset({"submit_draft", "somebody_approves"}),
        {"sitegroup.review.services.refusal": lambda *_args: ""},
    ),
    "anybody may release in an emergency": Broken(
        frozenset({"release_in_an_emergency"}), {"sitegroup.review.emergency.holds": _yes}
    ),
    "older versions of a dataset stay": Broken(
        frozenset({"publish_properly", "withdraw", "deliver"}),
        {"opendata.older.closed_among": lambda *_args: set()},
    ),
    "the index is not told": Broken(
        frozenset({"withdraw", "deliver"}), {"search.effects.apply": _nothing}
    ),
}
