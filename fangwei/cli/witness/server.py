"""The witness's two addresses over HTTP. Source: c2sp.org/tlog-witness."""

import re
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fangwei.cli.witness.desk import Desk
from fangwei.engines import merkle

_MOST = 64 * 1024
_SEEN = re.compile(r"/([0-9a-f]{64})/checkpoint")
_TEXT = "text/plain; charset=utf-8"


def server_for(desk: Desk, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server, bound but not yet serving, that answers for this desk."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > _MOST:
                self.close_connection = True
                self._answer(400, b"")
                return
            body = self.rfile.read(int(length))
            if self.path == "/add-checkpoint":
                self._add(body)
            else:
                self._answer(404, b"")

        def _add(self, body: bytes) -> None:
            try:
                request = merkle.parse_request(body)
            except merkle.RequestUnreadable:
                self._answer(400, b"")
                return
            verdict, line = desk.add_checkpoint(request, int(datetime.now(UTC).timestamp()))
            if verdict.status == 409:
                self._answer(409, f"{verdict.known}\n".encode(), merkle.SIZE_TYPE)
            else:
                self._answer(verdict.status, line.encode())

        def do_GET(self) -> None:
            asked = _SEEN.fullmatch(self.path)
            note = desk.note_by_digest(asked[1]) if asked else None
            if self.path == "/":
                note = f"{desk.signer.key}\n"
            self._answer(404 if note is None else 200, (note or "").encode())

        def _answer(self, status: int, body: bytes, kind: str = _TEXT) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: who asks is nobody's business, and what was cosigned stands in the folder."""

    return ThreadingHTTPServer((host, port), Handler)
