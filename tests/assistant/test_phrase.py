"""One wanted number as a question of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.phrase import phrase_slot, phrase_whole
from assistant.figure_answers.select import Slot
from index.types import Period
from tests.assistant.figure_world import RIVER, SKY, YEAR_2024, Names, make_question


def phrase(text: str, *places: object, number: int = 0, place: int = 0) -> str:
    question = make_question(text, *places, periods=(YEAR_2024,))  # type: ignore[arg-type]
    wanted = read_asks(question, Names())
    return phrase_slot(question, wanted, Slot(wanted.asks[number], question.subjects[place], YEAR_2024))


def test_a_question_for_one_number_is_left_as_it_is() -> None:
    assert phrase("云栖市2024年出口总额是多少?", SKY) == "云栖市2024年出口总额是多少?"


def test_each_place_that_is_compared_is_asked_for_alone_and_without_the_comparing_words() -> None:
    text = "云栖市和临江市2024年出口总额哪个高?"
    assert phrase(text, SKY, RIVER, place=0) == "云栖市2024年出口总额是多少"
    assert phrase(text, SKY, RIVER, place=1).startswith("临江市2024年出口总额")


def test_a_later_part_of_a_question_keeps_whom_and_when_the_first_part_names() -> None:
    second = phrase("云栖市2024年签了几个项目，总投资多大?", SKY, number=1)
    assert second == "云栖市2024年签了，总投资多大"


def test_a_time_that_the_day_of_the_question_settles_is_told_by_its_dates() -> None:
    last = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "去年")
    question = make_question("云栖市去年出口总额是多少?", SKY, periods=(last,))
    wanted = read_asks(question, Names())
    assert phrase_slot(question, wanted, Slot(wanted.asks[0], SKY, last)) == "云栖市2024年出口总额是多少?"


def test_an_english_question_is_read_in_its_own_words() -> None:
    question = replace(make_question("武汉2024年签约额是多少"), worded="How much was signed in Wuhan in 2024?")
    wanted = read_asks(question, Names())
    assert phrase_whole(question) == "how much was signed in wuhan in 2024?"
    assert phrase_slot(question, wanted, Slot(wanted.asks[0])) == "how much was signed in wuhan in 2024?"


def test_of_two_places_an_english_question_asks_for_each_by_itself() -> None:
    question = make_question("云栖市和临江市2024年签约额各是多少", SKY, RIVER, periods=(YEAR_2024,))
    question = replace(question, worded="How much did Yunqi and Linjiang sign in 2024?")
    wanted = read_asks(question, Names())
    asked = phrase_slot(question, wanted, Slot(wanted.asks[0], RIVER, YEAR_2024))
    assert "临江市" in asked
    assert "云栖" not in asked
