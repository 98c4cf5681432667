"""A unit's pages with the state of each, as one query."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.pages.models import Channel
from sitegroup.models import CaseState, ReviewCase, Site


class ContentState(TextChoices):
    """内容状态: every page of a unit is in exactly one."""

    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("审核中")
    RETURNED = "returned", _("已退回")
    PUBLISHED = "published", _("已发布")
    CHANGED = "changed", _("已发布，有修改未送审")
    WITHDRAWN = "withdrawn", _("已撤下")


class Age(TextChoices):
    """最后修改: the last so many days, or longer ago."""

    WEEK = "7", _("最近7天")
    MONTH = "30", _("最近30天")
    OLDER_MONTH = "-30", _("30天以前")
    OLDER_HALF_YEAR = "-180", _("半年以前")
    OLDER_YEAR = "-365", _("一年以前")


def pages_of(site: Site) -> QuerySet[Any]:
    """Every page below the unit's home, with its `state`, the last changed first."""
    home = site.home_page
    if home is None:
        return Page.objects.none()
    found = Page.objects.filter(path__startswith=home.path, depth__gt=home.depth)
    return (
        found.annotate(state=_state())
        .select_related("content_type", "owner")
        .order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    )


def _state() -> Case:
    """The state as an expression; `last` is how the last review of the page ended."""
    cases = ReviewCase.objects.filter(
        content_type=OuterRef("content_type"), object_id=Cast(OuterRef("pk"), CharField())
    )
    last = Subquery(cases.order_by("-pk").values("state")[:1])
    ended = {CaseState.IN_REVIEW: ContentState.IN_REVIEW, CaseState.RETURNED: ContentState.RETURNED}
    reviewed = [When(Exact(last, Value(str(case))), then=Value(str(ended[case]))) for case in ended]
    return Case(
        *reviewed,
        When(live=True, has_unpublished_changes=True, then=Value(str(ContentState.CHANGED))),
        When(live=True, then=Value(str(ContentState.PUBLISHED))),
        When(first_published_at__isnull=False, then=Value(str(ContentState.WITHDRAWN))),
        default=Value(str(ContentState.DRAFT)),
        output_field=CharField(),
    )


def counted(pages: QuerySet[Any]) -> dict[str, int]:
    """How many pages are in each state."""
    counts = pages.order_by().values_list("state").annotate(Count("pk"))
    return dict(counts)


def narrowed(pages: QuerySet[Any], wishes: dict[str, Any]) -> QuerySet[Any]:
    """Those in a column, of an author, of an age; not yet by state."""
    if column := wishes.get("column"):
        pages = pages.filter(path__startswith=column.path)
    if author := wishes.get("author"):
        pages = pages.filter(owner=author)
    if text := wishes.get("q"):
        pages = pages.filter(Q(title__icontains=text) | Q(draft_title__icontains=text))
    if age := wishes.get("age"):
        since = timezone.now() - timedelta(days=abs(int(age)))
        side = "lt" if age.startswith("-") else "gte"
        pages = pages.filter(**{f"latest_revision_created_at__{side}": since})
    return pages


def columns_of(site: Site) -> QuerySet[Channel]:
    """The unit's columns, in the order of the tree."""
    return Channel.objects.filter(site=site).order_by("path")


def authors_of(site: Site) -> QuerySet[Any]:
    """Those who began a page of the unit, and nobody else."""
    owners = Page.objects.filter(path__startswith=site.home_page.path) if site.home_page else None
    if owners is None:
        return get_user_model().objects.none()
    ids = owners.order_by().values("owner").distinct()
    return get_user_model().objects.filter(pk__in=ids).order_by("first_name", "username")


def columns_above(pages: list[Any]) -> dict[str, str]:
    """Title of the page above each, by its path, in one query."""
    above = {page.path[: -Page.steplen] for page in pages}
    return dict(Page.objects.filter(path__in=above).values_list("path", "title"))
