"""Names that no gazetteer and no vocabulary holds: documents, companies, bodies, people, Latin names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.text import fold
from index.types import Span

_QUOTED = re.compile(r"《([^》\n]{2,60})》|“([^”\n]{2,30})”|「([^」\n]{2,30})」|\"([^\"\n]{2,30})\"")
# Names of bodies end with one of these; what stands before is cut back to where a function word ends.
_BODY = re.compile(
    r"[一-龥a-z0-9·()]{2,24}?(?:有限责任公司|股份有限公司|有限公司|集团|公司|银行|证券|大学|学院|研究院|研究所|医院|交易所|法院|"
    r"检察院|商会|协会|联合会|委员会|管理局|海关|总局|发改委|商务部|工信部|财政部|教育部|国务院|购物中心|自贸区)"
)
_MODEL = re.compile(r"(?<![a-z0-9])[a-z]+-?\d+[a-z0-9-]*")
# Where the name of a body cannot begin: everything up to the last of these is cut off.
_NOT_IN_NAME = re.compile(
    r"^.*(?:请问|比较|对比|哪些|哪家|什么|多少|关于|根据|按照|以及|[和与及跟或比的了是在对从向被把由为年月日,、:;?!]|截至|目前|今年|去年)"
)
_PERSON_OR_BODY_TAGS = frozenset({"nr", "nt", "nrt", "nrfg"})
# English words at the head of a question or inside it that are no names.
_ENGLISH_WORDS = frozenset(
    word
    for words in (
        "what which who whom whose when where why how is are was were does do did has have had can could will would",
        "should the a an of in on at by for from to and or as with since between compared than that this these those",
        "much many gdp fdi cpi q1 q2 q3 q4 h1 h2 please list compare summarize summarise describe tell me about give",
        "show",
    )
    for word in words.split()
)


def find_names(text: str, taken: Iterable[Span], partial: Iterable[Span]) -> list[Span]:
    """Return the spans of other names in `text`, in order.

    `taken` are spans that already mean something; `partial` are places that only begin a longer name (武汉大学).
    """
    folded = fold(text)
    spans: list[Span] = []
    blocked = list(taken)

    def offer(start: int, end: int) -> None:
        span = Span(start, end)
        if end - start >= 2 and not any(span.overlaps(other) for other in (*spans, *blocked)):
            spans.append(span)

    for match in _QUOTED.finditer(folded):
        group = next(number for number in range(1, 5) if match[number])
        spans.append(Span(*match.span(group)))
    for match in _BODY.finditer(folded):
        spans.extend(_body_span(folded, match, spans, list(partial)))
    for match in (*_MODEL.finditer(folded), *_capitalised(text)):
        offer(*match.span())
    for start, end in _tagged(folded):
        offer(start, end)
    return sorted(spans)


def _body_span(folded: str, match: re.Match[str], spans: list[Span], partial: list[Span]) -> list[Span]:
    """Return the name of a body without the words before it; nothing where too little is left."""
    words = match.group()
    cut = _NOT_IN_NAME.match(words[:-2])
    start = match.start() + (cut.end() if cut else 0)
    for place in partial:
        if match.start() <= place.start < match.end():
            start = min(start, place.start)
    span = Span(start, match.end())
    if span.end - span.start < 4 and words not in ("国务院", "商务部", "工信部", "财政部", "教育部", "发改委"):
        return []
    return [] if any(span.overlaps(other) for other in spans) else [span]


def _capitalised(text: str) -> Iterable[re.Match[str]]:
    """Yield Latin names: words with a capital letter that are not words of a question."""
    for match in re.finditer(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.-]*[A-Za-z0-9](?: [A-Z][A-Za-z0-9&.-]*)*", text):
        if match.group().lower() not in _ENGLISH_WORDS and match.group().split(" ")[0].lower() not in _ENGLISH_WORDS:
            yield match


def _tagged(folded: str) -> Iterable[tuple[int, int]]:
    """Yield the words that the dictionary tags as people, bodies or other names."""
    import rjieba

    position = 0
    for word, tag in rjieba.tag(folded):
        if len(word) >= 2 and tag in _PERSON_OR_BODY_TAGS and not word.isascii():
            yield position, position + len(word)
        position += len(word)
