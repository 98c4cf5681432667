"""Call an address that an administrator entered, without being led astray inside the network.

The name is resolved once and the connection goes to that very address; what is not public is
refused unless NOTICE_WEBHOOK_NETWORKS allows it; a redirect is not followed; time and size are
capped. TLS is checked against the name.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sitegroup.exceptions import PeerAway
from sitegroup.notices.exceptions import NotSent

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
LARGEST_ANSWER = 64 * 1024
PORTS = {"https": 443, "http": 80}
# Addresses that hide another one, which nobody would look at.
TUNNELS = [
    ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
]
PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)

Address = IPv4Address | IPv6Address


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send a body; any 2xx is a success.

    Raises PeerAway if nothing answered in time, NotSent otherwise; permanent where the answer or
    the address can only be mended by a person.
    """
    parts = urlsplit(url)
    chosen = allowed_address(parts)
    try:
        with _connected(parts, chosen) as connection:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, dict(headers))
            response = connection.getresponse()
            response.read(LARGEST_ANSWER)
    except ssl.SSLCertVerificationError as error:
        raise NotSent(_("对方的证书不可信：%s") % error.verify_message) from error
    except (OSError, http.client.HTTPException) as error:
        raise PeerAway(_("对方没有正常回应：%s") % type(error).__name__) from error
    _judge(response.status)


def _judge(status: int) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status < HTTPStatus.BAD_REQUEST:
        why = _("对方要求转到别的网址（%d），不跟随，请改用最终网址。") % status
        raise NotSent(why, permanent=True)
    is_refusal = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in PASSING
    raise NotSent(_("对方回答%d。") % status, permanent=is_refusal)


def allowed_address(parts: SplitResult) -> Address:
    """The one address to connect to. Raises NotSent where any that the name has is refused."""
    try:
        port = parts.port or PORTS.get(parts.scheme, 0)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (ValueError, UnicodeError) as error:
        raise NotSent(_("网址写得不对。"), permanent=True) from error
    except OSError as error:
        raise PeerAway(_("查不到对方的地址。")) from error
    addresses = [ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    for address in addresses:
        if not _may_call(address, parts.scheme):
            why = _("不能发到%s：不是公网地址，或者没有用https。") % address
            raise NotSent(why, permanent=True)
    return addresses[0]


def _may_call(address: Address, scheme: str) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    named = any(address in network for network in settings.NOTICE_WEBHOOK_NETWORKS)
    if scheme != "https":
        return scheme == "http" and address.is_loopback and named
    hidden = any(address in network for network in TUNNELS)
    is_public = address.is_global and not address.is_multicast and not hidden
    return is_public or named


@contextmanager
def _connected(parts: SplitResult, address: Address) -> Iterator[http.client.HTTPConnection]:
    """A connection to exactly this address that ends after WHOLE_SECONDS, come what may."""
    port = parts.port or PORTS[parts.scheme]
    plain = socket.create_connection((str(address), port), timeout=CONNECT_SECONDS)
    ends: socket.socket = plain
    host = str(parts.hostname)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        ends = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    connection = http.client.HTTPConnection(host, port)
    connection.default_port = PORTS[parts.scheme]
    connection.sock = ends
    try:
        with cut_after(WHOLE_SECONDS, ends):
            if isinstance(ends, ssl.SSLSocket):
                ends.do_handshake()
            yield connection
    finally:
        connection.close()
        ends.close()


@contextmanager
def cut_after(seconds: float, ends: socket.socket) -> Iterator[None]:
    """Hang up where what is done here takes longer.

    A peer that sends a byte now and then would never run into a timeout of the socket.
    """
    alarm = threading.Timer(seconds, _cut, [ends])
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _cut(ends: socket.socket) -> None:
    try:
        socket.socket.shutdown(ends, socket.SHUT_RDWR)
    except OSError:
        return
