"""A line whose article an earlier import has brought: what it changes, and whether it may."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.pages.imports.article_rows import ArticleRow
from cms.pages.imports.bulk import Batch, fill
from cms.pages.imports.digest import digest_of, digest_of_row
from cms.pages.imports.refused import Refused
from sitegroup.checking.findings import Finding
from sitegroup.checking.running import check
from sitegroup.checking.services import what_blocks
from sitegroup.guard.releasable import subject_type
from sitegroup.models import Release
from sitegroup.review.bulk import release_imported
from sitegroup.review.services import open_case


class Again:
    """再次导入的一条: `check`, then `write` if there is anything to do."""

    def __init__(self, article: Any, row: ArticleRow, batch: Batch) -> None:
        self.article, self.row, self.batch = article, row, batch
        self.latest: Any = article.get_latest_revision_as_object()
        self.redated = article.first_published_at != row.published_at
        self.changed = self.latest.imported_digest != digest_of_row(row, batch.site)

    @property
    def releases(self) -> bool:
        """Whether this import makes the article public, or its new version."""
        approved = self.batch.approver is not None
        return approved and (self.changed or self.redated or not self.article.live)

    def check(self) -> bool:
        """Whether there is anything to do. Raises Refused where it may not be done."""
        self._check_date()
        if not (self.changed or self.redated or self.releases):
            return False
        if self.releases and not self.article.live and self._was_released():
            if not self.changed:
                return False
            why = _("“%s”已经撤下，导入不能恢复公开。") % self.article.title
            raise Refused("id", "withdrawn", why, _("需要恢复公开的，请在后台修改并送审。"))
        if open_case(self.article):
            why = _("“%s”正在审核，没有更改。") % self.article.title
            raise Refused("id", "in_review", why, _("请等审核办结或撤回后再导入。"))
        if self.releases and digest_of(self.latest) != self.latest.imported_digest:
            why = _("“%s”导入以后有人改过，没有更改。") % self.article.title
            raise Refused("id", "edited", why, _("请在后台修改并送审。"))
        return True

    def _check_date(self) -> None:
        if not self.redated:
            return
        words = {"title": self.article.title, "old": _shown(self.article.first_published_at)}
        if not self.row.date_reason:
            why = _("“%(title)s”首次发布时间已定为%(old)s，不能改。") % words
            mend = _("请改回原来的日期；确实写错的，在date_reason里写明原因。")
            raise Refused("date", "date_changed", why, mend)
        if self.article.live and self.batch.approver is None:
            why = _("“%(title)s”已经公开，更改首次发布时间要经审定。") % words
            raise Refused("date", "date_changed", why, _("请加上--approved-by。"))

    def _was_released(self) -> bool:
        kind, key = subject_type(self.article), str(self.article.pk)
        return Release.objects.filter(content_type=kind, object_id=key).exists()

    def trial(self) -> list[Finding]:
        """What would keep it from being released, new files apart: they are not stored."""
        if not self.releases:
            return []
        fill(self.latest, self.row)
        return [one for one in check(self.latest) if one.blocks]

    def write(self) -> list[Finding]:
        """A new revision; public at once if the import is approved.

        What the content check blocks, and nobody has waived, stays a draft; it comes back.
        """
        with self.batch.store.undoing(), transaction.atomic():
            old = self.article.first_published_at
            if self.changed:
                self._save_revision()
            held = (
                what_blocks(self.article.get_latest_revision_as_object()) if self.releases else []
            )
            if held:
                return held
            if self.releases:
                release_imported(
                    subject=self.article,
                    by=self.batch.approver,
                    first_published_at=self.row.published_at if self.redated else None,
                    reason=self.row.date_reason if self.redated else "",
                )
            elif self.redated:
                self.article.first_published_at = self.row.published_at
                self.article.save()
            if self.redated:
                days = {"old": _shown(old), "new": _shown(self.row.published_at)}
                data = {**days, "reason": self.row.date_reason}
                log(self.article, "pages.redate", user=self.batch.owner, data=data)
        return []

    def _save_revision(self) -> None:
        row, latest = self.row, self.latest
        fill(latest, row)
        files = [(item.document.digest, item.title) for item in latest.attachments.all()]
        if files != [(file.digest, file.words) for file in row.attachments]:
            latest.attachments = list(
                self.batch.store.attachments(row.attachments, row.external_id)
            )
        lead = latest.lead_image
        if row.image and (lead is None or lead.digest != row.image.digest):
            latest.lead_image = self.batch.store.picture(row.image, row.external_id)
        latest.save_revision(user=self.batch.owner, clean=False)
        self.article.refresh_from_db()


def _shown(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
