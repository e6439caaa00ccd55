"""What evidence lacks though it is near: another place, another year, no number of the kind, a goal and no result.

The near miss is the refusal that matters: place and topic are both there, but not together, or the one detail that is
asked for is not told. Each sign is one that the words settle; knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.audit.modality import find_cues, mood_at
from assistant.places import FRAMES
from assistant.relevance import Terms, holds_wanted, is_sure_kind
from assistant.types import Evidence, Question, RefusalReason
from index.periods import find_periods
from index.text import fold, split_sentences
from index.types import Article, Period, Span

# What asks for what came of a plan, and not for the plan.
_OUTCOME = re.compile(r"实际|真正|最终|最后|到底|究竟|到期|完成了|建成了|落实了|实现了|达到了|落地了")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿两]+(?=成|倍|个|家|项|户|人|亿|万)")
_DONE = re.compile(r"已|完成了|建成了|实现了|达到了|累计|截至|共(?:有|计)")
# A day without a year is one of whatever year the source is of.
_BARE_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
# Code points around a piece of evidence that may hold what it leaves out.
_AROUND = 160


def find_lack(
    question: Question, terms: Terms, evidence: Sequence[Evidence], articles: Sequence[Article], place: float
) -> RefusalReason | None:
    """Return why evidence that is near does not answer, None where nothing speaks against it.

    `articles` are those of the evidence, one each; `place` says how near the asked place is named, 0 for nowhere.
    """
    if place == 0 and any(region.level not in FRAMES for region in question.subjects):
        return "no_figure"
    if _is_of_another_year(question, evidence, articles):
        return "other_period"
    if lacks_kind(terms, evidence, articles):
        return "no_figure"
    return "only_target" if _is_only_meant(question, terms, evidence) else None


def lacks_kind(terms: Terms, evidence: Sequence[Evidence], articles: Sequence[Article]) -> bool:
    """Say whether a number, a day or a thing of a sure kind (融资轮次) is asked for that no evidence holds."""
    if terms.wanted != "date" and (terms.wanted == "number" or is_sure_kind(terms)):
        told = [_around(item, article) for item, article in zip(evidence, articles, strict=True)]
        return not any(holds_wanted(terms, words) for words in told)
    return terms.wanted == "date" and not any(holds_wanted(terms, fold(item.text)) for item in evidence)


def _around(item: Evidence, article: Article) -> str:
    span = item.quote.span
    return fold(article.text[max(0, span.start - _AROUND) : span.end + _AROUND])


def _is_of_another_year(question: Question, evidence: Sequence[Evidence], articles: Sequence[Article]) -> bool:
    """Say whether each article is dated, of another year than the one asked about, and never names that year."""
    period = question.period
    if period is None or not articles or is_bare_day(period):
        return False
    years = {period.start.year, period.end.year}
    for article in articles:
        if article.date is None or article.date.year in years:
            return False
        if any(str(year) in article.text for year in years):
            return False
    texts = [(item.text, article.date) for item, article in zip(evidence, articles, strict=True)]
    named = {p.end.year for text, date in texts for _, p in find_periods(text, date)}
    return not named & years


def is_bare_day(period: Period) -> bool:
    """Say whether a period is a day that was said without its year."""
    return period.said is not None and bool(_BARE_DAY.fullmatch(period.said))


def _is_only_meant(question: Question, terms: Terms, evidence: Sequence[Evidence]) -> bool:
    """Say whether a result is asked for, and every number of the best evidence is a goal, a plan or a forecast."""
    if terms.wanted != "number" or question.wants_target or not _OUTCOME.search(question.standalone):
        return False
    best = fold(max(evidence, key=lambda item: item.score).text)
    cues = find_cues(best)
    numbers = [Span(*match.span()) for match in _NUMBER.finditer(best)]
    sentences = split_sentences(best)
    moods = [mood_at(best, number, s, cues) for number in numbers for s in sentences if s.contains(number)]
    return bool(moods) and "result" not in moods and not _DONE.search(best)
