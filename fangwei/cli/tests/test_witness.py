"""A witness's desk and its two addresses."""

import hashlib
import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from fangwei.cli.witness import command
from fangwei.cli.witness.desk import Desk, DeskUnusable
from fangwei.cli.witness.server import server_for
from fangwei.engines import merkle
from fangwei.engines.tests.test_merkle_witnessing import LOG, ORIGIN, asked, head

NAME = "witness.example/w"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk", name=NAME, logs=[str(LOG.key)])


def test_what_was_cosigned_is_remembered(desk: Desk, tmp_path: Path) -> None:
    assert desk.add_checkpoint(asked(0, 5), 7)[0].status == 200
    again = Desk(tmp_path / "desk", name="", logs=[])
    assert again.signer.key == desk.signer.key
    assert again.known(ORIGIN) == head(5)
    assert again.add_checkpoint(asked(0, 5), 7)[0].status == 409
    assert again.add_checkpoint(asked(5, 9), 7)[0].status == 200


def test_of_many_at_once_each_is_judged_by_the_last(desk: Desk) -> None:
    def ask(size: int) -> int:
        return desk.add_checkpoint(asked(0, size), 7)[0].status

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(ask, range(1, 30)))
    assert sorted(set(done)) == [200, 409] and done.count(200) == 1


def test_the_line_is_a_true_cosignature(desk: Desk) -> None:
    _verdict, line = desk.add_checkpoint(asked(0, 5), 1_770_000_000)
    (signature,) = merkle.parse_cosignatures(line.encode())
    assert desk.signer.key.check(head(5).text, signature.body) == 1_770_000_000


@pytest.mark.parametrize(
    ("name", "logs", "code"),
    [("", [], "name_missing"), ("two words", [], "name_unusable"), (NAME, ["x"], "log_unreadable")],
)
def test_unusable_desks_say_why(tmp_path: Path, name: str, logs: list[str], code: str) -> None:
    with pytest.raises(DeskUnusable) as refused:
        Desk(tmp_path / "new", name=name, logs=logs)
    assert refused.value.code == code


@pytest.fixture
def connection(desk: Desk) -> Iterator[http.client.HTTPConnection]:
    server = server_for(desk, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    yield made
    made.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_addresses_answer_as_the_protocol_says(connection: http.client.HTTPConnection, desk: Desk) -> None:
    def post(body: object, path: str = "/add-checkpoint") -> tuple[int, str, str]:
        connection.request("POST", path, str(body).encode())
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()

    def get(path: str) -> tuple[int, str]:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    seen = "/" + hashlib.sha256(ORIGIN.encode()).hexdigest() + "/checkpoint"
    assert get(seen)[0] == 404
    done, _kind, body = post(asked(0, 5))
    assert done == 200 and body.startswith("— witness.example/w ") and body.endswith("\n")
    assert post(asked(0, 9)) == (409, "text/x.tlog.size", "5\n")
    assert post(asked(5, 9, to=merkle.Checkpoint(ORIGIN, 9, bytes(32))))[0] == 422
    assert post("nonsense")[0] == 400
    assert post(asked(0, 5), "/elsewhere")[0] == 404
    assert get("/") == (200, f"{desk.signer.key}\n")
    status, note = get(seen)
    assert status == 200
    assert len(merkle.check_note(merkle.parse_note(note), [LOG.key, desk.signer.key])) == 2


def test_a_request_s_file_is_signed_without_a_network(tmp_path: Path) -> None:
    folder, request, out = tmp_path / "desk", tmp_path / "request", tmp_path / "signed"
    request.write_text(str(asked(0, 5)))
    words = ["sign", str(folder), str(request), "--out", str(out), "--name", NAME, "--log", str(LOG.key)]
    assert CliRunner().invoke(command, words).exit_code == 0
    assert out.read_text().startswith("— witness.example/w ")
    done = CliRunner().invoke(command, [*words, "--json"])
    assert done.exit_code == 1 and json.loads(done.stdout)["status"] == 409
    shown = json.loads(CliRunner().invoke(command, ["show", str(folder), "--json"]).stdout)
    assert shown["logs"] == [{"origin": ORIGIN, "size": 5, "root": head(5).root.hex()}]
    assert CliRunner().invoke(command, ["show", str(tmp_path / "new")]).exit_code == 2
    request.write_text("x")
    assert CliRunner().invoke(command, words).exit_code == 2
