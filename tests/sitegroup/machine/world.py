"""The county of the machine: two units, whoever works there, and what is there at first."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.expenses.models import ExpenseStatement
from cms.expenses.services import save_draft
from cms.media.models import Attachment, Picture
from cms.pages.models import Article, ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.models import Role, Site
from tests.cms.expenses.conftest import draft as statement_draft
from tests.factories import article, portal, released, unit, user
from tests.sitegroup.machine.tokens import Tokens

PORTAL, HOST_UNIT, PATH_UNIT = "portal", "jyj", "wjj"
UNITS = (HOST_UNIT, PATH_UNIT)
STEPS = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER)
# username -> (unit, roles); who both writes and reviews is there to be refused
STAFF: dict[str, tuple[str, tuple[str, ...]]] = {
    "office": (PORTAL, (Role.OFFICE_REVIEWER,)),
    "county": (PORTAL, (Role.COUNTY_ADMINISTRATOR,)),
    **{
        f"{code}-{name}": (code, roles)
        for code in UNITS
        for name, roles in (
            ("author", (Role.AUTHOR,)),
            ("both", (Role.EDITOR, Role.DEPARTMENT_REVIEWER)),
            ("first", (Role.DEPARTMENT_REVIEWER,)),
            ("secrecy", (Role.SECRECY_REVIEWER,)),
            ("urgent", (Role.EMERGENCY_RELEASER, Role.AUTHOR)),
            ("admin", (Role.SITE_ADMINISTRATOR,)),
        )
    },
}


@dataclass(frozen=True)
class World:
    """The sites by code, and the keys of what is there: all else is read when it is needed."""

    sites: dict[str, Site]
    tokens: Tokens
    articles: tuple[int, ...]
    statement: int
    media: Path

    def person(self, username: str) -> Any:
        """Somebody as they are now."""
        return get_user_model().objects.get(username=username)

    def deciders(self, code: str) -> list[str]:
        """Who decides the three steps of a unit's content."""
        return [f"{code}-first", f"{code}-secrecy", "office"]

    def collection(self, code: str) -> int:
        """The shelf of a unit's files."""
        return int(collection_of(self.sites[code]).pk)


def text_file(token: str) -> SimpleUploadedFile:
    """A file like no other."""
    return SimpleUploadedFile(f"{token}.csv", f"name,value\n{token},1\n".encode(), "text/csv")


def image_file(number: int) -> SimpleUploadedFile:
    """A picture like no other."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), (number % 256, number // 256 % 256, 99)).save(buffer, "PNG")
    return SimpleUploadedFile(f"tu{number}.png", buffer.getvalue(), "image/png")


def title(token: str) -> str:
    """Words that the search finds, and the mark of one version."""
    return f"关于开展冬季道路养护的通知{token}"


def _with_files(page: Article, site: Site, tokens: Tokens, by: Any) -> None:
    token = tokens.new("f")
    document = Attachment(title="附件", collection=collection_of(site))
    document.file.save(f"{token}.csv", text_file(token))
    page.attachments.add(ArticleAttachment(document=document))
    number = tokens.new("i")
    page.lead_image = Picture.objects.create(
        title="题图", alt=f"养护现场{number}", collection=collection_of(site), file=image_file(7)
    )
    page.save_revision(user=by)


def make_world(media: Path) -> World:
    """An article public with its file and picture, a draft of each unit, a draft of a table.

    `media` is the folder that its files are in: each example has a copy, which it may delete from.
    """
    tokens = Tokens()
    sites = {PORTAL: portal(), HOST_UNIT: unit("jyj", mode="host"), PATH_UNIT: unit("wjj")}
    people = {
        name: user(name, sites[code], *roles, email=f"{name}@example.test")
        for name, (code, roles) in STAFF.items()
    }
    drafts = []
    for number, code in enumerate((HOST_UNIT, HOST_UNIT, PATH_UNIT)):
        author, token = people[f"{code}-author"], tokens.new("x")
        page = article(
            sites[code], title(token), by=author, text=f"<p>道路养护{token}</p>",
            slug=f"wenjian-{number}",
        )  # fmt: skip
        drafts.append(page)
        if number == 0:
            _with_files(page, sites[code], tokens, author)
            deciders = [people[name] for name in ("jyj-first", "jyj-secrecy", "office")]
            released(page, author, deciders)
    statement: ExpenseStatement = statement_draft(sites[HOST_UNIT], people["jyj-author"])
    statement.note = f"全部为一般公共预算财政拨款。{tokens.new('x')}"
    save_draft(statement=statement, by=people["jyj-author"])
    return World(sites, tokens, tuple(page.pk for page in drafts), statement.pk, media)
