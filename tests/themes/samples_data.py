"""Sample expense statements, datasets and search results as plain data."""

from datetime import UTC, date, datetime
from decimal import Decimal

from cms.expenses.representation import (
    Amount,
    Comparison,
    ItemRow,
    KeyFigure,
    Part,
    Prose,
    Reason,
    RollUp,
    Segment,
    Statement,
    StatementBrief,
    Timeliness,
    UnitGroup,
    UnitRow,
    YearColumn,
)
from cms.expenses.representation.amounts import money, percent
from cms.pages.representation import FileView
from opendata.representation import (
    CataloguePage,
    CataloguePager,
    Choice,
    ChoiceGroup,
    DatasetBrief,
    DatasetPage,
    DictionaryEntry,
    FileLink,
    Preview,
    VersionLink,
)
from search.representation import Facet, FacetChoice, SearchItem, SearchPage
from sitegroup.delivery.frame import Fact, Link
from tests.themes.samples import PORTAL, PUBLISHED, UNIT

EXPENSES = f"{UNIT}zfxxgk/sangong/"
UPDATED = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)


def _money(text: str) -> Amount:
    return money(Decimal(text))


def _years() -> tuple[Link, ...]:
    return tuple(
        Link(str(year), f"{EXPENSES}?year={year}", current=year == 2025)
        for year in range(2025, 2020, -1)
    )


def _parts() -> tuple[Part, ...]:
    rows = (
        ("vehicle_operation", "公务用车运行维护费", "21.37", "46.81", 1),
        ("vehicle_purchase", "公务用车购置费", "17.86", "39.12", 2),
        ("reception", "公务接待费", "6.42", "14.06", 3),
        ("abroad", "因公出国（境）费", "0.00", "0.00", 4),
    )
    return tuple(
        Part(
            code, label, _money(amount), percent(Decimal(share)), color, amount.replace("0.00", "0")
        )
        for code, label, amount, share, color in rows
    )


def _series() -> tuple[YearColumn, ...]:
    return tuple(
        YearColumn(
            year,
            _money(total),
            (_money(total), _money("0"), _money("7.08")),
            (Segment("reception", 3, 28), Segment("vehicle_operation", 1, height)),
        )
        for year, total, height in ((2023, "31.13", 85), (2024, "30.23", 83), (2025, "45.65", 140))
    )


def _items() -> tuple[ItemRow, ...]:
    rows = (
        ("abroad", "因公出国（境）费", "0.00", "0.00", None),
        ("vehicles", "公务用车购置及运行维护费", "39.23", "23.15", "69.46"),
        ("vehicle_purchase", "其中：公务用车购置费", "17.86", "0.00", None),
        ("vehicle_operation", "公务用车运行维护费", "21.37", "23.15", "-7.69"),
        ("reception", "公务接待费", "6.42", "7.08", "-9.32"),
        ("total", "合计", "45.65", "30.23", "51.01"),
    )
    return tuple(
        ItemRow(
            code=code, label=label, inset=code in ("vehicle_purchase", "vehicle_operation"),
            is_sum=code == "total", budget=_money(final), final=_money(final),
            completion=percent(Decimal("100.00")), prior_final=_money(prior),
            change=money(Decimal(final) - Decimal(prior), signed=True),
            change_rate=percent(Decimal(rate) if rate else None, signed=True),
        )
        for code, label, final, prior, rate in rows
    )  # fmt: skip


def _figures() -> tuple[KeyFigure, ...]:
    return (
        KeyFigure("决算合计", "45.65", "万元", Prose("全部为一般公共预算财政拨款")),
        KeyFigure("比上年", "+15.42", "万元", Prose("增长51.01%")),
        KeyFigure("完成预算", "88.64", "%", Prose("预算51.50万元，结余5.85万元")),
        KeyFigure("公务用车", "9", "辆", Prose("当年购置1辆")),
    )


def _downloads() -> tuple[FileView, ...]:
    sizes = (("XLSX", 24_000), ("CSV", 3_000), ("JSON", 5_000))
    return tuple(
        FileView("决算表", f"{EXPENSES}?format={name.lower()}", name, size) for name, size in sizes
    )


