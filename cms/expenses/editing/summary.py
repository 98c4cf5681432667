"""The summary of what is to be mended, each with the field it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS

from cms.expenses.editing.forms import StatementForm
from cms.expenses.items import FIELD_OF_LABEL
from sitegroup.exceptions import Problem


@dataclass(frozen=True)
class Mistake:
    """One thing to mend: the words, the form's field (blank for none), and how grave."""

    message: str
    field: str
    level: str = "error"


def form_mistakes(form: StatementForm) -> list[Mistake]:
    """What could not be read, in the order of the form."""
    found = []
    for name, errors in form.errors.items():
        field = "" if name == NON_FIELD_ERRORS else name
        label = form.label_of(field) if field else ""
        for error in errors:
            found.append(Mistake(f"“{label}”{error}" if label else str(error), field))
    return found


def problem_mistakes(problems: Iterable[Problem]) -> list[Mistake]:
    """What the checks of the form found."""
    return [
        Mistake(
            f"{problem.message}{problem.mend}",
            _field(problem.column),
            problem.level,
        )
        for problem in problems
    ]


def _field(column: str) -> str:
    """The field of a heading; the form has none for the sums."""
    name = FIELD_OF_LABEL.get(column, "")
    return "" if name.startswith(("total_", "vehicles_budget", "vehicles_final")) else name
