"""Articles with attachments, and a county's own rules."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from cms.media.models import Attachment
from cms.pages.models import Article, ArticleAttachment
from tests.sitegroup.conftest import County

OwnRules = Callable[[str], None]
RULE = """
[[rule]]
code = "{code}"
kind = "words"
level = "{level}"
source = "县委宣传部通知"
effective_from = {day}
message = "有“{{word}}”。"
mend = "请改。"
words = ["{word}"]
"""


def rule(word: str, *, code: str = "own", level: str = "block", day: str = "2020-01-01") -> str:
    """One rule of a county, as its file has it."""
    return RULE.format(word=word, code=code, level=level, day=day)


def attach(page: Article, data: bytes, name: str, by: Any = None) -> Article:
    """The article with one more attachment, saved as its next draft."""
    file = Attachment.objects.create(title=name, file=ContentFile(data, name=name))
    page.attachments.add(ArticleAttachment(document=file))
    page.save_revision(user=by)
    return page


@pytest.fixture
def with_file(county: County) -> Callable[[bytes, str], Article]:
    """An article with one attachment, as its latest draft."""

    def make(data: bytes, name: str) -> Article:
        page = attach(county.draft(), data, name, county.author)
        made: Article = page.get_latest_revision_as_object()
        return made

    return make


@pytest.fixture
def own_rules(settings: Settings, tmp_path: Path) -> OwnRules:
    """Write the county's own file of rules."""
    settings.CHECK_RULES_DIR = str(tmp_path)

    def write(text: str) -> None:
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")

    return write
