"""A picture with its words."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(StructBlock):
    """图片: with what it shows in words for those who cannot see it, and a caption."""

    image = ImageChooserBlock(label=_("图片"))
    alt = CharBlock(label=_("替代文字"), required=False, help_text=_("读屏软件念给看不见图的人听"))
    caption = CharBlock(label=_("说明"), required=False)

    class Meta:
        icon = "image"
        label = _("图片")
