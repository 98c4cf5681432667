"""From roles to Wagtail's permissions: two groups a site, nobody with any right to publish."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from sitegroup.models import WRITING_ROLES, Membership, Site

PAGE_RIGHTS = ("add_page", "change_page")
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
FILE_RIGHTS = ("add", "change", "choose")


def writers_name(site: Site) -> str:
    """The name of the group of those who write for a site."""
    return f"{site.code}·起草"


def reviewers_name(site: Site) -> str:
    """The name of the group of those who only read and decide."""
    return f"{site.code}·审核"


def collection_of(site: Site) -> Collection:
    """The site's own collection of pictures and files; made once."""
    found = Collection.objects.filter(depth=2, name=site.code).first()
    if found:
        return found
    root = Collection.get_first_root_node()
    return root.add_child(name=site.code)


def sync_groups(site: Site) -> None:
    """Make the site's groups and give them exactly the rights of their roles."""
    writers, _made = Group.objects.get_or_create(name=writers_name(site))
    readers, _made = Group.objects.get_or_create(name=reviewers_name(site))
    known = _permissions()
    for group in (writers, readers):
        group.permissions.add(known["wagtailadmin", "access_admin"])
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(
                group=writers, page=site.home_page, permission=known["wagtailcore", codename]
            )
            for codename in PAGE_RIGHTS
        ),
        ignore_conflicts=True,
    )
    collection = collection_of(site)
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(
                group=writers, collection=collection, permission=known[app, f"{right}_{model}"]
            )
            for app, model in FILE_MODELS
            for right in FILE_RIGHTS
        ),
        ignore_conflicts=True,
    )


def _permissions() -> dict[tuple[str, str], Permission]:
    """Wagtail's permissions by app and name."""
    apps = ("wagtailadmin", "wagtailcore", *(app for app, _model in FILE_MODELS))
    found = Permission.objects.filter(content_type__app_label__in=apps)
    return {(p.content_type.app_label, p.codename): p for p in found.select_related("content_type")}


def sync_user(user: Any) -> None:
    """Put a person into the groups of their roles, and out of those of other sites."""
    wanted: set[str] = set()
    for membership in Membership.objects.filter(user=user).select_related("site"):
        wanted.add(reviewers_name(membership.site))
        if membership.role in WRITING_ROLES:
            wanted.add(writers_name(membership.site))
    ours = Group.objects.filter(name__endswith="·起草") | Group.objects.filter(
        name__endswith="·审核"
    )
    user.groups.remove(*ours.exclude(name__in=wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))


def _membership_changed(sender: Any, instance: Membership, **kwargs: Any) -> None:
    sync_user(instance.user)


def install() -> None:
    """Keep groups true to roles."""
    post_save.connect(_membership_changed, sender=Membership, dispatch_uid="sitegroup.groups.save")
    post_delete.connect(
        _membership_changed, sender=Membership, dispatch_uid="sitegroup.groups.gone"
    )
