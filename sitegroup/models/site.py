"""The places of a site group: one portal, and a site for every unit."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.organisation import Organisation, OrganisationKind

PATH_PREFIXES = {
    OrganisationKind.DEPARTMENT: "bm",
    OrganisationKind.TOWNSHIP: "xz",
    OrganisationKind.VILLAGE: "cun",
    OrganisationKind.INSTITUTION: "dw",
    OrganisationKind.ENTERPRISE: "dw",
}


class SiteMode(models.TextChoices):
    """频道方式: mounted under the portal, or at a hostname of its own."""

    PATH = "path", _("门户下的路径")
    HOST = "host", _("自己的网址")


class Site(models.Model):
    """站点（单位频道）: the place of one organisation in the site group.

    Exactly one canonical address: its host (the portal and host mode) or its path under the
    portal (path mode). Departments and townships are no government websites of their own
    (国办发〔2017〕47号); in path mode they share the portal's 网站标识码.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="site")
    code = models.CharField(
        _("代码"),
        max_length=100,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9_-]{2,100}$", _("2至100个小写字母、数字、_或-"))],
    )
    mode = models.CharField(_("频道方式"), max_length=4, choices=SiteMode.choices)
    host = models.CharField(_("主机名"), max_length=253, blank=True)
    path = models.CharField(_("路径"), max_length=120, blank=True)
    theme = models.CharField(_("主题"), max_length=40, default="county")
    home_page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.PROTECT, related_name="+"
    )
    wagtail_site = models.OneToOneField(
        "wagtailcore.Site", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    english_name = models.CharField(_("英文名称"), max_length=120, blank=True)
    domain = models.CharField(_("对外域名"), max_length=253, blank=True)
    site_id_code = models.CharField(_("网站标识码"), max_length=12, blank=True)
    icp = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_record = models.CharField(_("公安机关备案号"), max_length=60, blank=True)
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    organizer = models.CharField(_("承办单位"), max_length=100, blank=True)
    hotline = models.CharField(_("热线"), max_length=20, blank=True)
    hot_terms = models.JSONField(_("常用搜索词"), default=list, blank=True)
    common_services = models.JSONField(_("常办事项"), default=list, blank=True)
    emblem = models.FileField(
        _("国徽图案文件"),
        upload_to="emblem/",
        blank=True,
        help_text=_("由县里提供标准图案文件（国徽法第七条），原样显示；本软件不附带。"),
    )

    class Meta:
        verbose_name = _("站点")
        verbose_name_plural = _("站点")
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=~models.Q(host=""), name="site_host_unique"
            ),
            models.UniqueConstraint(
                fields=["path"], condition=~models.Q(path=""), name="site_path_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def is_portal(self) -> bool:
        """Whether this is the county's portal."""
        return self.organisation.kind == OrganisationKind.PORTAL

    @property
    def name(self) -> str:
        """The organisation's full name."""
        return self.organisation.name

    @property
    def short_name(self) -> str:
        """The organisation's short name, or its name."""
        return self.organisation.label

    @property
    def base_url(self) -> str:
        """The canonical address without its last slash: https://host or https://portal/xz/code."""
        base = urlsplit(settings.SITE_BASE_URL)
        if self.is_portal:
            return f"{base.scheme}://{base.netloc}"
        if self.mode == SiteMode.HOST:
            port = f":{base.port}" if base.port else ""
            return f"{base.scheme}://{self.host}{port}"
        return f"{base.scheme}://{base.netloc}{self.path.rstrip('/')}"

    @property
    def portal_path(self) -> str:
        """Where the portal mounts this site, or redirects to it: /bm/code/, /xz/code/ ..."""
        prefix = PATH_PREFIXES.get(OrganisationKind(self.organisation.kind), "dw")
        return self.path or f"/{prefix}/{self.code}/"


class FormerAddress(models.Model):
    """旧网址: where a site was once found; it leads to the site's present address for ever."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="former_addresses")
    host = models.CharField(_("主机名"), max_length=253, blank=True)
    path = models.CharField(_("路径"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("旧网址")
        verbose_name_plural = _("旧网址")
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="former_address_unique")
        ]

    def __str__(self) -> str:
        return self.host or self.path
