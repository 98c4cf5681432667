"""我的账号: Wagtail's page, asking what a person here has: one name, no picture, no e-mail."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    NameEmailSettingsPanel,
)


class NameForm(forms.ModelForm[Any]):
    """姓名. The stock form demands a last name, which a Chinese name stored whole has not."""

    first_name = forms.CharField(label=_("姓名"), max_length=150)

    class Meta:
        model = get_user_model()
        fields = ["first_name"]


class NamePanel(BaseSettingsPanel):
    """姓名, as reviewers and colleagues see it."""

    name = "name_email"
    title = _("姓名")
    order = 100
    form_class = NameForm


class OwnAccount(AccountView):
    """The stock page with the name in one piece. A picture would have nowhere to be served from."""

    def get_panels(self) -> list[Any]:
        """The stock panels but two."""
        stock = super().get_panels()
        unwanted = (NameEmailSettingsPanel, AvatarSettingsPanel)
        kept = [panel for panel in stock if not isinstance(panel, unwanted)]
        first = NamePanel(self.request, kept[0].user, kept[0].profile)
        return [first, *kept]
