"""What an import brings, as one hash: of a line, and of an article as it stands."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.pages.imports.article_rows import ArticleRow
from cms.pages.models import Article
from sitegroup.models import Site

FIELDS = ("author", "doc_no", "signed_on", "theme", "validity", "keywords", "summary")


def digest_of_row(row: ArticleRow, site: Site) -> str:
    """SHA-256 (hex) of what a line brings."""
    files = [(file.digest, file.words) for file in row.attachments]
    image = (row.image.digest, row.image.words) if row.image else None
    return _digest(row, row.source, row.blocks, files, image, site)


def digest_of(article: Article) -> str:
    """The same of an article: equal as long as nobody has changed what the import brought."""
    files = [(item.document.digest, item.title) for item in article.attachments.all()]
    lead = article.lead_image
    image = (lead.digest, lead.alt) if lead else None
    blocks = article.body.get_prep_value()
    return _digest(article, article.source, blocks, files, image, article.site)


def _digest(
    values: Any,
    source: str,
    blocks: list[dict[str, Any]],
    files: list[tuple[str, str]],
    image: tuple[str, str] | None,
    site: Site,
) -> str:
    """Block ids are no content and left out; a blank source is the unit itself."""
    facts = {
        "title": values.title,
        "source": "" if source == site.short_name else source,
        "fields": [getattr(values, name) for name in FIELDS],
        "body": [(block["type"], block["value"]) for block in blocks],
        "files": files,
        "image": image,
    }
    text = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
