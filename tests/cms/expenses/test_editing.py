"""The form in the admin: one's own unit only, nothing typed lost, and the way to release."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.expenses.importing import values_of
from cms.expenses.models import ExpenseStatement
from sitegroup.models import Change, ReviewCase, Role, Site
from tests.cms.expenses.conftest import draft, good_figures
from tests.cms.expenses.tables import listed, row, xlsx
from tests.factories import agree, portal, released, unit, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db: None) -> Site:
    """The portal, with pages."""
    return portal()


@pytest.fixture
def education(county: Site) -> Site:
    """县教育局, with pages."""
    return unit("jyj", name="云溪县教育局")


@pytest.fixture
def browser(editor: Any) -> Client:
    """The editor, logged in."""
    client = Client(HTTP_HOST="portal.test")
    client.force_login(editor)
    return client


def typed(statement: ExpenseStatement | None = None, **changes: Any) -> dict[str, Any]:
    """What the form posts."""
    values = {k: "" if v is None else v for k, v in values_of(good_figures()).items()}
    seen = statement.latest_revision_id if statement else ""
    return {**values, "waiver": "", "seen": seen, **changes}


def address(statement: ExpenseStatement) -> str:
    return f"/admin/expenses/{statement.pk}/"


def test_the_list_shows_own_statements_with_their_state(
    browser: Client, education: Site, editor: Any
) -> None:
    draft(education, editor)
    page = browser.get("/admin/expenses/").content.decode()
    assert "45.65" in page and "草稿" in page and "下载空表" in page


def test_another_units_statement_does_not_exist(browser: Client, county: Site) -> None:
    foreign = draft(unit("wjj", name="云溪县卫生健康局"), user("other"))
    assert "卫生健康局" not in browser.get("/admin/expenses/").content.decode()
    for answer in (
        browser.get(address(foreign)),
        browser.post(address(foreign), typed(foreign, submit="")),
    ):
        assert answer.status_code == 404 and "卫生健康" not in answer.content.decode()
    assert not ReviewCase.objects.exists()


def test_a_statement_is_not_written_for_another_unit(browser: Client, county: Site) -> None:
    foreign = unit("wjj", name="云溪县卫生健康局")
    answer = browser.post("/admin/expenses/new/", typed(site=foreign.pk, save=""))
    assert answer.status_code == 404 and not ExpenseStatement.objects.exists()
    assert "卫生健康局" not in answer.content.decode()


def test_a_reviewer_sees_no_form(education: Site) -> None:
    client = Client(HTTP_HOST="portal.test")
    client.force_login(user("reviewer", education, Role.DEPARTMENT_REVIEWER))
    statement = draft(education, user("writer", education, Role.AUTHOR))
    assert client.get(address(statement)).status_code == 404


def test_save_keeps_a_draft(browser: Client, education: Site) -> None:
    answer = browser.post("/admin/expenses/new/", typed(site=education.pk, save=""))
    statement = ExpenseStatement.objects.get()
    assert answer.status_code == 302 and not statement.live
    assert statement.latest_revision is not None and str(statement.total) == "45.65"


def test_an_unfinished_form_is_saved_and_says_what_is_missing(
    browser: Client, education: Site
) -> None:
    browser.post("/admin/expenses/new/", typed(site=education.pk, reception_final="", save=""))
    page = browser.get(address(ExpenseStatement.objects.get())).content.decode()
    assert "公务接待费决算数没有填。没有发生的填0。" in page


def test_what_cannot_be_read_is_named_and_nothing_typed_is_lost(
    browser: Client, education: Site, editor: Any
) -> None:
    statement = draft(education, editor)
    data = typed(statement, reception_final="6.42万", note="新的说明", save="")
    answer = browser.post(address(statement), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "有1处需要修改" in page
    words = "填的是“6.42万”。这里只填数字6.42，单位已经是万元。"
    assert page.count(words) == 2 and '<a href="#id_reception_final">' in page
    assert 'value="6.42万"' in page and "新的说明" in page


@pytest.mark.parametrize("text", ["６．４２", "6.42 ", "6.42万元"])
def test_amounts_are_read_as_offices_type_them(browser: Client, education: Site, text: str) -> None:
    browser.post("/admin/expenses/new/", typed(site=education.pk, reception_final=text, save=""))
    assert str(ExpenseStatement.objects.get().reception_final) == "6.42"


def test_submitting_with_faults_lists_them_and_keeps_the_draft(
    browser: Client, education: Site, editor: Any
) -> None:
    statement = draft(education, editor)
    answer = browser.post(
        address(statement), typed(statement, reception_prior_reason="", submit="")
    )
    page = answer.content.decode()
    assert "公务接待费比上年减少0.66万元，没有写原因。" in page
    assert "#id_reception_prior_reason" in page and not ReviewCase.objects.exists()
    statement.refresh_from_db()
    assert statement.reception_prior_reason == ""


def test_warnings_are_answered_before_review(browser: Client, education: Site, editor: Any) -> None:
    statement = draft(education, editor, approved_on=None)
    data = typed(statement, approved_on="", submit="")
    assert "批复日期没有填" in browser.post(address(statement), data).content.decode()
    statement.refresh_from_db()
    answered = {**data, "seen": statement.latest_revision_id, "waiver": "批复文件没有落款日期。"}
    assert browser.post(address(statement), answered).status_code == 302
    assert ReviewCase.objects.get().title == "云溪县教育局2024年度“三公”经费决算"


def test_a_preview_is_the_public_page_and_writes_nothing(browser: Client, education: Site) -> None:
    answer = browser.post("/admin/expenses/new/", typed(site=education.pk, preview=""))
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert "45.65" in answer.content.decode() and not ExpenseStatement.objects.exists()


def test_a_colleagues_newer_draft_is_not_overwritten(
    browser: Client, education: Site, editor: Any
) -> None:
    statement = draft(education, editor)
    old = typed(statement, note="我的说明", save="")
    browser.post(address(statement), typed(statement, note="同事的说明", save=""))
    page = browser.post(address(statement), old).content.decode()
    assert "改过这张表" in page and "我的说明" in page
    assert ExpenseStatement.objects.get().note == "同事的说明"


def test_three_approvals_release_exactly_what_was_submitted(
    browser: Client, education: Site, editor: Any, deciders: list[Any]
) -> None:
    statement = draft(education, editor)
    browser.post(address(statement), typed(statement, submit=""))
    for decider in deciders:
        assert not ExpenseStatement.objects.public().exists()
        agree(ReviewCase.objects.get(), decider)
    assert ExpenseStatement.objects.public().get() == statement
    assert Change.objects.get(object_type="expenses").object_key == str(statement.pk)


def test_an_edit_after_release_is_not_public(
    browser: Client, education: Site, editor: Any, deciders: list[Any]
) -> None:
    statement = released(draft(education, editor), editor, deciders)
    browser.post(address(statement), typed(statement, note="新的说明", save=""))
    statement.refresh_from_db()
    assert statement.note == "全部为一般公共预算财政拨款。"
    assert "新的说明" in browser.get(address(statement)).content.decode()
    assert "已发布，有修改未送审" in browser.get("/admin/expenses/").content.decode()
    public = browser.get("/bm/jyj/zfxxgk/sangong/").content.decode()
    assert "新的说明" not in public


def test_nothing_changes_while_it_is_in_review(
    browser: Client, education: Site, editor: Any
) -> None:
    statement = draft(education, editor)
    browser.post(address(statement), typed(statement, submit=""))
    browser.post(address(statement), typed(statement, note="偷偷改", save=""))
    statement.refresh_from_db()
    assert statement.note != "偷偷改"
    assert "审核中（第1步，共3步）" in browser.get("/admin/expenses/").content.decode()


def upload(browser: Client, data: bytes, name: str = "三公.xlsx") -> Any:
    return browser.post("/admin/expenses/import/", {"file": SimpleUploadedFile(name, data)})


def test_an_upload_is_shown_and_only_confirming_writes(browser: Client, education: Site) -> None:
    page = upload(browser, xlsx(listed(row()))).content.decode()
    assert "新增1张" in page and not ExpenseStatement.objects.exists()
    held = re.search(r'name="held" value="([^"]+)"', page)
    assert held
    browser.post("/admin/expenses/import/", {"held": held.group(1)})
    assert ExpenseStatement.objects.get().live is False


def test_an_upload_for_another_unit_finds_no_such_unit(
    browser: Client, county: Site, education: Site
) -> None:
    unit("wjj", name="云溪县卫生健康局")
    page = upload(browser, xlsx(listed(row(单位="云溪县卫生健康局")))).content.decode()
    assert "没有“云溪县卫生健康局”这个单位" in page and 'name="held"' not in page


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "没有表".encode()])
def test_a_broken_upload_is_explained(browser: Client, education: Site, data: bytes) -> None:
    answer = upload(browser, data)
    assert answer.status_code == 422 and "没有导入任何内容" in answer.content.decode()


def test_a_forged_confirmation_imports_nothing(browser: Client, education: Site) -> None:
    browser.post("/admin/expenses/import/", {"held": "forged"})
    assert not ExpenseStatement.objects.exists()


def test_the_blank_form_can_be_filled_and_imported(browser: Client, education: Site) -> None:
    answer = browser.get("/admin/expenses/blank/")
    assert (
        answer.content.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
    )
    page = upload(browser, answer.content).content.decode()
    assert "看不出是哪个年度" in page
