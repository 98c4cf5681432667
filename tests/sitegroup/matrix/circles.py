"""Who may change something at which name, with their own unit's objects; written from the views.

Everybody else, and every name that is not here, changes nothing by any method; superusers may
change what they like. To each name here every one of its circle must succeed with the valid body.
"""

from tests.sitegroup.matrix.world import PEOPLE

WRITERS = ("author", "editor", "site_administrator")
ADMINISTRATORS = ("site_administrator", "county_administrator")
REVIEWERS = ("department_reviewer", "secrecy_reviewer")
INSIDE = tuple(role for role in PEOPLE if role not in ("anonymous", "access only"))
SAFE = {"GET", "HEAD", "OPTIONS"}


def _each(space: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{space}:{name}" for name in names)


# One's own account and notices: whose they are does not depend on what is sent.
OF_ONESELF: dict[str, tuple[str, ...]] = {
    "wagtailadmin_account": tuple(role for role in PEOPLE if role != "anonymous"),
    "notices:read_all": INSIDE,
    "notices:settings": INSIDE,
}
MAY: dict[str, tuple[str, ...]] = {
    **OF_ONESELF,
    "wagtail_bulk_action": WRITERS,
    **dict.fromkeys(
        (
            *_each("wagtailadmin_pages", "add", "edit", "copy", "move_confirm", "delete",
                   "revisions_revert", "preview_on_add", "preview_on_edit"),
            *_each("wagtailimages", "add", "edit", "delete", "add_multiple", "edit_multiple",
                   "delete_multiple"),
            *_each("wagtaildocs", "add", "edit", "delete", "add_multiple", "edit_multiple",
                   "delete_multiple"),
            "wagtailimages_chooser:create", "wagtaildocs_chooser:create",
            "expenses_create", "expenses_edit", "review:recall", "review:together",
            "review:cancel_bundle",
        ),
        WRITERS,
    ),
    # its form is signed for the author
    "expenses_import": ("author",),
    **dict.fromkeys(
        _each("people", "create", "join", "person", "grant", "revoke", "stop", "start",
              "new_password", "unlock"),
        ADMINISTRATORS,
    ),
    "deliveries:retry": ADMINISTRATORS,
    "deliveries:retry_effect": ADMINISTRATORS,
    "notices:retry": ("county_administrator",),
    "notices:open": ("author",),
    "checking:waive": (*REVIEWERS, "office_reviewer", "site_administrator"),
    "review:decide": ("department_reviewer",),
    "review:urgent": ("emergency_releaser",),
    "review:after": ("office_reviewer",),
    "review:appoint": ADMINISTRATORS,
    "review:end_substitution": ADMINISTRATORS,
    "review:chain_new": ("county_administrator",),
    "review:chain": ("county_administrator",),
    "review:chain_delete": ("county_administrator",),
    "review:withdraw": ("department_reviewer", "office_reviewer", "site_administrator"),
}  # fmt: skip
# Opening a notice marks it as read.
BY_READING = {"notices:open"}


def may_write(role: str, name: str, method: str) -> bool:
    """Whether this person may change something there by this method."""
    if method in SAFE and name not in BY_READING:
        return False
    return role == "superuser" or role in MAY.get(name, ())
