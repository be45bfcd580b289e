"""What the description forbids is refused, however willingly Python would have read it."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fangwei.ledger.models import Fact
from fangwei.surfaces.api.tests.programs import Programs

pytestmark = [pytest.mark.django_db, pytest.mark.get_may_write("accounts_apitoken")]

SOME_ID = "0198c2f4-aaaa-7000-8000-00000000abcd"
NO_IDS = [
    "",
    "x",
    "0198c2f4aaaa70008000000000000000",
    "{0198c2f4-aaaa-7000-8000-000000000000}",
    "urn:uuid:0198c2f4-aaaa-7000-8000-000000000000",
    "urn:0198c2f4aaaa70008000000000000000",
    "0198_2f4-aaaa-7000-8000-000000000000",
    "+198c2f4-aaaa-7000-8000-000000000000",
    "0198c2f4-aaaa-7000-8000-00000000000０",
    "0198c2f4-aaaa-7000-8000-000000000000\n",
    " 0198c2f4-aaaa-7000-8000-000000000000",
]
NO_DAYS = [
    "",
    "20260302",
    "2026-W10-1",
    "2026W101",
    "2026-3-2",
    "2026-02-30",
    "２０２６-03-02",
    "2026-03-02 ",
    "2026-03-02T00:00",
]
NO_INSTANTS = [
    "",
    "2026-03-02",
    "2026-03-02T09:30:00",
    "2026-03-02T09:30Z",
    "2026-03-02 09:30:00Z",
    "2026-03-02x09:30:00Z",
    "20260302T093000Z",
    "2026-W10-1T09:30:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T09:30:00,5Z",
    "2026-03-02T09:30:00+0800",
    "2026-03-02T09:30:00+08:00:30",
    "2026-03-02T09:30:00Z\n",
    "９026-03-02T09:30:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
]
NO_NUMBERS = [
    "",
    "0",
    "-1",
    "+5",
    " 5",
    "5 ",
    "1_0",
    "１０",
    "٥",
    "05",
    "5.0",
    "5e0",
    "0x5",
    "true",
    "201",
    "9" * 30,
    "5\n",
    "null",
]
NO_WORDS = ["", "on", "1", "True", "TRUE", " true", "true ", "true\x00", "yes"]
NO_CODES = ["", "4", "41x", "４１", "41 ", " 41", "41\n", "4" * 13, "-41", "41_16"]
NO_CURSORS = [
    "",
    "x",
    "~",
    "1",
    "1~",
    "1~x",
    "1_0~" + NO_IDS[2],
    "9" * 25 + "~0198c2f4-aaaa-7000-8000-000000000000",
    "x" * 121,
]
NO_QUESTIONS = ["", "a\x00b", "字" * 81]

LIST = {
    "state": ["", "lost", "Ordered", " ordered", "ordered,graded"],
    "open": NO_WORDS,
    "territory": NO_CODES,
    "place": NO_IDS,
    "owner": NO_IDS,
    "due_before": NO_INSTANTS,
    "grade": ["", "Major", "severe"],
    "q": NO_QUESTIONS,
    "order": ["", "oldest"],
    "cursor": NO_CURSORS,
    "limit": NO_NUMBERS,
    "Limit": ["5"],
    "limit[]": ["5"],
    " limit": ["5"],
}
FORBIDDEN = {
    "hazard": LIST,
    "hazard/{case}/history": {"before": NO_NUMBERS[:-6], "limit": NO_NUMBERS, "cursor": ["1"]},
    "hazard/{case}": {"limit": ["5"]},
    "hazard/{case}/clocks": {"limit": ["5"]},
    "places": {"q": NO_QUESTIONS, "territory": NO_CODES, "cursor": NO_IDS, "limit": NO_NUMBERS, "state": ["ordered"]},
    "law/accident.class": {
        "on": NO_DAYS,
        "territory": NO_CODES,
        "given": ["", "=3", "deaths", "deaths=" + "3" * 120, "deaths=\x00"],
        "day": ["2026-03-02"],
    },
}
ALLOWED = {
    "limit": "7",
    "territory": "4116",
    "open": "true",
    "grade": "major",
    "due_before": "2030-01-01T00:00:00+08:00",
    "place": "0198C2F4-AAAA-7000-8000-000000000000",
}


def ordered(programs: Programs) -> str:
    return str(programs.county.ordered().id)


def test_a_parameter_that_the_description_forbids_is_refused(programs: Programs) -> None:
    case, officer = ordered(programs), programs.county.officer
    taken = []
    for address, parameters in FORBIDDEN.items():
        for name, values in parameters.items():
            for value in values:
                asked = f"{address.format(case=case)}?{quote(name)}={quote(value)}"
                response = programs.get(officer, asked)
                if (response.status_code, response.json().get("code")) != (422, "parameter_bad"):
                    taken.append((asked, response.status_code))
    assert not taken


def test_a_parameter_that_stands_twice_is_refused(programs: Programs) -> None:
    officer = programs.county.officer
    for name, value in ALLOWED.items():
        one = f"{name}={quote(value)}"
        assert programs.get(officer, f"hazard?{one}").status_code == 200, one
        for twice in (f"{one}&{one}", f"{name}=x&{one}", f"{one}&{name}="):
            response = programs.get(officer, f"hazard?{twice}")
            assert (response.status_code, response.json()["code"]) == (422, "parameter_bad"), twice
    twice = "law/accident.class?on=2026-03-02&on=2026-03-02&given=deaths%3D3"
    assert programs.get(officer, twice).status_code == 422
    assert programs.get(officer, "law/accident.class?given=deaths%3D3&given=serious_injuries%3D1").status_code == 200


def test_a_plus_sign_that_an_address_made_a_space_is_still_an_offset(programs: Programs) -> None:
    assert programs.get(programs.county.officer, "hazard?due_before=2030-01-01T00:00:00+08:00").status_code == 200


def test_why_a_parameter_is_refused_is_said_in_both_languages(programs: Programs) -> None:
    said = programs.get(programs.county.officer, "hazard?due_before=tomorrow").json()
    assert "an instant with its offset" in said["en"]["detail"] and "时刻" in said["zh"]["detail"]


@pytest.mark.parametrize(
    "change",
    [
        *({"act_id": one} for one in [*NO_IDS[1:], SOME_ID.upper()]),
        *({"at": one} for one in NO_INSTANTS[1:]),
        {"at": 1772415000},
        {"if_version": None},
        {"if_version": True},
        {"if_version": 1.0},
        {"if_version": 0},
        {"verb": None},
        {"verb": ""},
        {"data": None},
        {"data": {"grade": "general", "criterion": 5}},
        {"data": {"grade": "General"}},
        {"data": {"grade": ["general"]}},
        {"evidence": None},
        {"evidence": "0198c2f4-aaaa-7000-8000-000000000000"},
        *({"evidence": [one]} for one in NO_IDS),
        {"participants": {}},
        {"participants": [{"role": "second_officer", "person": "x"}]},
        {"participants": [{"role": "", "person": SOME_ID}]},
        {"participants": [{"role": "second_officer", "person": SOME_ID, "rank": "x"}]},
        {"id": SOME_ID},
        {"kind": "hazard"},
    ],
    ids=str,
)
def test_an_act_that_the_description_forbids_is_refused(programs: Programs, change: dict[str, Any]) -> None:
    county = programs.county
    case = county.report()
    before = Fact.objects.filter(subject_id=case.id).count()
    act = programs.act("grade", data={"grade": "general"}) | change
    response = programs.post(county.officer, f"hazard/{case.id}/acts", act)
    assert response.status_code == 422, response.json()
    assert Fact.objects.filter(subject_id=case.id).count() == before


def test_a_part_that_the_table_does_not_know_is_refused(programs: Programs) -> None:
    county = programs.county
    case = county.ordered()
    act = programs.act("verify", data={"note": "合格"}, participants=[{"role": "passer_by", "name": "某人"}])
    response = programs.post(county.officer, f"hazard/{case.id}/acts", act)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "participants")


def test_a_verb_is_named_even_where_there_is_but_one(programs: Programs) -> None:
    sent = programs.report()
    del sent["verb"]
    response = programs.post(programs.county.officer, "hazard", sent)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "verb")


@pytest.mark.parametrize("given", ["", "1", '"0"', '"01"', '"1", "2"', '"x"', '"１"', "''"])
def test_a_version_is_matched_as_it_is_written_in_an_etag(programs: Programs, given: str) -> None:
    county = programs.county
    case, act = county.report(), programs.act("grade", data={"grade": "general"})
    address = f"hazard/{case.id}/acts"
    refused = programs.client(county.officer).post(
        f"/api/v1/{address}", act, content_type="application/json", HTTP_IF_MATCH=given
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "parameter_bad")
    taken = programs.post(county.officer, address, act, **{"If-Match": f'W/"{case.version}"'})
    assert taken.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b'{"at": 1e999}',
        b'{"at": -Infinity}',
        b'{"act_id": "a", "act_id": "b"}',
        b'{"verb": "\\ud800"}',
        b'{"\\uDC00": 1}',
        b'{"data": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"data": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
        b'\xef\xbb\xbf{"verb": "report"}',
        b'{"verb": "\xff"}',
        b'{"n": ' + b"9" * 5000 + b"}",
        b"null trailing",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_body_that_is_not_quite_json_is_refused(programs: Programs, body: bytes) -> None:
    for address in ("hazard", "acts", "evidence/uploads"):
        client = programs.client(programs.county.officer)
        response = client.post(f"/api/v1/{address}", body, content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (400, "json_malformed"), address
        assert response.json()["zh"]["detail"] and response.json()["en"]["detail"]


def test_a_whole_pair_of_characters_is_no_half(programs: Programs) -> None:
    sent = programs.report(description="𠮷氏作坊\ud83d\udd25配电箱".encode("utf-16", "surrogatepass").decode("utf-16"))
    assert programs.post(programs.county.officer, "hazard", sent).status_code == 201


def test_very_many_fields_are_refused(programs: Programs) -> None:
    client = programs.client(programs.county.officer)
    asked = client.get("/api/v1/hazard?" + "q=1&" * 1100)
    fields = client.post("/api/v1/evidence", {f"f{number}": "x" for number in range(1100)})
    files = client.post("/api/v1/evidence", {f"f{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(110)})
    for response in (asked, fields, files):
        assert (response.status_code, response.json()["code"]) == (422, "too_many_fields")
