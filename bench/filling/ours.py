"""Fill a database with import_articles, approved as a whole."""

from pathlib import Path
from typing import Any

from bench.filling.clock import main

CHANNEL = "flfg"


def prepare() -> None:
    """A portal with one column, and the person who approves."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is set up only now

    from cms.pages.factory import UnitSpec, make_site  # noqa: PLC0415
    from sitegroup.models import Membership, Role  # noqa: PLC0415

    columns: list[dict[str, Any]] = [{"slug": CHANNEL, "name": "法律法规", "type": "政策文件"}]
    spec = UnitSpec("portal", "云溪县人民政府", "portal", host="portal.test")
    site, _state = make_site(spec, columns=columns)
    office = get_user_model().objects.create_user("office")
    Membership.objects.create(user=office, site=site, role=Role.OFFICE_REVIEWER)


def fill(corpus: Path) -> int:
    """Import a corpus; how many articles that made public."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from cms.pages.imports.articles import (  # noqa: PLC0415
        ArticleImport,
        find_site,
        import_articles,
    )
    from cms.pages.models import Article  # noqa: PLC0415

    office = get_user_model().objects.get(username="office")
    before = Article.objects.public().count()
    wish = ArticleImport(
        path=corpus, site=find_site("portal"), channel=CHANNEL, approver=office, owner=office
    )
    counts, problems = import_articles(wish)
    public = Article.objects.public().count() - before
    assert public == counts["created"], [str(problem) for problem in problems[:5]]
    return public


if __name__ == "__main__":
    main(prepare, fill)
