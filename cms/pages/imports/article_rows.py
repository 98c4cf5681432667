"""Check the lines of an import of articles: typed, or refused with where and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages.imports.lines import Line
from cms.pages.models import Validity
from opendata.dates import NoDate, read_date, read_moment
from sitegroup.exceptions import Problem

LONGEST_BODY = 10 * 1024 * 1024
DEEPEST_HTML = 256
LIMITS = {"title": 255, "source": 100, "author": 60, "doc_no": 100, "theme": 100, "keywords": 200}
LONGEST_ID = 100
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
SURROGATES = re.compile("[\ud800-\udfff]")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip
BEGINS_WITH_TAG = re.compile(r"\s*<[a-zA-Z!]")


@dataclass(frozen=True)
class ArticleRow:
    """One good line. `published_at` is aware; `channel` is the column's path of slugs."""

    number: int
    external_id: str
    title: str
    published_at: datetime
    body: str
    is_html: bool
    channel: str
    source: str
    author: str
    doc_no: str
    signed_on: date | None
    theme: str
    validity: str
    keywords: str
    summary: str
    attachments: tuple[tuple[Path, str], ...]
    image: tuple[Path, str] | None
    date_reason: str


class Refused(Exception):
    """A line that is not taken."""

    def __init__(
        self, column: str, code: str, message: str, mend: str = "", value: str = ""
    ) -> None:
        super().__init__(message)
        self.column, self.code, self.message, self.mend = column, code, message, mend
        self.value = value


