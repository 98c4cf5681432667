"""Where datasets are found: always on the portal, whatever unit provides them."""

from django.conf import settings
from django.urls import reverse


def _absolute(path: str) -> str:
    return f"{settings.SITE_BASE_URL}{path}"


def catalogue_url() -> str:
    """The catalogue."""
    return _absolute(reverse("catalogue"))


def dataset_url(name: str) -> str:
    """A dataset's page."""
    return _absolute(reverse("dataset", args=[name]))


def download_url(name: str, file_format: str, number: int | None = None) -> str:
    """A file of the current version, or of the version with the given number."""
    if number is None:
        return _absolute(reverse("dataset_download", args=[name, file_format]))
    return _absolute(reverse("dataset_version_download", args=[name, number, file_format]))


def action_url(action: str) -> str:
    """An action of the CKAN-compatible interface."""
    return _absolute(reverse("ckan_action", args=[action]))
