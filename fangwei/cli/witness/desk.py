"""A witness's desk: its key, the logs it watches, and the last checkpoint of each that it cosigned. All in one folder."""

import fcntl
import hashlib
import os
import secrets
import threading
from collections.abc import Iterable
from pathlib import Path

from fangwei.engines import merkle

KEY_FILE = "witness.key"
LOGS_FILE = "logs"


class DeskUnusable(Exception):
    """The folder cannot serve as a witness's desk; `texts` says why in Chinese and in English."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(code)
        self.code, self.texts = code, (chinese, english)


class Desk:
    """Checks what logs send and cosigns it; what it cosigned is on the disk before anybody hears of it."""

    def __init__(self, folder: Path, *, name: str, logs: Iterable[str]) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.signer = self._key(name)
        self.keys = self._logs(logs)
        self._turn = threading.Lock()

    def _key(self, name: str) -> merkle.Signer:
        path = self._folder / KEY_FILE
        if not path.exists():
            if not name:
                raise DeskUnusable("name_missing", "首次使用须给出见证人名称：--name。", "The first time needs --name.")
            try:
                secret = merkle.make_secret(name, merkle.WITNESS, secrets.token_bytes(32))
            except merkle.NoteUnreadable as problem:
                texts = ("名称不得含空格和加号。", "A name has neither spaces nor plus signs.")
                raise DeskUnusable("name_unusable", *texts) from problem
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(secret + "\n")
                file.flush()
                os.fsync(file.fileno())
        try:
            return merkle.signer_from_secret(path.read_text(encoding="utf-8").strip())
        except merkle.NoteUnreadable as problem:
            raise DeskUnusable(
                "key_unreadable", f"私钥无法读取：{path}。", f"The key cannot be read: {path}."
            ) from problem

    def _logs(self, given: Iterable[str]) -> tuple[merkle.Key, ...]:
        path = self._folder / LOGS_FILE
        kept = path.read_text(encoding="utf-8").split() if path.exists() else []
        lines = list(dict.fromkeys([*kept, *given]))
        try:
            keys = tuple(merkle.parse_key(line) for line in lines)
        except merkle.NoteUnreadable as problem:
            raise DeskUnusable("log_unreadable", f"不是公钥：{problem}", f"Not a verifier key: {problem}") from problem
        if lines != kept:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return keys

    def _file(self, origin: str) -> Path:
        return self._folder / "seen" / hashlib.sha256(origin.encode()).hexdigest()

    def note_by_digest(self, digest: str) -> str | None:
        """Return the last cosigned checkpoint of the log whose origin has this SHA-256, with our signature."""
        for key in self.keys:
            if hashlib.sha256(key.name.encode()).hexdigest() == digest and self._file(key.name).exists():
                return self._file(key.name).read_text(encoding="utf-8")
        return None

    def known(self, origin: str) -> merkle.Checkpoint | None:
        """Return the last checkpoint of this log that was cosigned here."""
        try:
            text = self._file(origin).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return merkle.parse_checkpoint(merkle.parse_note(text).text)

    def add_checkpoint(self, request: merkle.Request, time: int) -> tuple[merkle.Verdict, str]:
        """Judge a request at `time` (POSIX seconds); return the verdict and, when it is 200, our signature's line.

        Looking at what is known and replacing it is one step, for other threads and other processes too.
        """
        origin = request.note.text.split("\n", 1)[0]
        (self._folder / "seen").mkdir(exist_ok=True, mode=0o700)
        with self._turn, (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            verdict = merkle.judge(request, keys=self.keys, known=self.known(origin))
            if verdict.checkpoint is None:
                return verdict, ""
            line = merkle.cosign(request.note.text, self.signer, time)
            self._remember(origin, merkle.Note(request.note.text, (*self._own(request), line)))
            return verdict, str(line)

    def _own(self, request: merkle.Request) -> list[merkle.Signature]:
        ids = {(key.name, key.id) for key in self.keys}
        return [one for one in request.note.signatures if (one.name, one.key_id) in ids]

    def _remember(self, origin: str, note: merkle.Note) -> None:
        path = self._file(origin)
        beside = path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(str(note))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
