"""Importing: what is taken, what is refused, and that a refusal leaves everything as it was."""

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cms.expenses.models import ExpenseStatement
from cms.expenses.reading.layouts import read_layout
from cms.expenses.reading.workbook import open_sheets
from cms.expenses.services import ImportResult, import_statements
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import Release, Role, Site
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.services import submit
from tests.cms.expenses.conftest import draft
from tests.cms.expenses.tables import cell_of, form_07, listed, row, text, xlsx
from tests.factories import released, user

pytestmark = pytest.mark.django_db
# BIFF8, written by xlwt 1.3: the row of tests.cms.expenses.tables.GOOD, the date as Excel keeps it
EXCEL_97 = Path(__file__).parents[2] / "samples" / "sangong.xls"


def take(data: bytes, **options: object) -> ImportResult:
    return import_statements(data=data, filename="sangong.xlsx", **options)  # type: ignore[arg-type]


def only(result: ImportResult) -> Problem:
    """The one error; the row was refused and nothing is stored."""
    assert not ExpenseStatement.objects.exists()
    [problem] = [problem for problem in result.problems if problem.level == "error"]
    return problem


def with_cell(heading: str, value: object) -> Workbook:
    book = listed(row())
    book.active.cell(*cell_of(heading), value)
    return book


def test_a_right_list_becomes_drafts_and_nothing_public(education: Site) -> None:
    result = take(xlsx(listed(row())))
    statement = ExpenseStatement.objects.get()
    assert result.counts["created"] == 1 and result.problems == ()
    assert str(statement.total) == "45.65" and not statement.live
    assert statement.vehicles_kept == 9 and statement.latest_revision is not None


def test_a_workbook_of_excel_97_is_read_like_any_other(education: Site) -> None:
    result = import_statements(data=EXCEL_97.read_bytes(), filename="sangong.xls")
    statement = ExpenseStatement.objects.get()
    assert result.counts["created"] == 1 and result.problems == ()
    assert (str(statement.total), str(statement.approved_on)) == ("45.65", "2025-08-05")
    assert take(xlsx(listed(row()))).counts["unchanged"] == 1


def test_the_same_file_again_changes_nothing(education: Site) -> None:
    take(xlsx(listed(row())))
    before = ExpenseStatement.objects.get().latest_revision_id
    result = take(xlsx(listed(row())))
    assert result.counts["unchanged"] == 1
    assert ExpenseStatement.objects.get().latest_revision_id == before


def test_a_check_writes_nothing(education: Site) -> None:
    assert take(xlsx(listed(row())), check=True).counts["created"] == 1
    assert not ExpenseStatement.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_any_usual_encoding(education: Site, encoding: str) -> None:
    take(text(row()).encode(encoding))
    assert ExpenseStatement.objects.get().note == "全部为一般公共预算财政拨款。"


def test_gb18030_whose_parts_do_not_add_up(education: Site) -> None:
    problem = only(take(text(row(合计决算数=45.56)).encode("gb18030")))
    assert problem.message == "合计填的是45.56，三项相加是45.65，少0.09万元。"
    assert (problem.row, problem.column, problem.value) == (2, "合计决算数", "45.56")


@pytest.mark.parametrize(
    "typed", ["6.42", "６．４２", " 6.42 ", "6.42万元", 6.42, 6.420000000000001]
)
def test_amounts_that_are_taken(education: Site, typed: object) -> None:
    take(xlsx(with_cell("公务接待费决算数", typed)))
    assert str(ExpenseStatement.objects.get().reception_final) == "6.42"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("6.42万", "unit_suffix"),
        ("64200元", "unit_suffix"),
        ("—", "dash"),
        ("-", "dash"),
        ("无", "dash"),
        ("6.42E+0", "exponent"),
        ("-6.42", "negative_amount"),
        (-6.42, "negative_amount"),
        ("1,23,456.00", "separators"),
        ("6.425", "too_many_decimals"),
        (6.425, "too_many_decimals"),
        ("约6万", "not_a_number"),
        ("=1+1", "formula_without_result"),
    ],
)
def test_amounts_that_are_refused(education: Site, typed: object, code: str) -> None:
    problem = only(take(xlsx(with_cell("公务接待费决算数", typed))))
    assert (problem.code, problem.row, problem.column) == (code, 2, "公务接待费决算数")
    assert problem.sheet == "三公经费" and problem.cell and problem.mend


def test_a_suffix_is_told_as_a_clerk_would(education: Site) -> None:
    problem = only(take(xlsx(with_cell("公务接待费决算数", "6.42万"))))
    assert str(problem) == (
        "工作表“三公经费”第2行“公务接待费决算数”：填的是“6.42万”。这里只填数字6.42，单位已经是万元。"
    )


def test_a_total_that_nobody_computed_is_refused_at_its_cell(education: Site) -> None:
    problem = only(take(xlsx(with_cell("合计决算数", "=SUM(A1:A2)"))))
    assert (problem.code, problem.column) == ("formula_without_result", "合计决算数")


