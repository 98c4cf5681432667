"""What is filled in to let a finding pass."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sitegroup.checking.services import REASON_LIMIT


class WaiverForm(forms.Form):
    """放行: which finding, in what content, and why."""

    fingerprint = forms.CharField(max_length=32, widget=forms.HiddenInput)
    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("放行的原因（必填，记录在案）"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明放行的原因。")},
    )
