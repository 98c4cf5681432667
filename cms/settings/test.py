"""Tests: the embedded default in folders of their own, or the servers that the variables name."""

import tempfile
from pathlib import Path

from cms.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105 - no installation uses these settings
DATA_DIR = Path(tempfile.mkdtemp(prefix="gongkai-test-"))
SEARCH_DIR = DATA_DIR / "search"
DATASETS_DIR = DATA_DIR / "datasets"
EPOCH_FILE = DATA_DIR / "epoch"
AUDIT_ARCHIVE_DIR = DATA_DIR / "audit"
ANCHORS_DIR = DATA_DIR / "anchors"
MEDIA_ROOT = str(DATA_DIR / "media")
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(DATA_DIR / "db.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
SITE_BASE_URL = "http://portal.test"
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
