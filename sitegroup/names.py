"""How people are called."""

from typing import Any


def name_of(user: Any) -> str:
    """A person as colleagues know them; the username of somebody without a name."""
    return str(user.get_full_name() or user.get_username())
