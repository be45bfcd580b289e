"""The credit code is checked as the standard says, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines import codes

REGIONS = st.from_regex(r"[1-6][0-9]{5}", fullmatch=True)
SERIALS = st.integers(0, 31**6 - 1)


@given(REGIONS, SERIALS)
def test_made_codes_are_valid_and_hold_a_valid_organization_code(region: str, serial: int) -> None:
    code = codes.make_uscc(region, serial)
    assert codes.check_uscc(code).valid
    assert codes.check_organization_code(codes.organization_code_of(code))


@given(REGIONS, SERIALS, st.integers(8, 17), st.sampled_from(codes.USCC_ALPHABET))
def test_one_wrong_sign_never_passes(region: str, serial: int, place: int, sign: str) -> None:
    code = codes.make_uscc(region, serial)
    if code[place] == sign:
        return
    assert not codes.check_uscc(code[:place] + sign + code[place + 1 :]).valid


@given(REGIONS, SERIALS, st.integers(0, 16))
def test_two_neighbours_changing_places_never_pass(region: str, serial: int, place: int) -> None:
    code = codes.make_uscc(region, serial)
    crossed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert crossed == code or not codes.check_uscc(crossed).valid


@given(REGIONS, SERIALS)
def test_width_case_and_spaces_do_not_matter(region: str, serial: int) -> None:
    code = codes.make_uscc(region, serial)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower())
    assert codes.check_uscc(f" {wide[:6]}\u3000{wide[6:]}\u200b\n") == codes.UsccResult(code)


@given(REGIONS, SERIALS, st.integers(0, 17), st.sampled_from(codes.USCC_ALPHABET))
def test_agrees_with_an_independent_implementation(region: str, serial: int, place: int, sign: str) -> None:
    uscc = pytest.importorskip("stdnum.cn.uscc")
    code = codes.make_uscc(region, serial)
    assert uscc.is_valid(code)
    if place >= 8:
        changed = code[:place] + sign + code[place + 1 :]
        assert codes.check_uscc(changed).valid == uscc.is_valid(changed)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("91411681MAJNH49QGH", None),
        ("91411681man3ju8x7t", None),
        (" 914116 81MAJC4L6Q3D ", None),
        ("91411681MADRUG3BAX", "uscc_check_digit"),
        ("91411681OAFLAF6WYH", "uscc_characters"),
        ("9141168XMAJNH49QGH", "uscc_characters"),
        ("91411681MAJNH49QG", "uscc_length"),
        ("", "uscc_length"),
    ],
)
def test_faults_are_named(typed: str, error: str | None) -> None:
    assert codes.check_uscc(typed).error_code == error


def test_division_codes_lose_their_padding() -> None:
    trimmed = {
        "410000": "41",
        "411600": "4116",
        "411681": "411681",
        "411681000": "411681",
        "411681001000": "411681001",
        "410000000000": "41",
        "411681001005": "411681001005",
        "441900": "4419",
        "４１１６８１": "411681",
    }
    assert {code: codes.trim_division(code) for code in trimmed} == trimmed
    with pytest.raises(codes.CodeError):
        codes.trim_division("41168")


def test_ancestors_are_prefixes() -> None:
    assert codes.ancestors_of("411681001") == ("411681", "4116", "41")
    assert codes.parent_of("411681001") == "411681" and codes.parent_of("41") == ""
    assert codes.chain_of("4116") == ("4116", "41")
    assert codes.chain_of("") == ()
    assert codes.level_of("411681") == "county"
    assert codes.county_of("411681001") == "411681" and codes.county_of("4116") == ""


@given(st.sampled_from(["41", "4116", "411681", "411681001", "4190"]), st.from_regex(r"[0-9]{0,9}", fullmatch=True))
def test_the_range_of_a_subtree_is_its_prefix(code: str, rest: str) -> None:
    low, high = codes.subtree_bounds(code)
    assert low <= code + rest < high
    assert not low <= str(int(code) - 1) + rest < high
    assert not low <= str(int(code) + 1) + rest < high


def test_trades_are_read_from_the_narrowest_up() -> None:
    assert list(codes.prefixes_of_trade("C2614")) == ["2614", "261", "26"]
    assert list(codes.prefixes_of_trade("26")) == ["26"]
    assert list(codes.prefixes_of_trade("餐饮")) == []
