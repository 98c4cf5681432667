"""What happened, in sentences and in four numbers."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import ZERO, StatementFigures
from cms.expenses.items import ITEMS
from cms.expenses.representation.amounts import NONE, Amount, Prose, money, percent
from cms.expenses.representation.statement import KeyFigure, Reason

COMPARING = ("比上年", "与上年", "较上年")
EXPLAINING = ("增加的原因", "减少的原因", "增加主要", "减少主要", "主要原因")


def sentence_of(figures: StatementFigures) -> tuple[Prose, Prose]:
    """The sentence at the top and the rest of the note. A note that compares
    or explains completes it."""
    total = figures.amount("total", figures.current)
    note = figures.note.strip()
    if figures.is_blank or not total:
        nothing = _("支出") if figures.is_final else _("预算")
        return (
            Prose(
                _("%(year)d年度“三公”经费%(what)s为0.00万元。")
                % {"year": figures.year, "what": nothing}
            ),
            Prose(note),
        )
    spent = (
        _("%(year)d年支出%(total)s万元") if figures.is_final else _("%(year)d年预算%(total)s万元")
    )
    head = spent % {"year": figures.year, "total": money(total).text}
    first, stop, rest = note.partition("。")
    if figures.is_final and note.startswith(COMPARING):
        return Prose(f"{head}，{first}{stop}"), Prose(rest.strip())
    base = _("上年") if figures.is_final else _("上年决算")
    change = _compared(figures.change("total"), base)
    lead = f"{head}，{change}。" if change else f"{head}。"
    if figures.is_final and first.startswith(EXPLAINING):
        return Prose(f"{lead}{first}{stop}"), Prose(rest.strip())
    return Prose(lead), Prose(note)


def _compared(change: Decimal | None, base: str) -> str:
    if change is None:
        return ""
    if change == 0:
        return _("与%s持平") % base
    words = {"base": base, "sign": sign_word(change), "change": money(abs(change)).text}
    return _("比%(base)s%(sign)s%(change)s万元") % words


def sign_word(change: Decimal) -> str:
    """增加 or 减少."""
    return _("增加") if change > 0 else _("减少")


def key_figures(figures: StatementFigures) -> tuple[KeyFigure, ...]:
    """The four big numbers."""
    return (*money_figures(figures), _vehicles(figures))


def money_figures(figures: StatementFigures) -> tuple[KeyFigure, ...]:
    """Total, change, and what became of the budget."""
    total = money(figures.amount("total", figures.current))
    vehicles = money(figures.amount("vehicles", figures.current))
    return (
        KeyFigure(
            _("决算合计") if figures.is_final else _("预算合计"),
            total.text,
            _("万元") if total.value is not None else "",
            Prose(_("其中公务用车%s万元") % vehicles.text) if vehicles.value else Prose(""),
        ),
        _change(figures),
        _completion(figures) if figures.is_final else _last_year(figures),
    )


def _change(figures: StatementFigures) -> KeyFigure:
    change, rate = figures.change("total"), figures.change_rate("total")
    label = _("比上年") if figures.is_final else _("比上年决算")
    if change is None:
        return KeyFigure(label, NONE, "", Prose(_("没有上年数")))
    shown = money(change, signed=True)
    if change == 0:
        comparison = _("与上年持平")
    elif rate is None:
        comparison = _("上年为0.00，不计算增减率")
    else:
        grown = _("增长%s") if change > 0 else _("下降%s")
        comparison = grown % percent(abs(rate)).text
    return KeyFigure(label, shown.text, _("万元"), Prose(comparison))


def _completion(figures: StatementFigures) -> KeyFigure:
    budget, final = figures.amount("total", "budget"), figures.amount("total", "final")
    rate = figures.completion("total")
    if budget is None or final is None or rate is None:
        return KeyFigure(_("完成预算"), NONE, "", Prose(_("年初没有安排预算")))
    left = budget - final
    words = {"budget": money(budget).text, "left": money(abs(left)).text}
    over = _("预算%(budget)s万元，超出%(left)s万元")
    under = _("预算%(budget)s万元，结余%(left)s万元")
    return KeyFigure(
        _("完成预算"),
        percent(rate).text.rstrip("%"),
        "%",
        Prose((over if left < 0 else under) % words),
    )


def _last_year(figures: StatementFigures) -> KeyFigure:
    prior = money(figures.amount("total", "prior_final"))
    year = Prose(_("%d年全年") % (figures.year - 1))
    return KeyFigure(_("上年决算"), prior.text, _("万元") if prior.value is not None else "", year)


def _vehicles(figures: StatementFigures) -> KeyFigure:
    kept, bought = figures.counts.get("vehicles_kept"), figures.counts.get("vehicles_bought")
    comparison = Prose(_("当年购置%d辆") % bought) if bought is not None else Prose("")
    if kept is None:
        return KeyFigure(_("公务用车"), NONE, "", comparison)
    return KeyFigure(_("公务用车"), f"{kept:,}", _("辆"), comparison)


def reasons_of(figures: StatementFigures) -> tuple[Reason, ...]:
    """增减原因: the item that changed most comes first."""
    found = []
    for item in ITEMS:
        given = figures.item(item.code)
        if not given.prior_reason and not given.budget_reason:
            continue
        heading = _heading(
            item.label,
            money(figures.amount(item.code, figures.current)),
            figures.change(item.code),
            figures.amount(item.code, "prior_final"),
        )
        found.append(
            (
                abs(figures.change(item.code) or ZERO),
                Reason(item.code, heading, Prose(given.prior_reason), Prose(given.budget_reason)),
            )
        )
    found.sort(key=lambda pair: -pair[0])
    return tuple(reason for _change, reason in found)


def _heading(label: str, amount: Amount, change: Decimal | None, prior: Decimal | None) -> Prose:
    head = f"{label}{amount.text}" + (_("万元") if amount.value is not None else "")
    if change is None:
        return Prose(head)
    if change == 0:
        return Prose(_("%s，与上年持平") % head)
    if prior == 0:
        return Prose(_("%s，上年0.00万元") % head)
    return Prose(f"{head}，{sign_word(change)}{money(abs(change)).text}" + _("万元"))
