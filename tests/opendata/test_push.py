"""The catalogue in a real CKAN 2.12: pushed, pushed again, read back row by row."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ckanapi
import pytest
from django.core.management import CommandError, call_command

from opendata.catalogue.push import push_dataset
from opendata.identity import dataset_id, resource_id
from opendata.models import Dataset
from opendata.services import refresh_dataset, withdraw_dataset
from sitegroup.changes.worker import drain_all
from sitegroup.review.withdrawal import withdraw
from tests.factories.county import article, portal, released, reviewers, unit, user
from tests.opendata.samples import Ledger, row
from tests.services import ensure

pytestmark = pytest.mark.services
PACKAGE, ROWS = dataset_id("taizhang"), resource_id("taizhang", "csv")


@pytest.fixture
def ckan(settings: Any) -> Iterator[ckanapi.RemoteCKAN]:
    """A CKAN without our dataset, unit and theme, before and after."""
    variables = ensure("ckan")
    settings.CKAN_URL = variables["CKAN_URL"]
    settings.CKAN_API_TOKEN = variables["CKAN_API_TOKEN"]
    with ckanapi.RemoteCKAN(settings.CKAN_URL, apikey=settings.CKAN_API_TOKEN) as remote:
        clear(remote)
        yield remote
        clear(remote)


def test_released_article_reaches_ckan_by_itself(
    db: None, ckan: ckanapi.RemoteCKAN, settings: Any, tmp_path: Path
) -> None:
    settings.DATASETS_DIR = tmp_path
    office, site = portal(), unit("jtj", name="云溪县交通运输局")
    author, deciders = user("author", site, "author"), reviewers(site, office)
    page = released(article(site, "冬季养护通知", by=author), author, deciders)
    drain_all()
    found = ckan.action.datastore_search(resource_id=resource_id("xinxi", "csv"))
    assert [record["标题"] for record in found["records"]] == ["冬季养护通知"]
    withdraw(subject=page, by=deciders[-1], reason="内容有误")
    drain_all()
    found = ckan.action.datastore_search(resource_id=resource_id("xinxi", "csv"))
    assert (found["records"], found["total"]) == ([], 0)


def clear(remote: ckanapi.RemoteCKAN) -> None:
    """Take away what the tests push."""
    for action, name in (
        ("datastore_delete", ROWS),
        ("dataset_purge", "taizhang"),
        ("dataset_purge", "lost"),
        ("datastore_delete", resource_id("xinxi", "csv")),
        ("dataset_purge", "xinxi"),
        ("organization_purge", "czj"),
        ("organization_purge", "portal"),
        ("group_purge", "caishui-jinrong"),
        ("group_purge", "jigou-tuanti"),
    ):
        key = {"resource_id": name, "force": True} if "datastore" in action else {"id": name}
        try:
            remote.call_action(action, key)
        except ckanapi.NotFound:
            continue


def rows_in(remote: ckanapi.RemoteCKAN) -> list[dict[str, Any]]:
    """All rows in CKAN's datastore, by key."""
    answer = remote.call_action("datastore_search", {"resource_id": ROWS})
    found = answer["records"]
    assert answer["total"] == len(found)
    return sorted(
        ({k: v for k, v in record.items() if k != "_id"} for record in found),
        key=lambda record: (record["单位名称"], record["年份"]),
    )


def own_rows(client: Any) -> list[dict[str, Any]]:
    """The same rows from our own interface."""
    answer = client.get(
        f"/api/3/action/datastore_search?resource_id={ROWS}", headers={"host": "portal.test"}
    )
    records = answer.json()["result"]["records"]
    return sorted(
        ({k: v for k, v in record.items() if k != "_id"} for record in records),
        key=lambda record: (record["单位名称"], record["年份"]),
    )


def test_first_push_makes_unit_theme_package_table_and_rows(
    dataset: Dataset, ckan: ckanapi.RemoteCKAN, client: Any
) -> None:
    report = push_dataset(name="taizhang")
    assert (report.organization, report.group, report.package, report.table) == ("created",) * 4
    assert report.rows.created == 3
    package = ckan.action.package_show(id="taizhang")
    assert (package["id"], package["title"]) == (PACKAGE, "经费台账")
    assert package["organization"]["title"] == "云溪县财政局"
    assert [group["title"] for group in package["groups"]] == ["财税金融"]
    assert [r["datastore_active"] for r in package["resources"]] == [True, False, False, False]
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    assert (extras["update_cycle"], extras["record_count"]) == ("每年", "3")
    assert rows_in(ckan) == own_rows(client)
    field = ckan.action.datastore_info(id=ROWS)["fields"][2]
    assert field["info"] == {"label": "金额", "notes": "实际支出", "unit": "万元"}


