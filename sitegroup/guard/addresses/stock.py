"""Wagtail's own names: those of one's own account, and those that units do not need."""

from sitegroup.guard.addresses.shapes import ANYONE, SIGNED_IN, WRITERS, Address, Table

_OPEN = Address(ANYONE)
_OWN = Address(SIGNED_IN)

ACCOUNT: Table = {
    "wagtailadmin_login": _OPEN,
    "wagtailadmin_password_reset": _OPEN,
    "wagtailadmin_password_reset_done": _OPEN,
    "wagtailadmin_password_reset_confirm": Address(ANYONE, words={"uidb64": None, "token": None}),
    "wagtailadmin_password_reset_complete": _OPEN,
    "wagtailadmin_javascript_catalog": _OPEN,
    "wagtailadmin_sprite": _OPEN,
    "wagtailadmin_home": _OWN,
    "wagtailadmin_account": _OWN,
    "wagtailadmin_logout": _OWN,
    "wagtailadmin_dismissibles": _OWN,
    # a block as such, without anybody's content
    "wagtailadmin_block_preview": Address(WRITERS),
}


def _each(space: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{space}:{name}" for name in names)


_REGISTER = (
    "index", "index_results", "add", "edit", "delete", "history", "history_results", "usage",
)  # fmt: skip

# Why units do not need it -> the names. Every name of the admin is here or in the table.
SUPERUSER_ONLY: dict[str, tuple[str, ...]] = {
    "releases and withdrawals go through review": _each(
        "wagtailadmin_pages", "unpublish", "revisions_unschedule", "convert_alias",
        "set_page_position", "lock", "unlock",
    ),
    "Wagtail's workflows are switched off": (
        *_each(
            "wagtailadmin_pages", "workflow_action", "collect_workflow_action_data",
            "confirm_workflow_cancellation", "workflow_preview", "workflow_history",
            "workflow_history_detail",
        ),
        *_each(
            "wagtailadmin_workflows", "index", "index_results", "add", "enable", "disable",
            "edit", "usage", "usage_results", "remove", "add_task", "select_task_type",
            "task_index", "task_index_results", "edit_task", "disable_task", "enable_task",
            "task_chooser", "task_chooser_results", "task_chooser_create", "task_chosen",
        ),
    ),
    "lists and counts the pages, people and tags of all units": (
        *_each("wagtailadmin_pages", "type_use", "type_use_results", "choose_parent"),
        *_each(
            "wagtailadmin_reports", "locked_pages", "locked_pages_results", "workflow",
            "workflow_results", "workflow_tasks", "workflow_tasks_results", "site_history",
            "site_history_results", "aging_pages", "aging_pages_results", "page_types_usage",
            "page_types_usage_results",
        ),
    ),
    "what a unit may see follows from its site, not from a password": (
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_collections:set_privacy",
        "wagtaildocs_authenticate_with_password",
    ),
    "collections, groups and addresses follow from the units": (
        *_each("wagtailadmin_collections", "index", "add", "edit", "delete"),
        *_each("wagtailusers_groups", *_REGISTER),
        *_each("wagtailsites", *_REGISTER, "copy"),
    ),
    "one table of people for all units": _each("wagtailusers_users", *_REGISTER, "copy"),
    "nothing of ours uses it": (
        *_each("wagtailadmin_api", "pages:find", "pages:action"),
        *_each("wagtailadmin_api", "images:listing", "images:detail", "images:find"),
        *_each("wagtailadmin_api", "documents:listing", "documents:detail", "documents:find"),
        *_each("wagtailimages", "url_generator", "url_generator_output", "preview"),
        *_each("wagtailembeds", "chooser", "chooser_upload"),
        "wagtailsnippets:index",
        "wagtailadmin_error_test",
        "django.views.generic.base.TemplateView",
        "wagtail.admin.views.home.default",
    ),
}  # fmt: skip
