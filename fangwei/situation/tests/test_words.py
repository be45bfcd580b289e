"""Words as tokens, and questions over them, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from fangwei.situation.words import as_match, as_tsquery, ask, initial_tokens, territory_tokens, text_tokens

HAN = st.text(alphabet="安全生产隐患储罐瀍浉郏渑配电箱", min_size=2, max_size=12)


@given(HAN, st.data())
def test_every_part_of_a_text_is_a_phrase_of_its_tokens(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(begin + 2, len(text)))
    (phrase,) = ask(text[begin:end]).groups[0]
    tokens = text_tokens(text)
    size = len(phrase.tokens)
    assert any(tuple(tokens[at : at + size]) == phrase.tokens for at in range(len(tokens)))


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_plain_words_of_both_languages(text: str) -> None:
    query = ask(text)
    assert set(as_tsquery(query)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ()|&<->:*")
    assert set(as_match(query)) <= set('abcdefghijklmnopqrstuvwxyz0123456789 ()"*ANDOR')


def test_full_width_letters_case_and_punctuation_make_no_difference() -> None:
    assert text_tokens("ＬＮＧ储罐（1号）") == text_tokens("lng 储罐 1 号")


def test_a_number_is_found_without_its_zeros() -> None:
    assert "w2" in text_tokens("YH411681-2026-000002")


def test_initials_are_pairs_of_letters() -> None:
    assert initial_tokens("乙川化工") == ["iyc", "ich", "ihg"]


def test_a_division_stands_for_itself_and_for_all_above_it() -> None:
    assert territory_tokens("411681100") == ["t41", "t4116", "t411681", "t411681100"]
