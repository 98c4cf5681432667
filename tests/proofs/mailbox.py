"""A mail server on a real socket: away, slow, rude or lost in mid-sentence when told to.

`MOODS` are its ways of not being well. It keeps every mail whose final dot it has read and has
answered with anything but a refusal, as a server does whose answer is lost on the way.
"""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any

SLOW, DRIP_SECONDS = 1.0, 0.05
# mood -> what it says instead at one point of the talk; None hangs up there
MOODS: dict[str, tuple[str, bytes | None]] = {
    "hangs up": ("greeting", None),
    "has no time": ("greeting", b"421 too busy"),
    "talks HTML": ("greeting", b"<html>Bad Gateway</html>"),
    "sends zeros": ("greeting", b"\x00\xff\x00"),
    "drips": ("drip", b""),
    "takes no sender now": ("MAIL", b"451 later"),
    "is greylisting": ("RCPT", b"450 come back"),
    "knows nobody": ("RCPT", b"550 no such mailbox"),
    "has no room": ("DATA", b"452 no room"),
    "forbids": ("DATA", b"554 no"),
    "breaks off": ("halfway", None),
    "fails at the dot": ("dot", b"451 try again"),
    "refuses at the dot": ("dot", b"554 looks like spam"),
    "hangs up at the dot": ("dot", None),
    "mumbles at the dot": ("dot", b"\xc3\x28 fine"),
    "is slow at the dot": ("slow", b"250 kept"),
}
FOR_GOOD = {"knows nobody", "forbids", "refuses at the dot"}
# the mail is there and the sender cannot know it
KEPT_UNSAID = {"hangs up at the dot", "mumbles at the dot", "is slow at the dot"}


class Mailbox(socketserver.ThreadingTCPServer):
    """The server: `kept` is what it took, `recipients` whom it was asked to give it to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mood = ""
        self.kept: list[EmailMessage] = []
        self.heard: list[EmailMessage] = []
        self.recipients: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, *_args: Any) -> None:
        """A sender that lost its patience is no news."""


class _Talk(socketserver.StreamRequestHandler):
    """One connection: as much of RFC 5321 as it takes to receive mail."""

    server: Mailbox

    def handle(self) -> None:
        self.point, self.said = MOODS.get(self.server.mood, ("", b""))
        if self.point == "drip":
            self._drip()
        elif self._say("greeting", b"220 ready"):
            self._listen()

    def _listen(self) -> None:
        while line := self.rfile.readline():
            word = line[:4].upper().decode("ascii", "replace")
            if word == "RCPT":
                self.server.recipients.add(line.split(b"<")[1].split(b">")[0].decode())
            answer = {"DATA": b"354 go on", "QUIT": b"221 bye"}.get(word, b"250 fine")
            if not self._say(word, answer) or word == "QUIT":
                return
            if word == "DATA" and self.point != "DATA" and not self._receive():
                return

    def _say(self, point: str, words: bytes) -> bool:
        """Say it, or what the mood says here; whether the line still stands."""
        here = point == self.point
        if here and self.said is None:
            return False
        self.wfile.write((self.said if here and self.said else words) + b"\r\n")
        return True

    def _receive(self) -> bool:
        if self.point == "halfway":
            self.rfile.readline()
            return False
        raw = b"".join(iter(self.rfile.readline, b".\r\n"))
        message: Any = email.message_from_bytes(raw, policy=policy.default)
        self.server.heard.append(message)
        if self.point != "dot" or self.server.mood in KEPT_UNSAID:
            self.server.kept.append(message)
        if self.point == "slow":
            threading.Event().wait(SLOW)
        return self._say("dot", b"250 kept")

    def _drip(self) -> None:
        for _byte in range(int(SLOW / DRIP_SECONDS) * 5):
            self.wfile.write(b"2")
            threading.Event().wait(DRIP_SECONDS)


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A mail server for as long as it is needed."""
    box = Mailbox()
    threading.Thread(target=box.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield box
    finally:
        box.shutdown()
        box.server_close()
