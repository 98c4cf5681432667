"""The words that tables of units use, and those that no unit may take."""

from opendata.tables import same_word

# Headers as counties write them, blanks, width and case aside -> field.
_HEADERS = {
    "code": ("code", "代码", "单位代码"),
    "name": ("name", "名称", "单位名称"),
    "kind": ("kind", "类别", "单位类别"),
    "parent": ("parent", "上级", "上级单位", "上级代码"),
    "mode": ("mode", "方式", "频道方式"),
    "path": ("path", "路径"),
    "host": ("host", "主机名", "网址"),
    "theme": ("theme", "主题"),
}
_KINDS = {
    "portal": ("portal", "县政府", "门户"),
    "department": ("department", "部门", "县政府部门"),
    "township": ("township", "乡镇", "街道", "乡镇街道"),
    "village": ("village", "村", "社区", "村（社区）"),
    "institution": ("institution", "事业单位"),
    "enterprise": ("enterprise", "国有企业", "国企"),
}
_MODES = {"": ("",), "path": ("path", "路径"), "host": ("host", "主机", "域名")}


def _by_word(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {same_word(word): meaning for meaning, same in words.items() for word in same}


HEADERS, KINDS, MODES = _by_word(_HEADERS), _by_word(_KINDS), _by_word(_MODES)

# Where the portal mounts units.
MOUNTS = frozenset({"bm", "xz", "cun", "dw"})
# CKAN's own words, and the first segments of the platform's addresses (contracts.md).
RESERVED = MOUNTS | {
    "new", "edit", "search", "data", "api", "admin", "healthz", "readyz", "metrics", "static",
    "media", "files", "catalog", "emblem", "sitemap", "robots", "feed", "ditu", "guanhuai",
    "danwei", "guanyu", "yinsi", "wuzhangai", "dingyue",
}  # fmt: skip
