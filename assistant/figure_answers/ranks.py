"""Ranks that a source gives beside a figure: 增速居全省第一位. A rank is no figure; it is quoted as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.view import View
from index.types import Span

_VERB = r"(?:居|列|位居|位列|位于|排名|排在|排|名列|跃居|稳居|跃升至|升至)"
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+")
_NTH = r"第[一二三四五六七八九十百\d]+"
_RANKED = re.compile(rf"(?:分别)?{_VERB}[^，,。；;]{{0,12}}?{_NTH}[^，,。；;]{{0,14}}|(?:全国|全省|全市|全区){_NTH}位?")
# A rank further from its number belongs to another one.
_REACH = 40


def find_rank_clause(view: View) -> Span | None:
    """Return where a record's sentence ranks it, None where it does not."""
    figure = view.figure
    found = _RANKED.search(view.article.text, figure.span.end, min(figure.sentence.end, figure.span.end + _REACH))
    return Span(*found.span()) if found else None


def find_rank(view: View, siblings: Sequence[View]) -> str | None:
    """Return the words that rank a record, None where its sentence has none.

    `siblings` are the records of the same sentence: 分别增长34.5%和7.3%，分别居全国第二和第五位 gives each its own.
    """
    figure, text = view.figure, view.article.text
    found = _RANKED.search(text, figure.span.end, min(figure.sentence.end, figure.span.end + _REACH))
    if found is None:
        return None
    words = found.group()
    ordinals = _ORDINAL.findall(words)
    if not words.startswith("分别") or len(ordinals) < 2:
        between = [v for v in siblings if figure.span.end <= v.figure.span.start < found.start()]
        return words if not between else None
    starts = (v.figure.span.start for v in siblings if v.measure == view.measure)
    alike = sorted(start for start in starts if start < found.start())[-len(ordinals) :]
    if figure.span.start not in alike or len(alike) != len(ordinals):
        return None
    place = words.removeprefix("分别").split("第", 1)[0]
    return f"{place}{ordinals[alike.index(figure.span.start)]}位"
