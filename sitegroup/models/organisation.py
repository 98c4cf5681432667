"""Who publishes: the units of a county and the people who lead them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """单位类别."""

    PORTAL = "portal", _("县政府")
    DEPARTMENT = "department", _("县政府部门")
    TOWNSHIP = "township", _("乡镇街道")
    VILLAGE = "village", _("村（社区）")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("国有企业")


class Organisation(models.Model):
    """单位: a body that publishes, known by its unified social credit code (GB 32100-2015)."""

    kind = models.CharField(_("类别"), max_length=16, choices=OrganisationKind.choices)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    aliases = models.JSONField(_("曾用名和别名"), default=list, blank=True)
    uscc = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$", _("统一社会信用代码是18位"))],
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    duties = models.TextField(_("职责"), blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮编"), max_length=6, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    fax = models.CharField(_("传真"), max_length=40, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~models.Q(uscc=""), name="organisation_uscc_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that lists show: the short one where there is one."""
        return self.short_name or self.name


class Leader(models.Model):
    """领导: who leads a unit and what they are in charge of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="leaders")
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("职务"), max_length=60)
    duties = models.TextField(_("分管工作"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("领导")
        verbose_name_plural = _("领导")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.title}"