class ArticleReader:
    """Turns lines into rows; remembers the ids of one file and the warnings it gave."""

    def __init__(self, *, site: str, channel: str, folder: Path | None) -> None:
        self.site, self.channel, self.folder = site, channel, folder
        self.seen: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.today = timezone.localdate()

    def rows(self, lines: Iterator[Line]) -> Iterator[ArticleRow]:
        """The good ones; the problems of the others are in `problems`."""
        for line in lines:
            if line.problem:
                self.problems.append(line.problem)
                continue
            try:
                yield self._row(line)
            except Refused as refused:
                self.problems.append(
                    Problem(
                        refused.code,
                        refused.message,
                        refused.mend,
                        row=line.number,
                        column=refused.column,
                        value=refused.value[:100],
                    )
                )

    def _warn(self, line: Line, column: str, code: str, message: str) -> None:
        self.problems.append(
            Problem(code, message, row=line.number, column=column, level="warning")
        )

    def _row(self, line: Line) -> ArticleRow:
        data = line.data
        external_id = self._id(line)
        title = BIDI.sub("", self._text(line, "title"))
        if not title:
            raise Refused("title", "missing_title", _("没有标题。"), _("请填写title。"))
        if data.get("site") not in (None, self.site):
            why = _("这一行是“%s”站点的内容。") % data["site"]
            raise Refused("site", "other_site", why, _("请用--site导入到那个站点。"))
        files = self._files(data)
        body = self._body(line)
        if not body.strip() and not files:
            raise Refused("body", "empty_body", _("正文是空的，也没有附件。"), _("请补上正文。"))
        validity = self._text(line, "validity")
        if validity and validity not in Validity.values:
            why = _("不认识有效性“%s”。") % validity
            raise Refused("validity", "bad_validity", why, "、".join(Validity.values))
        return ArticleRow(
            number=line.number,
            external_id=external_id,
            title=title,
            published_at=self._date(line),
            body=body,
            is_html=data.get("format") == "html" or bool(BEGINS_WITH_TAG.match(body)),
            channel=self._text(line, "channel") or self.channel,
            source=self._text(line, "source"),
            author=self._text(line, "author"),
            doc_no=self._text(line, "doc_no"),
            signed_on=self._signed(line),
            theme=self._text(line, "theme") or self._text(line, "category"),
            validity=validity,
            keywords=self._keywords(line),
            summary=self._text(line, "summary"),
            attachments=files,
            image=self._image(data),
            date_reason=self._text(line, "date_reason"),
        )

    def _id(self, line: Line) -> str:
        value = line.data.get("id")
        external_id = str(value).strip() if isinstance(value, str | int) else ""
        if not external_id or isinstance(value, bool) or len(external_id) > LONGEST_ID:
            why = _("没有编号，或者编号超过100个字符。")
            raise Refused(
                "id", "missing_id", why, _("每条要有不重复的id，再次导入靠它认出同一条。")
            )
        self._check_characters("id", external_id)
        if external_id in self.seen:
            why = _("编号“%(id)s”和第%(row)d行重复。") % {
                "id": external_id,
                "row": self.seen[external_id],
            }
            raise Refused("id", "double_id", why, _("保留了前面一行；请改正编号。"), external_id)
        self.seen[external_id] = line.number
        return external_id

    def _check_characters(self, column: str, text: str) -> None:
        if "\x00" in text:
            raise Refused(column, "nul", _("有空字符（NUL）。"), _("请重新导出这一条。"))
        if SURROGATES.search(text):
            raise Refused(column, "surrogate", _("有不成对的代理字符。"), _("请重新导出这一条。"))

    def _text(self, line: Line, name: str) -> str:
        value = line.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Refused(name, "not_text", _("这里应当是文字。"), _("请加上引号。"), str(value))
        self._check_characters(name, value)
        cleaned = CONTROLS.sub("", value).strip()
        if cleaned != value.strip():
            self._warn(line, name, "controls", _("去掉了看不见的控制字符。"))
        limit = LIMITS.get(name)
        if limit and len(cleaned) > limit:
            raise Refused(name, "too_long", _("超过%d个字。") % limit, _("请缩短。"), cleaned)
        return cleaned

    def _keywords(self, line: Line) -> str:
        value = line.data.get("keywords")
        if not isinstance(value, list):
            return self._text(line, "keywords")
        words = [word.strip() for word in value if isinstance(word, str)]
        joined = CONTROLS.sub("", "、".join(words))
        self._check_characters("keywords", joined)
        return joined[: LIMITS["keywords"]]

    def _date(self, line: Line) -> datetime:
        value = line.data.get("date")
        if not isinstance(value, str) or not value.strip():
            why = _("没有日期，或者日期是数字。")
            raise Refused(
                "date", "missing_date", why, _("请写成2026-02-03或2026-02-03T09:30。"), str(value)
            )
        try:
            moment = read_moment(value)
        except NoDate as error:
            raise Refused("date", "bad_date", str(error), _("请写成2026-02-03。"), value) from None
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        if moment > timezone.now() and timezone.localdate(moment) >= self.today + timedelta(days=1):
            why = _("日期“%s”还没有到。") % value
            raise Refused("date", "future_date", why, _("导入的内容不能用将来的日期。"), value)
        return moment

    def _signed(self, line: Line) -> date | None:
        value = self._text(line, "signed_date")
        if not value:
            return None
        try:
            return read_date(value)
        except NoDate as error:
            mend = _("请写成2026-02-03。")
            raise Refused("signed_date", "bad_date", str(error), mend, value) from None

    def _body(self, line: Line) -> str:
        value = line.data.get("body", "")
        if not isinstance(value, str):
            raise Refused("body", "not_text", _("正文应当是文字。"), _("请加上引号。"))
        if len(value.encode("utf-8", "surrogatepass")) > LONGEST_BODY:
            raise Refused("body", "too_long", _("正文超过10 MB。"), _("请拆成几条，或者改用附件。"))
        self._check_characters("body", value)
        if "<" in value and html_depth(value) > DEEPEST_HTML:
            raise Refused("body", "too_deep", _("HTML嵌套超过256层。"), _("请从原文重新粘贴。"))
        return CONTROLS.sub("", value)

    def _files(self, data: dict[str, Any]) -> tuple[tuple[Path, str], ...]:
        value = data.get("attachments") or []
        if not isinstance(value, list):
            raise Refused("attachments", "not_list", _("附件应当是一个列表。"))
        entries = [{"name": item} if isinstance(item, str) else item for item in value]
        return tuple(
            (self._file("attachments", entry.get("name")), str(entry.get("title") or ""))
            for entry in entries
            if isinstance(entry, dict)
        )

    def _image(self, data: dict[str, Any]) -> tuple[Path, str] | None:
        if not data.get("image"):
            return None
        return self._file("image", data["image"]), str(data.get("image_alt") or "")

    def _file(self, column: str, name: Any) -> Path:
        if self.folder is None or not isinstance(name, str):
            mend = _("请用--attachments指出附件所在的文件夹。")
            raise Refused(column, "no_folder", _("有附件，但没有说附件在哪里。"), mend)
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            why = _("附件文件夹里没有“%s”。") % name
            raise Refused(column, "missing_file", why, _("请放进文件夹，或者改正名称。"), name)
        return path


def html_depth(markup: str) -> int:
    """How deep tags nest at most; unclosed ones count until the end."""
    depth = deepest = 0
    for found in TAG.finditer(markup):
        closing, name, empty = found.groups()
        if empty or name.lower() in VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
