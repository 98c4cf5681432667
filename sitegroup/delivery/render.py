"""Render a page of a site in its theme."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import select_template

from sitegroup.delivery.frame import Frame
from sitegroup.delivery.shell import shell_for
from sitegroup.models import Site
from themes.headscript import CONTENT_SECURITY_POLICY


def render_page(
    request: HttpRequest | None,
    template: str,
    *,
    site: Site,
    frame: Frame,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw `template` (a name such as article.html) in the site's theme, from plain data only.

    The theme's own template wins over the shared one. The context holds `shell`, `frame` and
    what is given.
    """
    found = select_template([f"{site.theme}/templates/{template}", f"base/templates/{template}"])
    shell = shell_for(site, section_url=frame.section_url)
    html = found.render({"shell": shell, "frame": frame, **context}, None)
    response = HttpResponse(html, status=status)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
