"""What the fields of a page ask for before review; a draft may be saved without."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

MISSING = {"blank", "null", "required"}


def unfilled(candidate: Any) -> list[str]:
    """One sentence for each field that is not right yet."""
    try:
        candidate.full_clean()
    except ValidationError as error:
        return [
            _reason(candidate, name, wrong)
            for name, errors in error.error_dict.items()
            for wrong in errors
        ]
    return []


def _reason(candidate: Any, name: str, wrong: ValidationError) -> str:
    message = "；".join(wrong.messages)
    if name == NON_FIELD_ERRORS:
        return message
    label = getattr(candidate._meta.get_field(name), "verbose_name", name)
    if wrong.code in MISSING:
        return _("%(field)s没有填") % {"field": label}
    return f"{label}：{message}"
