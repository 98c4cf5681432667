"""Check the lines of an import of articles: typed, or refused with where and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages.imports.article_files import NamedFile, attachment, picture, printable
from cms.pages.imports.convert import blocks_from
from cms.pages.imports.lines import Line
from cms.pages.imports.markup import depth, is_tangled
from cms.pages.imports.refused import Refused
from cms.pages.models import Validity
from opendata.dates import NoDate, read_date, read_moment
from opendata.tables import BIDI, CONTROLS
from sitegroup.exceptions import Problem

LONGEST_BODY = 10 * 1024 * 1024
DEEPEST_HTML = 256
LIMITS = {"title": 255, "source": 100, "author": 60, "doc_no": 100, "theme": 100,
          "category": 100, "keywords": 200, "summary": 10_000}  # fmt: skip
LONGEST_ID = 100
LONGEST_WORDS = 200
MOST_LISTED = 10_000
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
BEGINS_WITH_TAG = re.compile(r"\s*<[a-zA-Z!]")
LEFT_OUT = re.compile(r"<(img|video|audio|iframe|object|embed|form|script)\b", re.IGNORECASE)
KNOWN = frozenset(
    {"id", "title", "date", "body", "format", "site", "channel", "doc_no", "source", "author",
     "keywords", "category", "theme", "signed_date", "validity", "summary", "attachments", "image",
     "image_alt", "date_reason"}
)  # fmt: skip


@dataclass(frozen=True)
class ArticleRow:
    """One good line. `published_at` is aware; `channel` is the column's path of slugs."""

    number: int
    external_id: str
    title: str
    published_at: datetime
    blocks: list[dict[str, Any]]
    size: int
    channel: str
    source: str
    author: str
    doc_no: str
    signed_on: date | None
    theme: str
    validity: str
    keywords: str
    summary: str
    attachments: tuple[NamedFile, ...]
    image: NamedFile | None
    date_reason: str


