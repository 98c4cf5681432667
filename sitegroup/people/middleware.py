"""Between signing in and working: an old password, a session that nobody uses, a superuser."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sitegroup.people.passwords import due_at
from sitegroup.people.permissions import superuser_refused

ADMIN = "/admin/"
DUE, ACTIVE = "password_due", "last_active"
# What an open window asks for by itself keeps no session alive.
BY_ITSELF = "/admin/editing-sessions/"
# A session is written at most once in so many seconds.
GRAIN = 60


def signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Receiver of Django's signal: write into the session when the password is due."""
    due = due_at(user)
    if due is not None:
        request.session[DUE] = due.timestamp()
    request.session[ACTIVE] = time.time()


class PeopleMiddleware:
    """Looks at whoever comes to the admin signed in; costs no query unless something is due."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or stop here."""
        if request.path_info.startswith(ADMIN) and request.user.is_authenticated:
            stopped = _stop(request)
            if stopped is not None:
                return stopped
        return self.get_response(request)


def _stop(request: HttpRequest) -> HttpResponse | None:
    if _idle(request):
        return _out(request, _("很久没有操作，已自动退出。请重新登录。"))
    if superuser_refused(request.user):
        return _out(request, refusal_of_superuser())
    if _due(request) and request.path_info not in _open_ways():
        return redirect("people:password")
    return None


def refusal_of_superuser() -> str:
    """Why a superuser is not let in."""
    return _("已实行三员分立，超级用户不能登录办事。请用系统管理员、安全管理员或审计员的账号。")


def _out(request: HttpRequest, why: str) -> HttpResponse:
    logout(request)
    messages.warning(request, why)
    return redirect("wagtailadmin_login")


def _idle(request: HttpRequest) -> bool:
    """Whether nobody has used the session for too long; notes that somebody does now."""
    minutes, now = settings.SESSION_IDLE_MINUTES, time.time()
    last = request.session.get(ACTIVE, now)
    if minutes and now - last > minutes * 60:
        return True
    if not request.path_info.startswith(BY_ITSELF) and now - last > GRAIN:
        request.session[ACTIVE] = now
    return False


def _due(request: HttpRequest) -> bool:
    due = request.session.get(DUE)
    if due is None or due > time.time():
        return False
    again = due_at(request.user)  # changed meanwhile, by whatever way?
    if again is None:
        del request.session[DUE]
        return False
    request.session[DUE] = again.timestamp()
    return again.timestamp() <= time.time()


def _open_ways() -> tuple[str, ...]:
    names = ("people:password", "wagtailadmin_logout", "wagtailadmin_javascript_catalog")
    return (*map(reverse, names), reverse("wagtailadmin_sprite"))
