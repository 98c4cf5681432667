"""How information may be disclosed: the words of the regulation (政府信息公开条例, 国令711号)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attribute(models.TextChoices):
    """公开属性: what the drafter proposes and the approver decides."""

    ACTIVE = "active", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHELD = "withheld", _("不予公开")


class Ground(models.TextChoices):
    """不公开的理由: Articles 14 to 16 of the regulation, item by item."""

    STATE_SECRET = "14-secret", _("属于国家秘密（条例第十四条）")
    FORBIDDEN = "14-forbidden", _("法律、行政法规禁止公开（条例第十四条）")
    SAFETY = "14-safety", _("危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）")
    COMMERCIAL = "15-commercial", _("涉及商业秘密（条例第十五条）")
    PRIVACY = "15-privacy", _("涉及个人隐私（条例第十五条）")
    INTERNAL = "16-internal", _("属于内部事务信息（条例第十六条第一款）")
    PROCESS = "16-process", _("属于过程性信息（条例第十六条第二款）")
    CASE_FILE = "16-file", _("属于行政执法案卷信息（条例第十六条第二款）")


class Conclusion(models.TextChoices):
    """审查结论."""

    DISCLOSE = "disclose", _("公开")
    REDACT = "redact", _("删减后公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHOLD = "withhold", _("不予公开")
    REFER = "refer", _("报请确定")


class Matter(models.TextChoices):
    """事项范围: whose matter it is decides which chain it goes through."""

    OWN = "own", _("本单位事项")
    COUNTY = "county", _("全县性事项")
