"""English questions over Chinese text: their times, their metrics, and the Chinese question that asks the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from assistant.understand.english.clauses import split_clauses
from assistant.understand.english.metrics import find_english_metrics
from assistant.understand.english.phrases import order
from assistant.understand.english.rendering import render_clauses
from assistant.understand.english.times import find_times
from assistant.understand.english.tokens import read_tokens
from assistant.understand.vocabulary import Metrics, PeriodFinder
from index.text import fold
from index.types import Period, Span

__all__ = ["find_english_metrics", "find_english_periods", "put_in_chinese", "put_words_in_chinese"]

# What numbers are named by.
_NUMBER_NAME = re.compile(
    r"(?:额|率|量|数|值|收入|利润|指数|营收|规模|面积|投资|占比|比重|增速|损失|人口|人数|金额|产值|余额|价格|均价|里程|总长|外资|出口|进口|目标|指标|标准|数据|情况|速度|温度|深度|高度|宽度|长度|距离|比例|倍数|次数|天数|总和|合计|税率|关税|资产|负债|赤字|顺差|逆差|盈余|债务|利率|成本|经费|资金|资本)$"
)


def find_english_periods(text: str, today: dt.date, find_periods: PeriodFinder) -> list[tuple[Span, Period]]:
    """Return the periods that English words name, each with the words that said it."""
    found: list[tuple[Span, Period]] = []
    before = ""
    for time in find_times(fold(text)):
        # What the Chinese before it settles, it settles: the same period of the year before.
        read = find_periods(f"{before}，{time.chinese}", today)
        own = [period for span, period in read if span.start > len(before)]
        if own:
            found.append((time.span, Period(own[0].start, own[0].end, own[0].label, time.span.of(text))))
            before = time.chinese
    return found


def put_in_chinese(text: str, places: Iterable[tuple[Span, str]], vocabulary: Metrics) -> str | None:
    """Return the Chinese question that asks for the same numbers; None where an English question asks for none.

    `places` are where the question names places, with the Chinese name of each.
    """

    def names_number(words: str) -> bool:
        return bool(_NUMBER_NAME.search(words)) or any(span.end == len(words) for span, _ in vocabulary.find(words))

    chinese, numeric = render_clauses(split_clauses(read_tokens(text, places)), names_number)
    return f"{chinese}？" if numeric and chinese else None


def put_words_in_chinese(words: str) -> str:
    """Return the Chinese for an English phrase that names a metric, without what no list holds."""
    return str(order(read_tokens(words, ())))