def test_merged_cells_among_the_figures(education: Site, health: Site) -> None:
    book = listed(row(), row(单位="云溪县卫生健康局"))
    column = cell_of("保有量")[1]
    book.active.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    result = take(xlsx(book))
    assert {problem.code for problem in result.problems} == {"merged_cell"}
    assert result.counts["refused"] == 2 and not ExpenseStatement.objects.exists()


def test_hidden_rows_are_errors_and_hidden_sheets_are_named(education: Site) -> None:
    book = listed(row())
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("底稿").sheet_state = "hidden"
    result = take(xlsx(book))
    assert [p.code for p in result.problems] == ["hidden_sheet", "hidden_row"]
    assert "底稿" in str(result.problems[0])


def test_the_same_unit_and_year_twice_refuses_both(education: Site) -> None:
    result = take(xlsx(listed(row(), row(公务接待费决算数=7, 合计决算数=46.23))))
    assert [problem.code for problem in result.problems] == ["duplicate", "duplicate"]
    assert "第3行" in result.problems[0].message and result.counts["refused"] == 2


def test_an_unknown_unit_is_answered_with_the_nearest(education: Site, health: Site) -> None:
    problem = only(take(xlsx(listed(row(单位="云溪县教肓局")))))
    assert problem.code == "unknown_unit" and "云溪县教育局" in problem.mend


def test_units_by_alias_and_credit_code(education: Site) -> None:
    organisation = education.organisation
    organisation.aliases, organisation.uscc = ["县教体局"], "11990231MB99000256"
    organisation.save()
    take(xlsx(listed(row(单位="县教体局"), row(单位="11990231MB99000256", 年度=2023))))
    assert ExpenseStatement.objects.for_site(education).count() == 2


def test_a_total_row_is_compared_and_never_stored(education: Site, health: Site) -> None:
    total = row(单位="合计", 公务接待费决算数=12.00)
    result = take(xlsx(listed(row(), row(单位="云溪县卫生健康局"), total)))
    [*warnings] = [problem for problem in result.problems if problem.code == "total_row_differs"]
    assert "合计行的公务接待费决算数填的是12.00，各单位相加是12.84，少0.84万元。" in [
        problem.message for problem in warnings
    ]
    assert ExpenseStatement.objects.count() == 2


def test_good_rows_are_kept_unless_all_or_nothing(education: Site, health: Site) -> None:
    data = xlsx(listed(row(), row(单位="云溪县卫生健康局", 公务接待费决算数="—")))
    with pytest.raises(ImportRefused):
        take(data, all_or_nothing=True)
    assert not ExpenseStatement.objects.exists()
    assert take(data).counts == {"created": 1, "refused": 1, "changed": 0, "unchanged": 0}


def test_a_table_in_yuan_is_converted(education: Site) -> None:
    book = form_07(
        at0=515000, at1=0, at2=420000, at3=180000, at4=240000, at5=95000,
        at6=456512.34, at7=0, at8=392345, at9=178612, at10=213733, at11=64167.34,
    )  # fmt: skip
    book.active["K2"] = "金额单位：元"
    take(xlsx(book))
    statement = ExpenseStatement.objects.get()
    assert (str(statement.reception_final), str(statement.total)) == ("6.42", "45.65")


def test_form_07_leaves_the_rest_to_the_editor(education: Site) -> None:
    result = take(xlsx(form_07()))
    statement = ExpenseStatement.objects.get()
    assert (statement.year, statement.stage, str(statement.total)) == (2024, "final", "45.65")
    assert {problem.level for problem in result.problems} == {"warning"}
    assert any(problem.level == "error" for problem in statement.release_problems())


def test_form_07_keeps_what_it_has_no_place_for(education: Site) -> None:
    take(xlsx(listed(row())))
    assert take(xlsx(form_07())).counts["unchanged"] == 1


def test_form_07_whose_sum_is_wrong_names_the_cell(education: Site) -> None:
    problem = only(take(xlsx(form_07(at8=39.32))))
    assert problem.code == "sum_differs" and problem.cell == "I7"
    assert problem.message == "小计填的是39.32，两项相加是39.23，多0.09万元。"


def test_several_units_a_sheet_each(education: Site, health: Site) -> None:
    book = form_07()
    other = form_07("云溪县卫生健康局").active
    copy = book.create_sheet("云溪县卫生健康局")
    for cells in other.iter_rows(values_only=True):
        copy.append(cells)
    for span in other.merged_cells.ranges:
        copy.merge_cells(str(span))
    take(xlsx(book))
    assert ExpenseStatement.objects.count() == 2


