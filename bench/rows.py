"""What is measured."""

from bench.bulk_import import bulk_import
from bench.measure import Row
from bench.page_hit import page_hit
from bench.search import search

ROWS = {
    "bulk_import": Row(("bulk_import",), "articles imported, beside stock Wagtail", bulk_import),
    "page_hit": Row(("page_hit",), "the portal's home page, beside nginx", page_hit),
    "search": Row(("search_p50", "search_p95"), "judged queries, beside tantivy itself", search),
}
