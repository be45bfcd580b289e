"""`fangwei witness`: vouch for somebody else's log. Needs no database and no Django: one folder, one port, or a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from fangwei.cli import json_option, language, refuse, say
from fangwei.cli.witness.desk import Desk, DeskUnusable
from fangwei.cli.witness.server import server_for
from fangwei.engines import merkle

FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
NAME = click.option(
    "--name", default="", help="见证人名称，只在首次使用时需要。 / The witness's name; needed the first time only."
)
LOG = click.option(
    "--log", "logs", multiple=True, help="要见证的账本公钥，可多个。 / Verifier key of a log to witness; repeatable."
)


def _text(chinese: str, english: str) -> str:
    return english if language() == "en" else chinese


def _desk(folder: Path, name: str, logs: tuple[str, ...], as_json: bool) -> Desk:
    try:
        return Desk(folder, name=name, logs=logs)
    except DeskUnusable as problem:
        refuse(as_json, problem.code, _text(*problem.texts))


@click.group(name="witness", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """为别的单位的账本作见证。 / Vouch for another body's log."""


@command.command()
@FOLDER
@NAME
@LOG
@click.option(
    "--host", default="127.0.0.1", help="监听地址，默认只限本机。 / Address to listen on, by default loopback only."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8070, help="端口。 / Port.")
@json_option
def serve(folder: Path, name: str, logs: tuple[str, ...], host: str, port: int, as_json: bool) -> None:
    """启动见证服务；状态和私钥保存在文件夹中。 / Serve as a witness; state and key live in the folder."""
    desk = _desk(folder, name, logs, as_json)
    try:
        server = server_for(desk, host, port)
    except OSError as problem:
        refuse(
            as_json, "port_busy", _text(f"端口 {port} 无法使用：{problem}。", f"Port {port} cannot be used: {problem}.")
        )
    result = {"url": f"http://{host}:{port}", "vkey": str(desk.signer.key), "logs": [key.name for key in desk.keys]}
    told = f"{result['url']}\n{result['vkey']}\n" + "\n".join(str(key) for key in desk.keys)
    say(as_json, result, told)
    sys.stdout.flush()
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


@command.command()
@FOLDER
@NAME
@LOG
@json_option
def show(folder: Path, name: str, logs: tuple[str, ...], as_json: bool) -> None:
    """显示见证人公钥和已见证的检查点；首次使用时生成私钥。 / Show the key and what it cosigned; makes the key at first."""
    desk = _desk(folder, name, logs, as_json)
    seen = {key.name: desk.known(key.name) for key in desk.keys}
    result = {
        "vkey": str(desk.signer.key),
        "logs": [
            {"origin": origin, "size": one.size if one else 0, "root": one.root.hex() if one else ""}
            for origin, one in seen.items()
        ],
    }
    lines = [f"{origin} {one.size if one else 0}" for origin, one in seen.items()]
    say(as_json, result, "\n".join([str(desk.signer.key), *lines]))


@command.command()
@FOLDER
@click.argument("request_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入签名的文件。 / File for the signature.",
)
@NAME
@LOG
@json_option
def sign(folder: Path, request_file: Path, out: Path, name: str, logs: tuple[str, ...], as_json: bool) -> None:
    """离线见证：核验请求文件并签名。 / Witness without a network: check a request's file and sign it."""
    desk = _desk(folder, name, logs, as_json)
    try:
        request = merkle.parse_request(request_file.read_bytes())
    except merkle.RequestUnreadable:
        refuse(as_json, "request_unreadable", _text(f"{request_file} 不是见证请求。", f"{request_file} is no request."))
    verdict, line = desk.add_checkpoint(request, int(datetime.now(UTC).timestamp()))
    if verdict.status == 200:
        out.write_text(line, encoding="utf-8")
    messages = {
        200: ("已签名。", "Signed."),
        403: ("请求没有该账本的真实签名。", "The log's signature is missing or false."),
        404: ("不见证这个账本。", "This log is not witnessed here."),
        409: (
            f"上次见证的是 {verdict.known} 条，请求不是从那里开始的。",
            f"The last head seen here had {verdict.known} entries; the request starts elsewhere.",
        ),
        422: (
            "账本没有延续上次见证的内容：历史被改动。",
            "The log does not continue what was seen before: its history was changed.",
        ),
    }
    text = _text(*messages.get(verdict.status, ("请求无法使用。", "The request cannot be used.")))
    say(as_json, {"ok": verdict.status == 200, "status": verdict.status, "known": verdict.known, "message": text}, text)
    if verdict.status != 200:
        sys.exit(1)
