"""An entry in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitegroup.audit.models import AuditEntry
from sitegroup.audit.services import SUPERUSER
from sitegroup.models.membership import Role

LABELS = {
    "absent": gettext_lazy("被代办人"),
    "basis": gettext_lazy("发布依据"),
    "case": gettext_lazy("审核件"),
    "code": gettext_lazy("代码"),
    "count": gettext_lazy("条数"),
    "counts": gettext_lazy("导入结果"),
    "days": gettext_lazy("起止日期"),
    "effect": gettext_lazy("处理方式"),
    "file": gettext_lazy("文件"),
    "format": gettext_lazy("格式"),
    "hash": gettext_lazy("内容校验值"),
    "matches": gettext_lazy("适用范围"),
    "name": gettext_lazy("名称"),
    "opinion": gettext_lazy("审核意见"),
    "path": gettext_lazy("网址"),
    "problems": gettext_lazy("问题数"),
    "reason": gettext_lazy("原因"),
    "release": gettext_lazy("发布记录"),
    "released": gettext_lazy("发布条数"),
    "revision": gettext_lazy("版本"),
    "role": gettext_lazy("岗位"),
    "status": gettext_lazy("回答"),
    "step": gettext_lazy("环节"),
    "substitute": gettext_lazy("代办人"),
    "why": gettext_lazy("原因"),
}


def roles_in_words(roles: str) -> str:
    """The roles of an entry as people read them."""
    return "、".join(_role(role) for role in roles.split(",") if role)


def _role(role: str) -> str:
    if role == SUPERUSER:
        return _("系统管理员")
    return str(Role(role).label) if role in Role.values else role


def details_in_words(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    """(label, value) of everything else that an entry says."""
    for name, value in entry.details.items():
        yield _label(name), _value(name, value)


def _label(name: str) -> str:
    if (number := name.removeprefix("step_")) != name:
        return _("第%(number)s步") % {"number": number}
    return str(LABELS.get(name, name))


def _value(name: str, value: Any) -> str:
    if name == "role" and isinstance(value, str):
        return roles_in_words(value)
    if isinstance(value, dict):
        return "，".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, list):
        return " → ".join(str(one) for one in value)
    return str(value)
