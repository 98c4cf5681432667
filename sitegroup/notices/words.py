"""The words of a notice, made when it is read: unit, kind of content, place; no title.

The title of what is not public yet may itself be confidential, and mail is not. It is said only
at the desk, or where NOTICE_TITLES allows it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sitegroup.models import Role
from sitegroup.notices.models import Notice, NoticeKind

MOST_LISTED = 50
SENTENCES = {
    NoticeKind.OPENED: gettext_lazy(
        "新待办：%(unit)s的%(what)s，由%(role)s办理，限 %(deadline)s 前。"
    ),
    NoticeKind.RETURNED: gettext_lazy("退回修改：%(unit)s的%(what)s。原因在审核意见里。"),
    NoticeKind.CONCLUDED: gettext_lazy("审核办结：%(unit)s的%(what)s，结论在审核意见里。"),
    NoticeKind.VOIDED: gettext_lazy("内容已变：%(unit)s的%(what)s改过，审核作废，请看变动。"),
    NoticeKind.RELEASED: gettext_lazy("已发布：%(unit)s的%(what)s。"),
    NoticeKind.REMINDER: gettext_lazy(
        "快到时限：%(unit)s的%(what)s，%(role)s限 %(deadline)s 前办理。"
    ),
    NoticeKind.OVERDUE: gettext_lazy(
        "已超时：%(unit)s的%(what)s，%(role)s应在 %(deadline)s 前办理。"
    ),
    NoticeKind.ESCALATION: gettext_lazy(
        "催办：%(unit)s的%(what)s，%(role)s应在 %(deadline)s 前办理，至今未办，请督促。"
    ),
    NoticeKind.UNATTENDED: gettext_lazy(
        "无人办理：%(unit)s的%(what)s，%(role)s岗位没有能办的人，请安排。"
    ),
    NoticeKind.EMERGENCY: gettext_lazy("应急发布：%(unit)s的%(what)s已先公开，请补办审查。"),
}


@contextmanager
def speaking_to(user: Any) -> Iterator[None]:
    """The language that a person has chosen in the admin; the county's own for others."""
    profile = getattr(user, "wagtail_userprofile", None)
    with override(getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE):
        yield


def sentence(notice: Notice) -> str:
    """What happened, without the title."""
    model = notice.content_type.model_class() if notice.content_type else None
    deadline = notice.facts.get("deadline")
    role = notice.facts.get("role")
    return str(SENTENCES[NoticeKind(notice.kind)]) % {
        "unit": _flat(notice.site.short_name),
        "what": model._meta.verbose_name if model else _("内容"),
        "role": Role(role).label if role else "",
        "deadline": _clock(deadline) if deadline else "",
    }


def outside(notice: Notice) -> str:
    """What is said outside of the admin: the sentence, the title only where it is allowed."""
    if settings.NOTICE_TITLES and notice.title:
        return _("%(sentence)s标题：%(title)s") % {
            "sentence": sentence(notice),
            "title": _flat(notice.title),
        }
    return sentence(notice)


def link(notice: Notice) -> str:
    """The full address."""
    return admin_base() + notice.url


def admin_base() -> str:
    """Where the admin answers: its own host, or the portal's."""
    base = urlsplit(settings.SITE_BASE_URL)
    host = settings.ADMIN_HOST or base.netloc
    return f"{base.scheme}://{host}"


def subject(notices: Sequence[Notice]) -> str:
    """The subject of a mail with these notices."""
    if len(notices) == 1:
        what = str(notices[0].get_kind_display())
    else:
        what = _("%(count)d条通知") % {"count": len(notices)}
    return f"[{settings.WAGTAIL_SITE_NAME}] {what}"


def body(notices: Sequence[Notice]) -> str:
    """The text of a mail with these notices."""
    parts = [f"{outside(notice)}\n{link(notice)}" for notice in notices[:MOST_LISTED]]
    if len(notices) > MOST_LISTED:
        parts.append(_("还有%(count)d条，请看工作台。") % {"count": len(notices) - MOST_LISTED})
    mine = admin_base() + reverse("notices:mine")
    parts.append(_("全部通知和通知设置：%(address)s") % {"address": mine})
    return "\n\n".join(parts) + "\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _clock(moment: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(moment)):%Y-%m-%d %H:%M}"
