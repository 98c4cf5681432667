"""What the API answers beside the representations of the pages. Version 1."""

from dataclasses import dataclass
from datetime import datetime

from cms.pages.representation import UnitCard
from sitegroup.delivery.frame import Shell


@dataclass(frozen=True)
class EntryPoints:
    """入口: the addresses from which everything else is found."""

    sites: str
    channels: str
    articles: str
    expenses: str
    datasets: str
    search: str
    suggest: str
    changes: str
    schema: str
    docs: str


@dataclass(frozen=True)
class SiteBrief:
    """站点: a unit's site in a list. `parent` is the code of the unit above, or empty."""

    code: str
    name: str
    short_name: str
    kind: str
    kind_label: str
    parent: str
    uscc: str
    site_id_code: str
    mode: str
    theme: str
    url: str
    api_url: str


@dataclass(frozen=True)
class SiteView(SiteBrief):
    """站点详情: who the unit is, and the shell that its pages are drawn in."""

    card: UnitCard
    shell: Shell


@dataclass(frozen=True)
class ChannelItem:
    """栏目 in a list, in the order of the site's tree.

    `path` is its way from the site's home (zfxxgk/bmwj), `parent` that of the column above or
    empty; `feature` says what it shows where that is no list of articles.
    """

    id: int
    site: str
    path: str
    parent: str
    title: str
    url: str
    description: str
    column_type: str
    feature: str
    api_url: str


@dataclass(frozen=True)
class ChangeView:
    """变动: an object became public (upsert) or was withdrawn; `version` counts its changes.

    `api_url` is where the object can be read, empty when it was withdrawn or has no address here.
    """

    id: int
    key: str
    object_type: str
    object_key: str
    operation: str
    version: int
    site: str
    changed_at: datetime
    api_url: str


@dataclass(frozen=True)
class ParameterProblem:
    """参数错误: which parameter, what is wrong with it, and how to mend it."""

    parameter: str
    code: str
    detail: str


@dataclass(frozen=True)
class ProblemDetail:
    """错误 (RFC 9457): `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[ParameterProblem, ...]
