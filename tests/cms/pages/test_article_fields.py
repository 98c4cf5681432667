"""What an import of articles makes of dates and words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.pages.models import Article
from tests.cms.pages.conftest import Outcome, entry

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]


SHANGHAI = ZoneInfo("Asia/Shanghai")


class TestDates:
    """`date`: when it was first public."""

    @pytest.mark.parametrize(
        "written",
        ["2026-02-03", "2026/2/3", "2026.2.3", "2026年2月3日", "20260203", "二〇二六年二月三日"],
    )
    def test_every_form_is_a_day_of_the_county(self, import_lines: Importer, written: str) -> None:
        assert import_lines(entry(date=written)).code == 0
        first = Article.objects.get().first_published_at
        assert first == datetime(2026, 2, 3, tzinfo=SHANGHAI)

    @pytest.mark.parametrize(
        ("written", "hour"),
        [("2026-02-03T09:30", 9), ("2026-02-03 09:30:00", 9), ("2026-02-03T01:30:00Z", 9)],
    )
    def test_a_time_may_follow(self, import_lines: Importer, written: str, hour: int) -> None:
        import_lines(entry(date=written))
        assert timezone.localtime(Article.objects.get().published_at).hour == hour

    @pytest.mark.parametrize(
        ("written", "found"),
        [
            (None, "missing_date"),
            ("", "missing_date"),
            (45000, "missing_date"),
            (20260203, "missing_date"),
            ("45000", "bad_date"),
            ("26-02-03", "bad_date"),
            ("2026-02-30", "bad_date"),
            ("二〇二六年十三月一日", "bad_date"),
            ("二〇二六年一二月一日", "bad_date"),
            ("0001-01-01", "bad_date"),
            ("9999-12-31T23:59:59-23:59", "bad_date"),
            ("2026-02-03T25:00", "bad_date"),
            ("明天\ud800", "bad_date"),
            ("9999-12-31", "future_date"),
        ],
    )
    def test_what_is_no_day_is_refused(
        self, import_lines: Importer, written: Any, found: str
    ) -> None:
        outcome = import_lines(entry(date=written))
        assert (outcome.code, outcome.found()) == (1, [(1, found)])

    def test_today_is_not_the_future(self, import_lines: Importer) -> None:
        assert import_lines(entry(date=f"{timezone.localdate():%Y-%m-%d}")).code == 0


class TestText:
    """What becomes of the words."""

    def test_what_cannot_be_seen_is_stripped_with_a_warning(self, import_lines: Importer) -> None:
        outcome = import_lines(
            entry(title="通\x07知\u202e一\n则", body="正\x1b文", keywords=["养\x02护"])
        )
        assert outcome.code == 0
        assert outcome.found() == [(1, "controls")] * 3
        page = Article.objects.get()
        assert (page.title, page.keywords) == ("通知一 则", "养护")
        assert "正文" in str(page.body)

    def test_unknown_fields_are_named_once(self, import_lines: Importer) -> None:
        outcome = import_lines(entry(clicks=3), entry(id="a2", clicks=4))
        assert (outcome.code, outcome.found()) == (0, [(1, "unknown_column")])

    def test_what_html_cannot_bring_along_is_named(self, import_lines: Importer) -> None:
        body = (
            "<p onclick='x()'>正文</p><script>x()</script><style>p{}</style>"
            "<iframe src='http://x'></iframe><a href='javascript:x()'>链接</a>"
        )
        outcome = import_lines(entry(body=body), approved_by="office")
        assert (outcome.code, outcome.found()) == (0, [(1, "left_out")])
        page = Article.objects.get().body[0].value.source
        assert page == "<p>正文</p><a>链接</a>"

    def test_paragraphs_survive_whatever_tags_made_them(self, import_lines: Importer) -> None:
        body = "<div>　　第一段</div><div><p>&nbsp;&nbsp;第二段</p></div><h1>章</h1><h6>节</h6>"
        import_lines(entry(body=body))
        assert Article.objects.get().body[0].value.source == (
            "<p>第一段</p><p>第二段</p><h2>章</h2><h4>节</h4>"
        )

    def test_plain_text_is_escaped_line_by_line(self, import_lines: Importer) -> None:
        import_lines(entry(body="　　第一条 a<b\r\n\r\n  第二条 &amp;"))
        source = Article.objects.get().body[0].value.source
        assert source == "<p>第一条 a&lt;b</p><p>第二条 &amp;amp;</p>"

    def test_ids_may_be_numbers_or_chinese(self, import_lines: Importer) -> None:
        import_lines(entry(id=17), entry(id="公告1"), entry(id="通知1"), entry(id="公告"))
        pages = Article.objects.order_by("pk")
        assert [page.external_id for page in pages] == ["17", "公告1", "通知1", "公告"]
        slugs = [page.slug for page in pages]
        assert slugs[:2] == ["17", "1"]
        assert len(set(slugs)) == 4

    def test_the_other_fields(self, import_lines: Importer) -> None:
        fields = {
            "doc_no": "云水〔2026〕3号",
            "signed_date": "2026年1月30日",
            "category": "水利",
            "validity": "有效",
            "keywords": "养护,道路",
            "summary": "第一行\n第二行",
        }
        assert import_lines(entry(**fields)).code == 0
        page = Article.objects.get()
        assert (page.doc_no, page.signed_on) == ("云水〔2026〕3号", date(2026, 1, 30))
        assert (page.theme, page.validity, page.keywords) == ("水利", "有效", "养护,道路")
        assert (page.summary, page.source) == ("第一行\n第二行", "云溪县水利局")
