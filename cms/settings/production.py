"""A county's own installation; what it must say, it says in the environment."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env
from cms.settings.base import *

for _name in ("SECRET_KEY", "SITE_BASE_URL"):
    if not env.text(_name):
        raise ImproperlyConfigured(f"{_name} is not set: a production installation needs it")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
