"""What the library's own reading of figures knows of a number: its full name (口径), its period, its status.

The words beside a number often leave out what a sentence or a heading before has settled (2008年工作回顾 … 增长9%). The
extraction carries that over; the audit takes it from there, for the source and for the claim alike.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict

from assistant.audit.parts import Tools
from index.figures import extract_figures
from index.text import detect_script, fold
from index.types import Article, Description, Figure, Span

# Words of a record's name that tell what was done with the number, not of what it is.
_CHANGE = re.compile(r"(?:同比|环比|比上年)?(?:实际|名义)?(?:增速|增幅|增长率|增长|降幅|变动|比重)$")


# Articles whose records are kept for the next sentence about them.
_KEPT = 64
_kept: OrderedDict[tuple[str, int, int, int], dict[Span, Figure]] = OrderedDict()


def read_records(article: Article, tools: Tools) -> dict[Span, Figure]:
    """Return the records of an article by the span of their number; those of the last articles are kept."""
    key = (article.doc_id, article.version, hash((article.text, article.description)), id(tools.vocabulary))
    if key not in _kept:
        figures = extract_figures(article, tools.gazetteer, tools.vocabulary)
        _kept[key] = {figure.span: figure for figure in figures}
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def read_claim_records(text: str, day: dt.date | None, tools: Tools) -> dict[Span, Figure]:
    """Return the records of a claim, read as if it stood in an article of that day."""
    described = Description("", day, None, None, None, "other", (), detect_script(text))
    claim = Article("claim", 1, "claim", "", None, "", text, described)
    return {figure.span: figure for figure in extract_figures(claim, tools.gazetteer, tools.vocabulary)}


def records_within(records: dict[Span, Figure], quote: Span) -> dict[Span, Figure]:
    """Return the records of a quote by where their number stands in it."""
    return {
        Span(span.start - quote.start, span.end - quote.start): figure
        for span, figure in records.items()
        if quote.contains(span)
    }


def name_of(record: Figure) -> str:
    """Return what a record's number is of, folded, without the words for its change."""
    return _CHANGE.sub("", fold(record.metric_said))
