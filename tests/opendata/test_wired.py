"""The sources that are wired: what is released is a row, what is withdrawn is none."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as wired
from django.test import Client

from opendata.groups import GROUPS
from opendata.identity import resource_id
from opendata.models import Dataset
from opendata.sources import FieldType, OpenType, UpdateCycle, source_of
from sitegroup.changes.worker import drain_all
from sitegroup.review.withdrawal import withdraw
from tests.factories.county import article, portal, released, reviewers, unit, user


def rows(name: str) -> list[dict[str, Any]]:
    """The rows as the interface gives them."""
    address = f"/api/3/action/datastore_search?resource_id={resource_id(name, 'csv')}"
    answer = json.loads(Client(HTTP_HOST="portal.test").get(address).content)
    found: list[dict[str, Any]] = answer["result"]["records"]
    return found


def test_article_is_a_row_from_release_to_withdrawal(
    db: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATASETS_DIR = tmp_path
    office, site = portal(), unit("jtj", name="云溪县交通运输局")
    author, deciders = user("author", site, "author"), reviewers(site, office)
    page = released(article(site, "冬季养护通知", by=author), author, deciders)
    drain_all()
    assert [row["标题"] for row in rows("xinxi")] == ["冬季养护通知"]
    withdraw(subject=page, by=deciders[-1], reason="内容有误")
    drain_all()
    assert rows("xinxi") == []
    assert Dataset.objects.get(name="xinxi").version.number == 2


@pytest.mark.parametrize("name", sorted(wired.DATASET_SOURCES))
def test_source_describes_itself_fully(name: str) -> None:
    source = source_of(name)
    assert source.name == name
    assert source.group in GROUPS
    assert source.update_cycle in UpdateCycle.values
    assert source.open_type in OpenType.values
    assert all(field.type in FieldType.values and field.label for field in source.fields)
    names = [field.name for field in source.fields]
    assert source.key
    assert set(source.key) <= set(names)
    assert len(names) == len(set(names))
