"""What every kind of content must offer so that it can be reviewed and released."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from sitegroup.exceptions import Problem
from sitegroup.models.disclosure import Attribute, Matter
from sitegroup.models.site import Site


def subject_type(subject: models.Model) -> ContentType:
    """The content type of the subject's own class."""
    return ContentType.objects.get_for_model(type(subject), for_concrete_model=False)


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file that the content shows: `kind` is image or document, `digest` its SHA-256.

    `alt` is what a picture shows, in words.
    """

    kind: str
    file_id: str
    digest: str
    title: str
    filename: str
    size: int
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ReviewField:
    """One field as reviewers read it, in words; `changed` fields are compared line by line."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """拟公开意见: how its author proposes to disclose it, for the record of the review.

    `ground` (a Ground) and `reason` say why, where it is not to be disclosed actively.
    """

    attribute: str = Attribute.ACTIVE
    summary: str = ""
    scope: str = ""
    channel: str = ""
    legal_basis: str = ""
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A link of the content: `label` names the field; no address means that its page is gone."""

    label: str
    text: str
    address: str


class Releasable(models.Model):
    """可审核发布的内容. Mixed into a Wagtail page or a model with revisions and draft state."""

    object_type: ClassVar[str]

    # what Wagtail's page, or its RevisionMixin and DraftStateMixin, give to every subject
    live: Any
    latest_revision: Any
    latest_revision_id: Any
    live_revision: Any
    revisions: Any
    save_revision: Any
    get_latest_revision_as_object: Any
    unpublish: Any

    class Meta:
        abstract = True

    @property
    def object_key(self) -> str:
        """The object's name inside its type; stable for ever."""
        return str(self.pk)

    def owning_site(self) -> Site:
        """The unit whose content this is."""
        raise NotImplementedError

    def matter(self) -> str:
        """Whose matter it is: the portal's content concerns the county, a unit's itself."""
        return Matter.COUNTY if self.owning_site().is_portal else Matter.OWN

    def proposal(self) -> Proposal:
        """How its author proposes to disclose it."""
        return Proposal()

    def public_path(self) -> str:
        """Its address inside its site, with its slashes; empty if it has no page of its own."""
        return ""

    def referenced_files(self) -> list[FileReference]:
        """Every image and document that becomes public with this content."""
        return []

    def file_keys(self) -> list[tuple[str, str]]:
        """Kind and id of what `referenced_files` refers to, for who looks them up for many."""
        return [(file.kind, file.file_id) for file in self.referenced_files()]

    def review_fields(self) -> list[ReviewField]:
        """The content in words, for the reviewer's desk."""
        raise NotImplementedError

    def review_links(self) -> list[ReviewLink]:
        """Every link that the content sets, for the content check."""
        return []

    def own_date(self) -> date | None:
        """The day that the content speaks of itself as: old texts name what was there then."""
        first = getattr(self, "first_published_at", None)
        return timezone.localtime(first).date() if first else None

    def release_problems(self) -> list[Problem]:
        """What must be mended (error) or looked at (warning) before review."""
        return []

    def form_problems(self) -> list[Problem]:
        """What its form asks for before review; a draft may be saved without."""
        return []

    def on_submitted(self, case: Any, by: Any) -> None:
        """What else is on record when its author sends it to review; called on the draft."""

    def edit_address(self) -> str:
        """Where its author edits it, in the admin."""
        raise NotImplementedError

    def review_html(self) -> str:
        """The page as readers would see it, for the reviewer's desk; empty if there is none."""
        return ""


def releasable_models() -> list[Any]:
    """Every kind of content that can be public."""
    return [model for model in apps.get_models() if issubclass(model, Releasable)]
