"""From roles to Wagtail's permissions: two groups a site, nobody with any right to publish."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from sitegroup.models import WRITING_ROLES, Membership, Site

PAGE_RIGHTS = ("add_page", "change_page")
FILE_PERMISSIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


def writers_name(site: Site) -> str:
    """The name of the group of those who write for a site."""
    return f"{site.code}·起草"


def reviewers_name(site: Site) -> str:
    """The name of the group of those who only read and decide."""
    return f"{site.code}·审核"


class SharedRights:
    """What the groups of every site refer to: fetched when first needed, then kept.

    Whoever makes many sites hands the same one to each.
    """

    @cached_property
    def permissions(self) -> dict[tuple[str, str], Permission]:
        """The permissions that groups get, by app and codename."""
        wanted = [("wagtailadmin", "access_admin")]
        wanted += [("wagtailcore", right) for right in PAGE_RIGHTS]
        wanted += [(app, name) for app, names in FILE_PERMISSIONS.items() for name in names]
        found = Permission.objects.filter(
            content_type__app_label__in={app for app, _name in wanted},
            codename__in=[name for _app, name in wanted],
        ).select_related("content_type")
        known = {(p.content_type.app_label, p.codename): p for p in found}
        return {key: known[key] for key in wanted}

    @cached_property
    def root_collection(self) -> Collection:
        """The collection above those of the sites."""
        return Collection.get_first_root_node()


def collection_of(site: Site, *, shared: SharedRights | None = None) -> Collection:
    """The site's own collection of pictures and files; made once."""
    found = Collection.objects.filter(depth=2, name=site.code).first()
    if found:
        return found
    return (shared or SharedRights()).root_collection.add_child(name=site.code)


def sync_groups(site: Site, *, shared: SharedRights | None = None) -> None:
    """Make the site's groups and give them exactly the rights of their roles."""
    shared = shared or SharedRights()
    known = shared.permissions
    names = [writers_name(site), reviewers_name(site)]
    Group.objects.bulk_create((Group(name=name) for name in names), ignore_conflicts=True)
    groups = Group.objects.in_bulk(names, field_name="name")
    may_enter: Any = Group.permissions.through
    may_enter.objects.bulk_create(
        (
            may_enter(group=group, permission=known["wagtailadmin", "access_admin"])
            for group in groups.values()
        ),
        ignore_conflicts=True,
    )
    writers = groups[writers_name(site)]
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(
                group=writers, page_id=site.home_page_id, permission=known["wagtailcore", right]
            )
            for right in PAGE_RIGHTS
        ),
        ignore_conflicts=True,
    )
    collection = collection_of(site, shared=shared)
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(
                group=writers, collection=collection, permission=known[app, name]
            )
            for app, names in FILE_PERMISSIONS.items()
            for name in names
        ),
        ignore_conflicts=True,
    )


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
