"""What can be asked of the overview; every list holds one's own only."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.pages.models import Channel
from cms.pages.overview.reading import Age, ContentState, authors_of, columns_of
from sitegroup.models import Site
from sitegroup.names import name_of


class SiteField(forms.ModelChoiceField):
    """单位: by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        """县教育局."""
        return str(obj.short_name)


class AuthorField(forms.ModelChoiceField):
    """起草人: by name."""

    def label_from_instance(self, obj: Any) -> str:
        """方雨桐."""
        return name_of(obj)


class OverviewForm(forms.Form):
    """筛选; a wish that is not understood is left out."""

    site = SiteField(label=_("单位"), queryset=Site.objects.none(), empty_label=None)
    q = forms.CharField(label=_("标题"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *ContentState.choices]
    )
    column: forms.ModelChoiceField[Channel] = forms.ModelChoiceField(
        label=_("栏目"), required=False, queryset=Channel.objects.none(), empty_label=_("全部")
    )
    author = AuthorField(
        label=_("起草人"),
        required=False,
        queryset=get_user_model().objects.none(),
        empty_label=_("全部"),
    )
    age = forms.ChoiceField(
        label=_("最后修改"), required=False, choices=[("", _("不限")), *Age.choices]
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: list[tuple[str, QuerySet[Any]]] = [
            ("site", sites),
            ("column", columns_of(site)),
            ("author", authors_of(site)),
        ]
        for name, queryset in offered:
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if sites.count() < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["site"]
