"""Who gets in: valid tokens within their scopes and rates, and browsers that prove they are no trick."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from fangwei.accounts.actions import revoke_token
from fangwei.accounts.models import ApiToken
from fangwei.register.tests.factories import SYSTEM
from fangwei.surfaces.api.tests.programs import Programs

pytestmark = [pytest.mark.django_db, pytest.mark.get_may_write("accounts_apitoken")]


def test_without_a_valid_token_nobody_gets_in(programs: Programs) -> None:
    officer, client = programs.county.officer, programs.client(programs.county.officer)
    missing = Client().get("/api/v1/hazard")
    assert (missing.status_code, missing.json()["code"]) == (401, "token_missing")
    wrong = Client(headers={"Authorization": "Bearer fw_wrong"}).get("/api/v1/hazard")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "token_unknown")
    assert client.get("/api/v1/hazard").status_code == 200
    programs.county.tick(days=31)
    expired = client.get("/api/v1/hazard")
    assert (expired.status_code, expired.json()["code"]) == (401, "token_expired")
    assert expired["WWW-Authenticate"].startswith("Bearer") and "过期" in expired.json()["zh"]["detail"]
    revoke_token(token=ApiToken.objects.get(), reason="x", by=SYSTEM, at=programs.county.at)
    assert programs.get(officer, "hazard").json()["code"] == "token_revoked"


def test_a_token_does_what_its_scopes_say(programs: Programs) -> None:
    officer = programs.county.officer
    reader = programs.client(officer, ("read",))
    assert reader.get("/api/v1/hazard").status_code == 200
    refused = reader.post("/api/v1/hazard", programs.report(), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert programs.client(officer, ("act",)).get("/api/v1/hazard").status_code == 403


def test_too_many_requests_wait(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANGWEI_API_RATE", 3)
    client = programs.client(programs.county.officer)
    now = programs.county.at
    monkeypatch.setattr("fangwei.surfaces.api.asking.clock", lambda: now)
    assert [client.get("/api/v1/hazard").status_code for _try in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/hazard")
    assert refused["Retry-After"] == "20" and refused.json()["code"] == "rate_limited"
    monkeypatch.setattr("fangwei.surfaces.api.asking.clock", lambda: now + timedelta(seconds=20))
    assert client.get("/api/v1/hazard").status_code == 200


def test_a_browser_needs_its_token_against_tricks(programs: Programs) -> None:
    officer = programs.county.officer
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(programs.visit.user(officer), backend="fangwei.accounts.backend.PasswordBackend")
    session = browser.session
    session["post"] = str(officer.post_id)
    session.save()
    assert browser.get("/api/v1/hazard").status_code == 200
    tricked = browser.post("/api/v1/hazard", programs.report(), content_type="application/json")
    assert (tricked.status_code, tricked.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    meant = browser.post("/api/v1/hazard", programs.report(), content_type="application/json", headers=headers)
    assert meant.status_code == 201


def test_what_cannot_be_read_is_said_so(programs: Programs) -> None:
    client = programs.client(programs.county.officer, language="zh-CN")
    for body in ("{", '{"at": NaN}', "[" * 100_000, b"\xff\xfe"):
        response = client.post("/api/v1/hazard", body, content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (400, "json_malformed")
        assert response.json()["title"] == response.json()["zh"]["title"]
    assert client.post("/api/v1/hazard", "[]", content_type="application/json").json()["code"] == "body_not_object"
    assert client.post("/api/v1/hazard", "x", content_type="text/plain").status_code == 415
    assert client.get("/api/v1/nothing/here").json()["code"] == "address_unknown"
    assert Client().get("/api/v1/nothing/here").json()["code"] == "address_unknown"
    wrong = client.delete("/api/v1/hazard")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed") and wrong["Allow"]


def test_a_body_that_is_too_large_is_not_even_read(programs: Programs) -> None:
    officer = programs.county.officer
    headers = {"Authorization": f"Bearer {programs.secret(officer)}"}

    class Unread:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("somebody read the body")

        __len__ = lambda self: 0  # noqa: E731

    for address in ("/api/v1/evidence", "/api/v1/hazard", "/api/v1/evidence/uploads"):
        for client in (Client(headers=headers), programs.visit.client(officer)):
            response = client.generic("POST", address, b"", CONTENT_LENGTH=str(100 * 1024 * 1024))
            assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_reader_of_the_description_needs_no_token(programs: Programs) -> None:
    response = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "en"})
    document = response.json()
    assert document["openapi"].startswith("3.1")
    grade = document["components"]["schemas"]["HazardGradeData"]
    assert grade["required"] == ["grade"] and grade["properties"]["grade"]["enum"] == ["general", "major"]
    union = document["paths"]["/api/v1/hazard/{key}/acts"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    assert "HazardSubmit" in union["discriminator"]["mapping"]["submit"]
    assert "HazardSplitOff" not in document["components"]["schemas"]


def test_a_use_is_noted_every_few_minutes(programs: Programs) -> None:
    client = programs.client(programs.county.officer)
    client.get("/api/v1/hazard")
    first = ApiToken.objects.get().last_used_at
    client.get("/api/v1/hazard")
    assert ApiToken.objects.get().last_used_at == first
    programs.county.tick(minutes=6)
    client.get("/api/v1/hazard")
    assert ApiToken.objects.get().last_used_at > first
