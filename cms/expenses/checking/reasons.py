"""The reasons: there where figures differ, saying what the figures say."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.expenses.figures import StatementFigures
from cms.expenses.items import FACTS, ITEMS, LABELS, Item
from sitegroup.exceptions import Problem

NARRATIVE = Decimal("0.05")
PLACEHOLDER = re.compile(
    r"[XxＸ×✕]{2,}|[XxＸ]\s*万元|待填写|待填|待补充|\{[^{}]*\}|｛[^｛｝]*｝|[_＿]{3,}|（此处"
)
SAME = re.compile(r"(?<!不)持平")
NO_CHANGE = re.compile(r"(?:增加|减少|增长|下降)(?:了|额?为)?0(?:\.0+)?(?![.\d])(?:万元|%)?")
GROWTH = re.compile(r"(?:增长|增加|上升)(?:了)?\s*[0-9.]+\s*%")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# A clause about the whole item only: what stands before 比上年 may be a part of it.
CLAUSE = (
    r"(?:^|[。；，;,\n])(?:全年|本年|支出|决算|预算安排|预算|总额|合计|{subject})?"
    r"比上年(?:决算数|决算|同期|支出)?(增加|减少|增长|下降)(?:了)?([0-9][0-9,]*(?:\.[0-9]+)?)万元"
)
UP = ("增加", "增长")


def reason_problems(figures: StatementFigures) -> Iterator[Problem]:
    """Missing reasons (errors), contradictions with the table, and wording (warnings)."""
    for item in ITEMS:
        if figures.is_final:
            budget, final = figures.amount(item.code, "budget"), figures.amount(item.code, "final")
            change = None if budget is None or final is None else final - budget
            yield from _reason(figures, item, "budget_reason", change)
        yield from _reason(figures, item, "prior_reason", figures.change(item.code))
    yield from _words(figures, figures.note, FACTS["note"])
    yield from _narrative(figures.note, "", figures.change("total"), FACTS["note"])


def _reason(
    figures: StatementFigures, item: Item, name: str, change: Decimal | None
) -> Iterator[Problem]:
    heading = LABELS[f"{item.code}_{name}"]
    text = str(getattr(figures.item(item.code), name)).strip()
    if change and not text:
        against = _("预算") if name == "budget_reason" else _("上年")
        yield Problem(
            "missing_reason",
            _("%(label)s比%(against)s%(sign)s%(change)s万元，没有写原因。")
            % {
                "label": item.label,
                "against": against,
                "sign": _("增加") if change > 0 else _("减少"),
                "change": abs(change),
            },
            _("请写明主要原因。"),
            column=heading,
        )
    if not text:
        return
    yield from _words(figures, text, heading)
    if change and SAME.search(text):
        yield _wording(heading, text, _("写的是“持平”，表里相差%s万元。") % abs(change))
    if name == "prior_reason":
        yield from _narrative(text, re.escape(item.label), change, heading)
        prior = figures.amount(item.code, "prior_final")
        if prior == 0 and GROWTH.search(text):
            yield _wording(heading, text, _("上年是0，不能说增长百分之几。"))


def _words(figures: StatementFigures, text: str, heading: str) -> Iterator[Problem]:
    if found := PLACEHOLDER.search(text):
        yield Problem(
            "placeholder",
            _("%(heading)s里还有没填的“%(found)s”。")
            % {"heading": heading, "found": found.group()},
            _("请填上实际内容。"),
            column=heading,
            value=found.group(),
        )
    if found := NO_CHANGE.search(text):
        yield _wording(heading, found.group(), _("没有增减的，写“与上年持平”就可以。"))
    years = {int(year) for year in YEAR.findall(text)}
    if others := sorted(years - {figures.year, figures.year - 1}):
        listed = "、".join(str(year) for year in others)
        yield _wording(
            heading,
            listed,
            _("写到了%(years)s年，这张表是%(year)s年度的，只和上年比较。")
            % {"years": listed, "year": figures.year},
        )


def _narrative(text: str, subject: str, change: Decimal | None, heading: str) -> Iterator[Problem]:
    pattern = CLAUSE.format(subject=subject) if subject else CLAUSE.replace("|{subject}", "")
    for found in re.finditer(pattern, text):
        amount = Decimal(found.group(2).replace(",", ""))
        said = amount if found.group(1) in UP else -amount
        if change is None or abs(said - change) <= NARRATIVE:
            continue
        yield Problem(
            "narrative_differs",
            _("写的是“%(said)s”，按表计算是%(computed)s。")
            % {"said": found.group().lstrip("。；，;,\n"), "computed": _in_words(change)},
            _("请核对文字和表里的数。"),
            column=heading,
            value=found.group(2),
        )


def _in_words(change: Decimal) -> str:
    if change == 0:
        return _("与上年持平")
    sign = _("增加") if change > 0 else _("减少")
    return _("%(sign)s%(change)s万元") % {"sign": sign, "change": abs(change)}


def _wording(heading: str, value: str, message: str) -> Problem:
    return Problem(
        "wording", message, _("请核对措辞。"), column=heading, value=value[:60], level="warning"
    )
