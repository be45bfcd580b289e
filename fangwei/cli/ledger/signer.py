"""`fangwei ledger signer`: hold the log's key in a process, and under a user, of its own."""

import socket
import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from fangwei.cli import refuse, say
from fangwei.cli.ledger.words import spoken
from fangwei.engines import merkle
from fangwei.gateways.signer import TIMEOUT, SignerUnreachable, receive, send
from fangwei.ledger.highest import locked
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import create_key, own_signers


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="启动后输出一行 JSON。 / Print one line of JSON once it serves.")
def signer(path: Path, as_json: bool) -> None:
    """在独立进程中保管账本私钥，经套接字签名；不给出私钥。 / Hold the log's key in a process of its own and sign over a socket."""
    with spoken(as_json):
        create_key(settings.FANGWEI_KEYS, name=settings.FANGWEI_LEDGER_NAME)
        keys = [str(one.key) for one in own_signers()]
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            try:
                listening.bind(str(path))
            except OSError as problem:
                refuse(as_json, "socket_unusable", _("The socket cannot be used: {problem}").format(problem=problem))
            path.chmod(0o660)
            listening.listen()
            say(as_json, {"socket": str(path), "vkeys": keys}, "\n".join([str(path), *keys]))
            sys.stdout.flush()
            while True:
                serve_one(listening)


def serve_one(listening: socket.socket) -> None:
    """Answer one request: the verifier keys for an empty text, signature lines for a checkpoint, nothing when it is refused."""
    channel, _address = listening.accept()
    with channel:
        channel.settimeout(TIMEOUT)
        try:
            text = receive(channel)
            send(channel, answer(text.decode()).encode())
        except (SignerUnreachable, OSError, UnicodeDecodeError):
            return


def answer(text: str) -> str:
    """Return what the signer says to one text; it remembers the highest head and signs none that is lower or another."""
    keys = own_signers()
    if not text:
        return "".join(f"{one.key}\n" for one in keys)
    try:
        asked = merkle.parse_checkpoint(text)
    except merkle.NoteUnreadable:
        return ""
    if asked.text != text or asked.origin != keys[0].key.name:
        return ""
    note = merkle.sign_note(text, keys)
    with locked(settings.FANGWEI_LEDGER) as highest:
        if highest.known:
            known = merkle.parse_checkpoint(merkle.parse_note(highest.known).text)
            if asked.size < known.size or (asked.size == known.size and asked.root != known.root):
                return ""
        try:
            highest.advance(str(note))
        except LedgerRefused:
            return ""
    return "".join(str(one) for one in note.signatures)
