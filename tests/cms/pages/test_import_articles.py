"""Bulk import of articles: what is taken, what is refused, and what anybody can see afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.pages.models import Article
from sitegroup.models import Release
from tests.cms.pages.conftest import County, Outcome, entry, get, rows_held
from tests.factories import user

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]


def test_without_an_approver_all_stays_private(import_lines: Importer) -> None:
    assert import_lines(entry()).counts == {
        "created": 1, "changed": 0, "unchanged": 0, "refused": 0,
    }  # fmt: skip
    page = Article.objects.get(external_id="a1")
    assert (page.live, page.latest_revision is not None) == (False, True)
    assert get("/bm/slj/gzdt/a1/").status_code == 404
    for path in ("/bm/slj/gzdt/", "/bm/slj/", "/sitemap.xml", "/bm/slj/gzdt/feed.atom"):
        assert page.title not in get(path).content.decode()
    assert not Release.objects.filter(object_type="article").exists()


def test_with_an_approver_all_is_public(import_lines: Importer) -> None:
    assert import_lines(entry(source="县水利局办公室"), approved_by="office").code == 0
    text = get("/bm/slj/gzdt/a1/").content.decode()
    assert "定于下周开始。" in text
    assert "2026-02-03 00:00" in text
    assert "县水利局办公室" in text
    assert "道路养护通知" in get("/bm/slj/gzdt/feed.atom").content.decode()


def test_the_same_file_again_changes_nothing(import_lines: Importer) -> None:
    body = "<p>好</p><table><tr><td>1</td></tr></table>"
    lines = [entry(id=1, body=body), entry(id=2, body=body)]
    import_lines(*lines, approved_by="office")
    held = rows_held()
    again = import_lines(*lines, approved_by="office")
    assert again.counts == {"created": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert rows_held() == held


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('{"id": "a1", "title": ', "broken_json"),
        ("[1, 2]", "not_object"),
        ('{"id": NaN}', "broken_json"),
        ("关于".encode("gb18030"), "encoding"),
        ('{"a":' * 65 + "1" + "}" * 65, "too_deep"),
        ("[" * 100_000, "too_deep"),
        (entry(id=None), "missing_id"),
        (entry(id=True), "missing_id"),
        (entry(id="长" * 101), "missing_id"),
        (entry(title=""), "missing_title"),
        (entry(title="\u202e\u2066"), "missing_title"),
        (entry(title=5), "not_text"),
        (entry(title="长" * 256), "too_long"),
        (entry(body=""), "empty_body"),
        (entry(body="<p>&nbsp;</p><p><br></p>"), "empty_body"),
        (entry(body=["正文"]), "not_text"),
        (entry(body="长\x00"), "nul"),
        (entry(title="长\x00"), "nul"),
        (entry(body="\ud800"), "surrogate"),
        (entry(author="\udfff"), "surrogate"),
        (entry(body="<div>" * 257 + "深" + "</div>" * 257), "too_deep"),
        (entry(body="<b><i></x></i>" * 400), "too_deep"),
        (entry(body="<p>" + "".join(f"<b a={n}>" for n in range(200)) + "</p>" + "<p>x" * 20_000),
         "tangled"),
        (entry(body="<table>" + "<tr><td>1" * 20_001), "table_too_large"),
        (entry(body="<table><tr>" + "<tr><td rowspan=99 colspan=999>1" * 99), "table_too_large"),
        (entry(channel="nowhere"), "unknown_channel"),
        (entry(site="jyj"), "other_site"),
        (entry(validity="也许"), "bad_validity"),
        (entry(signed_date="去年"), "bad_date"),
        (entry(keywords=[1]), "not_text"),
        (entry(attachments="a.pdf"), "not_list"),
        (entry(attachments=["a.pdf"]), "no_folder"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_of_it_written(
    import_lines: Importer, line: Any, found: str
) -> None:
    held = rows_held()
    outcome = import_lines("", line)
    assert (outcome.code, outcome.found()) == (1, [(2, found)])
    assert outcome.problems[0]["mend"]
    assert outcome.counts["refused"] == 1
    assert rows_held() == held


def test_the_first_of_two_equal_ids_is_kept(import_lines: Importer) -> None:
    outcome = import_lines(entry(title="先"), entry(title="后"))
    assert outcome.found() == [(2, "double_id")]
    assert Article.objects.get().title == "先"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"site": "nobody"}, "没有代码是“nobody”的站点"),
        ({"channel": "nowhere"}, "没有栏目“nowhere”"),
        ({"approved_by": "nobody"}, "没有用户“nobody”"),
        ({"by": "nobody"}, "没有用户“nobody”"),
        ({"approved_by": "writer"}, "不在政府办审定岗"),
    ],
)
def test_a_wrong_wish_is_one_sentence(
    county: County, import_lines: Importer, options: dict[str, str], said: str
) -> None:
    user("writer", county.path_unit, "author")
    held = rows_held()
    outcome = import_lines(entry(), **options)
    assert outcome.code == 1
    assert said in outcome.text
    assert [problem["row"] for problem in outcome.problems] == [None]
    assert rows_held() == held


def test_a_check_reports_the_same_and_writes_nothing(import_lines: Importer) -> None:
    import_lines(entry(id="old"))
    lines = [entry(), entry(id="a2", date="45000"), entry(id="old", date="2026-02-04")]
    held = rows_held()
    checked = import_lines(*lines, check=True)
    assert rows_held() == held
    assert (checked.code, checked.counts["would_import"]) == (1, 1)
    assert import_lines(*lines).problems == checked.problems


def test_all_or_nothing_is_nothing(import_lines: Importer, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    held = rows_held()
    lines = [entry(attachments=["a.pdf"]), entry(id="a2", title="")]
    outcome = import_lines(*lines, attachments=tmp_path, all_or_nothing=True, approved_by="office")
    assert (outcome.code, outcome.found()) == (1, [(2, "missing_title")])
    assert rows_held() == held
