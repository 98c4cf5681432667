"""Read a JSONL file line by line, whatever is wrong with it."""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from opendata.tables import GZIP_MAGIC
from sitegroup.exceptions import Problem

LONGEST_LINE = 16 * 1024 * 1024
DEEPEST_JSON = 64
MOST_PARTS = 100_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
STRING_OR_OPENING = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{\[]', re.DOTALL)


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
                if number == 1 and line.startswith(UTF_16):
                    yield _not_utf8(number, "UTF-16")
                    return
                if len(line) > LONGEST_LINE:
                    why = _("这一行超过16 MB。")
                    yield _broken(number, "line_too_long", why, _("请把正文拆开。"))
                    _skip_rest(stream, line)
                elif line.strip():
                    yield _parse(number, line)
        except (EOFError, OSError, zlib.error):
            why = _("压缩文件到这里断了，后面的内容读不出来。")
            mend = _("前面完整的行已经读取；请重新取得完整文件。")
            yield _broken(number + 1, "truncated_gzip", why, mend)


def _skip_rest(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def _broken(number: int, code: str, message: str, mend: str = "") -> Line:
    return Line(number, {}, Problem(code, message, mend, row=number))


def _not_utf8(number: int, name: str) -> Line:
    why = _("不是UTF-8编码，是%s。") % name
    return _broken(number, "encoding", why, _("JSONL文件只收UTF-8，请转成UTF-8再导入。"))


def _encoding_of(line: bytes) -> str:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return _("别的编码")
    return "GB18030"


def _parse(number: int, line: bytes) -> Line:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(number, _encoding_of(line))
    if _has_many_parts(line):
        why = _("这一行里的{}和[]太多。")
        return _broken(number, "too_many_parts", why, _("每行写一条信息。"))
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        return _too_deep(number)
    except ValueError as error:
        column = getattr(error, "colno", 0)
        why = _("这一行不是完整的JSON（第%d个字符处）。") % column
        return _broken(number, "broken_json", why, _("请检查引号、逗号和括号。"))
    if not isinstance(data, dict):
        return _broken(number, "not_object", _("这一行不是一个JSON对象。"), _("每行写一个{…}。"))
    return _too_deep(number) if _depth(data) > DEEPEST_JSON else Line(number, data)


def _too_deep(number: int) -> Line:
    why, mend = _("JSON嵌套超过%d层。") % DEEPEST_JSON, _("请把内容放在正文里。")
    return _broken(number, "too_deep", why, mend)


def _has_many_parts(line: bytes) -> bool:
    """Whether a line opens very many objects and lists; those inside of texts do not count."""
    if line.count(b"{") + line.count(b"[") <= MOST_PARTS:
        return False
    opened = (found for found in STRING_OR_OPENING.finditer(line) if found[0] in (b"{", b"["))
    return next(islice(opened, MOST_PARTS, None), None) is not None


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
