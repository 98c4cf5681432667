"""Tables as offices make them, built with the program that reads none of ours."""

import csv
import io
from typing import Any

from openpyxl import Workbook

from cms.expenses.editing.blank import HEADINGS

GOOD = {
    "单位": "云溪县教育局", "年度": 2024, "阶段": "决算", "范围": "部门", "批复日期": "2025-08-05",
    "因公出国（境）费预算数": 0, "因公出国（境）费决算数": 0, "因公出国（境）费上年决算数": 0,
    "公务用车购置费预算数": 18, "公务用车购置费决算数": 17.86, "公务用车购置费上年决算数": 0,
    "公务用车运行维护费预算数": 24, "公务用车运行维护费决算数": 21.37,
    "公务用车运行维护费上年决算数": 23.15, "公务接待费预算数": 9.5, "公务接待费决算数": 6.42,
    "公务接待费上年决算数": 7.08, "合计预算数": 51.5, "合计决算数": 45.65, "合计上年决算数": 30.23,
    "团组数": 0, "出国人次": 0, "购置数量": 1, "保有量": 9, "接待批次": 83, "接待人次": 612,
    "外宾批次": 0, "外宾人次": 0, "公务用车购置费与预算差异原因": "节约0.14万元。",
    "公务用车购置费与上年增减原因": "报废更新1辆。",
    "公务用车运行维护费与预算差异原因": "合并行程。",
    "公务用车运行维护费与上年增减原因": "燃料费减少。",
    "公务接待费与预算差异原因": "检查少于预计。", "公务接待费与上年增减原因": "检查次数减少。",
    "说明": "全部为一般公共预算财政拨款。",
}  # fmt: skip


def row(**changes: Any) -> list[Any]:
    """One right row, with changes by heading."""
    whole = {**GOOD, **changes}
    return [whole.get(heading) for heading in HEADINGS]


def cell_of(heading: str, number: int = 2) -> tuple[int, int]:
    """Row and column (from 1) of a heading's cell."""
    return number, HEADINGS.index(heading) + 1


def listed(*rows: list[Any], title: str = "三公经费") -> Workbook:
    """A workbook with one row a unit."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(HEADINGS))
    for values in rows:
        sheet.append(values)
    return book


def xlsx(book: Workbook) -> bytes:
    """The file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(*rows: list[Any]) -> str:
    """The same as CSV."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([list(HEADINGS), *rows])
    return target.getvalue()


def form_07(unit: str = "云溪县教育局", **changes: Any) -> Workbook:
    """公开07表: merged headings over two rows, one row of figures."""
    figures = [
        51.5, 0, 42, 18, 24, 9.5,
        45.65, 0, 39.23, 17.86, 21.37, 6.42,
    ]  # fmt: skip
    for place, value in changes.items():
        figures[int(place.removeprefix("at"))] = value
    book = Workbook()
    sheet = book.active
    sheet.title = "公开07表"
    sheet["A1"] = "财政拨款“三公”经费支出决算表"
    sheet.merge_cells("A1:L1")
    sheet["A2"] = f"部门：{unit}        2024年度"
    sheet["K2"] = "金额单位：万元"
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", None, None, "公务接待费"]
    below = [None, None, "小计", "公务用车购置费", "公务用车运行维护费", None]
    for start, name in ((1, "预算数"), (7, "决算数")):
        sheet.cell(3, start, name)
        sheet.merge_cells(start_row=3, end_row=3, start_column=start, end_column=start + 5)
        for offset, (head, sub) in enumerate(zip(heads, below, strict=True)):
            sheet.cell(4, start + offset, head)
            sheet.cell(5, start + offset, sub)
        for offset in (0, 1, 5):
            column = start + offset
            sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
        sheet.merge_cells(start_row=4, end_row=4, start_column=start + 2, end_column=start + 4)
    sheet.append(list(range(1, 13)))
    sheet.append(figures)
    sheet.append(["注：本表反映部门本年度“三公”经费支出预决算情况。"])
    return book
