"""kill -9 of the worker at every point of a delivery: nothing lost, doubled or unapproved."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as wired
from django.db import connection
from django.utils import timezone

from cms.pages.models import Article
from opendata.models import Dataset, DatasetVersion
from opendata.rows import parquet_of
from opendata.writing.parquet import read_rows
from search.index import get_engine
from sitegroup.delivery import epoch
from sitegroup.models import Change, Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.house.source import ROOT
from tests.proofs.recording import Proof, Prove
from tests.sitegroup.conftest import County, make_county

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
SECRET = "尚未批准"
POINTS = [
    f"{name}:{place}"
    for place, name in itertools.product(
        ("middle", "after", "before"), ("index", "datasets", "purge", "catalogue")
    )
]


@dataclass
class Installation:
    """A county with its folders, and workers of its own in other processes."""

    county: County
    folder: Path

    def worker(self, *switches: str, die_at: str = "") -> "subprocess.Popen[bytes]":
        """A real worker on the same database and folders."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.proofs.dying_settings",
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(self.folder),
            "SITE_BASE_URL": "http://portal.test",
            "LOG_LEVEL": "ERROR",
            "DIE_AT": die_at,
        }
        program = [sys.executable, "-m", "tests.proofs.dying", *switches]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(program, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)

    def settled(self, seconds: float = 60) -> bool:
        """Whether everything is delivered within this time."""
        end = time.monotonic() + seconds
        while open_deliveries().exists() and time.monotonic() < end:
            time.sleep(0.1)
        return not open_deliveries().exists()

    def something_happens(self, number: int) -> None:
        """A release and a draft; now and then what was public is withdrawn."""
        self.county.public(title=f"通知{number}")
        self.county.draft(title=f"{SECRET}{number}")
        if number % 3 == 2:
            page = Article.objects.public().order_by("pk").first()
            withdraw(subject=page, by=self.county.deciders[0], reason="有误。")


def database_url() -> str:
    """The test's own database, as a worker is told of it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def open_deliveries() -> Any:
    """What is not done."""
    return Delivery.objects.exclude(state=DeliveryState.DONE)


@pytest.fixture
def installation(settings: Any, tmp_path: Path) -> Installation:
    """A county, an empty index; index, datasets and epoch in the folder that workers are told."""
    settings.SITE_BASE_URL = "http://portal.test"
    settings.SEARCH_DIR, settings.DATASETS_DIR = tmp_path / "search", tmp_path / "datasets"
    settings.EPOCH_FILE = tmp_path / "epoch"
    epoch.bump()
    get_engine().clear()
    return Installation(make_county(), tmp_path)


def faults() -> list[str]:
    """What is lost, doubled or not approved in the end."""
    public = Counter(str(key) for key in Article.objects.public().values_list("pk", flat=True))
    keys = [key for key, _v in get_engine().versions(living=True) if key.startswith("article:")]
    version = Dataset.objects.get(name="xinxi").version
    rows = list(read_rows(parquet_of(version)))
    titles = Counter(title for row in rows for title in row if str(title).startswith("通知"))
    hashes = list(DatasetVersion.objects.order_by("number").values_list("content_hash", flat=True))
    held = {
        "left open": list(map(str, open_deliveries())),
        "index": Counter(key.split(":")[1] for key in keys) != public,
        "index counts": get_engine().count() != len(public) + Dataset.objects.public().count(),
        "rows": titles != Counter(Article.objects.public().values_list("title", flat=True)),
        "unapproved rows": SECRET in str(rows),
        "versions doubled": any(a == b for a, b in itertools.pairwise(hashes)),
        "numbers doubled": not numbers_follow(),
    }
    return [f"{name}: {wrong}" for name, wrong in held.items() if wrong]


def numbers_follow() -> bool:
    """Whether the changes of each object are numbered from one without a gap."""
    seen: dict[str, list[int]] = {}
    for change in Change.objects.order_by("version"):
        seen.setdefault(change.key, []).append(change.version)
    return all(found == list(range(1, len(found) + 1)) for found in seen.values())


def killed(installation: Installation, point: str) -> bool:
    """Let a worker die at a point; whether it did, with its deliveries in hand."""
    return installation.worker("--once", die_at=point).wait(60) == -signal.SIGKILL


def test_a_worker_killed_at_every_point(installation: Installation, proof: Prove) -> None:
    what = "kill -9 at every point of a delivery: 0 lost, 0 doubled, 0 unapproved"
    with proof("kill_worker", what) as p:
        points = POINTS * p.rounds(small=1, full=5)
        for number, point in enumerate(points[: p.rounds(small=3, full=len(points))]):
            for step in range(3):
                installation.something_happens(3 * number + step)
            assert killed(installation, point), point
            rescued(installation, p, point)


def rescued(installation: Installation, p: Proof, point: str) -> None:
    """After the lease another worker delivers the rest."""
    leases = Delivery.objects.filter(state=DeliveryState.WAITING).exclude(leased_until=None)
    while leases.filter(leased_until__gt=timezone.now()).exists():
        time.sleep(0.1)
    installation.worker("--once").wait(60)
    found = faults()
    p.note(not found, f"{point}: {found}")


def test_workers_killed_in_rotation_while_changes_are_made(
    installation: Installation, proof: Prove
) -> None:
    chance = random.Random(20261126)  # noqa: S311 - when to kill
    with proof("kill_rotation", "workers killed in turn while releases go on: exactly once") as p:
        workers = [installation.worker() for _number in range(2)]
        try:
            for number in range(p.rounds(small=3, full=60)):
                time.sleep(chance.uniform(1, 3))
                installation.something_happens(number)
                workers[0].kill()
                workers[0].wait()
                workers = [*workers[1:], installation.worker()]
            p.note(installation.settled(), f"left open: {open_deliveries().count()}")
        finally:
            for worker in workers:
                worker.terminate()
                p.note(worker.wait(30) == 0, "a worker told to stop did not end well")
        found = faults()
        for _change in Change.objects.all():
            p.note(not found, found)


def test_the_wiring_of_the_dying_worker_is_the_real_one() -> None:
    from tests.proofs import dying  # noqa: PLC0415 - beside what it proves

    assert [name for name, _path, _kinds in wired.CHANGE_EFFECTS] == list(dying.REAL)
