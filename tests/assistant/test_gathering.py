"""Which records become candidates: of a stretch each step's own, of a ranking over many places each place's own."""

from __future__ import annotations

import datetime as dt

from assistant.figure_answers import RecordList, answer_from_figures
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.gather import gather_figures
from index.types import Figure, Period, Region
from tests.assistant.figure_world import SKY, Names, make_article, make_figure, make_question

STRETCH = Period(dt.date(2021, 1, 1), dt.date(2024, 12, 31), "2021—2024年", "2021年到2024年")
YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "2024年")


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), f"{number}年", f"{number}年")


class Map:
    """Two hundred cities of one country."""

    def get(self, key: str) -> Region | None:
        return Region(key, f"{key}市", "市")

    def is_within(self, key: str, other_key: str) -> bool:
        return True


def test_each_year_of_a_stretch_has_its_own_share_of_the_candidates() -> None:
    late = make_article("late", "".join(f"2024年，云栖市出口{n}亿元。" for n in range(100, 400)))
    early = make_article("early", "2021年，云栖市出口90亿元。")
    figures = [make_figure(late, f"{n}亿元", "出口总额", n * 10**8, period=year(2024)) for n in range(100, 400)]
    figures.append(make_figure(early, "90亿元", "出口总额", 90 * 10**8, period=year(2021)))
    question = make_question("云栖市2021年到2024年每年的出口分别是多少？", SKY, periods=(STRETCH,), kind="series")
    found = gather_figures(question, read_asks(question, Names()), RecordList(figures, [late, early]), ())
    assert "90亿元" in {figure.quote for figure in found}


def test_a_ranking_over_many_places_looks_at_every_one_of_them() -> None:
    articles, figures = [], []
    for number in range(200):
        city = Region(f"x{number}", f"x{number}市", "市")
        article = make_article(f"a{number:03}", f"2024年，x{number}市出口{1000 + number}亿元。")
        articles.append(article)
        figures.append(_export(article, number, city))
    question = make_question("2024年哪个城市的出口最高？", periods=(YEAR,), kind="ranking")
    answer = answer_from_figures(question, RecordList(figures, articles), Names(), (), Map())
    assert answer is not None
    assert {figure.subject for figure in answer.figures} >= {"x0市", "x199市"}


def _export(article: object, number: int, city: Region) -> Figure:
    return make_figure(article, f"{1000 + number}亿元", "出口总额", (1000 + number) * 10**8, subject=city, period=YEAR)  # type: ignore[arg-type]
