"""WSGI entry point of a test CKAN; CKAN_INI names its configuration file."""

import os

from ckan.cli import CKANConfigLoader  # type: ignore[import-not-found]
from ckan.config.middleware import make_app  # type: ignore[import-not-found]

application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
