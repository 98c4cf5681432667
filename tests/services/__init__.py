"""Real servers for tests: PostgreSQL, Redis, Elasticsearch, Solr and CKAN on loopback."""

from tests.services.command import ServiceError
from tests.services.recipe import ensure, running

__all__ = ["ServiceError", "ensure", "running"]
