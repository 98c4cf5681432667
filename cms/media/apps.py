"""图片和附件 as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class MediaConfig(AppConfig):
    """图片和附件."""

    name = "cms.media"
    label = "media"
    verbose_name = "图片和附件"

    def ready(self) -> None:
        """Keep public files from being deleted."""
        from cms.media.models import Attachment, Picture, refuse_delete  # noqa: PLC0415

        for model in (Picture, Attachment):
            pre_delete.connect(refuse_delete, sender=model, dispatch_uid=f"media.{model.__name__}")
