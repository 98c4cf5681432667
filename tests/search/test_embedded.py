"""The embedded index among processes, and when its files are gone or broken."""

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import folders
from search.engines.embedded import EmbeddedEngine
from search.exceptions import IndexBusy, IndexUnavailable
from search.query import SearchRequest
from tests.search.conftest import Write

WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from search.document import SearchDocument
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    engine.write([SearchDocument(f"{sys.argv[2]}:{number}", 1, title="防汛通知")])
"""


def start_writer(folder: Path, name: str, documents: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WRITER, str(folder), name, str(documents)]
    return subprocess.Popen(command)


def test_what_another_process_writes_is_found_at_once(embedded: EmbeddedEngine) -> None:
    assert embedded.count() == 0
    assert start_writer(embedded.folder.root, "article", 1).wait(60) == 0
    assert embedded.search(SearchRequest("防汛")).total == 1


def test_two_writing_processes_wait_for_each_other(embedded: EmbeddedEngine) -> None:
    writers = [start_writer(embedded.folder.root, name, 12) for name in ("a", "b")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    assert embedded.count() == 24


def test_a_killed_writer_leaves_the_index_usable(embedded: EmbeddedEngine, make: Write) -> None:
    writer = start_writer(embedded.folder.root, "article", 10_000)
    deadline = time.monotonic() + 60
    while embedded.count() < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    writer.kill()
    writer.wait()
    before = embedded.count()
    embedded.write([make("letter:1")])
    assert embedded.count() in (before + 1, before + 2)


def test_a_writer_that_waits_too_long_says_so(
    embedded: EmbeddedEngine, make: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "WAIT_SECONDS", 0.1)
    with (embedded.folder.root / "write.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexBusy, match="稍后会自动重试") as refused:
            embedded.write([make()])
    assert not refused.value.permanent
    embedded.write([make()])
    assert embedded.count() == 1


def test_many_small_writes_do_not_pile_up(embedded: EmbeddedEngine, make: Write) -> None:
    for number in range(40):
        embedded.write([make(f"article:{number % 7}", version=number)])
    assert embedded.count() == 7
    assert embedded._searcher().num_segments < 12


def test_a_missing_index_is_one_sentence_and_rebuilding_mends_it(
    tmp_path: Path, make: Write
) -> None:
    engine = EmbeddedEngine(tmp_path / "nothing")
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        engine.search(SearchRequest("招生"))
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        engine.write([make()])
    engine.rebuild([make()])
    assert engine.count() == 1


def broken_files(folder: Path) -> Iterator[Path]:
    yield folder / "meta.json"
    yield from sorted(folder.glob("*.term")) + sorted(folder.glob("*.store"))


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("content", [b"", b"\xff" * 64])
def test_a_broken_index_is_one_sentence_and_rebuilding_mends_it(
    embedded: EmbeddedEngine, make: Write, which: int, content: bytes
) -> None:
    embedded.write([make()])
    list(broken_files(embedded.folder.current()))[which].write_bytes(content)
    reader = EmbeddedEngine(embedded.folder.root)
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        reader.search(SearchRequest("招生"))
    assert reader.rebuild([make("article:1"), make("article:2")]) == 2
    assert embedded.count() == 2


def test_a_reader_follows_a_rebuild(embedded: EmbeddedEngine, make: Write) -> None:
    reader = EmbeddedEngine(embedded.folder.root)
    assert reader.count() == 0
    embedded.rebuild([make()])
    assert reader.search(SearchRequest("招生")).total == 1


def test_rebuilding_keeps_one_index_before(embedded: EmbeddedEngine, make: Write) -> None:
    for _turn in range(4):
        embedded.rebuild([make()])
    assert len(list(embedded.folder.root.glob("index-*"))) == 2
