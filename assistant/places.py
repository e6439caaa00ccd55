"""Whose sentence is it? What binds evidence to the places that a question asks about.

A sentence of an article about another place never answers, however well its words fit, save where it names the asked
place itself. Knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Question
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Region, Span

# 各地、各市: a comparison over whatever places the library speaks of.
_SURVEY = re.compile(
    r"各(?:地|市|区|县|省|园区|开发区|城市|地区)|哪些(?:地方|城市|园区|市|区|县)|不同(?:地方|城市|园区|地区)"
)
# What is compared with a place, and is none of a name.
_ELSEWHERE = re.compile(r"(?:其他|其它|其余|别的|另外的?)(?:地方|省份?|市|地区|城市|区|县)")
# A country frames what is said rather than being its subject.
FRAMES = frozenset({"国", "区域"})
# How far before a sentence, in its own paragraph, the place that it speaks of may stand.
_BACK = 200
# An article whose sentences begin with so many places beside the asked ones goes from one to the next; a place stands
# at the beginning within so many code points.
_TOUR, _OPENING = 3, 12


def _is_bare(region: Region, words: str) -> bool:
    """Say whether a district's name stands without 区 or 县: 东至, 古城 are words as well."""
    return (
        region.level == "区"
        and fold(region.name) not in words
        and not any(len(alias) > 2 and fold(alias) in words for alias in region.aliases)
    )


