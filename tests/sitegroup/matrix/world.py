"""Two units whose every object says whose it is, and one person of each role."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.models import GroupApprovalTask, UploadedFile, Workflow, WorkflowPage, WorkflowTask

from cms.expenses.models import ExpenseStatement
from cms.expenses.services import save_draft
from cms.media.models import Attachment, Picture
from cms.pages.models import Article, ArticleAttachment, Channel
from sitegroup.guard.groups import collection_of, writers_name
from sitegroup.models import Delivery, Notice, Role, Site
from sitegroup.review.bundles import create_bundle
from sitegroup.review.emergency import release_urgently
from sitegroup.review.hashing import latest_hash
from sitegroup.review.services import submit
from tests.factories import article, portal, released, reviewers, unit, user

# What stands in everything of the other unit that is not public, and in one's own.
FOREIGN, OWN = "zqforeign7f", "zqown7f"
# Typed into search boxes: the beginning of both, so that an echo is no leak.
TYPED = "zq"
COUNTY = (Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)
UNIT = tuple(role for role in Role if role not in COUNTY)


@dataclass
class Side:
    """One unit and one object of every kind, by the names that addresses are filled with."""

    site: Site
    mark: str
    ids: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """The other unit, one's own, and the people of one's own by role."""

    foreign: Side
    own: Side
    people: dict[str, Any]


def _person(site: Site, mark: str, *roles: str) -> Any:
    name = f"{mark}-{'-'.join(roles) or 'nobody'}"
    return user(
        name, site, *roles, first_name=mark, last_name="person", email=f"{name}@example.test"
    )


def _picture(side: Side) -> Picture:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    made = Picture.objects.create(
        title=f"{side.mark} picture",
        collection=collection_of(side.site),
        file=ContentFile(buffer.getvalue(), f"{side.mark}.png"),
    )
    made.tags.add(f"{side.mark}-tag")
    return made


def _document(side: Side) -> Attachment:
    made = Attachment(title=f"{side.mark} document", collection=collection_of(side.site))
    made.file.save(f"{side.mark}.csv", ContentFile(b"name\n" + side.mark.encode()))
    made.tags.add(f"{side.mark}-tag")
    return made


def _workflow(side: Side) -> Workflow:
    flow = Workflow.objects.create(name=f"{side.mark} workflow")
    task = GroupApprovalTask.objects.create(name=f"{side.mark} task")
    task.groups.add(Group.objects.get(name=writers_name(side.site)))
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=flow, page=side.site.home_page)
    side.ids["task"] = task.pk
    return flow


def _pages(side: Side, author: Any, deciders: list[Any]) -> None:
    draft = article(side.site, f"{side.mark} draft", by=author, text=f"<p>{side.mark} text</p>")
    picture, document = _picture(side), _document(side)
    draft.attachments.add(ArticleAttachment(document=document))
    draft.lead_image = picture
    revision = draft.save_revision(user=author)
    public: Article = released(article(side.site, "Public", by=author), author, deciders)
    public.title = f"{side.mark} next version"
    public.save_revision(user=author)
    waiting = article(side.site, f"{side.mark} waiting", by=author)
    waiting.attachments.add(ArticleAttachment(document=document))
    waiting.save_revision(user=author)
    case = submit(subject=waiting, by=author)
    bundle = create_bundle(site=side.site, title=f"{side.mark} bundle", by=author)
    joined = article(side.site, f"{side.mark} joined", by=author)
    submit(subject=joined, by=author, bundle=bundle)
    officer = _person(side.site, side.mark, Role.EMERGENCY_RELEASER)
    urgent = article(side.site, "Urgent", by=author)
    reason = f"{side.mark} reason"
    emergency = release_urgently(subject=urgent, by=officer, reason=reason)
    column = Channel.objects.get(site=side.site, slug="bmwj")
    side.ids |= {
        "page": draft.pk, "public": public.pk, "revision": revision.pk, "column": column.pk,
        "home": side.site.home_page.pk if side.site.home_page else 0, "image": picture.pk,
        "document": document.pk, "filename": document.filename, "case": case.pk,
        "bundle": bundle.pk, "draft_hash": latest_hash(Article.objects.get(pk=draft.pk)),
        "emergency": emergency.after_review.pk, "emergency_hash": emergency.content_hash,
        "hash": case.content_hash, "draft_path": f"gzdt/{draft.slug}/",
        "rendition": picture.get_rendition("max-165x165").file.name,
    }  # fmt: skip


def fill(side: Side) -> Side:
    """One object of every kind."""
    author = _person(side.site, side.mark, Role.AUTHOR)
    _pages(side, author, reviewers(side.site, Site.objects.get(code="portal")))
    statement = save_draft(
        statement=ExpenseStatement(
            site=side.site, year=2024, stage="final", note=f"{side.mark} note"
        ),
        by=author,
    )
    side.ids |= {
        "membership": author.memberships.get().pk,
        "delivery": Delivery.objects.filter(change__site=side.site).latest("pk").pk,
        "notice": Notice.objects.filter(site=side.site).latest("pk").pk,
    }
    upload = UploadedFile.objects.create(
        uploaded_by_user=author, file=ContentFile(b"x", f"{side.mark}-upload.csv")
    )
    draft = Article.objects.get(pk=side.ids["page"])
    session = EditingSession.objects.create(
        user=author, content_object=draft, last_seen_at=timezone.now(), is_editing=True
    )
    side.ids |= {
        "statement": statement.pk, "statement_seen": statement.latest_revision_id,
        "upload": upload.pk, "session": session.pk, "user": author.pk,
        "collection": collection_of(side.site).pk, "workflow": _workflow(side).pk,
        "group": Group.objects.get(name=writers_name(side.site)).pk,
        "site": side.site.pk, "wagtail_site": side.site.wagtail_site_id or 0,
        "code": side.site.code,
    }  # fmt: skip
    return side


def make_world() -> World:
    """Two bureaux under one portal; people of the second."""
    office = portal()
    foreign = fill(Side(unit("aunit", mode="host", name="云溪县甲局"), FOREIGN))
    own = fill(Side(unit("bunit", mode="host", name="云溪县乙局"), OWN))
    people: dict[str, Any] = {"anonymous": None, "access only": user("access")}
    people["access only"].user_permissions.add(Permission.objects.get(codename="access_admin"))
    for role in UNIT:
        people[str(role)] = user(f"b-{role}", own.site, role)
    for role in COUNTY:
        people[str(role)] = user(f"c-{role}", office, role)
    people["superuser"] = user("root", is_superuser=True)
    return World(foreign, own, people)
