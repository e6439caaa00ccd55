"""A claim with its numbers and times in its source's writing."""

from __future__ import annotations

import datetime as dt

from assistant.audit.as_written import write_as_source
from assistant.audit.parts import Lookup
from assistant.audit.reading import read_text
from tests.assistant.audit.make import lookup, open_whole

DAY = dt.date(2024, 11, 20)
SOURCE = open_whole("明年是收官之年，项目总投资10000亿元，开工97个。", DAY)


def write(claim: str) -> str:
    return write_as_source(read_text(claim, DAY, Lookup(*lookup())), [SOURCE])


def test_an_equal_amount_and_an_equal_year_are_written_as_the_source_writes_them() -> None:
    assert write("2025年收官，总投资1万亿元。") == "明年收官,总投资10000亿元。"


def test_what_the_source_does_not_hold_or_writes_alike_stays_as_it_is() -> None:
    assert write("2026年收官，总投资2万亿元，开工97个。") == "2026年收官,总投资2万亿元,开工97个。"
    assert write("总投资约1万亿元。") == "总投资约1万亿元。"
