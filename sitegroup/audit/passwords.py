"""Changed passwords are recorded, never their content."""

from typing import Any

from sitegroup.audit.models import Action
from sitegroup.audit.origin import acting_user
from sitegroup.audit.services import record


class PasswordRecorder:
    """A validator that refuses nothing: Django tells validators when a password has changed."""

    def validate(self, password: str, user: Any = None) -> None:
        """Nothing to say."""

    def password_changed(self, password: str, user: Any = None) -> None:
        """Record whose password changed, and who did it."""
        if user is not None and user.pk:
            by = acting_user() or user
            record(action=Action.PASSWORD_CHANGED, by=by, subject=user)

    def get_help_text(self) -> str:
        """Nothing to say."""
        return ""
