"""图片和附件 as a Django app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """图片和附件."""

    name = "cms.media"
    label = "media"
    verbose_name = "图片和附件"
