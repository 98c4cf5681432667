"""One's own account: a new password when it is due, and the sign that somebody is there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from sitegroup.people.middleware import DUE
from sitegroup.people.services import choose_password


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """设置新密码, asked for at the first sign-in and when the old one has grown too old."""
    if DUE not in request.session:
        return redirect("wagtailadmin_account")
    user: Any = request.user
    form = SetPasswordForm(user, request.POST or None)
    form.fields["new_password1"].label = _("新密码")
    form.fields["new_password2"].label = _("再填一次")
    if request.method == "POST" and form.is_valid():
        choose_password(person=user, password=form.cleaned_data["new_password1"])
        del request.session[DUE]
        update_session_auth_hash(request, user)
        messages.success(request, _("新密码已生效，其他地方的登录都已退出。"))
        return redirect("wagtailadmin_home")
    return render(request, "sitegroup/people/password.html", {"form": form})


@require_safe
def active(request: HttpRequest) -> HttpResponse:
    """Somebody types or clicks on an open page; the middleware has noted it."""
    return HttpResponse(status=204)
