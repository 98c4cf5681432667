"""SMTP as Django speaks it, to a server that must have said each answer in time.

The worker sends mail between deliveries: a server that sends a byte now and then would keep what
was released from going out for hours.
"""

import smtplib

from django.core.mail.backends import smtp

from sitegroup.notices.outbound import cut_after


class _InTime(smtplib.SMTP):
    """An answer that is not whole within the timeout is a line that broke."""

    def getreply(self) -> tuple[int, bytes]:
        """The next answer. Raises SMTPServerDisconnected where it takes too long."""
        if not self.timeout or self.sock is None:
            return super().getreply()
        with cut_after(self.timeout, self.sock):
            return super().getreply()


class _InTimeTls(_InTime, smtplib.SMTP_SSL):
    """The same with TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """Mail by SMTP; the timeout holds for each answer as a whole."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks with the server."""
        return _InTimeTls if self.use_ssl else _InTime
