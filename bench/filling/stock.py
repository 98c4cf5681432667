"""Fill a database the way Wagtail's documentation does: add_child, save_revision, publish."""

import html
import json
from pathlib import Path

from bench.filling.clock import main


def prepare() -> None:
    """Wagtail's migrations have made a root and a home page already."""


def fill(corpus: Path) -> int:
    """Add and publish a page for every line."""
    from wagtail.models import Page  # noqa: PLC0415 - Django is set up only now
    from wagtail.rich_text import RichText  # noqa: PLC0415

    from bench.stock.models import StockPage  # noqa: PLC0415

    home = Page.objects.get(depth=2)
    before = StockPage.objects.live().count()
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            law = json.loads(line)
            text = "".join(f"<p>{html.escape(part)}</p>" for part in law["body"].splitlines())
            page = StockPage(title=law["title"], slug=law["id"], date=law["date"], live=False)
            page.body = [("text", RichText(text))]
            home.add_child(instance=page)
            page.save_revision().publish()
    return StockPage.objects.live().count() - before


if __name__ == "__main__":
    main(prepare, fill)
