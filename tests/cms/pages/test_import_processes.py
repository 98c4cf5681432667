"""Imports as processes: what they need of memory, and what is left when they are killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree
from sqlite3 import connect
from typing import Any

import pytest
from django.db import connection

from tests.cms.pages.conftest import entry

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
MOST_MEMORY = 600
PREPARE = """
import django
django.setup()
from tests.factories import portal, unit, user
office = portal()
unit("slj")
user("office", office, "office_reviewer")
"""


def environment(folder: Path) -> dict[str, str]:
    """An installation of its own in a folder: SQLite, files, index."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "SITE_BASE_URL": "http://portal.test",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="module")
def installation(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with a portal, a unit and who approves."""
    folder = tmp_path_factory.mktemp("installation")
    env = environment(folder)
    if connection.vendor == "sqlite":
        name = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with closing(connect(name, uri=True)) as made:
            made.execute("VACUUM INTO ?", (str(folder / "db.sqlite3"),))
    else:
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=env, check=True)
    return folder


@pytest.fixture
def fresh(installation: Path, tmp_path: Path) -> Path:
    """A copy of the installation."""
    return copytree(installation, tmp_path / "fresh")


# The kernel's own mark of the most memory; that of wait4 begins with what pytest itself needs.
COMMAND = """
import atexit, json, sys
from django.core.management import execute_from_command_line
status = "/proc/self/status"
peak = lambda: next(line.split()[1] for line in open(status) if line.startswith("VmHWM"))
atexit.register(lambda: print(json.dumps({"peak": int(peak()) // 1024}), flush=True))
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def start(folder: Path, file: Path, *words: str) -> subprocess.Popen[str]:
    """Begin an import."""
    options = ["--json", "--site", "slj", "--channel", "gzdt", *words]
    return subprocess.Popen(
        [sys.executable, "-u", "-c", COMMAND, "import_articles", str(file), *options],
        cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def answers(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What it says, line by line; last the memory it needed."""
    assert process.stdout
    for line in process.stdout:
        yield json.loads(line)
    process.wait()


def counts(process: subprocess.Popen[str]) -> dict[str, int]:
    """What it did."""
    found: dict[str, int] = list(answers(process))[-2]["counts"]
    return found


def hostile(file: Path) -> int:
    """A file of lines that a careless reader would drown in; how many are good."""
    good = [entry(id=f"n{n}", body="好" * (3 * MEGABYTE)) for n in range(3)]
    ten = 10 * MEGABYTE - 100
    markup = ["<p>a" * (ten // 4), "<p>" + "&" * ten, "<a " * (ten // 3), "<div>" * (ten // 5),
              "<table>" + "<tr><td>1" * (ten // 9), "<p " + "a=1 " * (ten // 4) + ">"]  # fmt: skip
    with file.open("w", encoding="utf-8") as stream:
        stream.write("[" * (50 * MEGABYTE) + "\n")
        stream.write('{"a":[' + '{"":0},' * (2 * MEGABYTE) + "0]}\n")
        stream.write('{"a":' * (3 * MEGABYTE) + "\n")
        for number, body in enumerate(markup):
            stream.write(json.dumps(entry(id=f"m{number}", body=body)) + "\n")
        for line in good:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(good)


def test_whatever_the_file_memory_is_bounded(fresh: Path, tmp_path: Path) -> None:
    file = tmp_path / "hostile.jsonl"
    good = hostile(file)
    began = time.monotonic()
    process = start(fresh, file, "--approved-by", "office")
    said = list(answers(process))
    assert process.returncode == 1
    assert said[-2]["counts"] == {"created": good, "changed": 0, "unchanged": 0, "refused": 9}
    assert [line["problem"]["row"] for line in said if "problem" in line] == list(range(1, 10))
    assert said[-1]["peak"] < MOST_MEMORY
    assert time.monotonic() - began < 120


def state(folder: Path) -> dict[str, Any]:
    """Everything an import leaves, ids and times aside."""
    queries = {
        "pages": "SELECT external_id, p.title, slug, url_path, numchild, live, body,"
        " imported_digest, first_published_at FROM pages_article a"
        " JOIN wagtailcore_page p ON p.id = a.page_ptr_id"
        " ORDER BY external_id",
        "columns": "SELECT url_path, numchild FROM wagtailcore_page WHERE depth < 4 ORDER BY path",
        "releases": "SELECT object_type, kind, basis, content_hash FROM sitegroup_release"
        " ORDER BY content_hash",
        "changes": "SELECT object_type, version, operation, count(*) FROM sitegroup_change"
        " GROUP BY 1, 2, 3",
        "deliveries": "SELECT effect, state, count(*) FROM sitegroup_delivery GROUP BY 1, 2",
        "public": "SELECT file_kind, count(*) FROM sitegroup_publicfile GROUP BY 1",
        "documents": "SELECT title, file, digest FROM media_attachment ORDER BY file",
    }
    with closing(connect(folder / "db.sqlite3")) as database:
        found: dict[str, Any] = {k: database.execute(q).fetchall() for k, q in queries.items()}
    media = folder / "media"
    found["files"] = sorted(str(f.relative_to(media)) for f in media.rglob("*") if f.is_file())
    return found


def test_a_killed_import_is_finished_by_running_it_again(
    installation: Path, fresh: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    lines = [entry(id=f"n{n}", title=f"通知{n}") for n in range(1100)]
    for line in lines[::100]:
        line["attachments"] = ["a.pdf"]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    words = ("--approved-by", "office", "--attachments", str(tmp_path))
    killed = start(fresh, file, *words)
    assert next(answers(killed)) == {"done": 500, "total": 0}
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    again = counts(start(fresh, file, *words))
    assert (again["created"], again["unchanged"]) in {(600, 500), (100, 1000)}
    whole = copytree(installation, tmp_path / "whole")
    assert counts(start(whole, file, *words))["created"] == 1100
    left, right = state(fresh), state(whole)
    assert {name: left[name] == right[name] for name in left} == dict.fromkeys(left, True)
