"""The days on which offices work though they usually rest, or rest though they usually work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingDayException(models.Model):
    """调休和放假: one day of the yearly holiday notice; it overrides what is known otherwise."""

    day = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source_doc = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("调休和放假")
        verbose_name_plural = _("调休和放假")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
