"""A county as the first release kept it, written with that release's own models."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.pages.models import Article
from sitegroup.models import Role, Site
from sitegroup.review.hashing import content_hash
from tests.cms.expenses.conftest import draft as draft_statement
from tests.factories import article, portal, reviewers, unit, user

FIRST = {"sitegroup": "0001_initial", "pages": "0003_imported_digest"}
OURS = ("sitegroup", "pages", "expenses", "opendata", "media")
BESIDE = ("wagtailcore.Page", "wagtailcore.Revision", "auth.User", "auth.Group")
# What articles did not know then.
LATER = ("disclosure_ground", "disclosure_reason", "matter_kind")
STEPS = [
    {"number": number, "role": role, "limit_days": number}
    for number, role in enumerate(
        (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER), 1
    )
]
Snapshot = dict[str, dict[Any, dict[str, Any]]]


def to_first_release() -> None:
    """Take the schema back to the first release."""
    for app, name in FIRST.items():
        call_command("migrate", app, name, verbosity=0)


def to_latest() -> None:
    """Bring the schema to what the code needs."""
    call_command("migrate", verbosity=0)


def first_apps() -> Any:
    """The models of the first release."""
    loader = MigrationExecutor(connection).loader
    # what else had been applied stays as it is
    others = [node for node in loader.graph.leaf_nodes() if node[0] not in FIRST]
    return loader.project_state([*FIRST.items(), *others]).apps


def snapshot(apps: Any) -> Snapshot:
    """Every row of the first release's tables: {table: {key: {column: value}}}."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    models += [apps.get_model(label) for label in BESIDE]
    return {
        model._meta.db_table: rows_of(
            model._meta.db_table, [field.column for field in model._meta.local_fields]
        )
        for model in models
    }


def rows_of(table: str, columns: list[str]) -> dict[Any, dict[str, Any]]:
    """The rows as the database holds them, by the first of these columns, the key."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table)}")  # noqa: S608 - names of the models
        return {row[0]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


@dataclass
class Former:
    """Who and what there was."""

    site: Site
    deciders: list[Any]
    pages: dict[str, int]
    statement: int
    cases: dict[str, int]


def make_county() -> tuple[Site, Any, list[Any], dict[str, Article], Any]:
    """Units, people, and what they wrote; nothing of it public yet."""
    office = portal()
    site = unit("jyj", mode="host", name="云溪县教育局")
    author = user("writer", site, Role.AUTHOR)
    names = ("public", "newer", "waiting", "request", "returned", "cancelled", "voided", "gone")
    pages = {name: article(site, f"关于{name}的通知", by=author) for name in (*names, "draft")}
    pages["request"] = article(
        site, "关于依申请公开的通知", by=author, disclosure_mode="on_request", disclosure_ground="",
    )  # fmt: skip
    statement = draft_statement(site, by=author)
    return site, author, reviewers(site, office), pages, statement


class Writer:
    """Writes cases, decisions, releases and the ledger as the first release left them."""

    def __init__(self, apps: Any, site: Site, author: Any, deciders: list[Any]) -> None:
        self.model = lambda name: apps.get_model("sitegroup", name)
        self.page: Any = apps.get_model("wagtailcore", "Page")
        self.revision: Any = apps.get_model("wagtailcore", "Revision")
        self.site, self.author, self.deciders = site, author, deciders
        self.at = timezone.now() - timedelta(days=30)

    def later(self) -> datetime:
        """An hour after the last thing that happened."""
        self.at += timedelta(hours=1)
        return self.at

    def forget_later_fields(self) -> None:
        """Revisions as that release wrote them."""
        for revision in self.revision.objects.all():
            revision.content = {k: v for k, v in revision.content.items() if k not in LATER}
            revision.save(update_fields=["content"])

    def case(self, subject: Any, object_type: str, state: str, *decisions: str) -> Any:
        """A case with these decisions, one a step."""
        revision = self.revision.objects.get(pk=subject.latest_revision_id)
        made = self.model("ReviewCase").objects.create(
            content_type_id=revision.content_type_id,
            object_id=str(subject.pk),
            object_type=object_type,
            title=str(subject)[:255],
            revision=revision,
            content_hash=content_hash(revision.content, []),
            steps=STEPS,
            step=min(len(decisions) + 1, len(STEPS)),
            state=state,
            author_ids=[self.author.pk],
            closed_at=None if state == "in_review" else self.later(),
            submitted_by_id=self.author.pk,
            site_id=self.site.pk,
        )
        for step, decision in zip(STEPS, decisions, strict=False):
            self.model("ReviewDecision").objects.create(
                case=made,
                step=step["number"],
                role=step["role"],
                decision=decision,
                opinion=f"第{step['number']}步意见",
                seen_hash=made.content_hash,
                decided_at=self.later(),
                reviewer_id=self.deciders[step["number"] - 1].pk,
            )
        return made

    def release(self, case: Any, *, kind: str = "release", reason: str = "") -> None:
        """A release, its change and its deliveries."""
        approvals = [
            {"role": d.role, "user": d.reviewer_id, "hash": d.seen_hash, "opinion": d.opinion}
            for d in case.decisions.order_by("pk")
        ]
        release = self.model("Release").objects.create(
            content_type_id=case.content_type_id, object_id=case.object_id, kind=kind,
            reason=reason, object_type=case.object_type, site_id=self.site.pk, basis="review",
            case=case,
            revision_id=case.revision_id, content_hash=case.content_hash, approvals=approvals,
            released_by_id=self.deciders[-1].pk, released_at=self.later(),
        )  # fmt: skip
        changes = self.model("Change").objects
        change = changes.create(
            object_type=case.object_type, object_key=case.object_id,
            version=changes.filter(object_key=case.object_id).count() + 1,
            operation="upsert" if kind == "release" else "withdraw",
            site_id=self.site.pk, release=release, changed_at=self.at,
        )  # fmt: skip
        for effect, state in (("purge", "done"), ("search", "waiting"), ("ckan", "dead")):
            self.model("Delivery").objects.create(
                change=change, effect=effect, state=state, due_at=self.at, attempts=1
            )

    def publish(self, page: Any) -> None:
        """The page's row of something public."""
        self.page.objects.filter(pk=page.pk).update(
            live=True, live_revision_id=page.latest_revision_id, has_unpublished_changes=False,
            first_published_at=self.at, last_published_at=self.at,
        )  # fmt: skip


