"""短信: the adapter to whatever sends text messages; see docs/notices.md for writing one."""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sitegroup.notices import words
from sitegroup.notices.exceptions import NotSent
from sitegroup.notices.models import Notice, NoticeSetting

logger = logging.getLogger(__name__)


class SmsBackend(Protocol):
    """短信接口: what SMS_BACKEND names; made anew for each message, without arguments."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        """Send one text; `message_id` is the same when it is sent again.

        Raises NotSent, permanent where trying again cannot help; any other exception is retried.
        """


class ConsoleBackend:
    """Writes texts to the log, for trying it out."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        """Write it."""
        logger.info("sms %s to %s: %s", message_id, phone, text)


def send(notice: Notice) -> None:
    """Send one notice to its person's number as it is now. Raises NotSent."""
    setting = NoticeSetting.objects.filter(user=notice.recipient_id).first()
    phone = setting.phone if setting else ""
    if not phone or not settings.SMS_BACKEND:
        raise NotSent(_("没有手机号，或者没有设置SMS_BACKEND。"), permanent=True)
    backend: SmsBackend = import_string(settings.SMS_BACKEND)()
    backend.send(phone=phone, text=words.outside(notice), message_id=str(notice.batch))