class Places:
    """The places of one question, and whether sentences speak of them."""

    def __init__(self, question: Question, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        words = fold(question.standalone)
        self._asked = [r for r in question.subjects if r.level not in FRAMES and not _is_bare(r, words)]
        self._known: dict[tuple[str, int], list[Region]] = {}
        # An article of 200 pages has thousands of sentences; what holds for all of them is found out once.
        self._is_ours: dict[tuple[str, int], bool] = {}
        self._opened: dict[tuple[str, int], list[tuple[int, list[Region]]]] = {}
        self._turns: dict[tuple[str, int], list[tuple[int, Region]]] = {}
        given = question.filters.doc_ids
        # In a document that the asker named everything may count.
        self._open = not self._asked or bool(given)
        self.survey = not self._asked and bool(_SURVEY.search(question.standalone)) and not question.metrics

    @property
    def several(self) -> bool:
        """Whether several places are asked about, named or not."""
        return self.survey or len(self._asked) > 1

    @property
    def asked(self) -> tuple[Region, ...]:
        """The places that are asked about, without those that only frame what is said."""
        return tuple(self._asked)

    def key_of(self, words: str) -> str | None:
        """Return the key of the one asked place that words name; None where they name none, or several."""
        keys = {asked.key for asked in self._asked for region in self._named(words) if self._holds(asked, region)}
        return next(iter(keys)) if len(keys) == 1 else None

    def allow(self, article: Article, span: Span, side: str | None = None) -> bool:
        """Say whether a sentence may answer: it, its paragraph or its article speaks of an asked place.

        A side of a comparison that names none of them (湖北和其他省份) may be told by any.
        """
        if self._open or (side is not None and self._is_elsewhere(side)):
            return True
        named = self._named(span.of(article.text))
        if any(self._is_asked(region) for region in named):
            return True
        if self._tours(article):
            return self._is_asked_of(self._last_opened(article, span) or self._about(article))
        if self._is_about(article):
            return not self._opens_with_other(article, span)
        return self._paragraph_names(article, span) and not self._is_other(named)

    def subject_of(self, article: Article, span: Span) -> str | None:
        """Return the key of the place that a sentence speaks of, among those asked for; None where that is all one."""
        if self.survey:
            return next((region.key for region in self._about(article) if region.level not in FRAMES), None)
        if len(self._asked) < 2:
            return None
        own = self._named(span.of(article.text))
        if not own and self._tours(article):
            own = self._last_opened(article, span)
        about = [region for region in self._about(article) if region.level not in FRAMES]
        if (
            (len(about) != 1 or self._tours(article))
            and own
            and not any(map(self._is_asked, own))
            and self._is_other(own)
        ):
            # An article about many places: this sentence is another one's.
            return None
        for region in (*own, *self._last_asked(article, span), *self._named(article.title), *self._about(article)):
            for asked in self._asked:
                if self._holds(asked, region):
                    return asked.key
        return None

    def _is_elsewhere(self, side: str) -> bool:
        return bool(_ELSEWHERE.search(side)) and self.key_of(side) is None

    def _named(self, words: str) -> list[Region]:
        return [r for m in self._gazetteer.find(words) if not m.inside_name for r in m.regions if r.level not in FRAMES]

    def _about(self, article: Article) -> list[Region]:
        key = (article.doc_id, article.version)
        if key not in self._known:
            names = article.description.regions
            self._known[key] = [region for name in names for region in self._gazetteer.resolve(name)]
        return self._known[key]

    def _is_about(self, article: Article) -> bool:
        """Say whether an article is about an asked place, or names it while being about none in particular."""
        key = (article.doc_id, article.version)
        if key not in self._is_ours:
            self._is_ours[key] = self._read_about(article)
        return self._is_ours[key]

    def _read_about(self, article: Article) -> bool:
        about = [region for region in self._about(article) if region.level not in FRAMES]
        if any(self._is_asked(region) for region in about):
            return True
        if about:
            return False
        text = fold(article.text)
        return any(fold(region.name) in text for region in self._asked)

    def _is_asked(self, region: Region) -> bool:
        return any(self._holds(asked, region) for asked in self._asked)

    def _tours(self, article: Article) -> bool:
        """Say whether an article goes from place to place, so that its sentences speak of one each."""
        opened = self._opening_places(article)
        return len({regions[0].key for _, regions in opened if self._is_other(regions)}) >= _TOUR

    def _last_opened(self, article: Article, span: Span) -> list[Region]:
        """Return the place that the sentence, or the last one before it in its paragraph, begins with."""
        start = article.text.rfind("\n", 0, span.start) + 1
        before = [regions for at, regions in self._opening_places(article) if start <= at <= span.start]
        return before[-1] if before else []

    def _last_asked(self, article: Article, span: Span) -> list[Region]:
        """Return the asked place that was named last before a sentence, in an article that names several of them."""
        key = (article.doc_id, article.version)
        if key not in self._turns:
            mentions = [m for m in self._gazetteer.find(article.text) if not m.inside_name]
            self._turns[key] = [
                (m.span.start, asked) for m in mentions for asked in self._asked if self._holds_any(asked, m.regions)
            ]
        turns = self._turns[key]
        if len({asked.key for _, asked in turns}) < 2:
            return []
        before = [asked for start, asked in turns if start < span.start]
        return before[-1:]

    def _holds_any(self, asked: Region, regions: Sequence[Region]) -> bool:
        return any(self._holds(asked, region) for region in regions)

    def _opening_places(self, article: Article) -> list[tuple[int, list[Region]]]:
        """Return the sentences that begin with a place (在甲市, 今年，甲市): where each starts, and the place."""
        key = (article.doc_id, article.version)
        if key not in self._opened:
            found = []
            for sentence in split_sentences(article.text):
                head = sentence.of(article.text)[:_OPENING]
                first = next((m for m in self._gazetteer.find(head) if not m.inside_name), None)
                regions = [region for region in first.regions if region.level not in FRAMES] if first else []
                if regions:
                    found.append((sentence.start, regions))
            self._opened[key] = found
        return self._opened[key]

    def _is_asked_of(self, regions: list[Region]) -> bool:
        return any(map(self._is_asked, regions))

    def _opens_with_other(self, article: Article, span: Span) -> bool:
        """Say whether a sentence begins with another place: 乙市则……, in an article about 甲市 and 乙市."""
        mentions = self._gazetteer.find(span.of(article.text))
        first = mentions[0] if mentions and mentions[0].span.start == 0 and not mentions[0].inside_name else None
        return first is not None and self._is_other([r for r in first.regions if r.level not in FRAMES])

    def _is_other(self, named: list[Region]) -> bool:
        """Say whether all places named stand beside the asked ones: neither in them, nor around them."""
        return bool(named) and not any(
            self._is_asked(region) or self._gazetteer.is_within(asked.key, region.key)
            for region in named
            for asked in self._asked
        )

    def _holds(self, asked: Region, region: Region) -> bool:
        """Say whether a place is the asked one or lies in it."""
        gazetteer = self._gazetteer
        return (
            gazetteer.same(asked.key, region.key)
            or gazetteer.is_within(region.key, asked.key)
            or region.key in gazetteer.related(asked.key)
        )

    def _paragraph_names(self, article: Article, span: Span) -> bool:
        """Say whether the last place named before a sentence, in its paragraph, is an asked one."""
        start = max(article.text.rfind("\n", 0, span.start) + 1, span.start - _BACK)
        before = self._named(article.text[start : span.start])
        return bool(before) and self._is_asked(before[-1])
