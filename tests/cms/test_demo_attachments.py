"""The demo county's attachments: files that open in the usual programs."""

import csv
import io
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from cms.demo.attachments import build

ROWS = [
    ["序号", "村", "面积（亩）", "联系电话"],
    ["1", "柳湾村", "412.50", "（0000）6225101"],
    ["2", "大坪村", "1860", "（0000）6225102"],
]


def table(kind: str, rows: list[list[str]] = ROWS) -> dict[str, Any]:
    return {"name": f"面积.{kind}", "title": "各村面积", "kind": kind, "rows": rows}


def letter() -> dict[str, Any]:
    return {
        "name": "申请书.docx",
        "title": "公益性岗位申请书",
        "kind": "docx",
        "paragraphs": ["一、申请人", "本人自愿申请公益性岗位。"],
    }


def test_workbook_holds_the_rows_with_numbers_as_numbers() -> None:
    sheet = load_workbook(io.BytesIO(build(table("xlsx")))).active
    assert [cell.value for cell in sheet[2]] == [1, "柳湾村", 412.5, "（0000）6225101"]
    assert sheet["C2"].number_format == "0.00"


def test_workbook_head_is_bold_and_columns_fit_their_text() -> None:
    sheet = load_workbook(io.BytesIO(build(table("xlsx")))).active
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["D"].width > len("（0000）6225101")


def test_codes_in_a_workbook_stay_text() -> None:
    rows = [["区划代码", "序号"], ["990231001", "007"]]
    sheet = load_workbook(io.BytesIO(build(table("xlsx", rows)))).active
    assert [cell.value for cell in sheet[2]] == ["990231001", "007"]


def test_csv_is_marked_as_utf8_and_reads_back() -> None:
    content = build(table("csv"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == ROWS


def test_document_holds_title_and_paragraphs() -> None:
    document = Document(io.BytesIO(build(letter())))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["公益性岗位申请书", "一、申请人", "本人自愿申请公益性岗位。"]


def test_document_takes_a_table_after_its_paragraphs() -> None:
    document = Document(io.BytesIO(build({**letter(), "rows": ROWS})))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ROWS[1]


@pytest.mark.parametrize("attachment", [table("xlsx"), table("csv"), letter()])
def test_the_same_entry_gives_the_same_bytes(
    attachment: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(attachment)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert build(attachment) == first


def test_an_unknown_kind_names_the_file_and_the_known_kinds() -> None:
    with pytest.raises(ValueError, match=r"面积\.pdf.*“pdf”.*xlsx, docx, csv"):
        build(table("pdf"))


def test_ragged_rows_name_the_row() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells, the head 2"):
        build(table("xlsx", [["村", "面积"], ["柳湾村"]]))
