"""The change ledger: what became public, who has been told (an outbox), and recurring duties."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site


class ChangeOperation(models.TextChoices):
    """变动."""

    UPSERT = "upsert", _("公开")
    WITHDRAW = "withdraw", _("撤下")


class Change(models.Model):
    """变动: one object's step to a new public state, written in the transaction that makes it.

    `version` grows by one for each change of the same object.
    """

    object_type = models.CharField(max_length=40)
    object_key = models.CharField(max_length=140)
    version = models.PositiveBigIntegerField()
    operation = models.CharField(max_length=8, choices=ChangeOperation.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="changes")
    release = models.ForeignKey(
        "sitegroup.Release", null=True, on_delete=models.PROTECT, related_name="changes"
    )
    changed_at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("变动")
        verbose_name_plural = _("变动")
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_key", "version"], name="change_version_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key} v{self.version}"

    @property
    def key(self) -> str:
        """What the object is called everywhere outside: type:key."""
        return f"{self.object_type}:{self.object_key}"

    @property
    def is_public(self) -> bool:
        """Whether the object was public after this change."""
        return self.operation == ChangeOperation.UPSERT


class DeliveryState(models.TextChoices):
    """处理状态."""

    WAITING = "waiting", _("待处理")
    DONE = "done", _("完成")
    DEAD = "dead", _("未能完成")


class Delivery(models.Model):
    """发布后处理: one effect of one change, retried until it is done or given up."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="deliveries")
    effect = models.CharField(_("处理"), max_length=40)
    state = models.CharField(
        _("状态"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField(_("下次处理"))
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True, editable=False)
    last_error = models.TextField(_("最近的错误"), blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("发布后处理")
        verbose_name_plural = _("发布后处理")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="delivery_open"),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]
        constraints = [models.UniqueConstraint(fields=["change", "effect"], name="delivery_unique")]

    def __str__(self) -> str:
        return f"{self.effect} {self.change}"


class Duty(models.Model):
    """定时任务: one duty of the workers, done once an interval by whichever of them comes first."""

    name = models.CharField(_("任务"), max_length=40, unique=True)
    due_at = models.DateTimeField(_("下次执行"))
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(_("上次完成"), null=True)
    failures = models.PositiveSmallIntegerField(_("连续失败"), default=0)
    last_error = models.TextField(_("最近的错误"), blank=True)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")

    def __str__(self) -> str:
        return self.name
