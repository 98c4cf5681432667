"""The parameters of an action: from the address or the body, read by type."""

import json
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opendata.actions.errors import BadRequest, Invalid

TRUE_WORDS = ("true", "yes", "t", "y", "1", "on")
LARGEST = 2**63 - 1
NO_INTEGER = (_("无效整数"), _("请输入整数"))
LARGEST_BODY = 1024 * 1024
DEEPEST = 64


class Parameters:
    """The parameters of one call. Every reading method raises Invalid with the parameter's name."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def names(self) -> set[str]:
        """What was given."""
        return set(self.values)

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise Invalid(name, _("必须是文本"))
        return value

    def required(self, name: str, *, shown: str = "") -> str:
        """A string that may not be missing; `shown` is the name that the error gives."""
        if name not in self:
            raise Invalid(shown or name, _("缺失值"))
        return self.text(name)

    def natural(self, name: str, default: int, *, messages: tuple[Promise, ...] = ()) -> int:
        """An integer from 0. `messages` replace what is said of a text that is no integer."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        number = _integer(value)
        if number is None or number > LARGEST:
            said = messages if isinstance(value, str) else ()
            raise Invalid(name, *(said or (_("无效整数"),)))
        if number < 0:
            raise Invalid(name, _("必须为自然数"))
        return number

    def boolean(self, name: str, *, default: bool) -> bool:
        """True for true, yes, t, y, 1 and on; false for anything else that is given."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            return value.lower() in TRUE_WORDS
        return value is True or value == 1

    def words(self, name: str) -> list[str] | None:
        """A list of strings, or one string with commas; None where it is not given."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            return [word.strip() for word in value.split(",") if word.strip()]
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        raise Invalid(name, _("必须是文本或文本列表"))

    def json_list(self, name: str) -> list[str] | None:
        """A list of strings, or a string with such a list in JSON."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise Invalid(name, _("不合法的 JSON 文件"), _("非列表")) from None
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise Invalid(name, _("非列表"))
        return value


def _integer(value: Any) -> int | None:
    """CKAN takes true for 1 and "5" for 5."""
    if isinstance(value, int):
        return int(value)
    try:
        return int(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_parameters(request: HttpRequest) -> Parameters:
    """The parameters of a request. Raises BadRequest where the body cannot be read.

    A POST carries JSON, whatever it calls itself (curl -d says it is a form); a real form is
    taken too.
    """
    values = _from_query(request.GET)
    if request.method == "POST":
        values = {**values, **_from_body(request)}
    for name, value in values.items():
        if not _is_clean(name) or not _is_clean(value):
            raise Invalid(_printable(name), _("含有不允许的字符，或者层次太多"))
    return Parameters(values)


def _from_query(query: QueryDict) -> dict[str, Any]:
    return {
        name: found[0] if len(found) == 1 else found
        for name, found in ((str(n), list(v)) for n, v in query.lists())
    }


def _from_body(request: HttpRequest) -> dict[str, Any]:
    if (request.content_type or "").startswith("multipart/"):
        return _from_query(request.POST)
    if len(request.body) > LARGEST_BODY:
        raise BadRequest(_("请求超过1MB"))
    try:
        text = request.body.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadRequest(_("JSON 错误:不是UTF-8编码")) from None
    if not text:
        return {}
    is_form = request.content_type == "application/x-www-form-urlencoded"
    if is_form and not text.startswith(("{", "[")):
        return _from_query(QueryDict(text))
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest(_("JSON 错误:无法读取请求中的JSON")) from None
    if not isinstance(data, dict):
        raise BadRequest(_("JSON 错误:请求中的JSON必须是一个对象"))
    return data


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _is_clean(value: Any, depth: int = 0) -> bool:
    """No NUL, no half of a surrogate pair, not too deep: nothing below could carry them."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(_is_clean(k) and _is_clean(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return all(_is_clean(entry, depth + 1) for entry in value)
    return True


def _printable(name: str) -> str:
    return name.encode("ascii", "replace").decode("ascii").replace("\x00", "?")
