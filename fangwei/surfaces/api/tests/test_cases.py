"""Programs find, read and carry out what people do on the pages, by the same tables and with the same rights."""

from csv import reader
from io import BytesIO, StringIO

import pytest
import python_calamine
from uuid_utils.compat import uuid7

from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.models import Case, CaseExclusion
from fangwei.hazards.tests.factories import photo
from fangwei.ledger.consumers import drain
from fangwei.ledger.models import Fact, FactPayload
from fangwei.surfaces.api.tests.programs import Programs

pytestmark = [pytest.mark.django_db, pytest.mark.get_may_write("accounts_apitoken")]


def registered(programs: Programs) -> dict:
    response = programs.post(programs.county.officer, "hazard", programs.report())
    assert response.status_code == 201, response.json()
    return response.json()


def test_a_hazard_is_registered_under_the_id_that_the_program_made(programs: Programs) -> None:
    sent = programs.report()
    response = programs.post(programs.county.officer, "hazard", sent)
    said = response.json()
    assert response.status_code == 201
    assert (said["id"], said["act_id"], said["state"], said["repeated"]) == (
        sent["id"],
        sent["act_id"],
        "registered",
        False,
    )
    assert response["Location"] == f"/api/v1/hazard/{sent['id']}" and response["ETag"] == '"1"'
    case = Case.objects.get(id=sent["id"])
    assert case.number == said["number"]
    assert programs.get(programs.county.officer, f"hazard/{case.number}").json()["id"] == sent["id"]


def test_what_may_be_done_is_said_with_all_that_it_needs(programs: Programs) -> None:
    case = registered(programs)
    read = programs.get(programs.county.officer, f"hazard/{case['id']}").json()
    grade = next(one for one in read["may"] if one["verb"] == "grade")
    assert grade["citation"] and grade["label"] == "Grade it"
    assert {field["name"]: field["required"] for field in grade["fields"]} == {
        "grade": True,
        "criterion": False,
        "reason": False,
    }
    assert [choice["value"] for choice in grade["fields"][0]["choices"]] == ["general", "major"]
    assert "grade" not in {
        one["verb"] for one in programs.get(programs.county.safety, f"hazard/{case['id']}").json()["may"]
    }
    clock = read["clocks"][0]
    assert clock["name"] == "grade" and clock["why"]["rule"] == "hazard.grade" and clock["why"]["citation"]
    assert read["data"]["description"] == "安全出口被货物堵塞" and read["due_in_words"].endswith("left")


def test_a_life_through_the_interface(programs: Programs) -> None:
    county, case = programs.county, registered(programs)

    def do(actor, verb, **more):
        response = programs.post(actor, f"hazard/{case['id']}/acts", programs.act(verb, **more))
        assert response.status_code == 200, response.json()
        return response.json()["state"]

    assert do(county.officer, "grade", data={"grade": "general"}) == "graded"
    assert do(county.officer, "order", data=county.treatment()) == "ordered"
    file = photo(county.safety, county.at)
    assert do(county.safety, "submit", data={"note": "已清空"}, evidence=[str(file)]) == "submitted"
    assert do(county.officer, "verify", data={"note": "现场看过"}, evidence=[str(photo(county.officer))]) == "closed"
    history = programs.get(county.officer, f"hazard/{case['id']}/history").json()
    assert [one["verb"] for one in history["items"]] == ["verify", "submit", "order", "grade", "report"]
    assert history["items"][-1]["data"]["description"] == "安全出口被货物堵塞"
    assert {one["channel"] for one in history["items"]} == {"api"}
    page = programs.get(county.officer, f"hazard/{case['id']}/history?limit=2").json()
    assert page["before"] == 4
    assert programs.get(county.officer, f"hazard/{case['id']}/clocks").json()["items"]


def test_the_same_act_twice_is_one_act(programs: Programs) -> None:
    county, sent = programs.county, programs.report()
    first = programs.post(county.officer, "hazard", sent)
    again = programs.post(county.officer, "hazard", sent)
    assert (again.status_code, again.json()) == (200, first.json() | {"repeated": True})
    other = programs.post(county.officer, "hazard", sent | {"data": sent["data"] | {"description": "另一处"}})
    assert (other.status_code, other.json()["code"]) == (409, "act_differs")
    assert Case.objects.count() == 1


def test_an_act_on_what_moved_on_is_refused(programs: Programs) -> None:
    county, case = programs.county, registered(programs)
    act = programs.act("grade", data={"grade": "general"})
    address = f"hazard/{case['id']}/acts"
    stale = programs.post(county.officer, address, act | {"if_version": 7})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    unmatched = programs.post(county.officer, address, act, **{"If-Match": '"7"'})
    assert (unmatched.status_code, unmatched.json()["code"]) == (412, "version_differs")
    assert programs.post(county.officer, address, act, **{"If-Match": '"1"'}).status_code == 200


