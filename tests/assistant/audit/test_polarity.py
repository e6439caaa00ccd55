"""Denials and opposites."""

import pytest

from assistant.audit.polarity import find_negations, polarity_faults


@pytest.mark.parametrize(
    "text", ["不断扩大", "无锡与非洲", "未来可期", "不超过5%", "是否达标", "不锈钢项目", "非常重要"]
)
def test_words_that_look_like_a_denial_are_none(text: str) -> None:
    assert find_negations(text) == []


def test_a_denial_knows_what_it_denies() -> None:
    assert [n.head for n in find_negations("园区尚未开工，也没有被处罚")] == ["开工", "处罚"]


def test_a_denial_that_the_source_does_not_make_is_a_fault() -> None:
    assert polarity_faults("园区没有开工", "园区已经开工")


def test_a_denial_that_the_claim_drops_is_a_fault() -> None:
    assert polarity_faults("园区开工建设", "园区未开工建设")


def test_the_same_denial_in_other_words_stands() -> None:
    assert polarity_faults("园区没有开工", "园区尚未开工") == []


def test_an_opposite_is_a_fault() -> None:
    assert polarity_faults("云栖市出口下降", "云栖市出口增长")


def test_an_opposite_is_none_where_the_source_has_both() -> None:
    assert polarity_faults("进口下降", "出口增长，进口下降") == []


def test_negative_growth_is_not_growth() -> None:
    assert polarity_faults("出口增长", "出口负增长")
