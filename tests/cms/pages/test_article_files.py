"""Files of articles: packed, broken, huge; and the files that they name."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from cms.media.models import Attachment, Picture
from cms.pages.models import Article
from sitegroup.models import PublicFile
from tests.cms.pages.conftest import Outcome, entry, get, rows_held

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]


def test_gzip_is_told_by_content(import_lines: Importer) -> None:
    assert import_lines(gzip.compress(json.dumps(entry()).encode())).code == 0


def test_of_a_truncated_gzip_whole_lines_are_kept(import_lines: Importer) -> None:
    lines = "\n".join(json.dumps(entry(id=f"n{n}", body=str(n) * 99)) for n in range(2000))
    packed = gzip.compress(lines.encode())
    outcome = import_lines(packed[: len(packed) // 2])
    created = outcome.counts["created"]
    assert outcome.code == 1
    assert outcome.found() == [(created + 1, "truncated_gzip")]
    assert 100 < created == Article.objects.count()


def test_a_long_line_and_a_long_body_are_passed_over(import_lines: Importer) -> None:
    body = entry(id="a2", body="x" * (10 * 1024 * 1024 + 1))
    outcome = import_lines(b" " * (17 * 1024 * 1024), body, entry())
    assert outcome.found() == [(1, "line_too_long"), (2, "too_long")]
    assert outcome.counts["created"] == 1


def test_another_encoding_is_refused_by_name(import_lines: Importer) -> None:
    outcome = import_lines('{"id": "a1"}'.encode("utf-16"))
    assert outcome.found() == [(1, "encoding")]
    assert "UTF-16" in outcome.problems[0]["message"]


def test_a_byte_order_mark_is_no_mistake(import_lines: Importer) -> None:
    line = '\ufeff{"id":"a1","title":"x","date":"2026-02-03","body":"y"}'
    assert import_lines(line.encode()).code == 0


def test_an_empty_file_is_an_error(import_lines: Importer) -> None:
    assert import_lines("", "").found() == [(None, "empty")]


def test_very_many_problems_are_counted_not_kept(import_lines: Importer) -> None:
    outcome = import_lines(*["x"] * 12_000)
    assert outcome.counts["refused"] == 12_000
    assert outcome.problems[-1]["code"] == "more"
    assert len(outcome.problems) == 10_001


def files_held() -> set[str]:
    """Every file in the store, by its place there."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def png(size: int = 40) -> bytes:
    """A picture."""
    stream = io.BytesIO()
    Image.effect_noise((size, size), 80).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of attachments, and something beside it that is none of its own."""
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.4 secret")
    inside = tmp_path / "files"
    inside.mkdir()
    (inside / "实施方案 (一).PDF").write_bytes(b"%PDF-1.4")
    (inside / "empty.pdf").touch()
    (inside / "run.exe").write_bytes(b"MZ")
    (inside / "road.png").write_bytes(png())
    (inside / "half.png").write_bytes(png()[:900])
    (inside / "text.png").write_text("png")
    (inside / "away.pdf").symlink_to(tmp_path / "secret.pdf")
    return inside


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"attachments": ["none.pdf"]}, "missing_file"),
        ({"attachments": ["../secret.pdf"]}, "missing_file"),
        ({"attachments": ["away.pdf"]}, "missing_file"),
        ({"attachments": ["/etc/passwd"]}, "missing_file"),
        ({"attachments": ["a\x00.pdf"]}, "missing_file"),
        ({"attachments": ["长" * 5000]}, "missing_file"),
        ({"attachments": ["\ud800.pdf"]}, "missing_file"),
        ({"attachments": [5]}, "no_name"),
        ({"attachments": [{"title": "方案"}]}, "no_name"),
        ({"attachments": [{"name": "road.png", "title": 5}]}, "not_text"),
        ({"attachments": ["empty.pdf"]}, "empty_file"),
        ({"attachments": ["run.exe"]}, "file_type"),
        ({"image": "half.png"}, "broken_picture"),
        ({"image": "text.png"}, "broken_picture"),
        ({"image": "../road.png"}, "missing_file"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(
    import_lines: Importer, folder: Path, fields: dict[str, Any], found: str
) -> None:
    held = rows_held(), files_held()
    outcome = import_lines(entry(**fields), attachments=folder)
    assert (outcome.code, outcome.found()) == (1, [(1, found)])
    assert (rows_held(), files_held()) == held


def test_files_become_public_with_their_article(import_lines: Importer, folder: Path) -> None:
    names = [{"name": "实施方案 (一).PDF", "title": "实施方案"}]
    line = entry(body="", attachments=names, image="road.png", image_alt="清水河大桥")
    assert import_lines(line, attachments=folder).code == 0
    document, picture = Attachment.objects.get(), Picture.objects.get()
    assert (document.title, document.filename) == ("实施方案", "实施方案_一.pdf")
    assert (picture.alt, picture.width) == ("清水河大桥", 40)
    assert get(document.reference().url).status_code == 404
    assert not PublicFile.objects.exists()
    assert import_lines(line, attachments=folder, approved_by="office").counts["changed"] == 1
    assert get(document.reference().url).status_code == 200
    assert "实施方案" in get("/bm/slj/gzdt/a1/").content.decode()
    assert PublicFile.objects.count() == 2


def test_an_exchanged_attachment_is_a_change(import_lines: Importer, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"one")
    line = entry(attachments=["a.pdf"])
    import_lines(line, attachments=folder, approved_by="office")
    (folder / "a.pdf").write_bytes(b"two")
    outcome = import_lines(line, attachments=folder, approved_by="office")
    assert outcome.counts["changed"] == 1
    document = Article.objects.get().attachments.get().document
    assert b"".join(get(document.reference().url).streaming_content) == b"two"
    assert PublicFile.objects.get().file_id == str(document.pk)


def test_all_or_nothing_leaves_no_file_behind(import_lines: Importer, folder: Path) -> None:
    held = files_held()
    lines = [entry(image="road.png"), entry(id="a2", title="")]
    import_lines(*lines, attachments=folder, all_or_nothing=True, approved_by="office")
    assert files_held() == held
