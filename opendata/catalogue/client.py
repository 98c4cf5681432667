"""The one place that speaks to CKAN: time limits, retries, and errors told apart.

ckanapi waits for ever and tries once if nobody says otherwise. A validation error (409) cannot be
helped by trying again; a refusal (403) needs the administrator; anything else (5xx, time-out,
connection lost) may pass.
"""

import ast
import time
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import ckanapi
import requests
from django.conf import settings
from django.utils.translation import gettext as _

from opendata.exceptions import CatalogueAway, CatalogueRefused, CatalogueUnreachable

TIMEOUT = (5.0, 60.0)  # seconds to connect, seconds between bytes
PAUSES = (0.5, 2.0)
AWAY = (
    HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)  # fmt: skip
USER_AGENT = "gongkai"


class CkanClient:
    """目录平台的接口. With `dry_run`, nothing is written: `write` answers an empty dictionary."""

    def __init__(
        self, *, dry_run: bool = False, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        if not settings.CKAN_URL:
            raise CatalogueRefused(_("没有设置CKAN_URL，无法推送目录。"), "ckan_url_missing")
        if not settings.CKAN_API_TOKEN:
            raise CatalogueRefused(
                _("设置了CKAN_URL，却没有设置CKAN_API_TOKEN（系统管理员的令牌）。"),
                "ckan_token_missing",
            )
        self.dry_run = dry_run
        self._sleep = sleep
        self._remote = ckanapi.RemoteCKAN(
            settings.CKAN_URL, apikey=settings.CKAN_API_TOKEN, user_agent=USER_AGENT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._remote.close()

    def read(self, action: str, **data: Any) -> Any:
        """The result of an action; None where CKAN has no such thing.

        Raises CatalogueUnreachable, CatalogueRefused.
        """
        try:
            return self._call(action, data)
        except ckanapi.NotFound:
            return None

    def write(self, action: str, **data: Any) -> Any:
        """Call an action that changes something; only actions that may safely run twice."""
        if self.dry_run:
            return {}
        try:
            return self._call(action, data)
        except ckanapi.NotFound as error:
            raise CatalogueUnreachable(
                _("CKAN的%(action)s找不到对象：%(error)s") % {"action": action, "error": error}
            ) from error

    def _call(self, action: str, data: dict[str, Any]) -> Any:
        for pause in (*PAUSES, None):
            try:
                return self._once(action, data)
            except CatalogueUnreachable:
                if pause is None:
                    raise
                self._sleep(pause)
        raise AssertionError(action)

    def _once(self, action: str, data: dict[str, Any]) -> Any:
        try:
            return self._remote.call_action(action, data, requests_kwargs={"timeout": TIMEOUT})
        except ckanapi.ValidationError as error:
            raise _refused_value(action, error) from error
        except ckanapi.NotAuthorized as error:
            raise CatalogueRefused(
                _("CKAN拒绝了%s：请检查CKAN_API_TOKEN是不是系统管理员的令牌。") % action,
                "ckan_forbidden",
            ) from error
        except (ckanapi.SearchError, ckanapi.SearchQueryError) as error:
            raise CatalogueRefused(
                _("CKAN无法执行%(action)s：%(error)s") % {"action": action, "error": error}
            ) from error
        except ckanapi.NotFound:
            raise
        except ckanapi.CKANAPIError as error:
            raise _by_status(action, error) from error
        except requests.RequestException as error:
            raise CatalogueAway(
                _("CKAN没有回答%(action)s：%(error)s")
                % {"action": action, "error": type(error).__name__}
            ) from error


def _refused_value(action: str, error: ckanapi.ValidationError) -> Exception:
    """A value that CKAN does not take; a failed match only means that somebody was quicker."""
    details = {k: v for k, v in (error.error_dict or {}).items() if k != "__type"}
    message = _("CKAN不接受%(action)s：%(details)s") % {"action": action, "details": details}
    if "match" in details:
        return CatalogueUnreachable(message, "ckan_overtaken")
    return CatalogueRefused(message, "ckan_invalid")


def _by_status(action: str, error: ckanapi.CKANAPIError) -> Exception:
    """ckanapi says repr([url, status, body]) of every answer that it does not know."""
    try:
        _url, status, _body = ast.literal_eval(str(error))
    except (ValueError, SyntaxError, TypeError):
        status = HTTPStatus.BAD_GATEWAY
    message = _("CKAN的%(action)s失败（HTTP %(status)s）") % {"action": action, "status": status}
    refused = HTTPStatus.BAD_REQUEST <= int(status) < HTTPStatus.INTERNAL_SERVER_ERROR
    if refused and status != HTTPStatus.TOO_MANY_REQUESTS:
        return CatalogueRefused(message)
    # 500 may be this dataset's own fault; these are not
    return CatalogueAway(message) if status in AWAY else CatalogueUnreachable(message)
