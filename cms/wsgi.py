"""WSGI entry point: the page store in front of Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings are ready only now

from sitegroup.changes import embedded  # noqa: E402
from sitegroup.delivery.store import PageStore  # noqa: E402

application = PageStore(_django)

if settings.EMBEDDED_WORKER:
    embedded.start()
