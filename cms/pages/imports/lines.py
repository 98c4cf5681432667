"""Read a JSONL file line by line, whatever is wrong with it."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from opendata.tables import GZIP_MAGIC
from sitegroup.exceptions import Problem

LONGEST_LINE = 16 * 1024 * 1024
DEEPEST_JSON = 64


@dataclass(frozen=True)
class Line:
    """A line from 1: the object in it, or what is wrong with it."""

    number: int
    data: dict[str, Any]
    problem: Problem | None = None


def read_lines(path: Path) -> Iterator[Line]:
    """Every line of a JSONL file, packed or not; broken ones as problems, never an exception."""
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        stream: IO[bytes] = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
        number = 0
        try:
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    yield _broken(
                        number, "line_too_long", _("这一行超过16 MB。"), _("请把正文拆开。")
                    )
                    _skip_rest(stream, line)
                elif line.strip():
                    yield _parse(number, line)
        except (EOFError, OSError, zlib.error):
            why = _("压缩文件到这里断了，后面的内容读不出来。")
            yield _broken(
                number + 1, "truncated_gzip", why, _("前面完整的行已经读取；请重新取得完整文件。")
            )


def _skip_rest(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def _broken(number: int, code: str, message: str, mend: str = "") -> Line:
    return Line(number, {}, Problem(code, message, mend, row=number))


def _parse(number: int, line: bytes) -> Line:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        return _broken(number, "encoding", _("这一行不是UTF-8编码。"), _("JSONL文件只收UTF-8。"))
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        return _broken(number, "too_deep", _("嵌套太深。"), _("最多64层。"))
    except ValueError as error:
        column = getattr(error, "colno", 0)
        why = _("这一行不是完整的JSON（第%d个字符处）。") % column
        return _broken(number, "broken_json", why, _("请检查引号、逗号和括号。"))
    if not isinstance(data, dict):
        return _broken(number, "not_object", _("这一行不是一个JSON对象。"), _("每行写一个{…}。"))
    if _depth(data) > DEEPEST_JSON:
        return _broken(number, "too_deep", _("嵌套太深。"), _("最多64层。"))
    return Line(number, data)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth(data: Any) -> int:
    deepest, level = 0, [data]
    while level and deepest <= DEEPEST_JSON:
        deepest += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
    return deepest
