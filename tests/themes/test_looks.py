"""Dates, numbers and sizes as readers see them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from themes.templatetags import looks


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 11, 8), "2026-11-08"),
        (datetime(2026, 11, 18, 16, 30, tzinfo=UTC), "2026-11-19"),
        (datetime(2026, 11, 18, 16, 30), "2026-11-18"),
        (None, ""),
    ],
)
def test_days_are_the_county_s(value: date | None, shown: str) -> None:
    assert looks.day(value) == shown


def test_moments_go_to_the_minute() -> None:
    assert looks.moment(datetime(2026, 11, 18, 1, 30, 59, tzinfo=UTC)) == "2026-11-18 09:30"
    assert looks.moment(None) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1286, 0, "1,286"),
        (Decimal("-57.38"), 2, "−57.38"),
        (Decimal("0"), 2, "0.00"),
        (None, 2, "—"),
    ],
)
def test_numbers(value: Decimal | None, decimals: int, shown: str) -> None:
    assert looks.number(value, decimals) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, ""), (12, "1 KB"), (190_464, "186 KB"), (1_258_291, "1.2 MB"), (52_428_800, "50.0 MB")],
)
def test_sizes_of_files(size: int, shown: str) -> None:
    assert looks.filesize(size) == shown


def test_a_number_is_never_parted_from_its_unit() -> None:
    assert looks.quantity(Decimal("17.86"), "万元", 2) == '<span class="nw">17.86万元</span>'
    assert looks.unbroken("整治126口，<b>") == '整治<span class="nw">126口</span>，&lt;b&gt;'


def test_figures_inside_a_text_keep_their_units_and_links_stay_whole() -> None:
    html = looks.scrolling('<p><a href="/1年/">每年5,000元</a></p>')
    assert html == '<p><a href="/1年/">每年<span class="nw">5,000元</span></a></p>'


def test_an_unknown_icon_is_a_sheet() -> None:
    assert "#search" in looks.icon("search")
    assert "#file-text" in looks.icon('"><script>')


def test_a_phone_dials_only_digits() -> None:
    assert looks.telephone("（0000）622 3017") == "00006223017"


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (5, 20, [1, None, 4, 5, 6, None, 20]),
        (2, 3, [1, 2, 3]),
        (20, 20, [1, None, 19, 20]),
    ],
)
def test_the_numbers_of_pages(page: int, pages: int, numbers: list[int | None]) -> None:
    assert looks.page_window(page, pages) == numbers
