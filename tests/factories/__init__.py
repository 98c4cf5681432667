"""Small counties for tests, made the way the product makes them."""

from tests.factories.county import agree, article, ground, released, reviewers, unit, user
from tests.factories.county import portal as portal

__all__ = ["agree", "article", "ground", "portal", "released", "reviewers", "unit", "user"]
