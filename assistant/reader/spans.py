"""The reader as a judge of spans: how surely each of some numbers, or sentences, holds what a question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reader.model import TrainedReader, WindowReading
from assistant.reader.windows import Window, WindowShelf
from index.types import Article, Figure, Span

# Windows that one reading may cost; on two cores each takes about 10 milliseconds.
MOST_WINDOWS = 20
# A question for measures or reasons is answered in several places.
_MOST_FOR_SENTENCES = 30


class SpanReader:
    """Reads the windows in which spans stand, those of the spans that come first first."""

    def __init__(self, reader: TrainedReader) -> None:
        self._reader = reader
        self._shelf = WindowShelf()

    def score_numbers(
        self, question: str, figures: Sequence[Figure], articles: Sequence[Article], most: int = MOST_WINDOWS
    ) -> list[float | None]:
        """Return how surely each figure, of the article beside it, is the answer; None beyond `most` windows.

        0 is as sure as "nothing here answers"; above is likelier, one step being about a factor of e.
        """
        spans = [figure.span for figure in figures]
        readings = self._read(question, articles, spans, most)
        return [reading.score_span(span) if reading else None for reading, span in zip(readings, spans, strict=True)]

    def score_sentences(
        self, question: str, articles: Sequence[Article], sentences: Sequence[Span]
    ) -> list[float | None]:
        """Return how surely an answer stands in each sentence of the article beside it, as `score_numbers` does."""
        readings = self._read(question, articles, sentences, _MOST_FOR_SENTENCES)
        return [
            reading.score_within(span) if reading else None for reading, span in zip(readings, sentences, strict=True)
        ]

    def _read(
        self, question: str, articles: Sequence[Article], spans: Sequence[Span], most: int
    ) -> list[WindowReading | None]:
        chosen: dict[tuple[str, int, int], Window] = {}
        places: list[tuple[str, int, int] | None] = []
        for article, span in zip(articles, spans, strict=True):
            window = self._shelf.holding(article, span)
            key = (article.doc_id, article.version, window.span.start) if window else None
            if window and key and (key in chosen or len(chosen) < most):
                chosen[key] = window
                places.append(key)
            else:
                places.append(None)
        readings = dict(zip(chosen, self._reader.read(question, list(chosen.values())), strict=True))
        return [readings[place] if place is not None else None for place in places]
