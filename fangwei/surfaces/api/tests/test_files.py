"""Files come whole or in pieces, are checked by their hash, and open for whoever may read their case."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from fangwei.casework.models import Evidence
from fangwei.surfaces.api.tests.programs import Programs
from fangwei.surfaces.api.uploads import MOST_OPEN

pytestmark = [pytest.mark.django_db, pytest.mark.get_may_write("accounts_apitoken")]


def picture() -> bytes:
    file = BytesIO()
    Image.effect_noise((64, 64), 60).save(file, "PNG")
    return file.getvalue()


def announced(content: bytes, **more: Any) -> dict[str, Any]:
    return {"name": "现场.png", "size": len(content), "sha256": sha256(content).hexdigest()} | more


def piece(programs: Programs, upload: str, content: bytes, offset: int) -> Any:
    client = programs.client(programs.county.officer)
    address = f"/api/v1/evidence/uploads/{upload}"
    return client.patch(address, content, "application/octet-stream", headers={"Upload-Offset": str(offset)})


def test_a_file_sent_whole_is_attached_by_an_act(programs: Programs) -> None:
    county, content = programs.county, picture()
    client = programs.client(county.officer)
    sent = client.post(
        "/api/v1/evidence",
        {"file": SimpleUploadedFile("现场.png", content, "image/png"), "sha256": sha256(content).hexdigest()},
    )
    assert sent.status_code == 201, sent.content
    file = sent.json()
    assert (file["sha256"], file["name"], file["case"]) == (sha256(content).hexdigest(), "现场.png", None)
    assert programs.get(county.safety, f"evidence/{file['id']}").status_code == 404
    case = programs.post(county.officer, "hazard", programs.report() | {"evidence": [file["id"]]}).json()
    read = programs.get(county.safety, f"hazard/{case['id']}").json()
    assert [one["id"] for one in read["evidence"]] == [file["id"]]
    got = programs.get(county.safety, read["evidence"][0]["content"].removeprefix("/api/v1/"))
    assert b"".join(got.streaming_content) == content and got["X-Content-Type-Options"] == "nosniff"
    assert programs.get(county.housing_duty, f"evidence/{file['id']}").status_code in (200, 404)


def test_a_file_in_pieces_goes_on_where_it_stopped(programs: Programs) -> None:
    officer, content = programs.county.officer, picture()
    begun = programs.post(officer, "evidence/uploads", announced(content))
    assert begun.status_code == 201 and begun["Location"].endswith(begun.json()["id"])
    upload, half = begun.json()["id"], len(content) // 2
    assert piece(programs, upload, content[:half], 0).json()["offset"] == half
    again = piece(programs, upload, content[:half], 0)
    assert (again.status_code, again.json()["code"], again["Upload-Offset"]) == (409, "upload_offset", str(half))
    early = programs.post(officer, f"evidence/uploads/{upload}/finish", {})
    assert (early.status_code, early.json()["code"]) == (409, "upload_incomplete")
    assert programs.get(officer, f"evidence/uploads/{upload}").json()["offset"] == half
    assert piece(programs, upload, content[half:], half).status_code == 200
    assert piece(programs, upload, b"more", len(content)).status_code == 413
    done = programs.post(officer, f"evidence/uploads/{upload}/finish", {})
    assert (done.status_code, done.json()["sha256"]) == (201, sha256(content).hexdigest())
    assert programs.get(officer, f"evidence/uploads/{upload}").status_code == 404


def test_what_came_must_be_what_was_announced(programs: Programs) -> None:
    officer, content = programs.county.officer, picture()
    upload = programs.post(officer, "evidence/uploads", announced(content, sha256="0" * 64)).json()["id"]
    piece(programs, upload, content, 0)
    refused = programs.post(officer, f"evidence/uploads/{upload}/finish", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_differs")
    text = programs.client(officer).post("/api/v1/evidence", {"file": SimpleUploadedFile("a.txt", b"hello")})
    assert (text.status_code, text.json()["code"]) == (422, "file_type")
    assert not Evidence.objects.exists()


def test_an_upload_is_its_senders_has_limits_and_expires(programs: Programs) -> None:
    county, content = programs.county, picture()
    large = programs.post(
        county.officer, "evidence/uploads", announced(content, size=settings.FANGWEI_UPLOAD_LIMIT + 1)
    )
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    for wrong in ({"size": 0}, {"sha256": "x"}, {"name": ""}, {"colour": "red"}):
        assert programs.post(county.officer, "evidence/uploads", announced(content, **wrong)).status_code == 422
    upload = programs.post(county.officer, "evidence/uploads", announced(content)).json()["id"]
    assert programs.get(county.second, f"evidence/uploads/{upload}").status_code == 404
    codes = [
        programs.post(county.officer, "evidence/uploads", announced(content)).status_code for _n in range(MOST_OPEN)
    ]
    assert codes == [201] * (MOST_OPEN - 1) + [429]
    county.tick(hours=25)
    assert programs.get(county.officer, f"evidence/uploads/{upload}").status_code == 404
    assert programs.post(county.officer, "evidence/uploads", announced(content)).status_code == 201
    assert len(list((settings.FANGWEI_HOME / "uploads").glob("*.part"))) < MOST_OPEN
