"""Every error of the API as application/problem+json (RFC 9457)."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, NotFound
from rest_framework.response import Response

from cms.api.representation import ParameterProblem, ProblemDetail
from opendata.exceptions import BadQuery, UnknownDataset
from sitegroup.exceptions import PlatformError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
TITLES = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("请求有误"),
    HTTPStatus.NOT_FOUND: gettext_lazy("没有找到"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("不支持这种请求方法"),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("请求太频繁"),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("暂时不能回答"),
}


class BadParameters(APIException):
    """参数错误: one problem a parameter."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_parameters"

    def __init__(self, errors: Sequence[ParameterProblem]) -> None:
        self.errors = tuple(errors)
        super().__init__(_("参数有误：") + "".join(error.detail for error in self.errors))


class Unavailable(APIException):
    """暂时不能回答: another try may succeed."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    wait = RETRY_SECONDS


def bad_parameter(parameter: str, code: str, detail: str) -> BadParameters:
    """The error of one parameter."""
    return BadParameters([ParameterProblem(parameter, code, detail)])


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None for what is nobody's mistake but ours."""
    known = _as_api_error(error)
    if known is None:
        return None
    status = HTTPStatus(known.status_code)
    problem = ProblemDetail(
        type="about:blank",
        title=str(TITLES.get(status, status.phrase)),
        status=status,
        detail=str(known.detail),
        code=str(known.get_codes()),
        errors=getattr(known, "errors", ()),
    )
    response = Response(asdict(problem), status=status, content_type=MEDIA_TYPE)
    wait = getattr(known, "wait", None)
    if wait is not None:
        response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def _as_api_error(error: Exception) -> APIException | None:
    if isinstance(error, APIException):
        return error
    if isinstance(error, Http404):
        return NotFound(_("没有这项内容，或者它没有公开。"))
    if isinstance(error, UnknownDataset):
        return NotFound(str(error), code=error.code)
    if isinstance(error, BadQuery):
        return bad_parameter(error.field, error.code, str(error))
    return _of_platform(error) if isinstance(error, PlatformError) else None


def _of_platform(error: PlatformError) -> APIException:
    """What can succeed later is not explained further: it may name our own machines."""
    if error.permanent:
        known = APIException(str(error), code=error.code)
        known.status_code = HTTPStatus.BAD_REQUEST
        return known
    return Unavailable(_("暂时不能回答，请稍后再试。"), code=error.code)
