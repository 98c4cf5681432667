"""Year, dates and note; and the statement beside last year's."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import StatementFigures
from cms.expenses.items import FACTS, ITEMS, LABELS
from sitegroup.exceptions import Problem

FIRST_YEAR = 2000
FAR = 100


def fact_problems(figures: StatementFigures, today: date) -> Iterator[Problem]:
    """A year, dates and a note that can be."""
    if not FIRST_YEAR <= figures.year <= today.year + 1:
        yield Problem(
            "bad_year",
            _("年度填的是%(year)s。") % {"year": figures.year},
            _("年度从%(first)s到%(last)s，请核对。")
            % {"first": FIRST_YEAR, "last": today.year + 1},
            column=FACTS["year"],
            value=str(figures.year),
        )
    for name in ("approved_on", "published_on"):
        day: date | None = getattr(figures, name)
        if day and day > today:
            yield Problem(
                "date_in_future",
                _("%(name)s填的是%(day)s，还没有到。") % {"name": FACTS[name], "day": day},
                _("请核对日期。"),
                column=FACTS[name],
                value=str(day),
            )
    yield from _order(figures)
    if figures.is_empty and figures.scope != "county" and not figures.note.strip():
        yield Problem(
            "empty_without_note",
            _("各项都是0或者没有填，说明也没有写。"),
            _("空表也要公开，请在说明里写明原因，例如：本年度没有“三公”经费财政拨款支出。"),
            column=FACTS["note"],
        )


def _order(figures: StatementFigures) -> Iterator[Problem]:
    approved, published = figures.approved_on, figures.published_on
    if approved and published and published < approved:
        yield Problem(
            "dates_reversed",
            _("公开日期%(published)s早于批复日期%(approved)s。")
            % {"published": published, "approved": approved},
            _("先批复后公开，请核对这两个日期是不是填反了。"),
            column=FACTS["published_on"],
            value=str(published),
        )
    if not approved:
        yield Problem(
            "no_approval_date",
            _("批复日期没有填，页面上不能说明是不是在批复后20日内公开。"),
            _("请填财政部门批复的日期。"),
            column=FACTS["approved_on"],
            level="warning",
        )


def comparison_problems(
    figures: StatementFigures, previous: StatementFigures | None
) -> Iterator[Problem]:
    """Last year's figures unlike the stored ones, and totals out of all proportion."""
    if previous is not None:
        for item in ITEMS:
            ours = figures.amount(item.code, "prior_final")
            theirs = previous.amount(item.code, "final")
            if ours is not None and theirs is not None and ours != theirs:
                yield Problem(
                    "prior_differs",
                    _("%(label)s上年决算数填的是%(ours)s，%(year)s年决算表里是%(theirs)s。")
                    % {
                        "label": item.label,
                        "ours": ours,
                        "year": previous.year,
                        "theirs": theirs,
                    },
                    _("请核对；口径有调整的，请写明原因。"),
                    column=LABELS[f"{item.code}_prior_final"],
                    value=str(ours),
                    level="warning",
                )
    total, prior = figures.amount("total", figures.current), figures.amount("total", "prior_final")
    if total and prior and far_apart(total, prior):
        yield Problem(
            "far_from_last_year",
            _("合计是%(total)s万元，上年是%(prior)s万元，相差100倍以上。")
            % {"total": total, "prior": prior},
            _("请核对单位是不是万元。"),
            column=LABELS[f"total_{figures.current}"],
            value=str(total),
            level="warning",
        )


def far_apart(left: Decimal, right: Decimal) -> bool:
    """Whether one is over 100 times the other: most often 元 taken for 万元."""
    return left > right * FAR or right > left * FAR