def test_items_down_the_page(education: Site) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["云溪县教育局2024年度“三公”经费决算公开表"])
    sheet.append(["项目", "2024年预算数", "2024年决算数", "2023年决算数", "与上年增减原因"])
    sheet.append(["因公出国（境）费", 0, 0, 0])
    sheet.append(["公务用车购置及运行维护费", 24, 21.37, 23.15])
    sheet.append(["其中：公务用车购置费", 0, 0, 0])
    sheet.append(["公务用车运行维护费", 24, 21.37, 23.15, "燃料费减少。"])
    sheet.append(["公务接待费", 0, 0, 0])
    sheet.append(["合计", 24, 21.37, 23.15])
    sheet.append(["公务用车保有量（辆）", 9])
    take(xlsx(book))
    statement = ExpenseStatement.objects.get()
    assert statement.vehicles_kept == 9
    assert statement.vehicle_operation_prior_reason == "燃料费减少。"


def test_headings_in_two_rows_and_other_words(education: Site) -> None:
    head = "单位名称,年份,公务接待费,,,因公出国(境)费用,,,公车购置费,,,公车运行维护费,,\r\n"
    below = ",," + ",".join(["年初预算数,决算,上年决算"] * 4) + "\r\n"
    data = head + below + "云溪县教育局,2024年,0,0,0,0,0,0,0,0,0,0,0,0\r\n"
    problem = only(take(data.encode()))
    assert problem.code == "empty_without_note"


def test_doubled_and_unknown_columns(education: Site) -> None:
    book = listed(row())
    width = book.active.max_column
    book.active.cell(1, width + 1, "领导签字")
    assert [p.code for p in take(xlsx(book), check=True).problems] == ["unknown_columns"]
    book.active.cell(1, width + 2, "公务接待费　决算数")
    with pytest.raises(ImportRefused) as refused:
        take(xlsx(book))
    assert "doubled_column" in [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 broken", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "broken_file"),
        ("标题\n".encode(), "no_form"),
        (text().encode(), "no_rows"),
        (text(row(说明="\0")).encode(), "nul"),
        (b"\xff\xfe\x00", "encoding"),
        (("单位,\n" * 50_001).encode(), "too_long"),
    ],
)
def test_files_that_are_no_table(education: Site, data: bytes, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(data)
    assert code in [problem.code for problem in refused.value.problems]


@given(st.binary(max_size=300), st.sampled_from(["", "xlsx", "gb18030"]), st.integers(0, 9999))
def test_a_damaged_file_is_refused_and_never_breaks(noise: bytes, kind: str, at: int) -> None:
    whole = {"": b"", "xlsx": xlsx(form_07()), "gb18030": text(row()).encode("gb18030")}[kind]
    place = at % (len(whole) + 1)
    with suppress(ImportRefused):
        sheets, _hidden = open_sheets(whole[:place] + noise + whole[place + len(noise) :], "x.csv")
        for sheet in sheets:
            read_layout(sheet)


def test_a_released_year_gets_a_new_draft_and_stays_as_it_is(
    education: Site, editor: object, deciders: list[object]
) -> None:
    statement = released(draft(education, editor), editor, deciders)
    data = xlsx(listed(row(公务接待费决算数=6.52, 合计决算数=45.75)))
    assert take(data).counts["changed"] == 1
    statement.refresh_from_db()
    assert str(statement.reception_final) == "6.42" and statement.has_unpublished_changes
    latest = statement.get_latest_revision_as_object()
    assert str(latest.reception_final) == "6.52"


def test_what_is_in_review_is_not_overwritten(education: Site, editor: object) -> None:
    submit(subject=draft(education, editor), by=editor)
    result = take(xlsx(listed(row(公务接待费决算数=6.52, 合计决算数=45.75))))
    assert [problem.code for problem in result.problems] == ["in_review"]


def test_one_approval_of_the_government_office_releases_the_import(
    county: Site, education: Site
) -> None:
    office = user("office", county, Role.OFFICE_REVIEWER)
    take(xlsx(listed(row())), approved_by=office)
    assert ExpenseStatement.objects.public().count() == 1
    assert Release.objects.get(object_type="expenses").basis == "import"


def test_nobody_else_approves_an_import(education: Site, editor: object) -> None:
    with pytest.raises(ReviewRefused):
        take(xlsx(listed(row())), approved_by=editor)
    assert not ExpenseStatement.objects.exists()


def test_an_incomplete_statement_is_not_released_by_an_import(
    county: Site, education: Site
) -> None:
    office = user("office", county, Role.OFFICE_REVIEWER)
    result = take(xlsx(form_07()), approved_by=office)
    assert "not_released" in [problem.code for problem in result.problems]
    assert not ExpenseStatement.objects.public().exists()


def test_the_command_names_problems_as_json_and_fails(education: Site, tmp_path: Path) -> None:
    file = tmp_path / "sangong.csv"
    file.write_bytes(text(row(公务接待费决算数="—")).encode("gb18030"))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_expenses", str(file), "--json", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0]["problem"]["code"] == "dash" and lines[0]["problem"]["row"] == 2


def test_the_command_refuses_a_file_without_rows(education: Site, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text(text(), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_expenses", str(file), stderr=StringIO())
