"""Which set of numbers a question wants: what is weighed, how it is described, and what is told of it."""

from __future__ import annotations

import pytest

from assistant.figure_answers.members import Member, Standing, describe_members
from assistant.figure_answers.sets import (
    NONE,
    AskedCount,
    choose_set,
    count_asked,
    describe_sets,
    find_least_risk,
    list_sets,
    read_set_weights,
    share_sets,
)


def make_member(
    value: str, whole: float, *, place: str = "a", sentence: int = 0, unit: str = "CNY", told: bool = False
) -> Member:
    odds = 0.9 if told else 0.1
    standing = Standing(odds, 2.0 if told else -2.0, {"read": whole, "what": 0.8})
    return Member(value, place, sentence, unit, whole, {"one": standing}, told, False, True)


ONE = AskedCount(slots=1, said=0, joined=1, each=False)


@pytest.mark.parametrize(
    ("text", "said", "joined", "each"),
    [
        ("三大行业复工率分别是多少", 3, 1, True),
        ("签约额和到位资金", 0, 2, False),
        ("土耳其、捷克、波兰三国各多少吨", 3, 3, True),
        ("第三个项目投资多少", 0, 1, False),
        ("近三个月出口多少", 0, 1, False),
    ],
)
def test_words_say_how_many_numbers_are_wanted(text: str, said: int, joined: int, each: bool) -> None:
    assert count_asked(text, 2) == AskedCount(2, said, joined, each)


def test_sets_are_the_likeliest_numbers_of_one_article_and_what_was_found_slot_by_slot() -> None:
    members = [
        make_member("1 CNY", 5.0, told=True),
        make_member("2 CNY", 4.0),
        make_member("3 count", 3.0, place="b", unit="count", told=True),
    ]
    values = {one.values for one in list_sets(members, [2.0, 1.0, 0.5])}
    assert values == {
        frozenset({"1 CNY"}),
        frozenset({"2 CNY"}),
        frozenset({"1 CNY", "2 CNY"}),
        frozenset({"3 count"}),
        frozenset({"1 CNY", "3 count"}),
    } - {frozenset({"2 CNY"})}


def test_numbers_of_one_sentence_and_unit_are_a_set_of_their_own() -> None:
    members = [
        make_member("1 CNY", 9.0),
        make_member("5 percent", 8.0, unit="percent", sentence=40),
        make_member("6 percent", 1.0, unit="percent", sentence=40),
    ]
    values = {one.values for one in list_sets(members, [3.0, 2.0, -1.0])}
    assert frozenset({"5 percent", "6 percent"}) in values


def test_a_value_that_stands_twice_in_an_article_is_one_number_of_a_set() -> None:
    members = [make_member("1 CNY", 5.0), make_member("1 CNY", 1.0, sentence=40)]
    assert [len(one.chosen) for one in list_sets(members, [2.0, 0.0])] == [1]


def test_a_set_is_described_by_what_is_left_over() -> None:
    members = [make_member("1 CNY", 5.0), make_member("2 CNY", 4.0)]
    described = dict(describe_sets(members, [2.0, 1.0], AskedCount(2, 0, 2, True)))
    one, both = described[frozenset({"1 CNY"})], described[frozenset({"1 CNY", "2 CNY"})]
    assert (one["left"], one["apart"], one["as_asked"], one["off_asked"]) == (0.5, 0.5, 0.0, 0.5)
    assert (both["left"], both["apart"], both["as_asked"], both["sum"]) == (-2.5, 3.0, 1.0, 1.0)
    assert described[NONE]["none_told"] == 1.0


def test_without_numbers_only_none_is_weighed() -> None:
    assert share_sets([], [], ONE, {"none": 1.0}) == {NONE: 1.0}
    assert choose_set([], ONE) == NONE


def test_what_is_told_risks_least() -> None:
    first, both = frozenset({"1"}), frozenset({"1", "2"})
    # {1} gains 0.3 + 0.6 * 0.4 / 2 - 0.1 * cost, {1, 2} gains 0.6 - 0.4 * cost; silence gains nothing.
    shares = {NONE: 0.1, first: 0.3, both: 0.6}
    assert find_least_risk(shares, 0.1) == both
    assert find_least_risk(shares, 1.5) == first
    assert find_least_risk(shares, 5.0) == NONE


def test_a_surer_reading_never_counts_against_a_number() -> None:
    sure, unsure = describe_members([make_member("1 CNY", 8.0), make_member("2 CNY", -8.0)], 1)
    weights = read_set_weights()["member"]
    assert sum(weights[name] * sure[name] for name in weights) > sum(weights[name] * unsure[name] for name in weights)


def test_a_number_that_reading_is_sure_of_is_told_and_one_that_it_is_sure_is_another_is_not() -> None:
    meant, other = make_member("1 CNY", 9.0, told=True), make_member("2 CNY", -9.0)
    assert choose_set([meant, other], ONE) == frozenset({"1 CNY"})
    unheard = Member("3 CNY", "a", 0, "CNY", -11.0, {"one": Standing(0.99, 24.0, {"what": 1.0})}, True, True, True)
    assert choose_set([unheard], ONE) == NONE
