"""Evidence: real pictures and documents, kept once by their content, attached once by whoever brought them."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from uuid_utils.compat import uuid7

from fangwei.casework import evidence
from fangwei.casework.events import Act
from fangwei.casework.evidence import BadFile, open_evidence, path_of, store
from fangwei.casework.models import Case, Evidence
from fangwei.casework.refusals import Refused
from fangwei.casework.tests.factories import NOW, County, do, later, photo, picture, send

pytestmark = pytest.mark.django_db


def code_of(content: bytes, county: County) -> str:
    with pytest.raises(BadFile) as bad:
        store(BytesIO(content), name="x.png", by=county.officer, at=NOW)
    assert str(bad.value), "the reader is told in words"
    assert not Evidence.objects.exists()
    return bad.value.code


def test_a_picture_is_kept_by_its_content(county: County) -> None:
    file = picture(width=31)
    given = store(file, name="C:/photos/../门口.png", by=county.officer, at=NOW, taken_at=NOW, point=(33.4, 114.9))
    content = file.getvalue()
    assert given.sha256 == hashlib.sha256(content).hexdigest()
    assert (given.width, given.height, given.size, given.media_type) == (31, 8, len(content), "image/png")
    assert given.name == "门口.png", "a name is no path"
    with open_evidence(given) as stored:
        assert stored.read() == content
    again = store(BytesIO(content), name="same.png", by=county.second, at=NOW)
    assert again.id != given.id and again.sha256 == given.sha256
    assert path_of(given.sha256).startswith(f"{given.sha256[:2]}/")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_every_camera_are_taken(county: County, kind: str) -> None:
    assert store(picture(kind=kind), name="x", by=county.officer, at=NOW).media_type == f"image/{kind.lower()}"


def test_a_document_is_taken(county: County) -> None:
    document = b"%PDF-1.7\n" + b"0" * 100
    assert store(BytesIO(document), name="x.pdf", by=county.officer, at=NOW).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00 a program", "file_type"),
        (b"<svg onload=alert(1)>", "file_type"),
        (b"GIF89a" + b"0" * 50, "file_type"),
        (b"\x89PNG\r\n\x1a\n" + b"broken" * 20, "file_damaged"),
        (b"\xff\xd8\xff" + b"broken" * 20, "file_damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP" + b"broken", "file_damaged"),
    ],
)
def test_what_is_no_evidence_is_refused(county: County, content: bytes, code: str) -> None:
    assert code_of(content, county) == code


def test_a_picture_that_broke_off_is_refused(county: County) -> None:
    file = BytesIO()
    Image.effect_noise((64, 64), 50).save(file, "PNG")
    assert code_of(file.getvalue()[: len(file.getvalue()) // 2], county) == "file_damaged"


def test_a_picture_of_too_many_points_is_refused(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_PIXELS", 100)
    assert code_of(picture(width=20).getvalue(), county) == "file_damaged"


def test_a_file_too_large_is_refused_while_it_is_read(county: County, settings: Any) -> None:
    settings.FANGWEI_UPLOAD_LIMIT = 1024 * 1024
    endless = Endless()
    with pytest.raises(BadFile) as bad:
        store(endless, name="x.png", by=county.officer, at=NOW)  # type: ignore[arg-type]
    assert bad.value.code == "file_too_large" and "1" in str(bad.value)
    assert endless.given <= 3 * 1024 * 1024, "nobody waits for its end"


class Endless:
    """A file that never ends."""

    given = 0

    def read(self, size: int) -> bytes:
        self.given += size
        return b"\x89PNG" + b"0" * (size - 4)


# ---- attached ------------------------------------------------------------------------------------------------------


def hand_in(case: Case, *files: Any, by: Any, hours: int = 1) -> None:
    send(Act(uuid7(), case.id, "hand_in", later(hours=hours), {}, evidence=tuple(files)), by)


def refused(case: Case, *files: Any, by: Any) -> str:
    with pytest.raises(Refused) as error:
        hand_in(case, *files, by=by)
    assert Case.objects.get(id=case.id).version == case.version
    return error.value.code


def test_a_file_is_attached_by_whoever_brought_it_and_once(county: County) -> None:
    case, other = county.errand(), county.errand()
    mine, foreign = photo(county.officer), photo(county.second)
    assert refused(case, foreign, by=county.officer) == "evidence_unknown"
    assert refused(case, uuid7(), by=county.officer) == "evidence_unknown"
    assert refused(case, mine, foreign, by=county.officer) == "evidence_unknown"
    hand_in(case, mine, by=county.officer)
    assert refused(other, mine, by=county.officer) == "evidence_unknown", "one file proves one case"
    row = Evidence.objects.get(id=mine)
    assert (row.case_id, row.stage) == (case.id, "hand_in")
    assert Evidence.objects.get(id=foreign).case_id is None


def test_no_file_no_act(county: County) -> None:
    case = county.errand()
    assert refused(case, by=county.officer) == "evidence_missing"
    assert do(case, "hand_in", county.safety, later(hours=1), photos=2).evidence.count() == 2
