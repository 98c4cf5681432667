"""What a reviewer fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sitegroup.models import Decision, Ground
from sitegroup.review.questions import against, required, unanswered
from sitegroup.review.services import OPINION_LIMIT

COMMON_OPINIONS = (
    _("内容属实，文字、数据已核对，同意公开。"),
    _("经保密审查，不含国家秘密、工作秘密、商业秘密和个人隐私，同意公开。"),
    _("同意公开。"),
    _("文字或数据有误，请核对后再送审。"),
    _("含有不宜公开的个人信息，请隐去后再送审。"),
    _("附件与正文不一致，请修改后再送审。"),
)


YES_NO = (("yes", _("是")), ("no", _("否")))


def common_choices() -> list[tuple[str, Any]]:
    """The common opinions in the reader's language, none of them chosen."""
    return [("", _("选一条常用意见")), *((str(words), words) for words in COMMON_OPINIONS)]


class DecisionForm(forms.Form):
    """审核意见: the decision, why, and the hash of what was seen."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=Decision.choices)
    opinion = forms.CharField(
        label=_("审核意见（必填）"),
        required=False,
        max_length=OPINION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phrase = forms.ChoiceField(label=_("常用意见"), required=False, choices=common_choices)
    ground = forms.ChoiceField(
        label=_("不公开的理由"), required=False, choices=[("", _("选择理由")), *Ground.choices]
    )

    def __init__(self, *args: Any, step: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.questions = required(step)
        for question in self.questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.label, required=False, choices=YES_NO, widget=forms.RadioSelect
            )

    def question_fields(self) -> list[dict[str, Any]]:
        """What the step must record: each field and the answer that forbids disclosure."""
        return [
            {"field": self[question.key], "against": "no" if question.good else "yes"}
            for question in self.questions
        ]

    def wants_other(self) -> bool:
        """Whether one of 其他结论 was chosen and must be mended."""
        plain = (Decision.APPROVE, Decision.RETURN)
        return self.is_bound and self.data.get("decision") not in plain

    def others(self) -> list[tuple[str, Any]]:
        """其他结论: every decision but 同意 and 退回修改."""
        plain = (Decision.APPROVE, Decision.RETURN)
        return [(d.value, d.label) for d in Decision if d not in plain]

    def answers(self) -> dict[str, bool]:
        """{question: yes or no} of what was answered."""
        given = {question.key: self.cleaned_data.get(question.key) for question in self.questions}
        return {key: value == "yes" for key, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        """A common opinion stands for the text where nothing was typed."""
        data: dict[str, Any] = super().clean() or {}
        data["opinion"] = data.get("opinion", "").strip() or data.get("phrase", "")
        if not data["opinion"] and "opinion" not in self.errors:
            self.add_error("opinion", _("请填写审核意见，或者选一条常用意见。"))
        if data.get("decision") == Decision.APPROVE:
            self._check_answers()
        if data.get("decision") == Decision.WITHHOLD and not data.get("ground"):
            self.add_error("ground", _("不予公开要选择理由（条例第十四条至第十六条）。"))
        return data

    def _check_answers(self) -> None:
        """Say beside each question why it does not allow 同意."""
        answers = self.answers()
        for question in unanswered(self.step, answers):
            if question.key not in self.errors:
                self.add_error(question.key, _("请选“是”或“否”。"))
        for question in against(self.step, answers):
            self.add_error(
                question.key, _("这样填不能同意公开，请改正，或者退回修改、选择其他结论。")
            )


class WithdrawForm(forms.Form):
    """撤下: why something leaves the public."""

    reason = forms.CharField(
        label=_("撤下的原因（必填，记录在案）"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明撤下的原因。")},
    )
    redirect_to = forms.CharField(
        label=_("改为指向（可不填）"),
        required=False,
        max_length=1000,
        help_text=_("有新的网页代替它时，填新网页的网址；不填则原网址显示撤下说明。"),
    )
