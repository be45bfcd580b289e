"""The stand-ins for mail and chats behave like the real things: one set of checks runs against both."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_string
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, TCPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from fangwei.gateways import chat, mail
from fangwei.gateways.chat import ChatServer, token_in
from fangwei.gateways.fakes import LOST_AND_SILENT, NOT_SENT, OK, SENT_BUT_SILENT, FakeChat, FakeMail
from fangwei.gateways.mail import Letter, MailServer
from fangwei.gateways.outcome import NotSent, Unsure

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TOKEN = "0123456789abcdef"
EXPECTED = {OK: None, NOT_SENT: NotSent, SENT_BUT_SILENT: Unsure, LOST_AND_SILENT: Unsure}
ARRIVES = {OK: 1, NOT_SENT: 0, SENT_BUT_SILENT: 1, LOST_AND_SILENT: 0}


class _Smtp(StreamRequestHandler):
    """As much of RFC 5321 as one mail needs, failing as planned."""

    def handle(self) -> None:
        self._tell("220 ready")
        plan, refuse = next(self.server.plan, OK), False  # type: ignore[attr-defined]
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and plan == NOT_SENT:
                self._tell("550 no such mailbox")
                refuse = True
            elif word == b"DATA":
                if refuse:
                    self._tell("503 no")
                    continue
                self._tell("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
                if plan != LOST_AND_SILENT:
                    self.server.arrived.append(b"".join(lines).decode())  # type: ignore[attr-defined]
                if plan in {SENT_BUT_SILENT, LOST_AND_SILENT}:
                    return
                self._tell("250 taken")
            else:
                self._tell("250 fine")

    def _tell(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Robot(BaseHTTPRequestHandler):
    """A vendor's webhook: 200 and an error code in the body when it refuses."""

    def do_POST(self) -> None:
        plan = next(self.server.plan, OK)  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if plan in {OK, SENT_BUT_SILENT}:
            self.server.arrived.append((self.path, body))  # type: ignore[attr-defined]
        if plan in {SENT_BUT_SILENT, LOST_AND_SILENT}:
            self.close_connection = True
            return
        name = "code" if "bot/v2" in self.path else "errcode"
        answer = json.dumps({name: 310000 if plan == NOT_SENT else 0}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_given: Any) -> None:
        pass


@contextmanager
def _serving(server: Any, plan: list[str]) -> Iterator[Any]:
    server.plan, server.arrived = iter(plan), []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def real_mail(plan: list[str]) -> Iterator[tuple[Callable[[Letter], None], list[Any]]]:
    with _serving(TCPServer(("127.0.0.1", 0), _Smtp), plan) as server:
        where = MailServer("127.0.0.1", "防微 <no-reply@example.cn>", server.server_address[1], "none")
        yield lambda letter: mail.send(where, letter), server.arrived


@contextmanager
def fake_mail(plan: list[str]) -> Iterator[tuple[Callable[[Letter], None], list[Any]]]:
    fake = FakeMail(iter(plan))
    yield lambda letter: fake.send(MailServer("mail.example.cn", "no-reply@example.cn"), letter), fake.arrived


@pytest.mark.parametrize("which", [real_mail, fake_mail])
@pytest.mark.parametrize("what", list(EXPECTED))
def test_mail_arrives_or_says_what_is_known(which: Any, what: str) -> None:
    letter = Letter("a@example.cn", "防微：请定级", "第一行\n.第二行", "key-1", AT)
    with which([what]) as (send, arrived):
        _expect(lambda: send(letter), what)
        assert len(arrived) == ARRIVES[what]
        send(letter)
        assert len(arrived) == ARRIVES[what] + 1


def test_a_mail_is_whole() -> None:
    with real_mail([]) as (send, arrived):
        send(Letter("a@example.cn", "防微：请定级", "第一行\n.第二行", "key-1", AT))
    message = message_from_string(arrived[0], policy=default)
    assert message["Subject"] == "防微：请定级"
    assert message["Message-ID"] == "<key-1@example.cn>"
    assert message["Date"] == "Mon, 02 Mar 2026 01:00:00 +0000"
    assert message.get_content().splitlines() == ["第一行", ".第二行"]


def test_a_mail_server_that_is_not_there_has_taken_nothing() -> None:
    with pytest.raises(NotSent):
        mail.send(MailServer("127.0.0.1", "x@example.cn", 9, "none"), Letter("a@b.cn", "x", "y", "k", AT))


Say = Callable[[str], None]


@contextmanager
def real_chat(name: str, plan: list[str]) -> Iterator[tuple[Say, list[Any]]]:
    with _serving(HTTPServer(("127.0.0.1", 0), _Robot), plan) as server:
        where = ChatServer(name, f"http://127.0.0.1:{server.server_address[1]}")
        yield lambda text: chat.say(where, TOKEN, "SECx", text, AT), server.arrived


