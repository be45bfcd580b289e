"""The mail server: one message, handed over with the standard library; who sends says when, so that nothing reads a clock."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from fangwei.gateways.outcome import NotSent, Unsure

TIMEOUT = 20
SECURITIES = ("tls", "starttls", "none")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `security` is tls (from the first byte), starttls or none (inside one machine only).

    Raises: ValueError for a security that is none of these.
    """

    host: str
    sender: str
    port: int = 465
    security: str = "tls"
    user: str = ""
    password: str = ""

    def __post_init__(self) -> None:
        if self.security not in SECURITIES:
            raise ValueError("security")

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `key` makes its Message-ID, the same at every try, so that a mailbox may tell a duplicate."""

    to: str
    subject: str
    text: str
    key: str
    at: datetime


def send(server: MailServer, letter: Letter) -> None:
    """Hand a mail over. Raises: NotSent, Unsure."""
    data = _written(server, letter)
    try:
        smtp = _connected(server)
    except (OSError, smtplib.SMTPException) as problem:
        raise NotSent(_said(problem)) from None
    try:
        _envelope(smtp, server, letter)
        code = _data(smtp, data)
    finally:
        smtp.close()
    if code != 250:
        raise NotSent(f"SMTP {code}")


def _written(server: MailServer, letter: Letter) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = server.sender, letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.key}@{server.sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    return message.as_bytes()


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _envelope(smtp: smtplib.SMTP, server: MailServer, letter: Letter) -> None:
    bare = server.sender.rpartition("<")[2].rstrip(">")
    try:
        for code, _told in (smtp.mail(bare), smtp.rcpt(letter.to)):
            if code not in {250, 251}:
                raise NotSent(f"SMTP {code}")
        smtp.putcmd("data")
        code, _told = smtp.getreply()
    except (smtplib.SMTPException, OSError, UnicodeError) as problem:
        raise problem if isinstance(problem, NotSent) else NotSent(_said(problem)) from None
    if code != 354:
        raise NotSent(f"SMTP {code}")


def _data(smtp: smtplib.SMTP, data: bytes) -> int:
    """Send the mail itself; once its last line is out, silence means that nobody knows."""
    try:
        smtp.send(data.replace(b"\r\n.", b"\r\n..").rstrip(b"\r\n") + b"\r\n.\r\n")
        code, _told = smtp.getreply()
    except (smtplib.SMTPException, OSError) as problem:
        raise Unsure(_said(problem)) from None
    return code


def _said(problem: BaseException) -> str:
    # The server's own words may name the mailbox; its code does not.
    code = getattr(problem, "smtp_code", 0)
    return f"SMTP {code}" if code and code > 0 else type(problem).__name__
