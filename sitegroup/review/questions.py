"""What a reviewer must answer before agreeing, and which answer allows it.

The four tests and the secrecy questions of the record (standards.md 3.3; 条例第十四、十五条).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sitegroup.models.membership import Role


@dataclass(frozen=True, slots=True)
class Question:
    """审查项: `good` is the answer that allows disclosure."""

    key: str
    label: Any  # lazily translated
    good: bool


QUESTIONS: dict[str, Question] = {
    question.key: question
    for question in (
        Question("lawful", _("合法：依据充分，程序合规"), True),
        Question("accurate", _("准确：文字、数据、附件已核对"), True),
        Question("disclosable", _("可公开：属于应当公开的信息"), True),
        Question("state_secret", _("涉及国家秘密"), False),
        Question("work_secret", _("涉及工作秘密"), False),
        Question("commercial_secret", _("涉及商业秘密"), False),
        Question("privacy", _("涉及个人隐私"), False),
        Question("safety", _("可能危及国家安全、公共安全、经济安全、社会稳定"), False),
        Question("aggregation", _("与已公开的信息汇聚后可能泄密"), False),
    )
}

# What each role records where the county's chain does not say otherwise.
BY_ROLE: dict[str, tuple[str, ...]] = {
    Role.DEPARTMENT_REVIEWER: ("lawful", "accurate", "disclosable"),
    Role.SECRECY_REVIEWER: (
        "state_secret", "work_secret", "commercial_secret", "privacy", "safety", "aggregation",
    ),
}  # fmt: skip


def required(step: Mapping[str, Any]) -> list[Question]:
    """The questions that a step of a case must record, in order."""
    return [QUESTIONS[key] for key in step.get("must_record", ()) if key in QUESTIONS]


def unanswered(step: Mapping[str, Any], answers: dict[str, bool]) -> list[Question]:
    """What the step asks and nobody answered."""
    return [question for question in required(step) if question.key not in answers]


def against(step: Mapping[str, Any], answers: dict[str, bool]) -> list[Question]:
    """What was answered so that it cannot be disclosed as it is."""
    return [q for q in required(step) if q.key in answers and answers[q.key] is not q.good]
