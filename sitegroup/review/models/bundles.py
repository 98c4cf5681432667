"""Several pieces of content that become public at one instant, or not at all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site


class BundleState(models.TextChoices):
    """合并发布的状态."""

    OPEN = "open", _("办理中")
    RELEASED = "released", _("已发布")
    CANCELLED = "cancelled", _("已取消")


class ReleaseBundle(models.Model):
    """合并发布: its cases are reviewed one by one and released together, at `publish_at` if given.

    `problem` says why the last attempt released none of them.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="bundles")
    title = models.CharField(_("名称"), max_length=120)
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=BundleState.choices, default=BundleState.OPEN
    )
    problem = models.TextField(_("未能发布的原因"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    released_at = models.DateTimeField(_("发布时间"), null=True)

    class Meta:
        verbose_name = _("合并发布")
        verbose_name_plural = _("合并发布")

    def __str__(self) -> str:
        return self.title