def test_what_is_known_already_is_not_sent_again(programs: Programs) -> None:
    case = registered(programs)
    known = programs.get(programs.county.officer, f"hazard/{case['id']}", **{"If-None-Match": '"1"'})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", '"1"')


def test_a_stranger_is_told_of_nothing(programs: Programs) -> None:
    case = registered(programs)
    for address in ("", "/history", "/clocks"):
        response = programs.get(programs.county.housing_duty, f"order/{case['id']}{address}")
        assert (response.status_code, response.json()["code"]) == (404, "case_unknown")
    hidden = Case.objects.get(id=case["id"])
    for audience, territory in (
        (EVERY_AUDIENCE, hidden.territory),
        (f"enterprise:{programs.county.safety.enterprise_id}", ""),
    ):
        CaseExclusion.objects.create(case=hidden, audience=audience, territory=territory)
    for actor in (programs.county.township_officer, programs.county.safety):
        assert programs.get(actor, f"hazard/{case['id']}").status_code == 404
        acted = programs.post(actor, f"hazard/{case['id']}/acts", programs.act("add_note", data={"note": "我来看看"}))
        assert (acted.status_code, acted.json()["code"]) == (404, "case_unknown")
        assert programs.get(actor, "hazard").json()["items"] == []


def test_who_may_read_may_not_therefore_act(programs: Programs) -> None:
    case = registered(programs)
    response = programs.post(
        programs.county.safety, f"hazard/{case['id']}/acts", programs.act("grade", data={"grade": "general"})
    )
    said = response.json()
    assert (response.status_code, said["code"]) == (403, "not_yours")
    assert response["Content-Type"] == "application/problem+json"
    assert "Who may" in said["detail"] == said["en"]["detail"] and "责任单位" in said["zh"]["detail"]
    assert said["citation"].startswith("安全生产事故隐患排查治理暂行规定")


