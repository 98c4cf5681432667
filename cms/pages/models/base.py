"""What every page of a site has in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from cms.pages.filling import unfilled
from cms.pages.forms import SitePageForm
from cms.pages.slugs import dated_slug
from sitegroup.delivery.registry import registry
from sitegroup.delivery.shell import address_in
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import Releasable, ReviewField
from sitegroup.models import Site
from sitegroup.review.locks import review_lock
from sitegroup.review.services import open_case


class ReviewedPermissions(PagePermissionTester):
    """页面权限: nobody publishes or withdraws by hand, not even a superuser; review does."""

    def can_publish(self) -> bool:
        """Only the release engine publishes."""
        return False

    def can_unpublish(self) -> bool:
        """Only the release engine withdraws."""
        return False

    def can_publish_subpage(self) -> bool:
        """Only the release engine publishes."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What is public is withdrawn first."""
        if self.page.get_descendants(inclusive=True).filter(live=True).exists():
            return False
        return bool(super().can_delete(ignore_bulk=ignore_bulk))


class SitePage(Releasable, Page):
    """站点页面: a page that knows its site. `site` is the unit whose content it is."""

    # no address is made from the title while it is typed: every "2026年…" would become "2026"
    content_panels = [FieldPanel("title", classname="title")]
    # nothing goes live or expires by the clock
    settings_panels: list[Any] = []

    site = models.ForeignKey(
        Site, verbose_name=_("单位"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    slug: Any  # Wagtail has no stubs
    base_form_class = SitePageForm
    # where it stands: of the tree, not of its content
    standing: ClassVar[tuple[str, ...]] = ("site",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inherit the site from the page above where none is given, and see to an address."""
        if not self.site_id:
            self.site = self.get_parent().specific.site
        self._see_to_address()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A Chinese title gives no address; the day and a few characters do."""
        self._see_to_address()
        super().full_clean(*args, **kwargs)

    def _see_to_address(self) -> None:
        if not self.slug:
            self.slug = dated_slug(self.get_parent())

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A revision as a page; when it was first public is no revision's to say.

        Nor is where it stands: the column that an older version was written in may be gone.
        """
        here = {name: key for name in self.standing if (key := getattr(self, f"{name}_id"))}
        page = super().with_content_json({**content, **here})
        page.first_published_at = self.first_published_at
        return page

    def owning_site(self) -> Site:
        """The unit whose content this is."""
        return self.site

    def public_path(self) -> str:
        """Its address inside its site; empty for what stands outside the site's tree."""
        home = self.site.home_page
        if home is None or not self.url_path.startswith(home.url_path):
            return ""
        return f"/{self.url_path[len(home.url_path) :]}"

    def permissions_for_user(self, user: Any) -> ReviewedPermissions:
        """Wagtail's permissions without any right to publish."""
        return ReviewedPermissions(user, self)

    def get_lock(self) -> Any:
        """A page in review is locked for everybody until it is decided or recalled."""
        return review_lock(self) or super().get_lock()

    @property
    def status_string(self) -> str:
        """Where it stands, for lists: in review, and at which step, before anything else."""
        case = open_case(self) if self.pk else None
        if case is None:
            return str(super().status_string)
        return str(_("审核中（第%(step)d步，共%(steps)d步）")) % {
            "step": case.step,
            "steps": len(case.steps),
        }

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The one canonical address, whatever mode the site is in."""
        site = registry().by_code.get(self.site.code, self.site)
        if site.home_page is None:
            return None
        whole = address_in(site, self.url_path)
        scheme, rest = whole.split("://", 1)
        host, slash, path = rest.partition("/")
        return (site.wagtail_site_id or 0, f"{scheme}://{host}", f"{slash}{path}")

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """Always absolute: sites live on several hosts."""
        return self.full_url

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the page from its representation."""
        raise NotImplementedError

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What readers will see, before they do; never stored."""
        response = self.serve(request)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def review_fields(self) -> list[ReviewField]:
        """The title at least."""
        return [ReviewField(str(_("标题")), self.title)]

    def form_problems(self) -> list[Problem]:
        """What its fields ask for."""
        return [Problem("unfilled", reason) for reason in unfilled(self)]

    def edit_address(self) -> str:
        """The page's editor in the admin."""
        return reverse("wagtailadmin_pages:edit", args=[self.pk])
