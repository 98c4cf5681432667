"""The sentences that follow a step: what happened, and what is next."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.exceptions import Problem
from sitegroup.models import COUNTY_ROLES, CaseState, ReviewCase
from sitegroup.review.desk.limits import deadline_of

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def clock(moment: datetime) -> str:
    """2026-11-24 18:00"""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def to_the_second(moment: datetime) -> str:
    """2026-11-24 18:00:00"""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def exactly(moment: datetime) -> str:
    """2026-11-24 18:00, with the seconds where there are any: 2026-11-24 18:00:05"""
    seconds = timezone.localtime(moment).second
    return f"{clock(moment)}:{seconds:02}" if seconds else clock(moment)


def next_step(case: ReviewCase) -> str:
    """Who decides next, and until when."""
    unit = "" if case.role in COUNTY_ROLES else case.site.short_name
    return _("下一步：%(unit)s%(role)s，限 %(deadline)s 前。") % {
        "unit": unit,
        "role": case.role_label,
        "deadline": clock(deadline_of(case)),
    }


def submitted(case: ReviewCase) -> str:
    """After 送审."""
    return _("已送审。%(next)s可以撤回。") % {"next": next_step(case)} + when(case)


def when(case: ReviewCase) -> str:
    """When it becomes public once it is approved; empty if at once."""
    if case.bundle:
        title = {"bundle": case.bundle.title}
        return _("审定后等“%(bundle)s”的其他内容审定，一起发布。") % title
    if case.publish_at:
        return _("审定后，定于%(time)s发布。") % {"time": exactly(case.publish_at)}
    return ""


def decided(case: ReviewCase) -> str:
    """After a decision."""
    if case.state == CaseState.RELEASED:
        return _("“%(title)s”已发布，网页、搜索、数据随后更新。") % {"title": case.title}
    if case.state == CaseState.RETURNED:
        return _("“%(title)s”已退回修改，起草人在工作台能看到原因。") % {"title": case.title}
    if case.state == CaseState.REFERRED:
        return _("“%(title)s”已记为报请确定，有了答复请回到这一件办理。") % {"title": case.title}
    if case.state == CaseState.CONCLUDED:
        return _("“%(title)s”已办结，不主动公开，审查记录已存。") % {"title": case.title}
    if case.state == CaseState.APPROVED:
        return waiting(case)
    return _("“%(title)s”已同意。%(next)s") % {"title": case.title, "next": next_step(case)}


def waiting(case: ReviewCase) -> str:
    """What an approved case still waits for."""
    if case.bundle:
        return _("“%(title)s”已审定，等“%(bundle)s”的其他内容审定后一起发布。") % {
            "title": case.title,
            "bundle": case.bundle.title,
        }
    return _("“%(title)s”已审定，定于%(time)s发布。") % {
        "title": case.title,
        "time": exactly(case.publish_at) if case.publish_at else "",
    }


def not_ready(problems: Sequence[Problem | str]) -> str:
    """Why something cannot be submitted yet, one numbered part for each problem."""
    parts = [str(problem).strip().rstrip("。；") for problem in problems]
    if len(parts) == 1:
        return _("还不能送审：%(what)s。改好再送审，已填内容都在。") % {"what": parts[0]}
    marks = [*MARKS, *(f"({number})" for number in range(len(MARKS) + 1, len(parts) + 1))]
    listed = "；".join(f"{mark}{part}" for mark, part in zip(marks, parts, strict=False))
    return _("还有%(count)d处没填好：%(what)s。改好再送审，已填内容都在。") % {
        "count": len(parts),
        "what": listed,
    }


def place(case: ReviewCase) -> str:
    """Where the case stands, for lists."""
    if case.state == CaseState.APPROVED and case.publish_at:
        return _("已审定，定于%(time)s发布") % {"time": exactly(case.publish_at)}
    if case.state != CaseState.IN_REVIEW:
        return case.get_state_display()
    return _("审核中（第%(step)d步，共%(steps)d步：%(role)s）") % {
        "step": case.step,
        "steps": len(case.steps),
        "role": case.role_label,
    }


def late_words(case: ReviewCase) -> str:
    """Of a case whose hour has passed: that it is not public, and why if that is known."""
    due = to_the_second(case.publish_at) if case.publish_at else ""
    said = _("定于%(time)s发布，到时间没有发出。") % {"time": due}
    return f"{said}{case.problem}"


def reasons(error: Exception) -> str:
    """Why something was refused, in one sentence."""
    return "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
