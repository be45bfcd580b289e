from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines.text import Vocabulary, bigrams, fold, fold_name, similarity


def test_width_case_and_signs_do_not_count() -> None:
    assert fold("ＡＢＣ（河南）有限公司 ") == "abc 河南 有限公司"
    assert fold_name("项城市 启航（利民）化工") == fold_name("项城市启航(利民)化工")


def test_pairs_are_of_one_run_and_a_lone_character_stands_alone() -> None:
    assert bigrams("安全出口 a 堵") == ["安全", "全出", "出口", "a", "堵"]
    assert bigrams("") == []


@given(st.text(max_size=30))
def test_a_text_is_most_like_itself(text: str) -> None:
    assert similarity(text, text) == 1.0
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_similarity_is_mutual_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) == similarity(other, one) <= 1.0


def test_similarity_of_what_inspectors_write() -> None:
    assert similarity("安全出口被货物堵塞", "安全出口堵塞，有货物") > 0.5
    assert similarity("安全出口被货物堵塞", "特种作业人员无证上岗") < 0.1


def test_a_text_is_of_the_one_subject_that_its_words_name() -> None:
    words = Vocabulary({"fire": ["消防", "安全出口"], "gas": ["燃气"], "special_equipment": ["燃气锅炉", "叉车"]})
    assert words.only_subject("车间安全出口被货物堵塞，消防通道占用") == "fire"
    assert words.only_subject("燃气 锅炉未检验") == "special_equipment", "the longer word is what was said"
    assert words.only_subject("叉车堵塞消防通道") == "", "two subjects are none"
    aside = Vocabulary({"gas": ["燃气"], "": ["可燃气体"]})
    assert aside.only_subject("可燃气体报警器失效") == "", "a word of no subject hides the shorter one within it"
    assert aside.only_subject("燃气灶旁可燃气体报警器失效") == "gas"
    assert words.only_subject("无安全操作规程") == "" == Vocabulary({}).only_subject("消防")


@given(st.text(max_size=30))
def test_a_word_is_found_wherever_it_stands(text: str) -> None:
    assert Vocabulary({"fire": ["消防"]}).only_subject(f"{text} 消防 {text}") == "fire"
