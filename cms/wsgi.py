"""WSGI entry point: the page store in front of Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

_django = get_wsgi_application()

from sitegroup.delivery.store import PageStore  # noqa: E402 - settings are ready only now

application = PageStore(_django)
