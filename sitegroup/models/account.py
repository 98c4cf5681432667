"""What a unit keeps about the account of one of its people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site


class Account(models.Model):
    """账号: the unit that opened it, a telephone number, and how old the password is.

    The unit keeps an account that holds no role yet, or none any more, in its list. People that
    an import or the installation made may have no row here.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account"
    )
    site = models.ForeignKey(
        Site,
        verbose_name=_("所属单位"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="accounts",
    )
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    password_set_at = models.DateTimeField(null=True, editable=False)
    # somebody else knows the password: its owner must choose another before anything else
    must_change_password = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return str(self.user)
