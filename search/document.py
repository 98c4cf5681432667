"""What the index holds of an object: plain text and facts, no markup and no model."""

import datetime
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """检索文档: one public object as the reader may find it.

    `key` is the object's name everywhere outside (``article:123``), `version` the number of its
    last change: an older version never overwrites a newer one. `site` is the site's code, `kind`
    one of the kinds of search.representation. A deleted document is a tombstone: key and version.
    """

    key: str
    version: int
    kind: str = ""
    site: str = ""
    site_name: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    url: str = ""
    date: datetime.date | None = None
    channel: str = ""
    doc_no: str = ""
    index_no: str = ""
    keywords: tuple[str, ...] = ()
    validity: str = ""
    deleted: bool = False

    @property
    def year(self) -> int | None:
        """The year of the date; None without one."""
        return self.date.year if self.date else None

    @classmethod
    def tombstone(cls, key: str, version: int) -> Self:
        """What remains of an object that was withdrawn."""
        return cls(key=key, version=version, deleted=True)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the date as YYYY-MM-DD."""
        facts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            **facts,
            "date": self.date.isoformat() if self.date else None,
            "keywords": list(self.keywords),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reverse of as_dict."""
        date = data["date"]
        return cls(
            **{
                **data,
                "date": datetime.date.fromisoformat(date) if date else None,
                "keywords": tuple(data["keywords"]),
            }
        )
