"""`fangwei duty` tells who answers, adds up, lists causes and compares; what it cannot use it refuses in words."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner

from fangwei.cli.duty import command
from fangwei.duty import actions, queries
from fangwei.duty.tests import factories as duty
from fangwei.duty.tests.factories import County
from fangwei.register import actions as register_actions
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db


def run(*words: str, code: int) -> dict:
    done = CliRunner().invoke(command, [*words, "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout.splitlines()[0] if code == 2 else done.stdout)


@pytest.fixture
def county() -> County:
    return County()


def test_coverage_of_a_county_in_order_adds_up(county: County) -> None:
    site = make.site(industry_code="2614")
    pairs = len(queries.domains_of(site.place, county.day))
    found = run("coverage", "--territory", make.COUNTY, code=0)
    assert found == {"pairs": pairs, "answered": pairs, "blind_spots": {}}, "what was just registered counts"


def test_what_lies_open_is_listed_by_cause_with_its_pairs(county: County) -> None:
    make.site(industry_code="2614")
    site = make.site(industry_code="1711")
    register_actions.close_organization(organization=county.bodies["fire"], on=county.day, by=duty.SYSTEM, at=county.at)
    (kind,) = run("coverage", code=1)["blind_spots"]
    found = run("blind-spots", "--territory", make.COUNTY, "--pairs", "5", code=1)
    assert kind == "no_organization" and list(found["blind_spots"]) == [kind]
    (cause,) = found["causes"]
    assert cause["says"] and cause["repair"]
    assert {"place": str(site.pk), "domain": "fire"} in cause["listed"]


def test_who_answers_names_posts_holders_rules_and_articles(county: County) -> None:
    firm = make.enterprise()
    site = make.site(firm, industry_code="2614")
    duty.hold(make.post("enterprise_principal", firm, name="总经理"))
    found = run("who", "--place", str(site.pk), "--domain", "general", "--on", "2026-03-01", code=0)
    (answer,) = found["answers"]
    assert answer["lead"]["organization"] == county.bodies["emergency"].name
    assert answer["lead"]["holders"] and answer["lead"]["rule"] and answer["lead"]["citation"]
    parts = {part["part"]: part for part in answer["others"]}
    assert parts["principal"]["holders"] and "安全生产法" in parts["principal"]["citation"]
    assert parts["township"]["organization"] and parts["assisting"]["citation"]
    every = run("who", "--place", str(site.pk), "--on", "2026-03-01", code=0)["answers"]
    assert {one["domain"] for one in every} >= {"general", "hazardous_chemicals"}


def test_as_known_is_another_question_than_on(county: County) -> None:
    site = make.site(industry_code="2614")
    assert run("who", "--place", str(site.pk), "--domain", "general", "--on", "2025-06-01", code=0)
    then = run(
        "who", "--place", str(site.pk), "--domain", "general", "--on", "2024-06-01", "--as-known", "2024-06-02", code=1
    )
    assert then["answers"][0]["lead"]["holders"] == [], "nobody had recorded it yet"


def test_a_comparison_of_days_is_empty_while_nothing_changes(county: County) -> None:
    make.site(industry_code="2614")
    assert (
        run("diff", "--territory", make.COUNTY, "--from", "2026-01-01", "--to", "2026-02-01", code=0)["changes"] == []
    )
    found = run("diff", "--from", "2021-08-01", "--to", "2026-02-01", code=0)
    assert found["pairs"] == 0


def test_what_cannot_be_used_is_refused_in_words(county: County) -> None:
    site = make.site()
    assert run("who", "--place", str(uuid4()), code=2)["error"]["code"] == "place_unknown"
    assert run("who", "--place", str(site.pk), "--domain", "dragons", code=2)["error"]["code"] == "domain_unknown"
    assert run("who", "--place", str(site.pk), "--on", "morgen", code=2)["error"]["code"] == "day_unreadable"
    assert run("who", "--place", str(site.pk), "--on", "1999-01-01", code=2)["error"]["code"] == "law.before_rule"
    assert run("coverage", "--territory", "999999", code=2)["error"]["code"] == "territory_unknown"


def test_people_can_read_it_too(county: County) -> None:
    site = make.site(industry_code="2614")
    told = CliRunner().invoke(command, ["who", "--place", str(site.pk)])
    assert county.bodies["emergency"].name in told.output
    assert CliRunner().invoke(command, ["coverage"]).output.strip()
    assert CliRunner().invoke(command, ["blind-spots"]).exit_code == 0


def test_a_post_has_its_list_and_a_leader_the_lines_in_its_charge(county: County) -> None:
    make.site(industry_code="2614")
    make.site(industry_code="1711")
    post = duty.duty_post(county.bodies["fire"])
    lines = run("list", "--post", str(post.id), code=0)["duties"]
    assert {line["domain"] for line in lines} == {"fire"} and all(line["citation"] for line in lines)
    government = county.establish("government")
    leader = register_actions.establish_post(
        name="副县长", role="leader", organization=government, by=duty.SYSTEM, at=county.at
    )
    actions.give_portfolio(post=leader, line="", valid_from=county.day, by=duty.SYSTEM, at=county.at)
    assert (
        sum(one["places"] for one in run("list", "--post", str(leader.id), code=0)["duties"])
        == run("coverage", code=0)["pairs"]
    )


def test_the_matrix_shows_empty_and_double_cells(county: County) -> None:
    make.site(industry_code="2614")
    make.site(industry_code="9610")
    county.establish("emergency")
    cells = {(one["trade"], one["domain"]): one["states"] for one in run("matrix", code=1)["cells"]}
    assert cells["26", "general"] == {"two_leads": 1} and cells["96", "general"] == {"no_rule": 1}


def test_a_post_says_what_it_owes_and_did_and_its_file_is_drawn_up_and_taken_out(county: County, tmp_path) -> None:
    post = duty.duty_post(county.bodies["emergency"])
    told = run("performance", "--post", str(post.id), "--quarter", "2026Q1", code=0)
    assert told["span"] == "2026Q1" and set(told["owed"]) >= {"came_in", "overdue_at_end"} and told["did"]["found"] == 0
    assert (
        run("performance", "--post", str(post.id), "--quarter", "2026", code=2)["error"]["code"] == "quarter_unreadable"
    )
    assert run("performance", "--post", str(uuid4()), code=2)["error"]["code"] == "post_unknown"
    drawn = run("file", "draw-up", "--post", str(post.id), "--year", "2025", code=0)
    again = run("file", "draw-up", "--post", str(post.id), "--year", "2025", code=2)
    assert again["error"]["code"] == "nothing_changed"
    assert [one["id"] for one in run("file", "list", "--post", str(post.id), code=0)["files"]] == [drawn["id"]]
    out = tmp_path / "file.json"
    assert run("file", "show", drawn["id"], "--out", str(out), code=0)["sha256"] == drawn["sha256"]
    assert json.loads(out.read_text(encoding="utf-8"))["content"]["year"] == 2025
    assert run("file", "show", str(uuid4()), code=2)["error"]["code"] == "file_unknown"
