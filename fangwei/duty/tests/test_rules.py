"""The narrowest row about the danger asked for wins, and every pair has at most one row."""

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
    table = DutyTable.of([row(1, "fire", [], "fire"), row(2, "fire", [], "urban_management")])
    assert table.match("", "fire").id == "R2"


trades = st.from_regex(r"[0-9]{2,4}", fullmatch=True)
domains = st.sampled_from(["general", "fire", "gas", "dust"])
tables = st.lists(st.tuples(domains, st.one_of(st.just(""), trades), st.sampled_from("abc")), max_size=12)


@given(tables, trades, domains)
def test_the_match_is_what_a_reader_of_the_whole_table_finds(rows, trade: str, domain: str) -> None:
    table = DutyTable.of([row(n, one, [given] if given else [], lead) for n, (one, given, lead) in enumerate(rows)])
    fitting = [
        (one == domain, len(given), n)
        for n, (one, given, _lead) in enumerate(rows)
        if one in (domain, "general") and (not given or given in set(prefixes_of_trade(trade)))
    ]
    found = table.match(trade, domain)
    assert (found.id if found else None) == (f"R{max(fitting)[2]}" if fitting else None)


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
