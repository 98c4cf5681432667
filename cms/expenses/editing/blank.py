"""空表: the form to fill in and import, with its explanation."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cms.expenses.items import AMOUNTS, COUNTS, ITEMS, LABELS, REASONS

HEADINGS = (
    "单位", "年度", "阶段", "范围", "批复日期", "公开日期",
    *(LABELS[f"{item.code}_{column}"] for item in ITEMS for column in AMOUNTS),
    *(LABELS[f"total_{column}"] for column in AMOUNTS),
    *COUNTS.values(),
    *(LABELS[f"{item.code}_{name}"] for item in ITEMS for name in REASONS),
    "说明",
)  # fmt: skip
EXPLANATION = (
    "一个单位一个年度一个阶段填一行。表头请不要改。",
    "金额单位：万元，保留两位小数。没有发生的填0，不要填“—”，也不要写“万元”两个字。",
    "公开日期：以前已经在别处公开过的，填当时的日期；没有公开过的留空，发布时自动记下。",
    "阶段填预算或者决算。预算表不填决算数。范围填部门（含所属单位）、单位或者县本级汇总。",
    "公务用车购置费大于0的，要填购置数量；因公出国（境）费大于0的，要填团组数和出国人次；"
    "公务接待费大于0的，要填接待批次和接待人次。",
    "预算数和决算数不同的，要写与预算差异原因；和上年不同的，要写与上年增减原因。",
    "全部为0或者没有数的，要在说明里写明原因。",
    "可以用公式，保存前请让Excel或WPS算出结果。不要合并单元格，不要隐藏行。",
)
WIDE, NARROW = 32, 13
SHEET, HELP = "三公经费", "填表说明"


def blank_form(units: Iterable[str]) -> bytes:
    """An xlsx with the headings, one row started for each unit, and the explanation."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(list(HEADINGS))
    for name in units:
        sheet.append([name])
    for number, heading in enumerate(HEADINGS, 1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        wide = heading.endswith("原因") or heading in ("单位", "说明")
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if wide else NARROW
    sheet.freeze_panes = "B2"
    explained = book.create_sheet(HELP)
    for line in EXPLANATION:
        explained.append([line])
    explained.column_dimensions["A"].width = 100
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
