"""Notices to people: what to tell whom by which way, and whether it has arrived."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sitegroup.models.membership import COUNTY_ROLES, Membership
from sitegroup.models.site import Site


class NoticeKind(models.TextChoices):
    """通知种类."""

    OPENED = "opened", _("新待办")
    RETURNED = "returned", _("退回修改")
    CONCLUDED = "concluded", _("审核办结")
    VOIDED = "voided", _("内容已变")
    RELEASED = "released", _("已发布")
    REMINDER = "reminder", _("快到时限")
    OVERDUE = "overdue", _("已超时")
    ESCALATION = "escalation", _("催办")
    UNATTENDED = "unattended", _("无人办理")
    EMERGENCY = "emergency", _("应急发布待审查")


class NoticeChannel(models.TextChoices):
    """通知方式."""

    DESK = "desk", _("工作台")
    MAIL = "mail", _("邮件")
    WEBHOOK = "webhook", _("消息接口")
    SMS = "sms", _("短信")


class NoticeState(models.TextChoices):
    """送达状态."""

    WAITING = "waiting", _("待发送")
    DONE = "done", _("已送达")
    DEAD = "dead", _("未能送达")
    DROPPED = "dropped", _("不再需要")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """How notices are read."""

    def desk_of(self, user: Any) -> QuerySet["Notice"]:
        """A person's own, unread first; none of a unit that they have left."""
        mine = self.filter(recipient=user, channel=NoticeChannel.DESK)
        held = Membership.objects.filter(user=user)
        if not (user.is_superuser or held.filter(role__in=COUNTY_ROLES).exists()):
            mine = mine.filter(site__in=held.values("site"))
        is_read = models.Case(models.When(read_at=None, then=0), default=1)
        return mine.order_by(is_read, "-pk").select_related("site__organisation", "content_type")

    def undelivered(self) -> QuerySet["Notice"]:
        """What was given up, newest first."""
        found = self.filter(state=NoticeState.DEAD).order_by("-pk")
        return found.select_related("site__organisation", "content_type", "recipient")


class Notice(models.Model):
    """通知: one thing to tell one person by one way, written in the transaction of what it tells.

    It holds facts, no text: the words are made when it is sent or read, in the reader's language.
    `url` is a path of the admin; `dedupe` makes that the same thing is told once. The rows of one
    mail share a `batch`, which is also the name of the message: a mail that is sent again after a
    crash is the same mail.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        on_delete=models.CASCADE,
        related_name="notices",
    )
    # of somebody who has no account
    address = models.CharField(_("收件地址"), max_length=254, blank=True)
    kind = models.CharField(_("种类"), max_length=12, choices=NoticeKind.choices)
    channel = models.CharField(_("方式"), max_length=8, choices=NoticeChannel.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT)
    object_type = models.CharField(max_length=40)
    object_key = models.CharField(max_length=140)
    step = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("标题"), max_length=255, blank=True)
    url = models.CharField(max_length=500)
    # what the words need: {role, deadline}
    facts = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=300, unique=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    batch = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField(_("下次发送"))
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(_("最近的错误"), blank=True)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    done_at = models.DateTimeField(_("送达时间"), null=True)
    read_at = models.DateTimeField(_("已读时间"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["recipient", "channel"], name="notice_of_person"),
            models.Index(fields=["state"], condition=Q(state="dead"), name="notice_dead"),
        ]

    def __str__(self) -> str:
        return self.dedupe


class NoticeSetting(models.Model):
    """通知设置: which ways a person wants; without a row, mail and no text message."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_setting"
    )
    by_mail = models.BooleanField(_("邮件通知"), default=True)
    phone = models.CharField(_("手机号"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return str(self.user)
