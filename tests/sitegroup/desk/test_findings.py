"""What the content check found lies before the reviewer, beside the decision."""

from sitegroup.review.services import submit
from tests.factories import article
from tests.sitegroup.desk.conftest import Browser, County, address


def test_a_reviewer_reads_what_the_content_check_found(county: County, browser: Browser) -> None:
    page = article(county.site, by=county.author, text="<p>联系人手机13812345678。</p>")
    case = submit(subject=page, by=county.author)
    text = browser(county.deciders[0]).get(address(case)).content.decode()
    results = text.split("检查结果", 1)[1]
    assert "请核对" in results and "138****5678" in results


def test_where_nothing_was_found_it_says_so(county: County, browser: Browser) -> None:
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    assert "必须改0，请核对0" in browser(county.deciders[0]).get(address(case)).content.decode()
