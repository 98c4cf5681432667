"""Build the demo county, step by step; each step only adds what is missing."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from cms.demo.articles import load_articles, load_file
from cms.demo.people import load_users
from cms.demo.pictures import render
from cms.demo.units import load_details
from cms.expenses.models import ExpenseStatement
from cms.expenses.services import import_statements
from cms.media.models import Picture
from cms.pages.imports.units import import_units
from cms.pages.models import Article, Topic
from search.index import get_engine
from search.sources import all_documents
from sitegroup.changes.worker import drain
from sitegroup.exceptions import ImportRefused
from sitegroup.guard.groups import collection_of
from sitegroup.models import Delivery, DeliveryState
from sitegroup.review.engine import release_structure
from sitegroup.review.services import open_case, submit

COUNTY = Path(__file__).with_name("county")
LAWS = "zfxxgk/fdzdgk/flfg"


def steps() -> Iterator[str]:
    """Do everything, in order; yields what was done, in words."""
    counts, problems = import_units(
        data=(COUNTY / "units.csv").read_bytes(), columns_file=COUNTY / "columns.json"
    )
    if any(problem.level == "error" for problem in problems):
        raise ImportRefused(problems)
    yield f"单位{counts['created'] + counts['unchanged'] + counts['changed']}个"
    load_details(COUNTY)
    people = load_users(COUNTY / "users.json")
    yield f"用户{len(people)}个"
    with tempfile.TemporaryDirectory() as workshop:
        for code, made in load_articles(COUNTY / "articles", Path(workshop), people):
            yield f"{code} 信息{made}条"
    yield _topics(people)
    yield _laws(people)
    yield _expenses(people)
    yield _awaiting_review(people)
    yield from _deliveries()


def _topics(people: dict[str, Any]) -> str:
    """A picture for every topic, as columns.json describes it."""
    columns = json.loads((COUNTY / "columns.json").read_text(encoding="utf-8"))
    section = next(column for column in columns["portal"] if column["slug"] == "zhuanti")
    wishes = {child["slug"]: child["picture"] for child in section["children"]}
    topics = Topic.objects.filter(site__code="portal", picture=None)
    for topic in topics:
        wish = wishes[topic.slug]
        data = render(wish["seed"], wish["palette"], wish["kind"])
        picture = Picture(title=topic.title, alt=wish["alt"], collection=collection_of(topic.site))
        picture.file = ContentFile(data, name=f"{topic.slug}.webp")
        picture.save()
        topic.picture = picture
        release_structure(subject=topic, by=people["office-reviewer"])
    return f"专题{len(wishes)}个"


def _laws(people: dict[str, Any]) -> str:
    if not Article.objects.filter(site__code="portal", parent_channel__slug="flfg").exists():
        load_file(
            COUNTY / "laws.jsonl.gz", code="portal", channel=LAWS,
            approver=people["office-reviewer"], owner=None,
        )  # fmt: skip
    return "法律法规100件"


def _expenses(people: dict[str, Any]) -> str:
    if not ExpenseStatement.objects.exists():
        path = COUNTY / "expenses.csv"
        import_statements(
            data=path.read_bytes(), filename=path.name, approved_by=people["office-reviewer"]
        )
    return f"三公经费{ExpenseStatement.objects.count()}张表"


def _awaiting_review(people: dict[str, Any]) -> str:
    """Drafts that reviewers find on their desks."""
    file = COUNTY / "drafts.jsonl"
    editor = people["jyj-editor"]
    load_file(file, code="jyj", channel="gzdt", approver=None, owner=editor)
    drafts = Article.objects.filter(site__code="jyj", live=False, external_id__startswith="draft-")
    for draft in drafts.order_by("external_id")[:2]:
        if draft.latest_revision_id and not open_case(draft):
            submit(subject=draft, by=editor)
    return "送审中2条，草稿1条"


def _deliveries() -> Iterator[str]:
    """Index, datasets and catalogue, as the worker would do them."""
    yield f"索引{get_engine().rebuild(all_documents())}条"
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    while drain():
        yield f"发布后处理还有{waiting.count()}项"