def test_second_push_changes_nothing(dataset: Dataset, ckan: ckanapi.RemoteCKAN) -> None:
    push_dataset(name="taizhang")
    before = ckan.action.package_show(id=PACKAGE)
    report = push_dataset(name="taizhang")
    assert (report.changes, report.rows.unchanged) == (0, 3)
    assert push_dataset(name="taizhang", deep=True).changes == 0
    assert ckan.action.package_show(id=PACKAGE) == before


def test_changed_added_and_deleted_rows_follow(
    dataset: Dataset, ledger: type[Ledger], ckan: ckanapi.RemoteCKAN, client: Any
) -> None:
    push_dataset(name="taizhang")
    ledger.content = [row("县教育局", 2025, "13.75"), row("城关镇", 2025, None, 备注="")]
    ledger.content.append(row("龙泉乡", 2026, "-0.01"))
    refresh_dataset(name="taizhang")
    rows = push_dataset(name="taizhang").rows
    assert (rows.created, rows.updated, rows.deleted) == (1, 2, 1)
    assert rows_in(ckan) == own_rows(client)
    assert ckan.action.package_show(id=PACKAGE)["version"] == "2"


def test_new_columns_make_a_new_table(
    dataset: Dataset, ledger: type[Ledger], ckan: ckanapi.RemoteCKAN, monkeypatch: Any
) -> None:
    push_dataset(name="taizhang")
    monkeypatch.setattr(ledger, "fields", ledger.fields[:3])
    monkeypatch.setattr(ledger, "content", [{k: r[k] for k in list(r)[:3]} for r in ledger.content])
    refresh_dataset(name="taizhang")
    report = push_dataset(name="taizhang")
    assert (report.table, report.rows.created) == ("created", 3)
    assert set(rows_in(ckan)[0]) == {"单位名称", "年份", "金额"}
    assert push_dataset(name="taizhang", deep=True).changes == 0


def test_withdrawn_dataset_is_gone_and_can_come_back(
    dataset: Dataset, ckan: ckanapi.RemoteCKAN
) -> None:
    push_dataset(name="taizhang")
    withdraw_dataset(name="taizhang", reason="数据有误")
    drain_all()
    for action, key in (("package_show", PACKAGE), ("datastore_info", ROWS)):
        with pytest.raises(ckanapi.NotFound):
            ckan.call_action(action, {"id": key})
    Dataset.objects.update(withdrawn_at=None)
    assert push_dataset(name="taizhang").rows.created == 3


def test_reconcile_finds_and_mends_what_somebody_changed(
    dataset: Dataset, ckan: ckanapi.RemoteCKAN, client: Any
) -> None:
    push_dataset(name="taizhang")
    ckan.action.package_patch(id=PACKAGE, title="别人改的标题")
    records = [{"单位名称": "县教育局", "年份": 2025, "金额": "99"}]
    ckan.action.datastore_upsert(resource_id=ROWS, force=True, records=records)
    assert push_dataset(name="taizhang").rows.unchanged == 3
    mark = {"key": "source_url", "value": "http://portal.test/data/lost/"}
    ckan.action.package_create(name="lost", owner_org="czj", extras=[mark])
    reports = reconcile()
    assert [(r["name"], r["package"], r["rows"]["updated"]) for r in reports] == [
        ("taizhang", "unchanged", 1), ("lost", "deleted", 0),
    ]  # fmt: skip
    assert rows_in(ckan) == own_rows(client)
    assert [r["changes"] for r in reconcile()] == [0]


def reconcile(*options: str) -> list[dict[str, Any]]:
    """What the command says."""
    out = io.StringIO()
    call_command("reconcile_catalogue", "--json", *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_dry_run_says_what_it_would_do_and_does_nothing(
    dataset: Dataset, ckan: ckanapi.RemoteCKAN
) -> None:
    out = io.StringIO()
    call_command("push_catalogue", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["rows"]["created"] == 3
    with pytest.raises(ckanapi.NotFound):
        ckan.action.package_show(id=PACKAGE)


def test_name_of_somebody_elses_dataset_is_not_taken(
    dataset: Dataset, ckan: ckanapi.RemoteCKAN
) -> None:
    ckan.action.organization_create(name="czj", title="云溪县财政局")
    ckan.action.package_create(name="taizhang", owner_org="czj", title="别人的")
    with pytest.raises(CommandError, match="1个数据集没有推送成功"):
        call_command("push_catalogue", stdout=io.StringIO(), stderr=io.StringIO())
    assert ckan.action.package_show(id="taizhang")["title"] == "别人的"
