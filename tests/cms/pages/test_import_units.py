"""The site factory: what a table of units makes, and what it says of a bad one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site as WagtailSite

from sitegroup.models import FormerAddress, Organisation, Site
from tests.cms.pages.conftest import Outcome, rows_held, run

pytestmark = pytest.mark.django_db

HEADER = "code,name,kind,parent,mode,path,host,theme"
PORTAL = "gov,云溪县人民政府,portal,,,,,"
JYJ = "jyj,云溪县教育局,department,,,,,"
Importer = Callable[..., Outcome]


def codes(outcome: Outcome) -> list[str]:
    """The code of every problem."""
    return [problem["code"] for problem in outcome.problems]


def test_a_thousand_units_are_made_and_made_only_once(import_units: Importer) -> None:
    kinds = ("department", "township", "村", "事业单位", "国企")
    rows = [f"u{n:03},单位{n},{kinds[n % 5]},{'gov' if n % 3 else ''},,,," for n in range(999)]
    first = import_units(PORTAL, *rows)
    assert (first.code, first.counts) == (0, {"refused": 0, "created": 1000})
    held = rows_held()
    again = import_units(PORTAL, *rows)
    assert (again.code, again.counts) == (0, {"refused": 0, "unchanged": 1000})
    assert rows_held() == held


def test_what_all_units_share_is_asked_for_once(import_units: Importer) -> None:
    import_units(PORTAL)
    rows = [f"u{n:02},单位{n},department,gov,,,," for n in range(12)]

    def statements(some: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            import_units(*some)
        return len(queries)

    few, many = statements(rows[:2]), statements(rows[2:])
    assert (many - few) / 8 <= 36  # a unit made
    few, many = statements(rows[:2]), statements(rows[2:])
    assert (many - few) / 8 <= 4  # a unit left as it is


def test_blank_columns_are_derived(import_units: Importer) -> None:
    rows = [JYJ, "qs,清水镇,乡镇,,,,,", "dl,大岭村,村,qs,,,,", "zx,县融媒体中心,事业单位,,,,,"]
    assert import_units(PORTAL, *rows).code == 0
    found = {site.code: (site.mode, site.path, site.theme) for site in Site.objects.all()}
    assert found == {
        "gov": ("host", "", "county"),
        "jyj": ("path", "/bm/jyj/", "department"),
        "qs": ("path", "/xz/qs/", "township"),
        "dl": ("path", "/cun/dl/", "township"),
        "zx": ("path", "/dw/zx/", "department"),
    }
    above = Organisation.objects.values_list("site__code", "parent__site__code")
    assert dict(above)["jyj"] == "gov"
    assert dict(above)["dl"] == "qs"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_and_chinese_words(import_units: Importer, encoding: str) -> None:
    text = (
        "单位代码,单位名称,单位类别\r\n"
        "gov,云溪县人民政府,县政府\r\n"
        "zx,县政务服务中心（县行政审批局）,部门\r\n"
        "c1,大岭村,村（社区）\r\n"
    )
    assert import_units(text.encode(encoding)).counts["created"] == 3
    assert Site.objects.get(code="zx").name == "县政务服务中心（县行政审批局）"


def test_good_rows_beside_bad_ones_are_made(import_units: Importer) -> None:
    outcome = import_units(PORTAL, "x y,某局,department,,,,,", JYJ)
    assert (outcome.code, outcome.counts) == (1, {"refused": 1, "created": 2})


def test_a_code_given_twice_keeps_the_first(import_units: Importer) -> None:
    outcome = import_units(
        PORTAL, JYJ, "JYJ,另一个局,department,,,,,", "jyj,云溪县教育局,部门,,,,,"
    )
    assert outcome.found() == [(4, "double_code"), (5, "repeated_row")]
    assert [problem["level"] for problem in outcome.problems] == ["error", "warning"]
    assert Site.objects.get(code="jyj").name == "云溪县教育局"


def test_equal_rows_alone_lose_nothing(import_units: Importer) -> None:
    outcome = import_units(PORTAL, JYJ, JYJ)
    assert (outcome.code, codes(outcome)) == (0, ["repeated_row"])


def test_two_units_cannot_share_an_address(import_units: Importer) -> None:
    rows = ["aa,甲局,department,,,/bm/shared/,,", "bb,乙局,department,,,/bm/shared/,,"]
    hosts = ["cc,丙局,department,,,,x.test,", "dd,丁局,department,,,,X.test,"]
    redirected = "ee,戊局,department,,,/bm/cc/,,"
    outcome = import_units(PORTAL, *rows, *hosts, redirected)
    assert outcome.found() == [(4, "double_path"), (6, "double_host"), (7, "double_path")]


def test_every_row_of_a_cycle_is_named_and_those_below_it(import_units: Importer) -> None:
    rows = ["aa,甲,department,cc,,,,", "bb,乙,department,aa,,,,", "cc,丙,department,bb,,,,"]
    outcome = import_units(PORTAL, *rows, "dd,丁,department,aa,,,,", JYJ)
    assert outcome.found() == [
        (3, "cycle"), (4, "cycle"), (5, "cycle"), (6, "refused_parent"),
    ]  # fmt: skip
    assert set(Site.objects.values_list("code", flat=True)) == {"gov", "jyj"}


def test_a_cycle_through_what_is_there_already_is_found(import_units: Importer) -> None:
    assert import_units(PORTAL, "aa,甲,department,,,,,", "bb,乙,department,aa,,,,").code == 0
    assert import_units("aa,甲,department,bb,,,,").found() == [(2, "cycle")]


def test_units_need_a_portal(import_units: Importer) -> None:
    outcome = import_units(JYJ)
    assert outcome.found() == [(2, "no_portal")]
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("", [(None, "empty")]),
        ("\n\n", [(None, "empty")]),
        ("code,name,kind\n", [(1, "empty")]),
        ("\n名单\n", [(2, "missing_column")]),
        ("code,name\njyj,教育局\n", [(1, "missing_column")]),
        ("code,name,kind,代码\njyj,教育局,部门,x1\n", [(1, "double_header")]),
        ("code,name,kind,备注,备 注\njyj,教育局,部门,1,2\n", [(1, "double_header")]),
        ("code,name,kind\njyj,教育\x00局,部门\n", [(2, "nul")]),
        ('code,name,kind\njyj,"教育局,部门\nx,y,z\n', [(2, "broken_csv")]),
        (f'code,name,kind\njyj,"{"长" * 200_000}",部门\n', [(2, "long_cell")]),
        ("code,name,kind\n" + "," * 200 + "\njyj,教育局,部门" + "," * 200, [(3, "too_large")]),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    import_units: Importer, data: str, found: list[tuple[int | None, str]]
) -> None:
    outcome = import_units(data.encode())
    assert (outcome.code, outcome.found()) == (1, found)


def test_bytes_in_no_known_encoding_are_refused(import_units: Importer) -> None:
    assert codes(import_units(b"code,name,kind\njyj,\xff\xff\xff,department\n")) == ["encoding"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(import_units: Importer) -> None:
    rows = ['\njyj,"云溪县\n教育局",department,,,,,', "x y,某局,department,,,,,"]
    assert import_units(PORTAL, *rows).found() == [(5, "bad_code")]


def test_a_cell_of_a_hundred_thousand_characters_is_quoted_short(import_units: Importer) -> None:
    long = "长" * 100_000
    outcome = import_units(PORTAL, f"jyj,{long},department,,,,,", f"{long},某局,{long},,,,,")
    assert codes(outcome) == ["bad_name", "bad_code", "bad_kind"]
    assert len(outcome.text) < 2000


def test_what_is_taken_with_a_warning(import_units: Importer) -> None:
    header = f"{HEADER},备注"
    outcome = import_units(PORTAL, "jyj,=教育\x07局,department,,,,,,好", header=header)
    assert outcome.found() == [(1, "unknown_column"), (3, "controls"), (3, "formula_sign")]
    assert outcome.code == 0
    assert Site.objects.get(code="jyj").name == "=教育局"


def test_a_check_reports_the_same_and_writes_nothing(import_units: Importer) -> None:
    rows = [PORTAL, JYJ, "x y,某局,department,,,,,"]
    held = rows_held()
    checked = import_units(*rows, check=True)
    assert rows_held() == held
    assert (checked.code, checked.counts) == (1, {"refused": 1, "would_import": 2})
    assert import_units(*rows).problems == checked.problems


def test_all_or_nothing_is_nothing(import_units: Importer) -> None:
    held = rows_held()
    outcome = import_units(PORTAL, JYJ, "x y,某局,department,,,,,", all_or_nothing=True)
    assert outcome.code == 1
    assert "没有导入任何内容" in outcome.text
    assert rows_held() == held
    assert import_units(PORTAL, JYJ, all_or_nothing=True).counts["created"] == 2


def test_a_message_says_where_why_and_how_to_mend(import_units: Importer) -> None:
    text = import_units(PORTAL, "jyj,教育局,科室,,,,,", json=False).text
    assert "错误  第3行“kind”：不认识单位类别“科室”。请填：县政府、部门" in text
    assert "未导入 1  新建 1" in text


def test_messages_are_english_on_request(import_units: Importer) -> None:
    [chinese] = import_units(PORTAL, "jyj,教育局,科室,,,,,", check=True).problems
    [english] = import_units(PORTAL, "jyj,教育局,科室,,,,,", check=True, lang="en").problems
    assert english["message"] == "The kind of unit “科室” is unknown."
    same = ("row", "column", "value", "code", "level")
    assert [english[name] for name in same] == [chinese[name] for name in same]
    text = import_units(PORTAL, "jyj,教育局,科室,,,,,", json=False, lang="en").text
    assert "Error  row 3 “kind”: The kind of unit “科室” is unknown. Use: " in text


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    outcome = run("import_units", str(tmp_path / "none.csv"))
    assert outcome.code == 1
    assert outcome.text.startswith("没有这个文件")


class TestMoving:
    """From a path to a host and back: no address dies."""

    @pytest.fixture
    def go(self, import_units: Importer) -> Callable[[str], None]:
        """Import the portal and the unit as the row says."""

        def to(row: str) -> None:
            outcome = import_units("gov,云溪县人民政府,portal,,,,portal.test,", row)
            assert outcome.code == 0, outcome.text

        return to

    @staticmethod
    def leads(host: str, path: str) -> tuple[int, str]:
        answer = Client(headers={"host": host}).get(path)
        return answer.status_code, answer.headers.get("Location", "")

    def test_old_addresses_lead_to_the_new_one(self, go: Callable[[str], None]) -> None:
        go("jyj,云溪县教育局,department,,,,,")
        assert self.leads("portal.test", "/bm/jyj/gzdt/") == (200, "")
        go("jyj,云溪县教育局,department,,host,,jyj.test,")
        assert self.leads("portal.test", "/bm/jyj/gzdt/?page=2") == (
            301, "http://jyj.test/gzdt/?page=2",
        )  # fmt: skip
        assert self.leads("jyj.test", "/gzdt/") == (200, "")
        go("jyj,云溪县教育局,department,,path,/bm/jiaoyu/,,")
        moved = (301, "http://portal.test/bm/jiaoyu/gzdt/")
        assert self.leads("jyj.test", "/gzdt/") == moved
        assert self.leads("portal.test", "/bm/jyj/gzdt/") == moved
        go("jyj,云溪县教育局,department,,,,,")
        assert self.leads("portal.test", "/bm/jyj/gzdt/") == (200, "")
        assert self.leads("portal.test", "/bm/jiaoyu/gzdt/")[0] == 301

    def test_a_unit_of_another_kind_keeps_its_old_path(self, go: Callable[[str], None]) -> None:
        go("qs,清水镇,department,,,,,")
        go("qs,清水镇,township,,,,,")
        assert self.leads("portal.test", "/bm/qs/") == (301, "http://portal.test/xz/qs/")

    def test_nobody_takes_an_address_that_still_leads_somewhere(
        self, go: Callable[[str], None], import_units: Importer
    ) -> None:
        go("jyj,云溪县教育局,department,,host,,jyj.test,")
        go("jyj,云溪县教育局,department,,path,/bm/jiaoyu/,,")
        outcome = import_units("bb,乙局,department,,,,jyj.test,", "cc,丙局,department,,,/bm/jyj/,,")
        assert outcome.found() == [(2, "taken_host"), (3, "taken_path")]

    def test_wagtails_site_follows(self, go: Callable[[str], None]) -> None:
        go("jyj,云溪县教育局,department,,,,,")
        assert not WagtailSite.objects.filter(is_default_site=False).exists()
        go("jyj,云溪县教育和体育局,department,,host,,jyj.test,")
        row = WagtailSite.objects.get(is_default_site=False)
        home = Site.objects.get(code="jyj").home_page
        assert (row.hostname, row.site_name, row.root_page) == (
            "jyj.test", "云溪县教育和体育局", home,
        )  # fmt: skip
        go("jyj,云溪县教育和体育局,department,,,,,")
        assert not WagtailSite.objects.filter(is_default_site=False).exists()
        assert FormerAddress.objects.get().host == "jyj.test"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"portal": [], "department": [{"slug": "a b", "name": "甲"}], "township": []}',
        '{"portal": [], "department": [{"slug": "a"}], "township": []}',
        '{"portal": [], "department": [], "township": [{"slug": "a", "name": "甲"},'
        ' {"slug": "a", "name": "乙"}]}',
    ],
)
def test_a_bad_file_of_columns_is_one_sentence(
    import_units: Importer, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    assert codes(import_units(PORTAL, columns=file)) == ["bad_columns"]
    assert not Site.objects.exists()


def test_a_unit_may_be_called_like_wagtails_own_first_page(import_units: Importer) -> None:
    assert import_units(PORTAL, "home,居家养老中心,institution,,,,,").code == 0
    assert Client(headers={"host": "portal.test"}).get("/dw/home/").status_code == 200
