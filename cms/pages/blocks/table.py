"""A table of words and figures."""

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock


class DataTableBlock(TableBlock):
    """表格: a small table inside a text; large ones are datasets."""

    class Meta:
        icon = "table"
        label = _("表格")