class ArticleReader:
    """Turns lines into rows; remembers the ids of one file and what was wrong with it."""

    def __init__(self, *, site: str, channel: str, folder: Path | None) -> None:
        self.site, self.channel, self.folder = site, channel, folder
        self.seen: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.refused = self.unlisted = 0
        self.unknown: set[str] = set()
        self.today = timezone.localdate()

    def rows(self, lines: Iterator[Line]) -> Iterator[ArticleRow]:
        """The good ones; the problems of the others are in `problems`."""
        for line in lines:
            if line.problem:
                self.add(line.problem)
                continue
            try:
                yield self._row(line)
            except Refused as refused:
                self.refuse(line.number, refused)

    def refuse(self, number: int, refused: Refused) -> None:
        """Note why a line is not taken."""
        where: dict[str, Any] = {"row": number, "column": refused.column, "value": refused.value}
        self.add(Problem(refused.code, refused.message, refused.mend, **where))

    def add(self, problem: Problem) -> None:
        """Note a problem; of a file with very many only the first are told one by one."""
        self.refused += problem.level == "error"
        if len(self.problems) < MOST_LISTED:
            self.problems.append(problem)
        else:
            self.unlisted += 1

    def _warn(self, line: Line, column: str, code: str, message: str) -> None:
        self.add(Problem(code, message, row=line.number, column=column, level="warning"))

    def _row(self, line: Line) -> ArticleRow:
        self._name_unknown(line)
        external_id = self._id(line)
        title = self._text(line, "title")
        if not title:
            raise Refused("title", "missing_title", _("没有标题。"), _("请填写title。"))
        if (site := self._text(line, "site")) not in ("", self.site):
            why = _("这一行是“%s”站点的内容。") % printable(site)
            raise Refused("site", "other_site", why, _("请用--site导入到那个站点。"))
        files = self._files(line)
        body = self._body(line)
        is_html = line.data.get("format") == "html" or bool(BEGINS_WITH_TAG.match(body))
        blocks = self._blocks(line, body, is_html)
        if not blocks and not files:
            raise Refused("body", "empty_body", _("正文是空的，也没有附件。"), _("请补上正文。"))
        return ArticleRow(
            number=line.number,
            external_id=external_id,
            title=title,
            published_at=self._date(line),
            blocks=blocks,
            size=len(body),
            channel=self._text(line, "channel") or self.channel,
            source=self._text(line, "source"),
            author=self._text(line, "author"),
            doc_no=self._text(line, "doc_no"),
            signed_on=self._signed(line),
            theme=self._text(line, "theme") or self._text(line, "category"),
            validity=self._validity(line),
            keywords=self._keywords(line),
            summary=self._text(line, "summary"),
            attachments=files,
            image=self._image(line),
            date_reason=self._text(line, "date_reason"),
        )

    def _name_unknown(self, line: Line) -> None:
        for name in line.data.keys() - KNOWN - self.unknown:
            if len(self.unknown) < LONGEST_WORDS:
                self.unknown.add(name)
                self._warn(line, printable(name), "unknown_column", _("不认识这一项，没有使用。"))

    def _id(self, line: Line) -> str:
        value = line.data.get("id")
        external_id = str(value).strip() if isinstance(value, str | int) else ""
        if not external_id or isinstance(value, bool) or len(external_id) > LONGEST_ID:
            why = _("没有编号，或者编号超过100个字符。")
            mend = _("每条要有不重复的id，再次导入靠它认出同一条。")
            raise Refused("id", "missing_id", why, mend)
        _check_characters("id", external_id)
        if external_id in self.seen:
            why = _("编号“%(id)s”和第%(row)d行重复。") % {
                "id": printable(external_id),
                "row": self.seen[external_id],
            }
            raise Refused("id", "double_id", why, _("保留了前面一行；请改正编号。"))
        self.seen[external_id] = line.number
        return external_id

    def _text(self, line: Line, name: str) -> str:
        """A field of one line of text: no control characters, no marks that turn it round."""
        value = line.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            shown = printable(str(value))
            raise Refused(name, "not_text", _("这里应当是文字。"), _("请加上引号。"), shown)
        return self._clean(line, name, value)

    def _clean(self, line: Line, name: str, value: str) -> str:
        _check_characters(name, value)
        stripped = CONTROLS.sub("", value)
        if stripped != value:
            self._warn(line, name, "controls", _("去掉了看不见的控制字符。"))
        lines = BIDI.sub("", stripped)
        cleaned = lines.strip() if name == "summary" else " ".join(lines.split())
        limit = LIMITS.get(name, LONGEST_WORDS)
        if len(cleaned) > limit:
            shown = printable(cleaned)
            raise Refused(name, "too_long", _("超过%d个字。") % limit, _("请缩短。"), shown)
        return cleaned

    def _validity(self, line: Line) -> str:
        value = self._text(line, "validity")
        if value and value not in Validity.values:
            why = _("不认识有效性“%s”。") % printable(value)
            mend = _("可以填：%s。") % "、".join(Validity.values)
            raise Refused("validity", "bad_validity", why, mend)
        return value

    def _keywords(self, line: Line) -> str:
        value = line.data.get("keywords")
        if not isinstance(value, list):
            return self._text(line, "keywords")
        if not all(isinstance(word, str) for word in value):
            raise Refused("keywords", "not_text", _("关键词应当是文字。"), _("请加上引号。"))
        return self._clean(line, "keywords", "、".join(word.strip() for word in value))

    def _date(self, line: Line) -> datetime:
        value = line.data.get("date")
        if not isinstance(value, str) or not value.strip():
            why = _("没有日期，或者日期是数字。")
            mend = _("请写成2026-02-03或2026-02-03T09:30。")
            raise Refused("date", "missing_date", why, mend, printable(str(value or "")))
        shown = printable(value)
        try:
            moment = _moment(value)
        except (NoDate, OverflowError) as error:
            why = printable(str(error))
            raise Refused("date", "bad_date", why, _("请写成2026-02-03。"), shown) from None
        if moment < EARLIEST:
            why = _("日期“%s”太早了。") % shown
            raise Refused("date", "bad_date", why, _("请写成2026-02-03。"), shown)
        if moment > timezone.now() and timezone.localdate(moment) > self.today:
            why = _("日期“%s”还没有到。") % shown
            mend = _("导入的内容不能用将来的日期。")
            raise Refused("date", "future_date", why, mend, shown)
        return moment

    def _signed(self, line: Line) -> date | None:
        value = self._text(line, "signed_date")
        if not value:
            return None
        try:
            return read_date(value)
        except NoDate as error:
            why, mend = printable(str(error)), _("请写成2026-02-03。")
            raise Refused("signed_date", "bad_date", why, mend, printable(value)) from None

    def _body(self, line: Line) -> str:
        value = line.data.get("body") or ""
        if not isinstance(value, str):
            raise Refused("body", "not_text", _("正文应当是文字。"), _("请加上引号。"))
        if _check_characters("body", value) > LONGEST_BODY:
            raise Refused("body", "too_long", _("正文超过10 MB。"), _("请拆成几条，或者改用附件。"))
        stripped = CONTROLS.sub("", value)
        if stripped != value:
            self._warn(line, "body", "controls", _("去掉了看不见的控制字符。"))
        return stripped

    def _blocks(self, line: Line, body: str, is_html: bool) -> list[dict[str, Any]]:
        if not is_html:
            return blocks_from(body, is_html=False)
        if depth(body, DEEPEST_HTML) > DEEPEST_HTML:
            why, mend = _("HTML嵌套超过256层。"), _("请从原文重新粘贴。")
            raise Refused("body", "too_deep", why, mend)
        if is_tangled(body):
            why = _("HTML的标签太多，或者太多没有配对。")
            raise Refused("body", "tangled", why, _("请从原文重新粘贴，或者改用附件。"))
        if found := LEFT_OUT.search(body):
            why = _("正文里的<%s>没有导入。") % found[1].lower()
            self._warn(line, "body", "left_out", why)
        return blocks_from(body, is_html=True)

    def _files(self, line: Line) -> tuple[NamedFile, ...]:
        value = line.data.get("attachments") or []
        if not isinstance(value, list):
            mend = _('请写成["文件名"]。')
            raise Refused("attachments", "not_list", _("附件应当是一个列表。"), mend)
        return tuple(attachment(self.folder, *self._name_and_title(line, entry)) for entry in value)

    def _name_and_title(self, line: Line, entry: Any) -> tuple[Any, str]:
        if not isinstance(entry, dict):
            return entry, ""
        title = entry.get("title") or ""
        if not isinstance(title, str):
            raise Refused("attachments", "not_text", _("附件名称应当是文字。"), _("请加上引号。"))
        return entry.get("name"), self._clean(line, "attachments", title)

    def _image(self, line: Line) -> NamedFile | None:
        name = line.data.get("image")
        return picture(self.folder, name, self._text(line, "image_alt")) if name else None


def _check_characters(column: str, text: str) -> int:
    """How many bytes the text takes. Raises Refused."""
    if "\x00" in text:
        raise Refused(column, "nul", _("有空字符（NUL）。"), _("请重新导出这一条。"))
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        why, mend = _("有不成对的代理字符。"), _("请重新导出这一条。")
        raise Refused(column, "surrogate", why, mend) from None


def _moment(text: str) -> datetime:
    """A day (its first minute) or a date and time, aware. Raises NoDate or OverflowError."""
    moment = read_moment(text)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    return aware.astimezone(UTC)
