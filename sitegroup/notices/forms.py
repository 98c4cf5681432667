"""What a person chooses of the ways to be told."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sitegroup.notices.models import NoticeSetting

PHONE = RegexValidator(r"^\+?\d{6,19}$", _("手机号只写数字，例如13800000000。"))


class SettingForm(forms.ModelForm):
    """通知设置."""

    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        validators=[PHONE],
        help_text=_("填了才收短信，只发超时、催办和应急发布。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    class Meta:
        model = NoticeSetting
        fields = ["by_mail", "phone"]


def setting_form(user: Any, data: Any = None) -> SettingForm:
    """The form with what this person chose before."""
    known = NoticeSetting.objects.filter(user=user).first()
    return SettingForm(data, instance=known or NoticeSetting(user=user))