def test_each_fault_is_named_with_its_field(programs: Programs) -> None:
    case = registered(programs)
    response = programs.post(
        programs.county.officer, f"hazard/{case['id']}/acts", programs.act("grade", data={"colour": "red"})
    )
    assert response.status_code == 422
    faults = {(one["code"], one["field"]) for one in response.json()["errors"]}
    assert faults == {("field_missing", "grade"), ("field_unknown", "colour")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"act_id": "x"}, "act_id"),
        ({"act_id": "9f0c8f0e-3b9f-4f3a-8b55-0d9a3f4a6f11"}, "act_id"),
        ({"at": "2026-03-02"}, "at"),
        ({"at": None}, "at"),
        ({"data": []}, "data"),
        ({"evidence": ["x"]}, "evidence"),
        ({"participants": [{"person": "x"}]}, "participants"),
        ({"if_version": "1"}, "if_version"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_an_envelope_that_is_wrong_is_refused_by_name(programs: Programs, change: dict, field: str) -> None:
    case = registered(programs)
    act = programs.act("grade", data={"grade": "general"}) | change
    response = programs.post(programs.county.officer, f"hazard/{case['id']}/acts", act)
    assert response.status_code == 422
    assert [one["field"] for one in response.json()["errors"]] == [field]


def test_unknown_and_hidden_verbs_are_refused(programs: Programs) -> None:
    case = registered(programs)
    for verb in ("explode", "split_off", "absorb", "report"):
        response = programs.post(programs.county.officer, f"hazard/{case['id']}/acts", programs.act(verb))
        assert (response.status_code, response.json()["code"]) == (422, "verb_unknown")
    response = programs.post(programs.county.officer, "hazard", programs.report() | {"verb": "grade"})
    assert (response.status_code, response.json()["code"]) == (422, "verb_unknown")


def test_of_many_acts_each_gets_its_answer(programs: Programs) -> None:
    county, opened = programs.county, programs.report() | {"kind": "hazard"}
    grade = programs.act("grade", id=opened["id"], data={"grade": "general"})
    acts = [
        opened,
        programs.act("grade", id=str(uuid7()), data={"grade": "general"}),
        {"act_id": "nonsense"},
        "nonsense",
        programs.act("grade", id=opened["id"], data={}),
        grade,
        grade,
        programs.act("grade", id=opened["id"], kind="hazard", data={"grade": "general"}),
    ]
    response = programs.post(county.officer, "acts", {"acts": acts})
    outcomes = response.json()["outcomes"]
    assert response.status_code == 200
    assert [one["status"] for one in outcomes] == [201, 404, 422, 422, 422, 200, 200, 422]
    assert [one["act_id"] for one in outcomes][:3] == [opened["act_id"], acts[1]["act_id"], "nonsense"]
    assert outcomes[6]["outcome"]["repeated"] and outcomes[5]["outcome"]["kind"] == "hazard"
    assert outcomes[4]["problem"]["errors"][0]["field"] == "grade"
    too_many = programs.post(county.officer, "acts", {"acts": [{}] * 501})
    assert (too_many.status_code, too_many.json()["code"]) == (422, "too_many_acts")


def test_lists_are_narrowed_and_paged(programs: Programs) -> None:
    county = programs.county
    made = [registered(programs)["id"] for _number in range(5)]
    programs.post(county.officer, f"hazard/{made[0]}/acts", programs.act("grade", data={"grade": "general"}))

    def ids(query: str) -> list[str]:
        response = programs.get(county.officer, f"hazard?{query}")
        assert response.status_code == 200, response.json()
        return [one["id"] for one in response.json()["items"]]

    assert ids("") == made[::-1]
    page = programs.get(county.officer, "hazard?limit=2").json()
    following = programs.get(county.officer, f"hazard?limit=3&cursor={page['next']}").json()
    assert [one["id"] for one in [*page["items"], *following["items"]]] == made[::-1]
    assert following["next"] is None
    assert ids("state=graded") == ids("grade=general") == [made[0]]
    assert len(ids(f"place={county.place.id}&open=true&territory=411681&order=deadline")) == 5
    assert ids("territory=11") == []
    drain(at=county.tick())
    assert set(ids("q=出口")) == set(made) and ids("q=锅炉") == []
    assert ids(f"owner={county.emergency.id}&open=false") == []
    assert ids(f"owner={county.emergency.id}") == ids(f"owner={county.owner.post_id}") == made[::-1]
    assert ids(f"owner={county.housing.id}") == ids(f"owner={county.officer.post_id}") == ids(f"owner={uuid7()}") == []
    assert set(ids("due_before=2030-01-01T00:00:00Z")) == set(made)
    for wrong in ("state=lost", "cursor=x", "limit=0", "colour=red", "place=x", "due_before=2026-01-01", "q=%00"):
        response = programs.get(county.officer, f"hazard?{wrong}")
        assert (response.status_code, response.json()["code"]) == (422, "parameter_bad"), wrong


def test_places_and_the_law_answer_with_their_rules(programs: Programs) -> None:
    county = programs.county
    assert [one["id"] for one in programs.get(county.officer, "places").json()["items"]] == [str(county.place.id)]
    place = programs.get(county.officer, f"places/{county.place.id}").json()
    assert place["answers"] and all(one["citation"] and one["post"] for one in place["answers"])
    assert programs.get(county.principal, f"places/{uuid7()}").status_code == 404
    law = programs.get(county.officer, "law/accident.class?on=2025-03-20&given=deaths=3").json()
    assert law["rule"] == "accident.class"
    unknown = programs.get(county.officer, "law/no.such.rule")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "law.unknown_rule")


def test_a_list_is_taken_out_as_it_is_seen_and_the_ledger_is_told(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = programs.county
    numbers = [registered(programs)["number"] for _number in range(3)]
    taker = programs.client(county.officer, ("export",))
    taken = taker.post("/api/v1/hazard/export?open=true")
    lines = list(reader(StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    assert taken["Content-Type"].startswith("text/csv") and ".csv" in taken["Content-Disposition"]
    assert [line[0] for line in lines] == ["Number", *numbers[::-1]]
    assert lines[1][1:4] == ["安全出口被货物堵塞", county.place.name, "To grade"]
    told = Fact.objects.filter(subject_kind="sheet_export").latest("received_at")
    said = FactPayload.objects.get(fact_id=told.id).data
    assert (told.actor, said["rows"]) == (county.officer.person_id, 3)
    book = b"".join(taker.post("/api/v1/hazard/export?format=xlsx").streaming_content)
    [sheet] = python_calamine.CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
    assert sheet == "Hazard"
    assert b"".join(taker.post("/api/v1/hazard/export?state=closed").streaming_content).count(b"\r\n") == 1
    reads = programs.client(county.officer, ("read",)).post("/api/v1/hazard/export")
    assert (reads.status_code, reads.json()["code"]) == (403, "scope_missing")
    for wrong in ("format=pdf", "limit=5", "cursor=x", "state=lost"):
        assert taker.post(f"/api/v1/hazard/export?{wrong}").status_code == 422
    monkeypatch.setattr("fangwei.surfaces.api.exports.AT_MOST", 2)
    assert taker.post("/api/v1/hazard/export").json()["code"] == "too_many_rows"