def statement_brief() -> StatementBrief:
    """A statement in a list."""
    return StatementBrief(
        id=1, title="云溪县教育局2025年度“三公”经费决算", url=EXPENSES, site="jyj", unit="县教育局",
        year=2025, stage="final", stage_label="决算", scope="unit", scope_label="部门",
        approved_on=date(2026, 8, 5), published_on=date(2026, 8, 18), published_at=PUBLISHED,
        published_text="2026-08-18 10:00", total=_money("45.65"),
    )  # fmt: skip


def statement(*, is_final: bool = True, on_time: bool = True) -> Statement:
    """三公经费公开表: a department's final accounts, or its budget."""
    years = ("2025年预算", "2025年决算", "完成预算", "2024年决算", "增减额", "增减率")
    columns = ("项目", *(years if is_final else (years[0], *years[3:])))
    units = (("局本级", "100.0", "24.18", "9.05"), ("县第一中学", "34.6", "8.36", "8.61"))
    timeliness = Timeliness("批复后第13日公开，未超过20日", on_time=on_time)
    return Statement(
        brief=statement_brief(), is_final=is_final, source="县教育局",
        approval="财政部门2026-08-05批复", timeliness=timeliness, years=_years(),
        stages=(Link("预算", EXPENSES), Link("决算", EXPENSES, current=True)),
        sentence=Prose("2025年支出45.65万元，比上年增加15.42万元。"), note=Prose(""),
        figures=_figures(), parts_note="2025年决算，单位：万元", parts=_parts(),
        parts_total=_money("45.65"), series_note="各年度决算，单位：万元",
        series_summary="2023年至2025年三公经费决算依次为31.13、30.23、45.65万元",
        series_labels=("运行维护", "购置", "接待"), series=_series(),
        caption="财政拨款“三公”经费支出决算表", columns=columns, items=_items(),
        table_note="0.00表示没有发生。上年为0的，不计算增减率，记作“—”。",
        counts=(Fact("公务用车", "购置1辆，保有9辆"), Fact("国内公务接待", "83批次，612人次")),
        reasons=(
            Reason("reception", Prose("公务接待费6.42万元，减少0.66万元"),
                   Prose("上级检查次数减少，接待83批次，比上年减少9批次。"), Prose("")),
        ),
        units=tuple(
            Comparison(
                title, EXPENSES, is_sum=False, width=width, current=_money(now),
                prior=_money(prior), change_rate=percent(None),
                change=money(Decimal(now) - Decimal(prior), signed=True),
            )
            for title, width, now, prior in units
        ),
        county=Link("全县各部门比较", f"{PORTAL}zfxxgk/sangong/"), downloads=_downloads(),
        dataset=Link("数据集页面", f"{PORTAL}data/sangong/"),
        api=Link("开放接口", f"{PORTAL}api/v1/"),
        contact="（0000）622 3017", attribution="云溪县教育局",
    )  # fmt: skip


def _unit_row(title: str, total: str, width: str) -> UnitRow:
    amount, none = _money(total), _money("0")
    return UnitRow(
        title=title, url=EXPENSES, site="jyj", width=width, abroad=none, vehicle_purchase=none,
        vehicle_operation=amount, reception=none, total=amount, prior=amount, change=none,
        change_rate=percent(Decimal(0)), published_text="2026-08-18",
    )  # fmt: skip


def rollup(*, empty: str = "") -> RollUp:
    """全县三公经费汇总."""
    rows = (_unit_row("县教育局", "45.65", "100.0"), _unit_row("县财政局", "20.10", "44.0"))
    total = _unit_row("合计", "65.75", "0")
    return RollUp(
        title="全县2025年度“三公”经费决算", url=EXPENSES, year=2025, stage="final",
        stage_label="决算", is_final=True, years=_years(), stages=(),
        sentence=Prose("2个单位合计支出65.75万元。"), figures=_figures(),
        parts_note="2025年决算，单位：万元", parts=_parts(), parts_total=_money("45.65"),
        series_note="各年度决算，单位：万元", series_summary="三年的决算",
        series_labels=("运行维护", "购置", "接待"), series=_series(),
        caption="各单位“三公”经费决算比较", current_label="2025年决算", prior_label="2024年决算",
        groups=() if empty else (UnitGroup("县政府部门", rows, _unit_row("小计", "65.75", "0")),),
        total=None if empty else total, table_note="各单位已公开的决算。",
        missing=(Link("县民政局", f"{PORTAL}mzj/"),), own=statement_brief(),
        downloads=_downloads(), dataset=Link("数据集页面", f"{PORTAL}data/sangong/"),
        api=Link("开放接口", f"{PORTAL}api/v1/"), empty=empty,
    )  # fmt: skip


