"""The catalogue's pages and files, as readers meet them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from rdflib import Graph
from rdflib.compare import isomorphic

from opendata.models import Dataset, DatasetVersion
from opendata.services import refresh_dataset, withdraw_dataset
from sitegroup.delivery import epoch
from tests.factories.county import portal, unit
from tests.opendata.samples import Ledger


@pytest.fixture
def sites(db: None) -> None:
    """The same units with their pages."""
    portal()
    unit("czj", name="云溪县财政局")


PORTAL = Client(HTTP_HOST="portal.test")


def test_catalogue_lists_the_dataset_with_its_unit_and_rows(dataset: Dataset) -> None:
    page = PORTAL.get("/data/").content.decode()
    assert "经费台账" in page
    assert "财政局" in page
    assert "http://portal.test/data/taizhang/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("unit=czj", True), ("unit=jyj", False), ("group=caishui-jinrong&page=9", True),
     ("group=%00", False), ("page=x", True)],
)  # fmt: skip
def test_catalogue_narrows_by_unit_and_theme(dataset: Dataset, query: str, found: bool) -> None:
    response = PORTAL.get(f"/data/?{query}")
    assert response.status_code == 200
    assert ("http://portal.test/data/taizhang/" in response.content.decode()) is found


def test_dataset_page_shows_rows_dictionary_files_and_how_to_cite(dataset: Dataset) -> None:
    page = PORTAL.get("/data/taizhang/").content.decode()
    for words in ("县教育局", "万元", "download.csv", "[DS/OL]", "datastore_search", "CC BY 4.0"):
        assert words in page, words


def test_every_page_carries_its_tags(dataset: Dataset) -> None:
    page = PORTAL.get("/data/taizhang/").content.decode()
    for name in ("SiteName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Url"):
        assert f'name="{name}"' in page, name


@pytest.mark.parametrize(
    ("file_format", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("parquet", "application/vnd.apache.parquet"),
    ],
)
def test_files_download_with_validators(
    dataset: Dataset, file_format: str, media_type: str
) -> None:
    address = f"/data/taizhang/download.{file_format}"
    response = PORTAL.get(address)
    file = dataset.version.file(file_format)
    assert file is not None
    assert len(b"".join(response)) == file.size
    assert response["Content-Type"] == media_type
    assert response["ETag"] == f'"{file.sha256}"'
    again = PORTAL.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_old_versions_stay_under_their_number(dataset: Dataset, ledger: type[Ledger]) -> None:
    ledger.content.pop()
    refresh_dataset(name="taizhang")
    old = b"".join(PORTAL.get("/data/taizhang/versions/1/download.json"))
    new = b"".join(PORTAL.get("/data/taizhang/download.json"))
    assert (len(json.loads(old)), len(json.loads(new))) == (3, 2)
    assert PORTAL.get("/data/taizhang/versions/3/download.json").status_code == 404
    assert "versions/1/download.csv" in PORTAL.get("/data/taizhang/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/data/taizhang/", "/data/taizhang/download.csv", "/data/taizhang/versions/1/download.csv"],
)
def test_withdrawn_dataset_leaves_nothing_to_read(dataset: Dataset, address: str) -> None:
    assert PORTAL.get(address).status_code == 200
    withdraw_dataset(name="taizhang", reason="数据有误")
    assert PORTAL.get(address).status_code == 404
    assert "taizhang" not in PORTAL.get("/data/").content.decode()


def test_units_host_leads_to_the_portal(dataset: Dataset) -> None:
    unit("jyj", mode="host")
    response = Client(HTTP_HOST="jyj.test").get("/data/taizhang/?page=2")
    assert response.status_code == 301
    assert response["Location"] == "http://portal.test/data/taizhang/?page=2"


def test_units_column_lists_its_own_datasets(dataset: Dataset) -> None:
    unit("jyj")
    own = PORTAL.get("/bm/czj/sjkf/")
    assert "http://portal.test/data/taizhang/" in own.content.decode()
    assert 'name="ColumnType"' in own.content.decode()
    other = PORTAL.get("/bm/jyj/sjkf/")
    assert other.status_code == 200
    assert "taizhang" not in other.content.decode()


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_feed_names_the_newest_version(dataset: Dataset, kind: str) -> None:
    response = PORTAL.get(f"/data/feed.{kind}")
    assert "经费台账（第1版）" in response.content.decode()
    assert response["Content-Type"].startswith(f"application/{kind}+xml")


def graph(address: str) -> Any:
    """The catalogue as linked data."""
    return json.loads(PORTAL.get(address).content)


@pytest.mark.parametrize("address", ["/catalog.jsonld", "/data.json"])
def test_harvesters_find_files_with_licence_and_checksum(dataset: Dataset, address: str) -> None:
    entry = graph(address)["dcat:dataset"][0]
    assert entry["dct:identifier"] == "taizhang"
    file = entry["dcat:distribution"][0]
    assert file["dcat:downloadURL"] == {"@id": "http://portal.test/data/taizhang/download.csv"}
    assert file["dct:license"]["@id"].startswith("https://creativecommons.org/licenses/by/4.0")
    checksum = file["spdx:checksum"]["spdx:checksumValue"]["@value"]
    assert checksum == dataset.version.distributions.get(format="csv").sha256


@pytest.mark.parametrize(
    ("form", "reader", "media_type"),
    [("ttl", "turtle", "text/turtle"), ("xml", "xml", "application/rdf+xml")],
)
def test_catalogue_is_one_graph_in_three_forms(
    dataset: Dataset, form: str, reader: str, media_type: str
) -> None:
    response = PORTAL.get(f"/catalog.{form}")
    assert response["Content-Type"].startswith(media_type)
    found = Graph().parse(data=response.content, format=reader)
    same = Graph().parse(data=PORTAL.get("/catalog.jsonld").content, format="json-ld")
    assert len(same) > 40
    assert isomorphic(found, same)


def test_dataset_that_missed_its_cycle_says_so(dataset: Dataset) -> None:
    assert "应于" not in PORTAL.get("/data/taizhang/").content.decode()
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    DatasetVersion.objects.update(created_at=long_ago)
    epoch.bump()
    assert "应于2026-02-05前更新" in PORTAL.get("/data/taizhang/").content.decode()
