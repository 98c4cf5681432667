"""What may be asked of the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sitegroup.audit.models import Action, Result
from sitegroup.audit.querying import Wish
from sitegroup.models.site import Site

LONGEST_NUMBER = 18


class FilterForm(forms.Form):
    """筛选: by person, operation, unit, result and day."""

    person = forms.CharField(label=_("操作人"), max_length=150, required=False)
    action = forms.ChoiceField(label=_("操作"), required=False)
    site: Any = forms.ModelChoiceField(
        label=_("单位"), queryset=Site.objects.none(), required=False, empty_label=_("全部")
    )
    result = forms.ChoiceField(label=_("结果"), required=False)
    first = forms.DateField(label=_("从"), required=False)
    last = forms.DateField(label=_("到"), required=False)

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("全部"))
        fields: Any = self.fields
        fields["action"].choices = [everything, *Action.choices]
        fields["result"].choices = [everything, *Result.choices]
        fields["site"].queryset = sites
        for name in ("first", "last"):
            fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and first > last:
            self.add_error("last", _("“到”早于“从”，请改一下日期。"))
        return data

    def wish(self) -> Wish:
        """What was asked for."""
        given = self.cleaned_data
        return Wish(
            person=given["person"],
            action=given["action"],
            site=given["site"],
            result=given["result"],
            first=given["first"],
            last=given["last"],
        )
