"""Decision tables: every boundary of the accident classes, monotone verdicts, and inputs nobody should type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines.lawbook import Answer, Lawbook, LawError, builtin_folder

BOOK = Lawbook.load([builtin_folder()])
ON = date(2025, 3, 20)
CLASSES = ["general", "larger", "major", "especially_major"]
COUNTS = st.integers(0, 200)
LOSSES = st.integers(0, 200_000_000)


def accident(**inputs: object) -> Answer:
    return BOOK.explain("accident.class", inputs, ON)


def rank(**inputs: object) -> int:
    return CLASSES.index(accident(**inputs).value)


@given(COUNTS, COUNTS, LOSSES, st.sampled_from(["deaths", "serious_injuries", "direct_loss_cny"]), COUNTS)
def test_more_harm_is_never_a_lower_class(deaths: int, hurt: int, loss: int, which: str, more: int) -> None:
    inputs = {"deaths": deaths, "serious_injuries": hurt, "direct_loss_cny": loss}
    assert rank(**(inputs | {which: inputs[which] + more})) >= rank(**inputs)


@given(COUNTS, COUNTS, LOSSES)
def test_the_class_is_the_highest_of_its_criteria(deaths: int, hurt: int, loss: int) -> None:
    alone = [rank(deaths=deaths), rank(serious_injuries=hurt), rank(direct_loss_cny=loss)]
    assert rank(deaths=deaths, serious_injuries=hurt, direct_loss_cny=loss) == max(alone)


def test_the_answer_says_why_in_both_languages() -> None:
    answer = accident(deaths=3, serious_injuries=4)
    told = answer.as_json("en")
    assert told["value"] == "larger"
    assert told["inputs"] == {"deaths": 3, "serious_injuries": 4}
    assert told["not_given"] == ["direct_loss_cny"]
    assert told["status"] == "confirmed"
    assert "Art. 3" in told["citation"]
    assert any("deaths 3 reaches" in reason for reason in told["because"])
    chinese = answer.as_json("zh")
    assert "第三条" in chinese["citation"]
    assert chinese["because"] != told["because"]
    assert len(chinese["because"]) == len(told["because"])


@pytest.mark.parametrize("given_value", ["3", 3, 3.0, "３", " 3 ", "3.0", "+3", "3e0"])
def test_numbers_however_they_are_written(given_value: object) -> None:
    assert accident(deaths=given_value).as_json()["inputs"] == {"deaths": 3}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "input.negative"),
        ("-0.5", "input.negative"),
        (-1, "input.negative"),
        ("2.5", "input.not_whole"),
        ("nan", "input.not_a_number"),
        ("inf", "input.not_a_number"),
        (float("nan"), "input.not_a_number"),
        (float("inf"), "input.not_a_number"),
        ("", "input.not_a_number"),
        ("three", "input.not_a_number"),
        ("三", "input.not_a_number"),
        ("1,000", "input.not_a_number"),
        ("1_000", "input.not_a_number"),
        ("0x10", "input.not_a_number"),
        (True, "input.not_a_number"),
        (None, "input.not_a_number"),
        ("1e400", "input.too_large"),
        ("1e99", "input.too_large"),
        ("9" * 5000, "input.too_large"),
        (10**30, "input.too_large"),
    ],
)
def test_what_is_not_a_count_of_people(text: object, code: str) -> None:
    with pytest.raises(LawError) as refused:
        accident(deaths=text)
    assert refused.value.code == code
    for lang in ("zh", "en"):
        assert len(refused.value.message(lang)) < 300
        assert refused.value.hint(lang)


def test_nothing_given_and_unknown_names() -> None:
    for inputs, code in (({}, "input.none"), ({"death": 1}, "input.unknown"), ({"deaths": 1, "x": 1}, "input.unknown")):
        with pytest.raises(LawError) as refused:
            BOOK.explain("accident.class", inputs, ON)
        assert refused.value.code == code
        assert "deaths" in refused.value.message("en") + refused.value.hint("en")


def test_choices_are_required_and_checked() -> None:
    with pytest.raises(LawError) as missing:
        BOOK.explain("accident.investigation.organiser", {"trade": "coal"}, ON)
    assert missing.value.code == "input.required"
    with pytest.raises(LawError) as wrong:
        BOOK.explain("accident.investigation.organiser", {"class": "huge"}, ON)
    assert wrong.value.code == "input.not_a_choice"
    assert "general" in wrong.value.hint("en")
    near = BOOK.explain("accident.near_major", {"serious_pollution": "是"}, ON)
    assert near.value == "near_major"
    with pytest.raises(LawError) as neither:
        BOOK.explain("accident.near_major", {"serious_pollution": "maybe"}, ON)
    assert neither.value.code == "input.not_yes_no"


@given(st.text(max_size=40))
def test_any_text_is_answered_or_refused_politely(text: str) -> None:
    try:
        verdict = accident(direct_loss_cny=text).value
    except LawError as refusal:
        verdict = refusal.code
    assert verdict in CLASSES or verdict.startswith("input.")
