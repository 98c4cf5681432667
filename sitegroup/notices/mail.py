"""邮件: one mail a person, with all that waits for them."""

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from sitegroup.exceptions import PeerAway
from sitegroup.notices import words
from sitegroup.notices.exceptions import NotSent
from sitegroup.notices.models import Notice

SECONDS = 20
PERMANENT_FROM = 500  # SMTP: 4xx may pass, 5xx will not


class Mailer:
    """One connection for the mails of a run, opened when the first is sent."""

    def __init__(self) -> None:
        self._connection: Any = None

    def send(self, notices: Sequence[Notice]) -> None:
        """Send one batch to its person's address as it is now. Raises NotSent, PeerAway."""
        person = notices[0].recipient
        address = person.email if person else notices[0].address
        if not address:
            raise NotSent(_("这个人没有邮箱地址。"), permanent=True)
        with words.speaking_to(person):
            message = EmailMessage(
                words.subject(notices), words.body(notices), to=[address], headers=_heads(notices)
            )
        with self._open() as connection:
            message.connection = connection
            message.send()

    @contextmanager
    def _open(self) -> Iterator[Any]:
        try:
            if self._connection is None:
                self._connection = get_connection(timeout=settings.EMAIL_TIMEOUT or SECONDS)
                self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise PeerAway(_("连不上邮件服务器：%s") % error) from error
        try:
            yield self._connection
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            codes = [code for code, _text in error.recipients.values()]
            refused = all(code >= PERMANENT_FROM for code in codes)
            raise NotSent(_("邮件服务器不收这个地址：%s") % codes, permanent=refused) from error
        except smtplib.SMTPDataError as error:
            self.close()
            refused = error.smtp_code >= PERMANENT_FROM
            raise NotSent(_("邮件服务器不收这封邮件：%s") % error, permanent=refused) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotSent(_("邮件没有发出：%s") % error) from error

    def close(self) -> None:
        """Hang up; what goes wrong then has no consequence."""
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()
        except (OSError, smtplib.SMTPException):
            return


def _heads(notices: Sequence[Notice]) -> dict[str, str]:
    """A mail that is sent again has the same Message-ID, so that mailboxes show it once."""
    host = urlsplit(settings.SITE_BASE_URL).hostname or "localhost"
    return {
        "Message-ID": f"<{notices[0].batch}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
