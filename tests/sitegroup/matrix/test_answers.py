"""The crawler looks into what is packed: or nothing that it does not find would mean anything."""

import gzip
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import brotli
import pyarrow as pa
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from pyarrow import parquet

from tests.sitegroup.matrix.answers import seen, without_echo
from tests.sitegroup.matrix.world import FOREIGN

pytestmark = pytest.mark.matrix

ROWS = [f"{FOREIGN} {number}" for number in range(50)]


def _workbook() -> bytes:
    book, target = Workbook(), BytesIO()
    for row in ROWS:
        book.active.append([row])
    book.save(target)
    return target.getvalue()


def _parquet() -> bytes:
    target = BytesIO()
    parquet.write_table(pa.table({"title": ROWS}), target, compression="zstd")
    return target.getvalue()


def _zip(content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        packed.writestr("inside", content)
    return target.getvalue()


PACKED = {
    "workbook": _workbook(),
    "workbook in a zip": _zip(_workbook()),
    "parquet": _parquet(),
    "gzip": gzip.compress("\n".join(ROWS).encode()),
}


@pytest.mark.parametrize("content", PACKED.values(), ids=PACKED)
def test_a_mark_in_a_packed_file_is_seen(content: bytes) -> None:
    assert FOREIGN in seen(HttpResponse(content), "/")
    assert FOREIGN in seen(StreamingHttpResponse([content]), "/")


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_mark_in_a_packed_answer_is_seen(encoding: str, pack: object) -> None:
    answer = HttpResponse(pack("\n".join(ROWS).encode()))  # type: ignore[operator]
    assert FOREIGN not in answer.content.decode("latin-1")
    answer["Content-Encoding"] = encoding
    assert FOREIGN in seen(answer, "/")


def test_a_mark_in_a_header_is_seen_and_an_echo_is_none() -> None:
    moved = HttpResponse(status=302, headers={"Location": f"/x/%7A{FOREIGN[1:]}/"})
    assert FOREIGN in seen(moved, "/")
    assert FOREIGN not in seen(HttpResponse(f"{FOREIGN}-tag"), f"/?tag={FOREIGN}-tag")


def test_a_form_that_comes_back_is_an_echo_and_what_it_says_besides_is_none() -> None:
    name = f"{FOREIGN}-author"
    field = f'<input name="username" value="{name}">'
    assert FOREIGN not in without_echo(field, {"username": name})
    assert FOREIGN in without_echo(f"{field}<p>{name}</p>", {"username": name})
    assert FOREIGN in without_echo(f'<input value="{name}-2">', {"username": name})
