"""Everything that an answer holds, unpacked: a mark inside a workbook is a mark all the same."""

import gzip
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zipfile import ZipFile, is_zipfile

import brotli
from django.http import HttpResponseBase
from pyarrow import parquet

from tests.sitegroup.matrix.world import FOREIGN

# What a browser says it can read, so that whatever would be packed is packed.
READS = "gzip, br"
ENCODINGS = {"gzip": gzip.decompress, "br": brotli.decompress}


def seen(answer: HttpResponseBase, path: str) -> str:
    """Everything that a person or their browser gets, but for the echo of their own query."""
    heads = [f"{name}: {unquote(value)}" for name, value in answer.headers.items()]
    text = "\n".join([*heads, answer.cookies.output(), body_text(answer)])
    for _name, value in parse_qsl(urlsplit(path).query):
        text = text.replace(value, "") if FOREIGN in value else text
    return text


def without_echo(text: str, body: Mapping[str, Any]) -> str:
    """An answer without what a form holds again that was sent with mistakes: one's own words."""
    for value in body.values():
        text = text.replace(f'value="{value}"', "") if FOREIGN in str(value) else text
    return text


def body_text(answer: HttpResponseBase) -> str:
    """The body, decoded and unpacked."""
    content: bytes = answer.getvalue()  # type: ignore[attr-defined]
    for encoding in reversed(answer.headers.get("Content-Encoding", "").split(",")):
        unpack = ENCODINGS.get(encoding.strip())
        content = unpack(content) if unpack and content else content
    return "\n".join(_texts(content))


def _texts(content: bytes) -> list[str]:
    """The bytes as text; of Parquet its rows; of a ZIP, as XLSX is, each member's name and text."""
    if content[:2] == b"\x1f\x8b":
        return _texts(gzip.decompress(content))
    if content.startswith(b"PAR1"):
        return [str(parquet.read_table(BytesIO(content)).to_pylist())]
    if not (content.startswith(b"PK") and is_zipfile(BytesIO(content))):
        return [content.decode("utf-8", "replace")]
    with ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        return [*names, *(text for name in names for text in _texts(packed.read(name)))]
