"""The words of the official form: its four items, its columns, its counts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One of the four items. `color` is its place in the palette of charts, in every theme."""

    code: str
    label: str
    short: str
    color: int


ITEMS = (
    Item("abroad", "因公出国（境）费", "出国（境）费", 4),
    Item("vehicle_purchase", "公务用车购置费", "购置费", 2),
    Item("vehicle_operation", "公务用车运行维护费", "运行维护费", 1),
    Item("reception", "公务接待费", "接待费", 3),
)
BY_CODE = {item.code: item for item in ITEMS}

AMOUNTS = {"budget": "预算数", "final": "决算数", "prior_final": "上年决算数"}
REASONS = {"budget_reason": "与预算差异原因", "prior_reason": "与上年增减原因"}
COUNTS = {
    "abroad_groups": "团组数",
    "abroad_persons": "出国人次",
    "vehicles_bought": "购置数量",
    "vehicles_kept": "保有量",
    "reception_batches": "接待批次",
    "reception_persons": "接待人次",
    "foreign_batches": "外宾批次",
    "foreign_persons": "外宾人次",
}
FACTS = {
    "year": "年度",
    "stage": "阶段",
    "scope": "范围",
    "approved_on": "批复日期",
    "published_on": "公开日期",
    "note": "说明",
}
SUMS = {
    "vehicles": ("vehicle_purchase", "vehicle_operation"),
    "total": ("abroad", "vehicle_purchase", "vehicle_operation", "reception"),
}
SUM_LABELS = {"vehicles": "公务用车购置及运行维护费", "total": "合计"}

STAGE_LABELS = {"budget": _("预算"), "final": _("决算")}
SCOPE_LABELS = {"county": _("县本级汇总"), "department": _("部门"), "unit": _("单位")}


def _labels() -> dict[str, str]:
    whole = dict(FACTS)
    for item in ITEMS:
        for column, words in {**AMOUNTS, **REASONS}.items():
            whole[f"{item.code}_{column}"] = f"{item.label}{words}"
    for code, label in SUM_LABELS.items():
        for column, words in AMOUNTS.items():
            whole[f"{code}_{column}"] = f"{label}{words}"
    return {**whole, **COUNTS}


# Every field of a statement, and the sums that a form may state: name -> heading of its column.
LABELS = _labels()
FIELD_OF_LABEL = {label: name for name, label in LABELS.items()}
