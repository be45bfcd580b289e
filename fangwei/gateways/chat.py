"""Robots of DingTalk, WeCom and Feishu: one text into the group that a robot speaks in.

All three answer a refused message with HTTP 200 and an error code in the body, so the body is what counts. Sources: the three
vendors' pages on custom robots; how to make one stands in docs/operate/notices.md.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fangwei.gateways.outcome import NotSent, Unsure

TIMEOUT = 15
_MOST = 64 * 1024

BASES = {
    "dingtalk": "https://oapi.dingtalk.com",
    "wecom": "https://qyapi.weixin.qq.com",
    "feishu": "https://open.feishu.cn",
}
_PATHS = {
    "dingtalk": "/robot/send?access_token={token}",
    "wecom": "/cgi-bin/webhook/send?key={token}",
    "feishu": "/open-apis/bot/v2/hook/{token}",
}
_IN_ADDRESS = re.compile(r"(?:access_token=|[?&]key=|/hook/)([A-Za-z0-9-]{8,128})/?(?:&.*)?$")
_BARE = re.compile(r"[A-Za-z0-9-]{8,128}")
SIGNED = frozenset({"dingtalk", "feishu"})
"""The chats whose robots may ask for a signature."""


@dataclass(frozen=True, slots=True)
class ChatServer:
    """One vendor's server; `base` differs where a body runs its own. Raises: ValueError for what is no address."""

    name: str
    base: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", (self.base or BASES[self.name]).rstrip("/"))
        if not self.base.startswith(("https://", "http://")):
            raise ValueError("base")


def token_in(text: str) -> str:
    """Return the token in a robot's address as people paste it, or the token alone; empty when there is none."""
    text = text.strip()
    found = _IN_ADDRESS.search(text)
    return found[1] if found else (text if _BARE.fullmatch(text) else "")


def say(server: ChatServer, token: str, secret: str, text: str, at: datetime) -> None:
    """Let a robot say a text. Raises: NotSent, Unsure."""
    address = server.base + _PATHS[server.name].format(token=urllib.parse.quote(token, safe=""))
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if server.name == "feishu":
        body = {"msg_type": "text", "content": {"text": text}}
        if secret:
            stamp = str(int(at.timestamp()))
            body |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}".encode(), b"")}
    elif server.name == "dingtalk" and secret:
        stamp = str(int(at.timestamp() * 1000))
        sign = _signed(secret.encode(), f"{stamp}\n{secret}".encode())
        address += "&" + urllib.parse.urlencode({"timestamp": stamp, "sign": sign})
    _check(_post(address, body))


def _signed(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _post(address: str, body: dict[str, Any]) -> bytes:
    request = urllib.request.Request(  # noqa: S310 the scheme was looked at when the server was set up
        address,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 as above
            data: bytes = answer.read(_MOST)
            return data
    except urllib.error.HTTPError as problem:
        problem.close()
        # A server that is down or that refuses has taken nothing; one that broke while it worked may have.
        broke = problem.code in {500, 502, 504}
        raise (Unsure if broke else NotSent)(f"HTTP {problem.code}") from None
    except urllib.error.URLError as problem:
        raise NotSent(type(problem.reason).__name__) from None
    except (OSError, http.client.HTTPException) as problem:
        raise Unsure(type(problem).__name__) from None


def _check(data: bytes) -> None:
    try:
        said = json.loads(data)
        code = next(int(said[name]) for name in ("errcode", "code", "StatusCode") if name in said)
    except (ValueError, TypeError, StopIteration):
        raise Unsure("unreadable answer") from None
    if code:
        raise NotSent(f"code {code}")
