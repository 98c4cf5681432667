"""The statement of the three public expenses."""

from dataclasses import fields as dataclass_fields
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.expenses.figures import ItemFigures, StatementFigures
from cms.expenses.items import COUNTS, ITEMS, LABELS
from cms.expenses.models.querysets import StatementQuerySet
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import Releasable, ReviewField
from sitegroup.models import Site

FIRST_YEAR = 2000
LARGEST_COUNT = 9_999_999


class Stage(models.TextChoices):
    """阶段."""

    BUDGET = "budget", _("预算")
    FINAL = "final", _("决算")


class Scope(models.TextChoices):
    """范围: whose money the figures cover."""

    COUNTY = "county", _("县本级汇总")
    DEPARTMENT = "department", _("部门")
    UNIT = "unit", _("单位")


def _amount(name: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        LABELS[name],
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


def _reason(name: str) -> "models.TextField[Any, Any]":
    return models.TextField(LABELS[name], blank=True, max_length=2000)


def _count(name: str) -> "models.PositiveIntegerField[Any, Any]":
    return models.PositiveIntegerField(LABELS[name], null=True, blank=True)


class ExpenseStatement(Releasable, DraftStateMixin, RevisionMixin, models.Model):
    """三公经费公开表 of one unit, one year, one stage; amounts in 万元.

    The row holds what is public (or the draft, before the first release); later drafts are
    revisions until review releases them.
    """

    object_type = "expenses"

    site = models.ForeignKey(
        Site, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="expense_statements"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    stage = models.CharField(_("阶段"), max_length=6, choices=Stage.choices)
    scope = models.CharField(
        _("范围"), max_length=10, choices=Scope.choices, default=Scope.DEPARTMENT
    )
    approved_on = models.DateField(_("批复日期"), null=True, blank=True)
    published_on = models.DateField(
        _("公开日期"),
        null=True,
        blank=True,
        help_text=_("以前已经在别处公开过的，填当时的日期；没有公开过的留空，发布时自动记下。"),
    )

    abroad_budget = _amount("abroad_budget")
    abroad_final = _amount("abroad_final")
    abroad_prior_final = _amount("abroad_prior_final")
    abroad_budget_reason = _reason("abroad_budget_reason")
    abroad_prior_reason = _reason("abroad_prior_reason")
    vehicle_purchase_budget = _amount("vehicle_purchase_budget")
    vehicle_purchase_final = _amount("vehicle_purchase_final")
    vehicle_purchase_prior_final = _amount("vehicle_purchase_prior_final")
    vehicle_purchase_budget_reason = _reason("vehicle_purchase_budget_reason")
    vehicle_purchase_prior_reason = _reason("vehicle_purchase_prior_reason")
    vehicle_operation_budget = _amount("vehicle_operation_budget")
    vehicle_operation_final = _amount("vehicle_operation_final")
    vehicle_operation_prior_final = _amount("vehicle_operation_prior_final")
    vehicle_operation_budget_reason = _reason("vehicle_operation_budget_reason")
    vehicle_operation_prior_reason = _reason("vehicle_operation_prior_reason")
    reception_budget = _amount("reception_budget")
    reception_final = _amount("reception_final")
    reception_prior_final = _amount("reception_prior_final")
    reception_budget_reason = _reason("reception_budget_reason")
    reception_prior_reason = _reason("reception_prior_reason")

    abroad_groups = _count("abroad_groups")
    abroad_persons = _count("abroad_persons")
    vehicles_bought = _count("vehicles_bought")
    vehicles_kept = _count("vehicles_kept")
    reception_batches = _count("reception_batches")
    reception_persons = _count("reception_persons")
    foreign_batches = _count("foreign_batches")
    foreign_persons = _count("foreign_persons")

    note = models.TextField(_("说明"), blank=True, max_length=4000)
    waiver = models.TextField(
        _("核对说明"),
        blank=True,
        max_length=2000,
        help_text=_("对“请核对”的各处写明原因，只给审核的人看，不公开。"),
    )
    # a statement is never public by being saved
    live = models.BooleanField(default=False, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("三公经费表")
        verbose_name_plural = _("三公经费表")
        indexes = [models.Index(fields=["year", "stage", "live"], name="expenses_year_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year", "stage"],
                name="expenses_statement_unique",
                violation_error_message=_("这个单位这一年度、这一阶段的表已经有了，请直接修改。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.site.name}{self.year}年度“三公”经费{self.get_stage_display()}"

    @property
    def figures(self) -> StatementFigures:
        """The statement as plain typed data; everything computed is computed there."""
        names = [part.name for part in dataclass_fields(ItemFigures)]
        return StatementFigures(
            year=self.year,
            stage=self.stage,
            scope=self.scope,
            approved_on=self.approved_on,
            published_on=self.published_on,
            items={
                item.code: ItemFigures(
                    **{name: getattr(self, f"{item.code}_{name}") for name in names}
                )
                for item in ITEMS
            },
            counts={name: getattr(self, name) for name in COUNTS},
            note=self.note,
        )

    @property
    def vehicle_total(self) -> Decimal | None:
        """公务用车购置及运行维护费 of the statement's own column."""
        return self.figures.amount("vehicles", self.figures.current)

    @property
    def total(self) -> Decimal | None:
        """三公经费合计 of the statement's own column."""
        return self.figures.amount("total", self.figures.current)

    @property
    def change(self) -> Decimal | None:
        """增减额 of the total against last year."""
        return self.figures.change("total")

    @property
    def change_rate(self) -> Decimal | None:
        """增减率 of the total in percent; None where last year was 0."""
        return self.figures.change_rate("total")

    @property
    def completion(self) -> Decimal | None:
        """完成预算 of the total in percent; None where nothing was budgeted."""
        return self.figures.completion("total")

    def owning_site(self) -> Site:
        """The unit whose statement this is."""
        return self.site

    def previous(self) -> "ExpenseStatement | None":
        """The unit's own final account of the year before, if it is stored."""
        found: ExpenseStatement | None = (
            ExpenseStatement.objects.for_site(self.site)
            .of(year=self.year - 1, stage=Stage.FINAL)
            .first()
        )
        return found

    def release_problems(self) -> list[Problem]:
        """Every check of the official form, against itself and against last year's."""
        from cms.expenses.checking import problems_of  # noqa: PLC0415 - reads the models' choices

        previous = self.previous()
        return problems_of(
            self.figures,
            previous=previous.figures if previous else None,
            today=timezone.localdate(),
        )

    def form_problems(self) -> list[Problem]:
        """Its faults, and the warnings that nobody has answered."""
        from cms.expenses.waiving import to_mend  # noqa: PLC0415 - the audit reads the models

        return to_mend(self)

    def on_submitted(self, case: Any, by: Any) -> None:
        """Keep on record how warnings were answered."""
        from cms.expenses.waiving import record_answer  # noqa: PLC0415 - the audit reads the models

        record_answer(self, case, by)

    def review_fields(self) -> list[ReviewField]:
        """The whole form in words."""
        from cms.expenses.wording import review_fields  # noqa: PLC0415 - reads the models

        return review_fields(self)

    def review_html(self) -> str:
        """The page as readers would see it."""
        from cms.expenses.views import statement_page  # noqa: PLC0415 - views read the models

        return statement_page(None, self).content.decode()

    def edit_address(self) -> str:
        """The form in the admin."""
        return reverse("expenses_edit", args=[self.pk])