@contextmanager
def fake_chat(name: str, plan: list[str]) -> Iterator[tuple[Say, list[Any]]]:
    fake = FakeChat(iter(plan))
    yield lambda text: fake.say(ChatServer(name), TOKEN, "SECx", text, AT), fake.arrived


@pytest.mark.parametrize("which", [real_chat, fake_chat])
@pytest.mark.parametrize("name", list(chat.BASES))
@pytest.mark.parametrize("what", list(EXPECTED))
def test_a_chat_hears_it_or_says_what_is_known(which: Any, name: str, what: str) -> None:
    with which(name, [what]) as (say, arrived):
        _expect(lambda: say("请定级"), what)
        assert len(arrived) == ARRIVES[what]
        say("请定级")
        assert len(arrived) == ARRIVES[what] + 1


def _expect(send: Callable[[], None], what: str) -> None:
    wanted = EXPECTED[what]
    if wanted is None:
        send()
    else:
        with pytest.raises(wanted):
            send()


def test_signatures_are_what_the_vendors_compute() -> None:
    """By another implementation than ours for DingTalk; by the vendor's own recipe for Feishu."""
    import hashlib
    import hmac

    with real_chat("dingtalk", []) as (say, arrived):
        say("x")
    asked = parse_qs(urlsplit(arrived[0][0]).query)
    stamp = str(int(AT.timestamp() * 1000))
    expected = hmac.new(b"SECx", f"{stamp}\nSECx".encode(), hashlib.sha256).digest()
    assert asked == {"access_token": [TOKEN], "timestamp": [stamp], "sign": [base64.b64encode(expected).decode()]}
    assert arrived[0][1] == {"msgtype": "text", "text": {"content": "x"}}
    with real_chat("feishu", []) as (say, arrived):
        say("x")
    path, body = arrived[0]
    assert path == f"/open-apis/bot/v2/hook/{TOKEN}"
    stamp = str(int(AT.timestamp()))
    expected = hmac.new(f"{stamp}\nSECx".encode(), b"", hashlib.sha256).digest()
    assert body == {
        "msg_type": "text", "content": {"text": "x"}, "timestamp": stamp, "sign": base64.b64encode(expected).decode()
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*imghdr:DeprecationWarning")
@pytest.mark.parametrize("name", list(chat.BASES))
def test_another_program_says_the_same_in_the_same_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apprise speaks to the same robots; it takes HTTP 200 for success, which is why it is only asked for its opinion here."""
    import importlib

    import apprise

    module = importlib.import_module("apprise.plugins." + {"wecom": "wecombot"}.get(name, name))
    asked: list[tuple[str, Any, Any]] = []

    class Taken:
        status_code, content = 200, b"{}"

    def post(url: str, data: Any = None, params: Any = None, **_rest: Any) -> Taken:
        asked.append((url, json.loads(data), params))
        return Taken()

    monkeypatch.setattr(module.requests, "post", post)
    monkeypatch.setattr("time.time", lambda: AT.timestamp())
    secret = "SECx" if name == "dingtalk" else ""
    address = {
        "dingtalk": f"dingtalk://{secret}@{TOKEN}",
        "wecom": f"wecombot://{TOKEN}",
        "feishu": f"feishu://{TOKEN}",
    }[name]
    room = apprise.Apprise()
    assert room.add(address) and room.notify(body="请定级")
    [(url, body, params)] = asked
    with _serving(HTTPServer(("127.0.0.1", 0), _Robot), []) as server:
        chat.say(ChatServer(name, f"http://127.0.0.1:{server.server_address[1]}"), TOKEN, secret, "请定级", AT)
        [(path, ours)] = server.arrived
    theirs, mine = urlsplit(url), urlsplit(path)
    assert mine.path == theirs.path.rstrip("/")
    given = {name: values[0] for name, values in parse_qs(mine.query).items()}
    also = {name: unquote(str(value)) for name, value in (params or {}).items()}
    assert given == {name: values[0] for name, values in parse_qs(theirs.query).items()} | also
    assert ours == {key: body[key] for key in ours}


@pytest.mark.parametrize(
    ("pasted", "token"),
    [
        ("https://oapi.dingtalk.com/robot/send?access_token=abcdef012345", "abcdef012345"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa", "693a91f6-7aaa"),
        (" https://open.feishu.cn/open-apis/bot/v2/hook/1f2e3d4c-aaaa ", "1f2e3d4c-aaaa"),
        ("1f2e3d4c-aaaa", "1f2e3d4c-aaaa"),
        ("https://evil.example/collect", ""),
        ("../../x", ""),
        ("", ""),
    ],
)
def test_a_robots_address_is_pasted_whole(pasted: str, token: str) -> None:
    assert token_in(pasted) == token
