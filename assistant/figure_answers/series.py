"""Series over items that the question does not name: 分区域各是多少, 四种户型各有多少间, 前五的各多少美元.

What is wanted is a row of like numbers that stand together in a source: of one sort, unit and time, in one sentence or
in sentences that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.figure_answers.asks import Wanted, strip_asked
from assistant.figure_answers.match import Match
from assistant.figure_answers.places import names_of
from assistant.figure_answers.select import Choice, Fit, right_status
from assistant.figure_answers.sorts import read_unit
from assistant.figure_answers.suits import right_sort
from assistant.figure_answers.terms import Term, cover, is_light, join_singles, shield
from assistant.figure_answers.timing import compare_periods
from assistant.figure_answers.view import View
from assistant.types import Question

_OPEN = re.compile(r"各(?!种|类|项|位|国)|分别|分档|分区域|分地区|分行业|逐[年月季项]|构成")
_COUNTED = re.compile(r"前(?P<first>[三四五六七八九十]|\d{1,2})|(?P<all>[两三四五六七八九十]|\d{1,2})[种类个大档]")
_NAMES_ONLY = re.compile(r"哪些|哪几")
_NUMERALS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# Share of the question's words that a row with its article must hold, and how near another row may come.
_HEARD, _MARGIN = 0.7, 0.05
# Sentences of one row stand right behind each other.
_NEXT = 3
_LEAST, _MOST = 3, 12
# 各市州各有多少: each number of the row is another place's.
_PLACES = re.compile(r"(?:各个?|分)(?:地|省|市|州|区县|区(?!域)|县|国)")


def wants_series(text: str) -> bool:
    """Say whether words ask for a row of numbers."""
    return bool(_OPEN.search(text))


def fill_series(choices: Sequence[Choice], wanted: Wanted, question: Question, views: Sequence[View]) -> list[Choice]:
    """Return the choices with an open list filled by its row, which names its items (前五的是哪些) as well."""
    filled = [
        # 北京和上海各多少 lists its items itself.
        [choice]
        if sum(other.slot.ask is choice.slot.ask for other in choices) > 1
        else find_series(choice, wanted, question, views)
        for choice in choices
    ]
    if not any(len(row) > 1 for row in filled):
        return list(choices)
    return [one for row in filled for one in row if one.fits or not _NAMES_ONLY.search(one.slot.ask.words)]


def find_series(choice: Choice, wanted: Wanted, question: Question, views: Sequence[View]) -> list[Choice]:
    """Return a choice for each number of the row that an open list wants, the choice itself where none is clear."""
    ask = choice.slot.ask
    listed = sum(other.part == ask.part for other in wanted.asks) > 1
    if listed or not wants_series(ask.words if choice.fits else wanted.text):
        return [choice]
    unit = read_unit(ask.words)
    names = [shield(name) for name in names_of(choice.slot.region)] if choice.slot.region else []
    pool = [
        view
        for view in views
        if right_sort(ask, unit, view)
        and right_status(view, ask)
        and (not names or any(name in shield(view.article.text) for name in names))
        and (
            choice.slot.period is None
            or view.figure.period is None
            or compare_periods(choice.slot.period, view.figure.period, question.today, view.article.date) != "other"
        )
    ]
    rows = [row for row in _read_rows(pool) if _LEAST <= len(row) <= _MOST and _holds(row, choice)]
    terms = tuple(term for term in join_singles(strip_asked(wanted.text)) if not is_light(term.word))
    scored = sorted(((_score(row, terms), -i) for i, row in enumerate(rows)), reverse=True)
    if not scored or scored[0][0] < _HEARD:
        return [choice]
    best = rows[-scored[0][1]]
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN and not _alike(best, rows[-scored[1][1]]):
        return [choice]
    chosen = _count_off(best, wanted.text)
    if _PLACES.search(question.standalone) and len({v.figure.subject_key for v in chosen} - {None}) < len(chosen):
        return [choice]
    if not chosen:
        return [choice]
    match = Match(1.0, 0.0, 0.0, 0.0, True, True, True, 1.0, 1.0)
    return [Choice(choice.slot, (Fit(view, match),)) for view in chosen]


def _holds(row: Sequence[View], choice: Choice) -> bool:
    """Say whether a row holds the one number that was found for the whole list, where one was."""
    spans = {(view.figure.doc_id, view.figure.span) for view in row}
    return not choice.fits or any((v.figure.doc_id, v.figure.span) in spans for v in choice.views)


def _read_rows(views: Sequence[View]) -> list[list[View]]:
    """Return the rows of like numbers that stand together."""
    rows: list[list[View]] = []
    once = {(v.figure.doc_id, v.figure.version, v.figure.span): v for v in views}
    for view in sorted(once.values(), key=lambda view: view.rank):
        row = next((row for row in reversed(rows) if _goes_on(row[-1], view)), None)
        if row is None:
            rows.append([view])
        else:
            row.append(view)
    return rows


def _goes_on(last: View, view: View) -> bool:
    a, b = last.figure, view.figure
    if (a.doc_id, a.version, a.canonical_unit, last.measure) != (b.doc_id, b.version, b.canonical_unit, view.measure):
        return False
    if a.unit != b.unit or a.status != b.status:
        return False
    times = (a.period and (a.period.start, a.period.end), b.period and (b.period.start, b.period.end))
    return times[0] == times[1] and b.sentence.start - a.sentence.end <= _NEXT


def _score(row: Sequence[View], terms: tuple[Term, ...]) -> float:
    """Return the share of the asked words that a row's sentences, and its article's title and beginning, hold."""
    article = row[0].article
    near = " ".join(dict.fromkeys(f"{view.sentence} {view.metric}" for view in row))
    lead = shield(f"{article.title}\n{article.text[:200]}")
    return cover(terms, (near, 1.0), (lead, 0.9), (shield(article.text), 0.5))


def _alike(row: Sequence[View], other: Sequence[View]) -> bool:
    """Say whether two rows give the same numbers: reprints."""
    return [v.figure.canonical_value for v in row] == [v.figure.canonical_value for v in other]


def _count_off(row: Sequence[View], text: str) -> list[View]:
    """Return as many of the row as the question counts: the largest of 前五, all of 四种; else nothing."""
    found = _COUNTED.search(text)
    if found is None:
        return list(row)
    written = found.group("first") or found.group("all")
    number = _NUMERALS.get(written) or int(written)
    if found.group("all"):
        return list(row) if len(row) == number else []
    ordered = sorted(row, key=lambda view: -_size(view))
    return ordered[:number] if len(row) >= number else []


def _size(view: View) -> Decimal:
    value = view.figure.canonical_value
    return value if isinstance(value, Decimal) else value[0]
