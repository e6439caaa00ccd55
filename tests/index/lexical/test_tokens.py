"""What counts as a word."""

from __future__ import annotations

from index.lexical.tokens import PAIR, hash_token, question_terms, question_tokens, tokenise


def test_words_and_the_pairs_across_them_are_tokens() -> None:
    tokens = tokenise("武汉经开区")
    assert {"武汉", "经开区", PAIR + "汉经", PAIR + "开区"} <= set(tokens)
    # A pair that is a word is not counted twice.
    assert tokens.count("武汉") == 1
    assert PAIR + "武汉" not in tokens


def test_a_number_is_one_token_alone_and_one_with_its_unit() -> None:
    assert {"2100", "2100亿元", "5.6", "5.6亿美元"} <= set(tokenise("超2,100亿元，FDI达5.6亿美元"))


def test_years_and_latin_words_are_tokens() -> None:
    assert {"2024", "2024年", "fdi", "eod"} <= set(tokenise("２０２４年ＦＤＩ与EOD模式"))


def test_traditional_and_full_width_writing_give_the_same_tokens() -> None:
    assert sorted(tokenise("開發區２０２４年簽約")) == sorted(tokenise("开发区2024年签约"))


def test_the_long_name_of_a_zone_finds_the_short_one() -> None:
    assert "经开区" in tokenise("云栖经济技术开发区")


def test_asking_words_are_no_tokens_unless_there_is_nothing_else() -> None:
    assert "什么" not in question_tokens("开发区是什么")
    assert question_tokens("什么") == ["什么"]
    assert question_tokens("") == []


def test_hashes_are_the_same_in_every_process() -> None:
    assert hash_token("经开区") == 10293387448178582266


def test_an_english_question_seeks_its_words_and_what_they_mean_in_chinese() -> None:
    terms = question_terms("How many steam engines did the companies in Linjiang buy in 2024?")
    assert ("steam", "engines", "蒸汽机") in terms
    assert next(term for term in terms if term[0] == "companies")[:3] == ("companies", "企业", "公司")
    assert ("linjiang",) in terms
    assert ("2024",) in terms
    assert not any(term[0] in ("how", "the", "did") for term in terms)


def test_a_chinese_question_is_sought_as_it_stands() -> None:
    assert question_terms("Tesla哪年成立公司") == [(token,) for token in question_tokens("Tesla哪年成立公司")]
