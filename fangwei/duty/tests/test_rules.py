"""The narrowest row about the danger asked for wins, and every pair has at most one row."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fangwei.duty.domains import DomainTable
from fangwei.duty.rules import DutyTable
from fangwei.engines.codes import prefixes_of_trade


def row(number: int, domain: str, trades: list[str], lead: str) -> dict[str, object]:
    return {"id": f"R{number}", "domain": domain, "trades": trades, "lead": lead, "assisting": []}


TABLE = DutyTable.of(
    [
        row(1, "general", ["C26"], "emergency"),
        row(2, "general", ["C2671"], "industry"),
        row(3, "fire", [], "fire"),
        row(4, "gas", [], "housing"),
        row(5, "gas", ["G57"], "energy"),
    ]
)


def test_the_narrowest_row_of_the_domain_wins() -> None:
    def lead(trade: str, domain: str) -> str:
        found = TABLE.match(trade, domain)
        return found.lead if found else ""

    assert lead("2614", "general") == lead("C2614", "general") == "emergency"
    assert lead("2671", "general") == "industry"
    assert lead("2671", "fire") == lead("", "fire") == "fire"
    assert lead("6210", "gas") == "housing" and lead("5720", "gas") == "energy"
    assert lead("2614", "dust") == "emergency"
    assert lead("6210", "dust") == lead("", "general") == ""


def test_a_nearer_territory_overrides_the_same_pair() -> None:
    table = DutyTable.of([row(1, "fire", [], "fire"), row(2, "fire", [], "urban_management") | {"territory": "41"}])
    assert table.match("", "fire").id == "R2"


def test_rules_equally_exact_with_different_leads_are_all_returned() -> None:
    table = DutyTable.of([row(1, "fire", [], "fire"), row(2, "fire", [], "urban_management")])
    assert {found.lead for found in table.matches("", "fire")} == {"fire", "urban_management"}


def test_a_trait_counts_before_the_trade_and_after_the_domain() -> None:
    table = DutyTable.of(
        [
            row(1, "hazardous_chemicals", ["G5942"], "emergency"),
            row(2, "hazardous_chemicals", [], "transport") | {"traits": ["port_area"]},
            row(3, "general", [], "housing") | {"traits": ["port_area"]},
        ]
    )
    assert table.match("5942", "hazardous_chemicals").lead == "emergency"
    assert table.match("5942", "hazardous_chemicals", ["port_area"]).lead == "transport"
    assert table.match("5942", "fire", ["port_area"]).lead == "housing"


def test_a_row_speaks_only_within_its_own_dates() -> None:
    rows = [row(1, "fire", [], "fire"), row(2, "fire", ["C20"], "emergency") | {"from": date(2026, 7, 1)}]
    assert DutyTable.of(rows, on=date(2026, 6, 30)).match("2011", "fire").lead == "fire"
    assert DutyTable.of(rows, on=date(2026, 7, 1)).match("2011", "fire").lead == "emergency"


def test_the_nearest_business_is_asked_only_where_the_first_table_is_silent() -> None:
    table = DutyTable.of(
        [row(1, "general", ["C26"], "emergency")],
        nearest=[row(9, "general", ["C"], "industry"), row(8, "general", [], "commerce")],
    )
    assert table.match("2614", "general").status == "unconfirmed"
    assert table.match("7210", "general").status == "presumed"


trades = st.from_regex(r"[0-9]{2,4}", fullmatch=True)
domains = st.sampled_from(["general", "fire", "gas", "dust"])
marks = st.lists(st.sampled_from(["port", "self_built"]), max_size=1)
nearness = st.sampled_from(["", "41", "4116"])
tables = st.lists(
    st.tuples(domains, st.one_of(st.just(""), trades), st.sampled_from("abc"), marks, nearness), max_size=12
)


@given(tables, trades, domains, marks)
def test_the_match_is_what_a_reader_of_the_whole_table_finds(rows, trade: str, domain: str, has: list[str]) -> None:
    given_rows = [
        row(n, one, [code] if code else [], lead) | {"traits": on, "territory": territory}
        for n, (one, code, lead, on, territory) in enumerate(rows)
    ]
    fitting = [
        ((one == domain, bool(on), len(code), len(territory)), lead)
        for one, code, lead, on, territory in rows
        if one in (domain, "general")
        and (not code or code in set(prefixes_of_trade(trade)))
        and (not on or set(on) & set(has))
    ]
    best = max((rank for rank, _lead in fitting), default=None)
    found = DutyTable.of(given_rows).matches(trade, domain, has)
    assert {one.lead for one in found} == {lead for rank, lead in fitting if rank == best}
    assert len(found) == len({one.lead for one in found})


def test_every_place_has_the_general_domain_and_more_by_its_marks() -> None:
    table = DomainTable.of(
        [
            {"id": "general", "trades": [""]},
            {"id": "gas", "trades": ["H62"], "traits": ["gas_use"]},
            {"id": "forest_fire", "traits": ["forest"]},
        ]
    )
    assert table.of_place("", ()) == ("general",)
    assert table.of_place("6210", ()) == ("general", "gas")
    assert table.of_place("8310", {"gas_use", "forest"}) == ("general", "forest_fire", "gas")