def fill(apps: Any, made: tuple[Site, Any, list[Any], dict[str, Article], Any]) -> Former:
    """Cases in every state, releases, a chain, a former address, the ledger."""
    site, author, deciders, pages, statement = made
    writer = Writer(apps, site, author, deciders)
    writer.forget_later_fields()
    cases = dict(_cases(writer, pages))
    cases["statement"] = writer.case(statement, "expenses", "in_review", "approve").pk
    chain = writer.model("ReviewChain").objects.create(
        name="乡镇两步", organisation_kind="township"
    )
    for step in STEPS[:2]:
        writer.model("ReviewStep").objects.create(
            chain=chain, number=step["number"], role=step["role"], limit_days=5
        )
    writer.model("FormerAddress").objects.create(site_id=site.pk, host="old.test")
    keys = {name: page.pk for name, page in pages.items()}
    return Former(site, deciders, keys, statement.pk, cases)


def _cases(writer: Writer, pages: dict[str, Article]) -> Iterator[tuple[str, int]]:
    for name in ("public", "newer", "gone"):
        done = writer.case(pages[name], "article", "released", "approve", "approve", "approve")
        writer.release(done)
        writer.publish(pages[name])
        yield name, done.pk
    writer.release(done, kind="withdrawal", reason="内容有误")
    writer.page.objects.filter(pk=pages["gone"].pk).update(live=False, live_revision_id=None)
    ends = {
        "waiting": ("in_review", "approve"),
        "request": ("in_review", "approve", "approve"),
        "returned": ("returned", "approve", "return"),
        "cancelled": ("cancelled",),
        "voided": ("voided", "approve"),
    }
    for name, (state, *decisions) in ends.items():
        yield name, writer.case(pages[name], "article", state, *decisions).pk
    # public, and somebody is already writing the next text of it
    live = writer.revision.objects.get(pk=pages["newer"].latest_revision_id)
    draft = writer.revision.objects.create(
        content_type_id=live.content_type_id, base_content_type_id=live.base_content_type_id,
        object_id=live.object_id, object_str=live.object_str, user_id=live.user_id,
        created_at=writer.later(), content={**live.content, "title": "还没有审过的标题"},
    )  # fmt: skip
    writer.page.objects.filter(pk=pages["newer"].pk).update(
        latest_revision_id=draft.pk, has_unpublished_changes=True
    )
