"""The sources that are wired: what is released is a row, what is withdrawn is none."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as wired
from django.test import Client
from django.utils import timezone

from opendata.groups import GROUPS
from opendata.identity import resource_id
from opendata.models import Dataset, DatasetVersion
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


def test_what_is_withdrawn_is_in_no_older_version_either(
    db: None, settings: Any, tmp_path: Path
) -> None:
    """Versions 1 and 2 hold it, 3 and 4 do not; 4 is the one that stands."""
    settings.DATASETS_DIR = tmp_path
    office, site = portal(), unit("jtj", name="云溪县交通运输局")
    author, deciders = user("author", site, "author"), reviewers(site, office)
    page = released(article(site, "冬季养护通知", by=author), author, deciders)
    drain_all()
    released(article(site, "春运通知", by=author), author, deciders)
    drain_all()
    client = Client(HTTP_HOST="portal.test")
    reading = client.get("/api/v1/datasets/xinxi/rows/?page_size=1").json()["next"]
    assert client.get("/data/xinxi/versions/1/download.csv").status_code == 200
    withdraw(subject=page, by=deciders[-1], reason="含个人信息")
    drain_all()
    DatasetVersion.objects.filter(number=3).update(created_at=timezone.now() + timedelta(minutes=1))
    released(article(site, "清明通知", by=author), author, deciders)
    drain_all()
    address = "/data/xinxi/versions/{}/download.csv"
    answers = [client.get(address.format(number)).status_code for number in (1, 2, 3, 4)]
    assert answers == [410, 410, 200, 200]
    assert "不再提供" in client.get(address.format(1)).content.decode()
    shown = client.get("/data/xinxi/").content.decode()
    assert shown.count("里面有后来撤下的信息，不再提供") == 2
    assert "versions/2/download.csv" not in shown
    assert client.get(reading).status_code == 400


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
