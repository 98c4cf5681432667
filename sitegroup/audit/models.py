"""The chain of entries, and the places where its old part was moved to a file."""

import json
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site


class Action(models.TextChoices):
    """操作: everything that is recorded."""

    LOGIN = "login", _("登录")
    LOGIN_FAILED = "login_failed", _("登录失败")
    LOCKED_OUT = "locked_out", _("登录被锁定")
    LOGOUT = "logout", _("退出登录")
    PASSWORD_CHANGED = "password_changed", _("更改密码")
    USER_CREATED = "user_created", _("新增用户")
    USER_CHANGED = "user_changed", _("更改用户")
    USER_DELETED = "user_deleted", _("删除用户")
    ROLE_GIVEN = "role_given", _("任职")
    ROLE_CHANGED = "role_changed", _("更改任职")
    ROLE_TAKEN = "role_taken", _("免去任职")
    UNLOCKED = "unlocked", _("解除登录锁定")
    GROUPS_CHANGED = "groups_changed", _("更改权限组")
    SUBSTITUTE_APPOINTED = "substitute_appointed", _("指定代办")
    SUBSTITUTION_ENDED = "substitution_ended", _("结束代办")
    CHAIN_CREATED = "chain_created", _("新增审核流程")
    CHAIN_CHANGED = "chain_changed", _("更改审核流程")
    CHAIN_DELETED = "chain_deleted", _("删除审核流程")
    SUBMITTED = "submitted", _("送审")
    WAIVED = "waived", _("说明原因后放行")
    APPROVED = "approved", _("审核同意")
    RETURNED = "returned", _("退回修改")
    RECALLED = "recalled", _("撤回送审")
    RELEASED = "released", _("发布")
    WITHDRAWN = "withdrawn", _("撤下")
    BUNDLE_CANCELLED = "bundle_cancelled", _("取消合并发布")
    RETRIED = "retried", _("重新处理")
    SITE_BUILT = "site_built", _("建站")
    IMPORT_BEGUN = "import_begun", _("开始导入")
    IMPORTED = "imported", _("导入")
    PUBLICATION_REFUSED = "publication_refused", _("未经审核的公开被拦下")
    VIEW_REFUSED = "view_refused", _("越权查看被拒绝")
    EXPORTED = "exported", _("导出")
    AUDIT_EXPORTED = "audit_exported", _("导出操作记录")
    AUDIT_PRUNED = "audit_pruned", _("旧操作记录移存")


class Result(models.TextChoices):
    """结果."""

    OK = "ok", _("成功")
    REFUSED = "refused", _("被拒绝")
    FAILED = "failed", _("失败")


class Unchangeable(TypeError):
    """Somebody tried to change or delete what is written once."""


class OnceQuerySet(models.QuerySet[Any]):
    """Rows that are only ever added and read. The database refuses too: see protection.py."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Unchangeable(f"{self.model.__name__} is never changed")

    def delete(self) -> NoReturn:
        """Refuse; `pruning.prune` is the only way out, and only for what is old enough."""
        raise Unchangeable(f"{self.model.__name__} is never deleted")


class WrittenOnce(models.Model):
    """只写一次."""

    objects = OnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once; a second save raises Unchangeable."""
        if not self._state.adding:
            raise Unchangeable(f"{type(self).__name__} is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Unchangeable(f"{type(self).__name__} is never deleted")


class AuditEntry(WrittenOnce):
    """操作记录: one operation, bound to the one before it by `prev_hash`.

    Names stand in it as text, as they were: it outlives the person, the object and the unit.
    `detail` is canonical JSON text, kept to the letter because it is part of the hash.
    """

    sequence = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_name = models.CharField(_("操作人"), max_length=150, blank=True)
    role = models.CharField(_("岗位"), max_length=200, blank=True)
    address = models.CharField(_("IP地址"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器"), max_length=200, blank=True)
    # without choices: a new kind of operation is no reason to touch this table
    action = models.CharField(_("操作"), max_length=32)
    object_type = models.CharField(_("对象种类"), max_length=40, blank=True)
    object_key = models.CharField(max_length=140, blank=True)
    object_title = models.CharField(_("对象"), max_length=255, blank=True)
    # no constraint: the record stands in nobody's way, and nobody in its
    site = models.ForeignKey(
        Site, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    site_name = models.CharField(_("单位"), max_length=100, blank=True)
    result = models.CharField(_("结果"), max_length=8, choices=Result.choices)
    detail = models.TextField(_("详情"), default="{}")
    algorithm = models.CharField(max_length=8)
    prev_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        indexes = [
            models.Index(fields=["site", "sequence"], name="audit_of_site"),
            models.Index(fields=["actor_name", "sequence"], name="audit_of_person"),
            models.Index(fields=["action", "sequence"], name="audit_of_action"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action_label}"

    @property
    def action_label(self) -> str:
        """The operation in words."""
        return str(Action(self.action).label) if self.action in Action.values else self.action

    @property
    def details(self) -> dict[str, Any]:
        """`detail` as data."""
        found: dict[str, Any] = json.loads(self.detail)
        return found


class AuditCheckpoint(WrittenOnce):
    """移存记录: entries up to `last_sequence` were moved to a file; the chain goes on from here.

    Without such a row the database lets no entry go, see protection.py.
    """

    last_sequence = models.PositiveBigIntegerField(_("移存到第几条"), primary_key=True)
    entry_hash = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField(_("条数"))
    file_name = models.CharField(_("文件"), max_length=120)
    file_digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("移存记录")
        verbose_name_plural = _("移存记录")

    def __str__(self) -> str:
        return f"{self.last_sequence} {self.file_name}"
