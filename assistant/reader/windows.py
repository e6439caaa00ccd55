"""What the reader reads at once: a few sentences, under the head of their article."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field

from index.text import fold, split_sentences
from index.types import Article, Span

# Code points: sentences are joined while a window stays about so long; a longer sentence is cut, with some overlap.
TARGET, _SLACK, LONGEST, _OVERLAP = 160, 40, 260, 40
# A title or first line says whom an article is about; more of it than this only takes room.
_HEAD = 40
_LINE_END = re.compile(r"[。\n]")
# Articles whose windows are kept.
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article, its place in the clean text, and the article's head; both texts are folded.

    Two windows are one where place and words are: what stands elsewhere in the article changes no reading.
    """

    article: Article = field(compare=False)
    span: Span
    head: str
    text: str


def make_windows(article: Article) -> list[Window]:
    """Return the windows of an article, in order; together they hold all of its sentences."""
    head = make_head(article)
    return [Window(article, span, head, fold(span.of(article.text))) for span in split_windows(article.text)]


def make_head(article: Article) -> str:
    """Return the folded title, or the first line of an article without one, and the day of the article."""
    title = article.title.strip() or _LINE_END.split(article.text.strip(), maxsplit=1)[0]
    return fold(f"{title[:_HEAD]}（{article.date or ''}）")


def split_windows(text: str) -> list[Span]:
    """Return the spans of windows: whole sentences, joined up to about `TARGET` code points, none over `LONGEST`."""
    windows: list[Span] = []
    current: Span | None = None
    for sentence in split_sentences(text):
        start = sentence.start
        while sentence.end - start > LONGEST:
            if current is not None:
                windows.append(current)
                current = None
            windows.append(Span(start, start + LONGEST))
            start += LONGEST - _OVERLAP
        if current is not None and sentence.end - current.start <= TARGET + _SLACK:
            current = Span(current.start, sentence.end)
            continue
        if current is not None:
            windows.append(current)
        current = Span(start, sentence.end)
    if current is not None:
        windows.append(current)
    return windows


class WindowShelf:
    """Cuts articles into windows, and keeps those of the articles asked for last."""

    def __init__(self) -> None:
        self._windows: OrderedDict[tuple[str, int, str], list[Window]] = OrderedDict()

    def of(self, article: Article) -> list[Window]:
        """Return the windows of an article, in order."""
        # A title or a day that is corrected by hand makes no new version, but another head.
        key = (article.doc_id, article.version, make_head(article))
        windows = self._windows.get(key)
        if windows is None:
            windows = self._windows[key] = make_windows(article)
            while len(self._windows) > _KEPT:
                self._windows.popitem(last=False)
        return windows

    def holding(self, article: Article, span: Span) -> Window | None:
        """Return the window that holds most of a span, the first of equals; None where none holds any of it."""
        windows = self.of(article)
        held = [(min(w.span.end, span.end) - max(w.span.start, span.start), -at) for at, w in enumerate(windows)]
        most, at = max(held, default=(0, 0))
        return windows[-at] if most > 0 else None
