"""What an import keeps as a draft because of what the content check found (imports.md)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sitegroup.checking.findings import Finding
from sitegroup.exceptions import Problem

# The field of a line that a place in an article comes from, by the label that reviewers read.
COLUMNS = {
    "标题": "title",
    "正文": "body",
    "附件": "attachments",
    "来源": "source",
    "作者或责任编辑": "author",
    "发文字号": "doc_no",
    "主题分类": "theme",
    "关键词": "keywords",
    "内容概述": "summary",
}


def held_back(number: int, findings: list[Finding]) -> Iterator[Problem]:
    """A problem for each finding that keeps a line from being released."""
    for one in findings:
        problem = one.problem()
        column = "attachments" if one.place.file else COLUMNS.get(one.place.label, "")
        why = _("%(why)s只存为草稿，没有公开。") % {"why": problem.message}
        yield Problem(
            problem.code,
            why,
            _("%(mend)s确实可以公开的，请在后台放行后送审。") % {"mend": problem.mend},
            row=number,
            column=column,
            level="warning",
        )
