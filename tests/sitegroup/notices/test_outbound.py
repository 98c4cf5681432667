"""An address that an administrator entered leads nowhere inside the network."""

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import override_settings

from sitegroup.notices import outbound
from sitegroup.notices.exceptions import NotSent
from tests.sitegroup.notices.conftest import LOOPBACK, answering, listening


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[Any]:
    """A name server that gives these addresses, one answer a question; the questions asked."""
    asked: list[Any] = []
    rest = list(answers)

    def getaddrinfo(host: str, port: int, **kwargs: Any) -> list[Any]:
        asked.append(host)
        found = rest.pop(0) if len(rest) > 1 else rest[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "::7f00:1", "2001:0:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_what_is_not_public_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolving(monkeypatch, [address])
    with pytest.raises(NotSent) as refused:
        outbound.post("https://gateway.example/", b"", {})
    assert refused.value.permanent


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(NotSent):
        outbound.allowed_address(urlsplit("https://gateway.example/"))


@pytest.mark.parametrize("url", ["http://gateway.example/", "ftp://gateway.example/"])
def test_a_public_address_needs_https(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolving(monkeypatch, ["93.184.216.34"])
    with pytest.raises(NotSent):
        outbound.post(url, b"", {})


def test_a_public_address_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["93.184.216.34"])
    found = outbound.allowed_address(urlsplit("https://gateway.example/"))
    assert str(found) == "93.184.216.34"


@override_settings(NOTICE_WEBHOOK_NETWORKS=LOOPBACK)
def test_a_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(answering(b"HTTP/1.1 200 OK\r\n\r\n")) as peer:
        asked = resolving(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
        pinned: list[Any] = []
        monkeypatch.setattr(
            socket, "create_connection", lambda to, **kw: pinned.append(to) or _dial(to)
        )
        outbound.post(f"http://gateway.example:{peer.port}/in", b"{}", {})
    assert asked.count("gateway.example") == 1
    assert pinned == [("127.0.0.1", peer.port)]
    assert peer.received[0][0]["host"] == f"gateway.example:{peer.port}"


def _dial(to: tuple[str, int]) -> socket.socket:
    ends = socket.socket()
    ends.settimeout(2)
    ends.connect(to)
    return ends


@pytest.mark.parametrize("url", ["https://", "https://[::1", "https://a:99999/", "https://\ud800/"])
def test_a_malformed_address_is_refused(url: str) -> None:
    with pytest.raises((NotSent, ValueError)):
        outbound.post(url, b"", {})