def file_links() -> tuple[FileLink, ...]:
    """The files of a version."""
    return tuple(
        FileLink(name, f"{PORTAL}data/sangong/{name.lower()}", 58_000, 412, "0" * 64)
        for name in ("CSV", "JSON", "XLSX")
    )


def catalogue(*, found: bool = True) -> CataloguePage:
    """开放数据目录, with one facet chosen."""
    one = DatasetBrief(
        name="sangong", title="三公经费公开表", notes="全县153个单位历年的三公经费预算和决算。",
        url=f"{PORTAL}data/sangong/", site="portal", unit="县财政局", group="财税金融",
        update_cycle="每年", open_type="无条件开放", updated_at=UPDATED, row_count=412,
        files=file_links(),
    )  # fmt: skip
    choices = (
        Choice("财税金融", 1, "?unit=jyj", chosen=True),
        Choice("政务公开", 3, "?group=zwgk", chosen=False),
    )
    total = 41 if found else 0
    numbers = (1, 2, None, 5)
    return CataloguePage(
        title="开放数据目录", description="全县各单位向社会开放的数据集。", total=total,
        row_total=8450, datasets=(one,) if found else (),
        facets=(ChoiceGroup("group", "主题", choices),), chips=(Link("财税金融", "?unit=jyj"),),
        clear_url="?", api_url=f"{PORTAL}api/3/",
        pager=CataloguePager(1, 5 if found else 1, total, numbers, None, 2, "group=czjr"),
    )  # fmt: skip


def dataset() -> DatasetPage:
    """数据集页: late, with two versions."""
    entries = (
        DictionaryEntry("unit", "单位", "string", "文字", "公开单位的简称", "", 0, is_key=True),
        DictionaryEntry(
            "total", "合计", "number", "数字", "三公经费合计", "万元", 12, is_key=False
        ),
    )
    return DatasetPage(
        name="sangong", title="三公经费公开表", notes="全县153个单位历年的三公经费预算和决算。",
        url=f"{PORTAL}data/sangong/", site="portal", unit="县财政局", unit_url=UNIT,
        group="财税金融", tags=("三公经费", "决算"), overdue="应于2026-10-31前更新，还没有更新。",
        facts=(Fact("更新周期", "每年"), Fact("开放类型", "无条件开放")),
        license=Link("可以自由使用，请注明来源", f"{PORTAL}guanyu/"), files=file_links(),
        preview=Preview(
            ("单位", "合计（万元）"), (False, True), (("县教育局", "45.65"), ("县财政局", "20.10"))
        ),
        dictionary=entries,
        versions=(
            VersionLink(2, UPDATED, 412, -3, is_current=True, files=file_links()),
            VersionLink(1, UPDATED, 415, None, is_current=False, files=(), is_closed=True),
        ),
        citation="县财政局：三公经费公开表，第2版，2026-10-08。",
        api_url=f"{PORTAL}api/3/", api_example=f"{PORTAL}api/3/action/datastore_search?limit=5",
        catalogue_url=f"{PORTAL}data/",
    )  # fmt: skip


def results(*, found: bool = True) -> SearchPage:
    """检索结果页: a search in one unit."""
    item = SearchItem(
        key="article:1", kind="document", kind_label="文件", site="jyj", site_name="县教育局",
        title="农村公路养护管理办法", title_html="农村<mark>公路</mark>养护管理办法",
        passage_html="明确县道、乡道、村道的<mark>公路</mark>养护主体。", url=f"{PORTAL}a/1/",
        date=date(2026, 11, 18), doc_no="云溪府办发〔2026〕31号", validity="废止",
    )  # fmt: skip
    facets = (
        Facet("kind", "类型", (FacetChoice("document", "文件", 88, chosen=False),)),
        Facet("site", "单位", (FacetChoice("jyj", "县教育局", 12, chosen=True),)),
        Facet("year", "年份", (FacetChoice("2026", "2026", 12, chosen=False),)),
    )
    return SearchPage(
        q="公路 & <养护>", sort="relevance", page=2 if found else 1, pages=9 if found else 1,
        per_page=10, total=88 if found else 0, took_ms=3, suggestion="公路养护",
        results=(item, item) if found else (), facets=facets,
    )  # fmt: skip
