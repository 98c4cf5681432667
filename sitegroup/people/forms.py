"""What the pages of people ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sitegroup.forms import LoginForm
from sitegroup.models import Role, Site
from sitegroup.people.middleware import refusal_of_superuser
from sitegroup.people.permissions import superuser_refused


class SiteField(forms.ModelChoiceField):
    """单位: by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        """县教育局."""
        return str(obj.short_name)


def _choices(roles: Iterable[str]) -> list[tuple[str, str | Promise]]:
    return [(role, Role(role).label) for role in roles]


class AmendForm(forms.Form):
    """姓名、邮箱、电话."""

    name = forms.CharField(label=_("姓名"), max_length=150)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        help_text=_("本人可以凭邮箱找回密码，请填单位配发的邮箱。"),
    )


class NewPersonForm(AmendForm):
    """新开账号."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        help_text=_("登录时用，全县唯一，开好以后不再改。用字母、数字，例如 jyj-zhang。"),
    )
    site = SiteField(label=_("单位"), queryset=Site.objects.none(), empty_label=None)
    roles = forms.MultipleChoiceField(
        label=_("岗位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以现在选，也可以以后再授予。"),
    )

    field_order = ("site", "username", "name", "phone", "email", "roles")

    def __init__(self, *args: Any, sites: QuerySet[Site], roles: Iterable[str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        _offer(self, sites, "site")
        self.fields["roles"].choices = _choices(roles)  # type: ignore[attr-defined]
        if not roles:
            del self.fields["roles"]


class GrantForm(forms.Form):
    """授予岗位."""

    site = SiteField(label=_("单位"), queryset=Site.objects.none(), empty_label=None)
    role = forms.ChoiceField(label=_("岗位"))

    def __init__(self, *args: Any, sites: QuerySet[Site], roles: Iterable[str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        _offer(self, sites, "site")
        self.fields["role"].choices = [("", _("请选择")), *_choices(roles)]  # type: ignore[attr-defined]


class JoinForm(GrantForm):
    """给已有账号授予岗位: by the exact username; nothing is listed or suggested."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        help_text=_("请向本人问清用户名，要完整填写。这里不能查别的单位的人。"),
    )
    field_order = ("username", "site", "role")


class ListForm(forms.Form):
    """人员名单的筛选; whatever is not understood is left out."""

    q = forms.CharField(label=_("姓名或用户名"), max_length=60, required=False)
    site = SiteField(
        label=_("单位"), queryset=Site.objects.none(), required=False, empty_label=_("全部")
    )
    role = forms.ChoiceField(
        label=_("岗位"), required=False, choices=[("", _("全部")), *Role.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("active", _("在用")), ("stopped", _("已停用"))],
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, sites, "site")
        if sites.count() < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["site"]


def _offer(form: forms.Form, sites: QuerySet[Site], name: str) -> None:
    field = form.fields[name]
    field.queryset = sites.select_related("organisation").order_by("code")  # type: ignore[attr-defined]


class SignInForm(LoginForm):
    """登录: says why a superuser is not let in, once the password was right."""

    def confirm_login_allowed(self, user: AbstractUser) -> None:
        """Raises ValidationError."""
        super().confirm_login_allowed(user)
        if superuser_refused(user):
            raise ValidationError(refusal_of_superuser(), code="superuser_refused")
