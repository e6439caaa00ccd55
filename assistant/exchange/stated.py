"""What a source itself says an amount comes to in another currency: 5.6亿美元（约合人民币40.3亿元）."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.figure_answers.quoting import quote_of
from assistant.figure_answers.view import View
from assistant.types import Claim
from index.quantities import parse_quantities
from index.text import fold
from index.types import Span

_SAYS_SAME = re.compile(r"[^\S\n]?[(,]?(?:大?约)?(?:折合|折算为?|合|相当于|约为|即|or|about)?(?:人民币)?\s?(?:大?约)?")
# Without a word for it, only brackets make the second amount the first one's equal.
_EQUAL = re.compile(r"[(]|折合|折算|合|相当于|约为|即")
# The second amount begins so close behind the first.
_REACH = 16


def find_equivalent(view: View, into: str) -> Claim | None:
    """Return the source's own words for a record's amount in the currency `into`, None where it has none."""
    figure, text = view.figure, view.article.text
    end = figure.span.end
    for quantity in parse_quantities(text[end : figure.sentence.end]):
        start = end + quantity.span.start
        between = fold(text[end:start])
        if start - end > _REACH or not _SAYS_SAME.fullmatch(between) or not _EQUAL.search(between):
            return None
        if quantity.canonical_unit == into:
            stop = end + quantity.span.end
            stop += text[stop : stop + 3].find("）") + 1 or text[stop : stop + 1].count(")")
            quote = quote_of(view)
            if not quote.span.contains(Span(figure.span.start, stop)):
                quote = replace(quote, span=Span(quote.span.start, stop))
            return Claim(quote.span.of(text), (quote,), "exact", None, (figure,))
    return None
