"""Groups, persons, vehicles and receptions against the money and against each other."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.expenses.figures import StatementFigures
from cms.expenses.items import COUNTS
from sitegroup.exceptions import Problem


def count_problems(figures: StatementFigures) -> Iterator[Problem]:
    """Counts that money asks for, and counts that cannot be."""
    yield from _abroad(figures)
    yield from _vehicles(figures)
    if figures.is_final:
        yield from _reception(figures)
    yield from _at_least(figures, "abroad_persons", "abroad_groups")
    yield from _at_least(figures, "reception_persons", "reception_batches")
    yield from _at_least(figures, "foreign_persons", "foreign_batches")
    yield from _at_most(figures, "foreign_batches", "reception_batches")
    yield from _at_most(figures, "foreign_persons", "reception_persons")


def _problem(code: str, field: str, message: str, mend: str, value: object = "") -> Problem:
    shown = "" if value is None else str(value)
    return Problem(code, message, mend, column=COUNTS[field], value=shown)


def _abroad(figures: StatementFigures) -> Iterator[Problem]:
    spent = figures.amount("abroad", figures.current)
    groups = figures.counts.get("abroad_groups")
    if spent and not groups:
        yield _problem(
            "abroad_without_groups",
            "abroad_groups",
            _("因公出国（境）费是%(spent)s万元，团组数没有填或者填的是0。") % {"spent": spent},
            _("有出国（境）费就要填团组数和人次；没有出国（境）的，费用填0.00。"),
            groups,
        )
    if spent == 0 and groups:
        yield _problem(
            "groups_without_money",
            "abroad_groups",
            _("团组数填的是%(groups)s，因公出国（境）费填的是0.00。") % {"groups": groups},
            _("请核对费用；费用由别的单位承担的，不填在这里，可以写在说明里。"),
            groups,
        )


def _vehicles(figures: StatementFigures) -> Iterator[Problem]:
    spent = figures.amount("vehicle_purchase", figures.current)
    bought = figures.counts.get("vehicles_bought")
    if spent and not bought:
        yield _problem(
            "purchase_without_vehicles",
            "vehicles_bought",
            _("公务用车购置费是%(spent)s万元，购置数量没有填或者填的是0。") % {"spent": spent},
            _("买车要填购置数量；没有买车的，购置费填0.00。"),
            bought,
        )
    if spent == 0 and bought:
        yield _problem(
            "vehicles_without_purchase",
            "vehicles_bought",
            _("购置数量填的是%(bought)s，公务用车购置费填的是0.00。") % {"bought": bought},
            _("买车要填购置费；没有买车的，购置数量填0。"),
            bought,
        )
    running = figures.is_final and figures.amount("vehicle_operation", "final")
    if running and figures.counts.get("vehicles_kept") is None:
        yield _problem(
            "missing_count",
            "vehicles_kept",
            _("有公务用车运行维护费，保有量没有填。"),
            _("请填年末公务用车有几辆，没有的填0。"),
        )


def _reception(figures: StatementFigures) -> Iterator[Problem]:
    spent = figures.amount("reception", "final")
    names = ("reception_batches", "reception_persons")
    for name in names:
        value = figures.counts.get(name)
        if spent and not value:
            yield _problem(
                "missing_count",
                name,
                _("公务接待费是%(spent)s万元，%(name)s没有填或者填的是0。")
                % {"spent": spent, "name": COUNTS[name]},
                _("有接待费就要公开批次和人次；没有接待的，接待费填0.00。"),
                value,
            )
        if spent == 0 and value:
            yield _problem(
                "count_without_money",
                name,
                _("%(name)s填的是%(value)s，公务接待费填的是0.00。")
                % {"name": COUNTS[name], "value": value},
                _("请核对：没有接待费的，批次和人次填0。"),
                value,
            )


def _at_least(figures: StatementFigures, more: str, fewer: str) -> Iterator[Problem]:
    high, low = figures.counts.get(more), figures.counts.get(fewer)
    if high is not None and low is not None and high < low:
        yield _problem(
            "count_order",
            more,
            _("%(more)s填的是%(high)s，比%(fewer)s%(low)s还少。")
            % {"more": COUNTS[more], "high": high, "fewer": COUNTS[fewer], "low": low},
            _("每个团组、每批至少一人，请核对这两个数是不是填反了。"),
            high,
        )


def _at_most(figures: StatementFigures, part: str, whole: str) -> Iterator[Problem]:
    small, large = figures.counts.get(part), figures.counts.get(whole)
    if small is not None and large is not None and small > large:
        yield _problem(
            "count_order",
            part,
            _("%(part)s填的是%(small)s，比%(whole)s%(large)s还多。")
            % {"part": COUNTS[part], "small": small, "whole": COUNTS[whole], "large": large},
            _("外宾接待包括在国内公务接待里，请核对。"),
            small,
        )
