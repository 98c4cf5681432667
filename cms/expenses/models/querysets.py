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
        """As they come out: 2025's final account (August 2026) after 2026's budget (February)."""
        out = models.F("year") * 2 + models.Case(
            models.When(stage="final", then=models.Value(3)), default=models.Value(0)
        )
        return self.alias(out=out).order_by("-out", "site_id")

    def with_units(self) -> "StatementQuerySet":
        """With the rows that a list shows."""
        return self.select_related("site__organisation")
