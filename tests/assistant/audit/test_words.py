"""Words of a sentence and whether a source holds them."""

from assistant.audit.words import Word, content_words, is_covered, overlap, share_in_pieces
from index.text import fold
from index.types import Span


def _word(text: str, kind: str = "noun") -> Word:
    return Word(Span(0, len(text)), text, kind)  # type: ignore[arg-type]


def test_words_that_only_connect_carry_nothing() -> None:
    assert content_words("其中，共有") == []


def test_a_synonym_covers() -> None:
    assert is_covered(_word("引进"), "云栖市去年吸引外资")


def test_a_longer_form_is_covered_by_most_of_its_pieces() -> None:
    assert share_in_pieces("进口额", "进口增长") == 2 / 3
    assert is_covered(_word("进口额"), "进口增长")
    assert not is_covered(_word("进出口岸"), "出口增长")


def test_a_name_must_stand_there_whole() -> None:
    assert not is_covered(_word("云栖科技", "name"), "云栖的科技公司")
    assert is_covered(_word("云栖科技", "name"), "云栖科技成立")


def test_traditional_text_is_covered_by_simplified() -> None:
    words = content_words(fold("簽約項目開工"))
    assert all(is_covered(word, fold("签约项目动工")) for word in words)


def test_overlap_counts_pairs_of_letters() -> None:
    # 甲乙丙 has the pairs 甲乙 and 乙丙; the source holds the first only.
    assert overlap("甲乙丙", "甲乙，丁") == 0.5
    assert overlap("", "甲乙") == 0.0


def test_hidden_spans_are_no_words() -> None:
    text = "云栖市签约项目"
    shown = [word.text for word in content_words(text, [Span(0, 3)])]
    assert shown == [word.text for word in content_words(text) if word.span.start >= 3]
