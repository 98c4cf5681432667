"""Two units whose every object says whose it is, and one person of each role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.models import GroupApprovalTask, UploadedFile, Workflow, WorkflowPage, WorkflowTask
from wagtail.rich_text import RichText

from cms.expenses.models import ExpenseStatement
from cms.expenses.services import save_draft
from cms.media.models import Attachment, Picture
from cms.pages.models import Article, ArticleAttachment, Channel
from sitegroup.audit.models import AuditEntry
from sitegroup.changes.models import DeliveryState
from sitegroup.checking.services import findings_of, hash_of
from sitegroup.guard.groups import collection_of, writers_name
from sitegroup.models import (
    Delivery,
    Matter,
    Membership,
    Notice,
    OrganisationKind,
    ReviewChain,
    ReviewStep,
    Role,
    Site,
    Substitution,
)
from sitegroup.notices.models import NoticeChannel, NoticeState
from sitegroup.review.bundles import create_bundle
from sitegroup.review.chain_keeping import fingerprint, plan_of
from sitegroup.review.emergency import release_urgently
from sitegroup.review.hashing import latest_hash
from sitegroup.review.services import submit
from tests.factories import article, portal, released, reviewers, unit, user

# What stands in everything of the other unit that is not public, and in one's own.
FOREIGN, OWN = "zqforeign7f", "zqown7f"
# Its checksum holds, so the content check stops it.
AN_IDENTITY_NUMBER = "11010519491231002X"
# Typed into search boxes: the beginning of both, so that an echo is no leak.
TYPED = "zq"
A_PICTURE = BytesIO()
Image.new("RGB", (8, 8)).save(A_PICTURE, "PNG")
COUNTY = (Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)
UNIT = tuple(role for role in Role if role not in COUNTY)

OUTSIDERS = ("anonymous", "access only")
PEOPLE = (*OUTSIDERS, *map(str, (*UNIT, *COUNTY)), "superuser")


@dataclass
class Side:
    """One unit and one object of every kind, by the names that addresses are filled with."""

    site: Site
    mark: str
    ids: dict[str, Any] = field(default_factory=dict)


# Name of an address -> what makes a valid form of one side's objects.
Bodies = dict[str, Callable[[Side], dict[str, Any]]]


@dataclass(eq=False)
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
    made = Picture.objects.create(
        title=f"{side.mark} picture",
        collection=collection_of(side.site),
        file=ContentFile(A_PICTURE.getvalue(), f"{side.mark}.png"),
    )
    made.tags.add(f"{side.mark}-tag")
    return made


def _document(side: Side) -> Attachment:
    made = Attachment(title=f"{side.mark} document", collection=collection_of(side.site))
    made.file.save(f"{side.mark}.csv", ContentFile(b"name\n" + side.mark.encode()))
    made.tags.add(f"{side.mark}-tag")
    return made


def _upload(kind: Any, person: Any, file: ContentFile[bytes]) -> UploadedFile:
    """Sent, and not described yet."""
    made: UploadedFile = UploadedFile.objects.create(
        uploaded_by_user=person,
        for_content_type=ContentType.objects.get_for_model(kind),
        file=file,
    )
    return made


def _workflow(side: Side) -> Workflow:
    flow = Workflow.objects.create(name=f"{side.mark} workflow")
    task = GroupApprovalTask.objects.create(name=f"{side.mark} task")
    task.groups.add(Group.objects.get(name=writers_name(side.site)))
    step = WorkflowTask.objects.create(workflow=flow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=flow, page=side.site.home_page)
    side.ids |= {"task": task.pk, "workflow_task": step.pk}
    return flow


def _pages(side: Side, author: Any, deciders: list[Any]) -> None:
    draft = article(side.site, f"{side.mark} draft", by=author, text=f"<p>{side.mark} text</p>")
    picture, document = _picture(side), _document(side)
    draft.attachments.add(ArticleAttachment(document=document))
    draft.lead_image = picture
    revision = draft.save_revision(user=author)
    public: Article = released(article(side.site, "Public", by=author), author, deciders)
    public.title = f"{side.mark} next version"
    found = RichText(f"<p>{side.mark} {AN_IDENTITY_NUMBER}</p>")
    public.body = [("text", found)]  # type: ignore[assignment]
    public.save_revision(user=author)
    finding = next(row for row in findings_of(public) if row.level == "block")
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
        "spare_image": _picture(side).pk, "spare_document": _document(side).pk,
        "bundle": bundle.pk, "draft_hash": latest_hash(Article.objects.get(pk=draft.pk)),
        "urgent": urgent.pk, "emergency": emergency.after_review.pk,
        "emergency_hash": emergency.content_hash,
        "hash": case.content_hash, "draft_path": f"gzdt/{draft.slug}/",
        "fingerprint": finding.fingerprint, "found_in": hash_of(public),
        "rendition": picture.get_rendition("max-165x165").file.name,
    }  # fmt: skip


def _chain() -> dict[str, Any]:
    """审核流程 of a kind that neither unit is; it serves all, so both sides have the one."""
    chain, made = ReviewChain.objects.get_or_create(
        name="Chain", organisation_kind=OrganisationKind.ENTERPRISE, matter=Matter.OWN
    )
    if made:
        roles = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER)
        chain.steps.set(
            [ReviewStep(number=n, role=role) for n, role in enumerate(roles, 1)], bulk=False
        )
    return {"chain": chain.pk, "chain_seen": fingerprint(plan_of(chain))}


def fill(side: Side) -> Side:
    """One object of every kind."""
    author = _person(side.site, side.mark, Role.AUTHOR)
    _pages(side, author, reviewers(side.site, Site.objects.get(code="portal")))
    held = Membership.objects.filter(site=side.site, role=Role.DEPARTMENT_REVIEWER).latest("pk")
    standing_in = Substitution.objects.create(
        absent=held.user, substitute=author, site=side.site, role=held.role,
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=3),
        reason=f"{side.mark} leave",
    )  # fmt: skip
    statement = save_draft(
        statement=ExpenseStatement(
            site=side.site, year=2024, stage="final", note=f"{side.mark} note"
        ),
        by=author,
    )
    side.ids |= {
        "membership": author.memberships.get().pk,
        **_chain(),
        "post": held.pk,
        "substitution": standing_in.pk,
        "delivery": Delivery.objects.filter(change__site=side.site, effect="purge").latest("pk").pk,
        "notice": Notice.objects.filter(site=side.site).latest("pk").pk,
        "dead_notice": Notice.objects.filter(site=side.site).earliest("pk").pk,
    }
    Delivery.objects.filter(pk=side.ids["delivery"]).update(state=DeliveryState.DEAD)
    Notice.objects.filter(pk=side.ids["dead_notice"]).update(state=NoticeState.DEAD)
    image = ContentFile(A_PICTURE.getvalue(), f"{side.mark}-upload.png")
    document = ContentFile(b"a,b", f"{side.mark}-upload.csv")
    side.ids |= {
        "sent_image": _upload(Picture, author, image).pk,
        "sent_document": _upload(Attachment, author, document).pk,
    }
    draft = Article.objects.get(pk=side.ids["page"])
    session = EditingSession.objects.create(
        user=author, content_object=draft, last_seen_at=timezone.now(), is_editing=True
    )
    side.ids |= {
        "statement": statement.pk, "statement_seen": statement.latest_revision_id,
        "session": session.pk, "user": author.pk,
        "collection": collection_of(side.site).pk, "workflow": _workflow(side).pk,
        "group": Group.objects.get(name=writers_name(side.site)).pk,
        "entry": AuditEntry.objects.filter(site=side.site).latest("pk").pk,
        "site": side.site.pk, "wagtail_site": side.site.wagtail_site_id or 0,
        "code": side.site.code,
    }  # fmt: skip
    return side


def _give(side: Side, person: Any) -> None:
    """What belongs to one person, and not to their unit."""
    EditingSession.objects.filter(pk=side.ids["session"]).update(user=person)
    Notice.objects.filter(pk=side.ids["notice"]).update(
        recipient=person, channel=NoticeChannel.DESK
    )


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
    assert tuple(people) == PEOPLE
    _give(own, people["author"])
    foreign.ids["holder"] = own.ids["holder"] = people["author"].pk
    return World(foreign, own, people)
