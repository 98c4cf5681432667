"""The demo's users: one password for all, made for this installation and kept beside its data."""

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from sitegroup.models import Membership, Role, Site

# no letters or digits that look alike: it is typed from a terminal
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def demo_password() -> str:
    """The password of every demo user; made once, readable by the owner only."""
    file = Path(settings.DATA_DIR) / "demo_password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("yunxi-" + "".join(secrets.choice(ALPHABET) for _ in range(8)))
    return file.read_text().strip()


def load_users(file: Path) -> dict[str, Any]:
    """Make the users of users.json that are missing: {username: user}."""
    # hashed once: one password for all, and a hash is meant to be slow
    password = make_password(demo_password())
    sites = {site.code: site for site in Site.objects.all()}
    made = {}
    for entry in json.loads(file.read_text(encoding="utf-8")):
        user, new = get_user_model().objects.get_or_create(
            username=entry["username"],
            # Django puts the first name first; a Chinese name is one
            defaults={"first_name": entry["name"]},
        )
        made[entry["username"]] = user
        if not new:
            continue
        user.password = password
        user.is_superuser = user.is_staff = "superuser" in entry["roles"]
        user.save()
        for role in entry["roles"]:
            if role in Role.values:
                Membership.objects.get_or_create(user=user, site=sites[entry["unit"]], role=role)
    return made


def role_table(file: Path) -> list[tuple[str, str, str]]:
    """(username, name, roles in words) of every demo user."""
    labels = {**dict(Role.choices), "superuser": "超级用户"}
    return [
        (entry["username"], entry["name"], "、".join(str(labels[role]) for role in entry["roles"]))
        for entry in json.loads(file.read_text(encoding="utf-8"))
    ]
