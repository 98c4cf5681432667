"""The kernel as a Django app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class SitegroupConfig(AppConfig):
    """站群内核."""

    name = "sitegroup"
    verbose_name = "站群"

    def ready(self) -> None:
        """Set the publication guard before any model is saved, and register the checks."""
        from sitegroup import checks  # noqa: F401, PLC0415 - registers itself
        from sitegroup.audit import listening, protection  # noqa: PLC0415 - as below
        from sitegroup.guard import (  # noqa: PLC0415 - models are ready only now
            groups,
            parts,
            publication,
            querysets,
        )
        from sitegroup.people.middleware import signed_in  # noqa: PLC0415 - needs models
        from sitegroup.review import voiding  # noqa: PLC0415 - it reads the models

        user_logged_in.connect(signed_in, dispatch_uid="sitegroup.people.signed_in")
        publication.install()
        querysets.install()
        parts.install()
        groups.install()
        voiding.install()
        listening.install()
        post_migrate.connect(
            protection.after_migrations, sender=self, dispatch_uid="sitegroup.audit.protection"
        )
