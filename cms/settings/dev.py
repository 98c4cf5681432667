"""The demo and development on one machine: embedded defaults, plain HTTP."""

from cms.settings.base import *

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
