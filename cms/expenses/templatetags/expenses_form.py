"""Small questions that the form's template asks."""

from django import template
from django.forms import BoundField

from cms.expenses.editing.forms import StatementForm
from cms.expenses.items import AMOUNTS, REASONS

register = template.Library()


@register.simple_tag
def mistakes_of(by_field: dict[str, list[str]], field: BoundField) -> list[str]:
    """What is wrong with a field, in the words of the summary."""
    return by_field.get(field.name, [])


@register.simple_tag
def column_label(field: BoundField) -> str:
    """The field's column alone, inside its item's group: 预算数, 与上年增减原因."""
    columns = {**AMOUNTS, **REASONS}
    name = max((c for c in columns if field.name.endswith(f"_{c}")), key=len)
    return columns[name]


@register.simple_tag
def is_required(field: BoundField, form: StatementForm) -> bool:
    """Whether the form must have it before review; a budget has no final account."""
    spent = field.name.endswith("_final") and not field.name.endswith("_prior_final")
    return not (spent and form.instance.stage == "budget")
