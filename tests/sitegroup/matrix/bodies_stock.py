"""Forms of Wagtail's own rooms that only superusers enter, and of one's own account."""

from typing import Any

from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests.sitegroup.matrix.world import Bodies, Side

PASSWORD = "Long-enough-4711"
NOBODYS: tuple[str, ...] = ("page_permissions", "collection_permissions", "image_permissions",
    "document_permissions", "collection_management_permissions")  # fmt: skip


def _person(side: Side, username: str) -> dict[str, Any]:
    return {
        "username": username, "first_name": "x", "last_name": "y", "email": "x@example.test",
        "is_superuser": "on", "is_active": "on", "groups": side.ids["group"],
    }  # fmt: skip


def _new_person(side: Side) -> dict[str, Any]:
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return _person(side, "new-person") | passwords


def _workflow(*tasks: dict[str, Any], old: int = 0) -> dict[str, Any]:
    formsets = {"workflow_tasks": inline_formset(tasks, initial=old), "pages": inline_formset([])}
    return nested_form_data({"name": "New", **formsets})


def _collection(parent: Any) -> dict[str, Any]:
    return {"name": "New", "parent": parent}


def _group(_side: Side) -> dict[str, Any]:
    return nested_form_data({"name": "New", **{name: inline_formset([]) for name in NOBODYS}})


def _wagtail_site(side: Side) -> dict[str, Any]:
    return {"hostname": "new.test", "port": "80", "site_name": "x", "root_page": side.ids["home"]}


def _task(side: Side) -> dict[str, Any]:
    return {"name": "New", "groups": side.ids["group"]}


STOCK: Bodies = {
    "wagtailadmin_account": lambda _side: {
        "name_email-first_name": "x", "locale-preferred_language": "",
        "locale-current_time_zone": "Asia/Shanghai", "theme-theme": "light",
        "theme-contrast": "system", "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    },
    "wagtailadmin_password_reset": lambda side: {"email": f"{side.mark}-author@example.test"},
    "wagtailadmin_choose_page_email_link": lambda _side: {
        "email-link-chooser-email_address": "x@example.test", "email-link-chooser-link_text": "x",
    },
    "wagtailadmin_choose_page_phone_link": lambda _side: {
        "phone-link-chooser-phone_number": "08712345678", "phone-link-chooser-link_text": "x",
    },
    "wagtailadmin_choose_page_anchor_link": lambda _side: {
        "anchor-link-chooser-url": "x", "anchor-link-chooser-link_text": "x",
    },
    "wagtailadmin_pages:choose_parent": lambda side: {"parent_page": side.ids["column"]},
    "wagtailadmin_pages:set_privacy": lambda _side: {"restriction_type": "login"},
    "wagtailadmin_collections:set_privacy": lambda _side: {"restriction_type": "login"},
    "wagtailadmin_collections:add": lambda side: _collection(side.ids["collection"]),
    "wagtailadmin_collections:edit": lambda _side: _collection(
        Collection.get_first_root_node().pk
    ),
    "wagtailadmin_workflows:add": lambda side: _workflow({"task": side.ids["task"], "ORDER": 1}),
    "wagtailadmin_workflows:edit": lambda side: _workflow(
        {"id": side.ids["workflow_task"], "task": side.ids["task"], "ORDER": 1}, old=1
    ),
    "wagtailadmin_workflows:add_task": _task,
    "wagtailadmin_workflows:edit_task": _task,
    "wagtailadmin_workflows:task_chooser_create": lambda side: {
        f"create-task-{name}": value for name, value in _task(side).items()
    },
    "wagtailusers_users:add": _new_person,
    "wagtailusers_users:copy": _new_person,
    "wagtailusers_users:edit": lambda side: _person(side, "taken"),
    "wagtailusers_groups:add": _group,
    "wagtailusers_groups:edit": _group,
    "wagtailsites:add": _wagtail_site,
    "wagtailsites:copy": _wagtail_site,
    "wagtailsites:edit": _wagtail_site,
}  # fmt: skip
