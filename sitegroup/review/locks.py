"""Keep what is in review as it is until it is decided."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from sitegroup.guard.releasable import Releasable
from sitegroup.review.services import open_case


class ReviewLock(BaseLock):
    """正在审核: nobody edits while reviewers read."""

    def for_user(self, user: Any) -> bool:
        """Locked for everybody."""
        return True

    def get_message(self, user: Any) -> str:
        """What the editor reads above the form."""
        return _("正在审核，暂不能改。要改，请先在“我送审的”里撤回。")

    def get_description(self, user: Any) -> str:
        """What the status panel says."""
        return _("正在审核，暂不能改")

    def get_icon_name(self, user: Any) -> str:
        """An icon of the admin."""
        return "lock"

    def get_locked_by(self, user: Any) -> str:
        """Who holds it."""
        return _("审核流程")


def review_lock(subject: Releasable) -> ReviewLock | None:
    """The lock of an object that is in review now."""
    return ReviewLock(subject) if subject.pk and open_case(subject) else None
