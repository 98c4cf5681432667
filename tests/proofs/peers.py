"""Far ends on a real socket: away, slow, or talking rubbish when told to. They hear all."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW = 1.0
HTML = "<html><body>Bad Gateway</body></html>"
REFUSED = {"success": False, "error": {"__type": "Validation Error", "name": ["no"]}}
FORBIDDEN = {"success": False, "error": {"__type": "Authorization Error", "message": "no"}}
# mood -> status and body of every answer; None hangs up without one
MOODS: dict[str, tuple[int, str] | None] = {
    "hangs up": None,
    "is slow": (200, "{}"),
    "500": (500, '{"success": false, "error": {"__type": "Internal Server Error"}}'),
    "502 html": (502, HTML),
    "200 html": (200, HTML),
    "broken json": (200, '{"success": tr'),
    "429": (429, "slow down"),
    "409": (409, json.dumps(REFUSED)),
    "403": (403, json.dumps(FORBIDDEN)),
}


class Peer:
    """One far end: `answer(path, body)` when it is well; `heard` is every byte that it was sent."""

    def __init__(self, answer: Callable[[str, bytes], tuple[int, Any]]) -> None:
        self.answer = answer
        self.mood = ""
        self.heard = b""
        self.url = ""

    def reply(self, path: str, body: bytes) -> tuple[int, str] | None:
        """Status and text, as the mood is."""
        self.heard += path.encode() + b"\n" + body + b"\n"
        if not self.mood:
            status, made = self.answer(path, body)
            return status, json.dumps(made)
        if self.mood == "is slow":
            time.sleep(SLOW)
        return MOODS[self.mood]


@contextmanager
def listening(peer: Peer) -> Iterator[Peer]:
    """The peer at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = peer.reply(self.path, body)
            if reply is None:
                self.close_connection = True
                return
            status, text = reply
            data = b"" if self.command == "HEAD" else text.encode()
            self.send_response(status)
            self.send_header(
                "Content-Type", "application/json" if data[:1] != b"<" else "text/html"
            )
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:
                self.close_connection = True  # the client has lost its patience

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    peer.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()


class Catalogue:
    """What a CKAN does with the actions of a first push."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, dict[str, Any]] = {}

    def __call__(self, path: str, body: bytes) -> tuple[int, Any]:
        """An action, as CKAN answers it."""
        action, data = path.rsplit("/", 1)[1], json.loads(body)
        try:
            return 200, {"success": True, "result": self._act(action, data)}
        except KeyError:
            return 404, {"success": False, "error": {"__type": "Not Found Error", "message": "-"}}

    def _act(self, action: str, data: dict[str, Any]) -> Any:
        if action.startswith("datastore"):
            return self._table(action, data)
        if action.endswith("_show"):
            return self.things[data["id"]]
        if action == "package_revise":
            data = {**self.things[data["match"]["id"]], **data["update"]}
        thing = {"metadata_modified": str(len(self.things)), "extras": [], **data}
        self.things[thing["id"]] = self.things[thing["name"]] = thing
        return thing

    def _table(self, action: str, data: dict[str, Any]) -> Any:
        if action == "datastore_create":
            self.tables[data["resource_id"]] = {"fields": data["fields"], "rows": {}}
        table = self.tables[data["resource_id"]]
        for record in data.get("records", ()):
            table["rows"][json.dumps(record, ensure_ascii=False)] = record
        fields = [{**field, "schema": {"is_index": False}} for field in table["fields"]]
        return {"fields": fields, "meta": {"count": len(table["rows"])}}


class Index:
    """What an Elasticsearch does with a bulk of documents by external version."""

    def __init__(self) -> None:
        self.documents: dict[str, tuple[int, dict[str, Any]]] = {}

    def __call__(self, path: str, body: bytes) -> tuple[int, Any]:
        """The alias is there; a bulk is taken."""
        if "_bulk" not in path:
            return 200, {}
        lines = [json.loads(line) for line in body.splitlines() if line]
        items = []
        for head, source in zip(lines[::2], lines[1::2], strict=True):
            key, version = head["index"]["_id"], head["index"]["version"]
            newer = self.documents.get(key, (0, {}))[0] > version
            if not newer:
                self.documents[key] = version, source
            items.append({"index": {"_id": key, "status": 409 if newer else 200}})
        return 200, {"errors": False, "items": items}
