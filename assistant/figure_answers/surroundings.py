"""What stands around a number, by how near it stands: its own clause, its sentence, the sentences before, the lead.

A question of the long tail asks in words that no metric's name holds (现场签了多少钱): they stand around the number. A
word is worth the more, the fewer breaks and rival numbers of the same sort stand between it and the number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.figure_answers.terms import credit, shield, shield_folded
from assistant.figure_answers.view import View
from index.text import fold, split_sentences
from index.types import Article, Span

# A rival number of the same sort, as one private code point that no word holds.
_RIVAL = "\ue0fe"
_BREAKS = re.compile(r"[，,、；;：:。]|其中|以及")
# Worth of a word by where it stands; beside the number, each break and each rival takes some of it.
_BREAK, _RIVALED = 0.06, 0.22
_LEFT_LEAST, _RIGHT_FIRST, _RIGHT_LEAST = 0.5, 0.55, 0.3
_METRIC, _EARLIER, _LEAD, _ARTICLE = 0.95, 0.5, 0.75, 0.3
# A word that says where to look may stand anywhere in the article.
_LEAD_TOPIC, _EARLIER_TOPIC, _ARTICLE_TOPIC = 0.95, 0.8, 0.6
# What an article is about stands in its title and in so many code points of its beginning.
_LEAD_REACH = 160
# Sentences before the number's own that still speak of the same.
_BEFORE = 2
# Code points on both sides that are compared by their pairs.
_WINDOW_LEFT, _WINDOW_RIGHT = 40, 20


# Ends each sentence; no text holds it.
LINE = "\x00"
# An article's words and its lead, shielded, where its sentences are, and those in one string, shielded.
_Read = tuple[str, str, tuple[Span, ...], str]


# Questions that follow each other are about the same articles.
@lru_cache(maxsize=256)
def _read_article(title: str, text: str) -> _Read:
    spans, folded = tuple(split_sentences(text)), fold(text)
    sentences = "".join(f"{span.of(folded)}{LINE}" for span in spans)
    lead = shield(f"{title}\n{text[:_LEAD_REACH]}")
    return shield_folded(folded), lead, spans, shield_folded(sentences)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The shielded words around one number."""

    left: str
    right: str
    earlier: str
    lead: str
    article: str
    metric: str

    @property
    def window(self) -> str:
        """Return the words right around the number, and its metric."""
        return f"{self.left[-_WINDOW_LEFT:]} {self.right[:_WINDOW_RIGHT]} {self.metric}"

    def credit_far(self, word: str) -> float:
        """Return how surely a word that stands outside the number's sentence belongs to the number."""
        worth = 0.0
        for text, most in ((self.lead, _LEAD), (self.earlier, _EARLIER), (self.article, _ARTICLE)):
            if worth >= most:
                break
            worth = max(worth, most * credit(word, text))
        return worth

    def credit_topic(self, word: str) -> float:
        """Return how surely the article speaks of a word that says where to look, not what is counted."""
        worth = self.credit_near(word)
        for text, most in ((self.lead, _LEAD_TOPIC), (self.earlier, _EARLIER_TOPIC), (self.article, _ARTICLE_TOPIC)):
            if worth >= most:
                break
            worth = max(worth, most * credit(word, text))
        return worth

    def credit_near(self, word: str) -> float:
        """Return the worth of a word in the number's metric and its sentence, 0 where neither holds it."""
        return max(_METRIC * credit(word, self.metric), self._credit_left(word), self._credit_right(word))

    def _credit_left(self, word: str) -> float:
        at = self.left.rfind(word)
        if at < 0:
            return 0.9 * credit(word, self.left)
        gap = self.left[at + len(word) :]
        return max(_LEFT_LEAST, 1.0 - _BREAK * len(_BREAKS.findall(gap)) - _RIVALED * gap.count(_RIVAL))

    def _credit_right(self, word: str) -> float:
        at = self.right.find(word)
        if at < 0:
            return 0.0
        gap = self.right[:at]
        breaks, rivals = len(_BREAKS.findall(gap)), gap.count(_RIVAL)
        if not breaks and not rivals:
            return 1.0
        return max(_RIGHT_LEAST, _RIGHT_FIRST - _BREAK * breaks - _RIVALED * rivals)


class Landscape:
    """Makes surroundings; each article is split once."""

    def __init__(self, views: Sequence[View]) -> None:
        self._rivals: dict[tuple[str, int, Span], list[View]] = defaultdict(list)
        for view in views:
            figure = view.figure
            self._rivals[figure.doc_id, figure.version, figure.sentence].append(view)
        self._articles: dict[tuple[str, int], _Read] = {}
        for view in views:
            self._read(view.article)

    def around(self, view: View) -> Surroundings:
        """Return the surroundings of a record."""
        figure, text = view.figure, view.article.text
        whole, lead, sentences, _ = self._read(view.article)
        marked = self._mark_rivals(view)
        at = next((i for i, span in enumerate(sentences) if span.end > figure.span.start), 0)
        first = sentences[max(0, at - _BEFORE)].start if sentences else 0
        return Surroundings(
            left=shield(marked[: figure.span.start - figure.sentence.start]),
            right=shield(marked[figure.span.end - figure.sentence.start :]),
            earlier=shield(text[first : figure.sentence.start]),
            lead=lead,
            article=whole,
            metric=f"{view.metric} {view.subject if figure.subject_key is None else ''}",
        )

    def sentences(self) -> str:
        """Return the shielded sentences of all articles, each ended by `LINE`."""
        return "".join(sentences for _, _, _, sentences in self._articles.values())

    def _read(self, article: Article) -> _Read:
        key = (article.doc_id, article.version)
        if key not in self._articles:
            self._articles[key] = _read_article(article.title, article.text)
        return self._articles[key]

    def _mark_rivals(self, view: View) -> str:
        """Return the folded sentence with the other numbers of the same sort marked, each code point for code point."""
        figure = view.figure
        sentence = fold(figure.sentence.of(view.article.text))
        for other in self._rivals[figure.doc_id, figure.version, figure.sentence]:
            span = other.figure.span
            if other.measure != view.measure or span.overlaps(figure.span):
                continue
            # Sums of money in two currencies are rivals as well.
            if other.figure.canonical_unit == figure.canonical_unit or view.measure == "amount":
                start, end = span.start - figure.sentence.start, span.end - figure.sentence.start
                sentence = sentence[:start] + _RIVAL + " " * (end - start - 1) + sentence[end:]
        return sentence
