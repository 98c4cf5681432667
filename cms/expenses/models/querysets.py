"""All reading of expense statements."""

from typing import Any

from django.db import models

from sitegroup.models import Site


class StatementQuerySet(models.QuerySet[Any]):
    """Expense statements as the public may read them."""

    def public(self) -> "StatementQuerySet":
        """Released and not withdrawn."""
        return self.filter(live=True)

    def for_site(self, site: Site) -> "StatementQuerySet":
        """One unit's own."""
        return self.filter(site=site)

    def of(self, *, year: int, stage: str) -> "StatementQuerySet":
        """Those of one year and stage."""
        return self.filter(year=year, stage=stage)

    def newest(self) -> "StatementQuerySet":
        """Newest year first; within a year the final account before the budget."""
        return self.order_by("-year", "-stage", "site_id")

    def with_units(self) -> "StatementQuerySet":
        """With the rows that a list shows."""
        return self.select_related("site__organisation")
