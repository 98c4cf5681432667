"""定时发布: the field beside 送审, read before anything is submitted."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LABEL = _("定时发布")
PAST = _("定时发布的时间已经过了，请改为以后的时间，或者不填。")
NO_MOMENT = _("定时发布的时间看不懂，请按“2026-11-26 18:00”的样子填写，或者不填。")


class MomentField(forms.DateTimeField):
    """A moment to the second, in the county's own time whatever the reader's is."""

    def __init__(self) -> None:
        widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M:%S",
            attrs={"type": "datetime-local", "step": 1, "placeholder": "2026-11-26 18:00"},
        )
        super().__init__(
            label=LABEL,
            required=False,
            help_text=_("审定后到这个时间自动发布，不填则审定后立即发布。"),
            error_messages={"invalid": NO_MOMENT},
            widget=widget,
        )

    def to_python(self, value: Any) -> datetime | None:
        """An aware moment, None for nothing. Raises ValidationError."""
        try:
            with timezone.override(timezone.get_default_timezone()):
                moment: datetime | None = super().to_python(value)
                return moment and timezone.localtime(moment)
        except OverflowError:
            # the last hours that a calendar knows, with an offset that leads past them
            raise ValidationError(NO_MOMENT, code="invalid") from None

    def validate(self, value: datetime | None) -> None:
        """It is still to come. Raises ValidationError."""
        super().validate(value)
        if value is not None and value <= timezone.now():
            raise ValidationError(PAST, code="past")


class TimingForm(forms.Form):
    """定时发布 of one submission. Its field is no field of the content: saving keeps none of it."""

    prefix = "review"

    publish_at = MomentField()

    @property
    def moment(self) -> datetime | None:
        """The hour asked for; call after `is_valid()`."""
        found: datetime | None = self.cleaned_data.get("publish_at")
        return found

    @property
    def mistakes(self) -> list[str]:
        """Why this hour cannot be; empty if it can."""
        return [str(error) for error in self.errors.get("publish_at", [])]

    def carried_to(self, address: str) -> str:
        """The address of the form that is shown next, with what was typed."""
        name = self.add_prefix("publish_at")
        typed = self.data.get(name, "")
        return f"{address}?{urlencode({name: typed})}" if typed else address


def timing_of(request: HttpRequest) -> TimingForm:
    """What was typed into the field, or carried here from the form before."""
    return TimingForm(request.POST if request.method == "POST" else request.GET)
