"""Whom the API counts, and how it describes itself (drf-spectacular)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.settings import env

# How many proxies of our own stand in front, so how much of X-Forwarded-For is to be believed.
PROXIES = env.count("PROXIES")

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": _("政府信息公开接口"),
    "DESCRIPTION": _(
        "本站公开的全部内容，网页上看得到的，接口里都有。只读，不用登记，不用密钥。\n\n"
        "列表一次给一页：`next`是下一页的网址，没有下一页时为空；`page_size`最多100。"
        "`fields`只取要用的几项。写错的参数会得到400，并说明错在哪里、怎么改。\n\n"
        "每个回答都有`ETag`；带上`If-None-Match`再问，没有变化就是304。"
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PREPROCESSING_HOOKS": ["cms.api.schema.only_this_api"],
    "POSTPROCESSING_HOOKS": ["cms.api.schema.in_words"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "ENFORCE_NON_BLANK_FIELDS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "TAGS": [
        {"name": "站点", "description": _("县政府门户和各单位频道")},
        {"name": "栏目", "description": _("站点的栏目和专题")},
        {"name": "信息", "description": _("新闻、公告、文件等公开信息")},
        {"name": "三公经费", "description": _("各单位的三公经费公开表，金额单位为万元")},
        {"name": "数据", "description": _("开放数据集和其中的每一行")},
        {"name": "检索", "description": _("全文检索")},
        {"name": "变动", "description": _("什么时候公开了什么、撤下了什么")},
    ],
}
