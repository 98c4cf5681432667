"""What the county fills in of a chain: what it is for, and its steps, a row each."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitegroup.guard.releasable import releasable_models
from sitegroup.models import LimitUnit, Matter, OrganisationKind, ReviewChain
from sitegroup.review.chain_keeping import (
    LONGEST_LIMIT,
    MATCHES,
    MOST_STEPS,
    Plan,
    Step,
    doubled,
    is_default,
    problems_of,
)
from sitegroup.review.chains import DECIDERS
from sitegroup.review.questions import QUESTIONS

EMPTY_ROWS = 2
LAST = 999


def content_kinds() -> dict[str, str]:
    """object_type -> what people call it, of everything that can be reviewed."""
    found: dict[str, list[str]] = {}
    for model in releasable_models():
        found.setdefault(model.object_type, []).append(str(model._meta.verbose_name))
    return {kind: "、".join(dict.fromkeys(names)) for kind, names in found.items()}


def _any(choices: Any) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("不限")), *choices]


class ChainForm(forms.Form):
    """名称和适用范围; the default chain has no range to choose."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        error_messages={"required": gettext_lazy("请填写流程的名称。")},
    )
    organisation_kind = forms.ChoiceField(
        label=gettext_lazy("单位类别"), required=False, choices=_any(OrganisationKind.choices)
    )
    object_type = forms.ChoiceField(
        label=gettext_lazy("内容种类"),
        required=False,
        choices=lambda: _any(content_kinds().items()),
    )
    matter = forms.ChoiceField(
        label=gettext_lazy("事项范围"), required=False, choices=_any(Matter.choices)
    )

    def __init__(self, *args: Any, chain: ReviewChain | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chain and is_default(chain):
            for name in MATCHES:
                del self.fields[name]


class StepForm(forms.Form):
    """One row: without a role it is no step."""

    number = forms.IntegerField(
        label=gettext_lazy("序号"), required=False, min_value=1, max_value=LAST
    )
    role = forms.ChoiceField(
        label=gettext_lazy("岗位"),
        required=False,
        choices=[
            ("", gettext_lazy("（不要这一步）")),
            *((role.value, role.label) for role in DECIDERS),
        ],
    )
    limit = forms.IntegerField(
        label=gettext_lazy("时限"), required=False, min_value=1, max_value=LONGEST_LIMIT, initial=1
    )
    limit_unit = forms.ChoiceField(
        label=gettext_lazy("时限单位"), required=False, choices=LimitUnit.choices
    )
    must_record = forms.MultipleChoiceField(
        label=gettext_lazy("必须记录"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(question.key, question.label) for question in QUESTIONS.values()],
    )

    def clean(self) -> None:
        """A step without a limit would never be late."""
        found = self.cleaned_data
        if found.get("role") and "limit" not in self.errors and found.get("limit") is None:
            self.add_error("limit", _("请填写时限。"))

    def step(self) -> Step:
        """The row as a step."""
        data = self.cleaned_data
        unit = data["limit_unit"] or LimitUnit.DAYS
        return Step(data["role"], data["limit"], unit, tuple(data["must_record"]))


class BaseSteps(forms.BaseFormSet[StepForm]):
    """审核环节."""

    default_error_messages = {
        "missing_management_form": gettext_lazy("页面没有传完整，没有保存。请重新打开再填。"),
        "too_many_forms": gettext_lazy("最多%(num)d步。"),
    }

    def steps(self) -> tuple[Step, ...]:
        """The rows that are steps, by their numbers; rows of one number as they stand."""
        used = [form for form in self.forms if form.cleaned_data.get("role")]
        used.sort(key=lambda form: form.cleaned_data.get("number") or LAST)
        return tuple(form.step() for form in used)


Steps = forms.formset_factory(
    StepForm, formset=BaseSteps, extra=0, max_num=MOST_STEPS, validate_max=True,
    absolute_max=MOST_STEPS + EMPTY_ROWS,
)  # fmt: skip


def shown_rows(plan: Plan) -> list[dict[str, Any]]:
    """What the rows hold when the page opens: the steps, and empty ones to add more."""
    rows = [
        {
            "number": number,
            "role": step.role,
            "limit": step.limit,
            "limit_unit": step.limit_unit,
            "must_record": step.must_record,
        }
        for number, step in enumerate(plan.steps, 1)
    ]
    return [*rows, *({"limit": 1} for _row in range(min(EMPTY_ROWS, MOST_STEPS - len(rows))))]


def plan_from(form: ChainForm, steps: Any) -> Plan:
    """What was filled in."""
    given = {name: form.cleaned_data.get(name, "") for name in ("name", *MATCHES)}
    return Plan(**given, steps=steps.steps())


def said_against(plan: Plan, chain: ReviewChain | None) -> list[str]:
    """Everything that keeps this plan from being saved."""
    found = [*problems_of(plan), doubled(plan, beside=chain)]
    return [problem for problem in found if problem]
