"""The log's key in a process of its own: asked over a Unix socket to sign a head, and never given away.

Four bytes of length and a text go there, four bytes of length and a text come back. An empty text asks for the verifier keys; any
other is a checkpoint and comes back as signature lines, or empty when the signer refuses.
"""

import socket
from pathlib import Path

TIMEOUT = 10
MOST = 64 * 1024


class SignerUnreachable(OSError):
    """The signer does not answer."""


def receive(channel: socket.socket) -> bytes:
    """Return one text from the channel. Raises: SignerUnreachable when it breaks off or is too long."""
    length = int.from_bytes(_exactly(channel, 4), "big")
    if length > MOST:
        raise SignerUnreachable("too long")
    return _exactly(channel, length)


def _exactly(channel: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = channel.recv(count - len(data))
        if not more:
            raise SignerUnreachable("the other side hung up")
        data += more
    return data


def send(channel: socket.socket, data: bytes) -> None:
    """Send one text over the channel."""
    channel.sendall(len(data).to_bytes(4, "big") + data)


def ask(path: Path, text: bytes) -> bytes:
    """Return the signer's answer to one text. Raises: SignerUnreachable."""
    try:
        with socket.socket(socket.AF_UNIX) as channel:
            channel.settimeout(TIMEOUT)
            channel.connect(str(path))
            send(channel, text)
            return receive(channel)
    except OSError as problem:
        raise SignerUnreachable(str(problem)) from problem
