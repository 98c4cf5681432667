"""The typed form of a statement, and the form of an import."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.expenses.editing.access import writable_sites
from cms.expenses.items import AMOUNTS, COUNTS, ITEMS, LABELS, REASONS
from cms.expenses.models import ExpenseStatement
from cms.expenses.reading.numbers import (
    WAN,
    BadValue,
    read_amount,
    read_count,
    read_day,
    read_year,
)
from sitegroup.models import Site

IDENTITY = ("site", "year", "stage")
LARGEST_UPLOAD = 1024 * 1024
SUFFIXES = (".xlsx", ".xls", ".csv")


class TypedField(forms.CharField):
    """A field that reads what offices type, and says why it cannot."""

    def __init__(self, reader: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    def to_python(self, value: Any) -> Any:
        """The typed value. Raises ValidationError with why and how to mend it."""
        text = (value or "").strip() if isinstance(value, str) else value
        try:
            return self.reader(text) if text else None
        except BadValue as bad:
            raise ValidationError(f"{bad.message}{bad.mend}", code=bad.code) from bad

    def validate(self, value: Any) -> None:
        """Only whether something is there."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The reader has judged already."""

    def prepare_value(self, value: Any) -> Any:
        """As typed, or as stored."""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By value, not by writing."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


def _reader(name: str) -> Callable[[Any], Any] | None:
    if name == "year":
        return read_year
    if name in ("approved_on", "published_on"):
        return read_day
    if name in COUNTS:
        return read_count
    if name.endswith(tuple(AMOUNTS)):
        return lambda value: read_amount(value, WAN)
    return None


@dataclass(frozen=True)
class ItemGroup:
    """One item's fields: three amounts and two reasons."""

    label: str
    amounts: tuple[forms.BoundField, ...]
    reasons: tuple[forms.BoundField, ...]


class StatementForm(forms.ModelForm[ExpenseStatement]):
    """三公经费表: one page, the fields of an item together; what is missing may be saved."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ExpenseStatement
        fields = [
            "site", "year", "stage", "scope", "approved_on", "published_on",
            *[f"{item.code}_{name}" for item in ITEMS for name in (*AMOUNTS, *REASONS)],
            *COUNTS, "note", "waiver",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = cast("forms.ModelChoiceField[Site]", self.fields["site"])
        site.queryset = writable_sites(user)
        site.empty_label = None
        for name in list(self.fields):
            self._typed(name)
        if self.instance.pk:
            for name in IDENTITY:
                del self.fields[name]
        for name, field in self.fields.items():
            field.error_messages["required"] = _("没有填。")
            field.error_messages["invalid_choice"] = _("请从列出的里面选一个。")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4 if name in ("note", "waiver") else 2

    def _typed(self, name: str) -> None:
        reader, old = _reader(name), self.fields[name]
        if reader is None:
            return
        numeric = name not in ("approved_on", "published_on")
        attrs = {"inputmode": "decimal", "class": "expenses-figure"} if numeric else {}
        self.fields[name] = TypedField(
            reader,
            label=old.label,
            help_text=old.help_text,
            required=name == "year",
            widget=forms.TextInput(attrs={**attrs, "autocomplete": "off"}),
        )

    def see(self, revision: str) -> None:
        """Post it again as one who has seen this revision; what was typed stays."""
        typed = cast("QueryDict", self.data).copy()
        typed["seen"] = revision
        self.data = typed

    def head(self) -> Iterator[forms.BoundField]:
        """Unit, year, stage, scope, dates."""
        names = (*IDENTITY, "scope", "approved_on", "published_on")
        return (self[name] for name in names if name in self.fields)

    def item_groups(self) -> Iterator[ItemGroup]:
        """The four items."""
        for item in ITEMS:
            amounts = tuple(self[f"{item.code}_{column}"] for column in AMOUNTS)
            reasons = tuple(self[f"{item.code}_{name}"] for name in REASONS)
            yield ItemGroup(item.label, amounts, reasons)

    def count_fields(self) -> Iterator[forms.BoundField]:
        """Groups, persons, vehicles, receptions."""
        return (self[name] for name in COUNTS)

    def label_of(self, name: str) -> str:
        """The words of a field, for the summary of errors."""
        if name in self.fields:
            return str(self.fields[name].label or LABELS.get(name, name))
        return LABELS.get(name, "")


class UploadForm(forms.Form):
    """导入: the file, and the year where it says none."""

    file = forms.FileField(
        label=gettext_lazy("文件"), allow_empty_file=True,
        error_messages={"required": gettext_lazy("请选择要导入的文件。")},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )  # fmt: skip
    year = TypedField(
        read_year, label=gettext_lazy("年度"), required=False,
        help_text=gettext_lazy("文件里写了年度的不用填。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Of a size that this page takes."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(
                _(
                    "“%(name)s”有%(size).1f MB，最大1 MB，没有上传。"
                    "请删去图片和多余的工作表，或者分成几个文件。"
                )
                % {"name": file.name, "size": file.size / LARGEST_UPLOAD}
            )
        return file
