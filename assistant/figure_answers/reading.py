"""Which number of the found articles a question asks for, read from the words around it rather than from its metric.

The names of metrics are an open class (现场签约金额, 预付赔款, 在岗志愿者), so every record of the found articles is a
candidate. What decides is how much of the question stands near its number, and whether it is the sort of number
that is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.figure_answers.asks import Ask, Wanted, split_parts, strip_asked
from assistant.figure_answers.attribute import attribute, find_asked_name
from assistant.figure_answers.gloss import translate_question
from assistant.figure_answers.match import Match, holds_scope, is_another
from assistant.figure_answers.places import names_of
from assistant.figure_answers.select import Choice, Slot
from assistant.figure_answers.sorts import LEVEL, read_unit
from assistant.figure_answers.suits import compare_units, right_sort, speaks_of, suits_status
from assistant.figure_answers.surroundings import Landscape, Surroundings
from assistant.figure_answers.terms import (
    credit,
    is_light,
    is_proper,
    join_singles,
    shield,
)
from assistant.figure_answers.timing import Timing, compare_periods
from assistant.figure_answers.view import View
from assistant.figure_answers.wishes import (
    REGION_WEIGHT,
    Wish,
    Word,
    read_pairs_of,
    strip_periods,
    weigh_focus,
    write_forms,
)
from assistant.types import Question
from index.text import fold

# How the score is put together: shares of the words near the number, of those around it, and of their letter pairs. Set
# by hand on questions that were read; benchmarks/figure_answers.py measures others.
_WHAT, _WHERE, _PAIRS = 0.6, 0.25, 0.15
# What speaks for a record: a known metric, a fit by metric, company of the answer before, a rate that runs on from it.
_NAMED, _STRICT, _SAME_SENTENCE, _SAME_ARTICLE, _RUNS_ON = 0.08, 0.05, 0.12, 0.04, 0.2
# What speaks against it: not yet done, added up over years unasked, told in a headline, taken by another ask.
_UNDONE, _UNASKED, _HEADLINE, _SAME_NUMBER = 0.25, 0.12, 0.04, 0.12
_EXCESS, _MOST_EXCESS = 0.012, 8.0
_PERIOD_COST: dict[Timing, float] = {"same": 0.0, "so_far": 0.04, "within": 0.08, "open": 0.08, "other": 0.12}
# Of equals the one that stands first in its article is what it is about.
_FIRST = 0.03
# So few letter pairs say nothing; and where the best candidate holds less than this share of them, none is right.
_FEW_PAIRS, _LEAST_PAIRS = 4, 0.75
# A word that stands right beside another number of the article belongs to that one, not to this.
_BESIDE, _TAKEN = 0.9, 0.3
# Code points beside a number in which its manner is said.
_BESIDE_REACH = 12
_CLOSED = re.compile(r"[。；;！!？?][”’」』）)]*$")
_NOT_YET = re.compile(r"准备|拟|即将|尚未|有意|洽谈中|待(?=签|建|开)")
_SINCE_EVER = re.compile(r"累计")
_ALL_TOLD = re.compile(r"累计|一共|总共|共有|截至|截止|目前|现有|[到至].{0,6}[底末]")
_AGAINST = re.compile(r"同比|环比|上月|上季|上年|去年")
# How the name of a body ends.
_BODY = re.compile(
    r"(?:公司|集团|银行|汽车|铁路|高铁|大学|学院|医院|产险|财险|保险|证券|基金|科技|股份|医药|药业|电子|重工|能源|电力|物流|传媒"
    r"|平台|园区|新区|商会|协会|委员会|[局厅委部镇村]|街道|合作社|服务区|机场|港|控股|石化|航空)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with its score for a wish and what the score is made of."""

    view: View
    score: float
    what: float
    where: float
    timing: Timing
    same_scope: bool

    @property
    def match(self) -> Match:
        """Return the reading as a match, for whoever orders and tells records by it."""
        return Match(self.what, 0.0, 0.0, 0.0, True, True, True, 1.0, self.score)


class Reader:
    """Reads the candidates of one question; surroundings and rarities are worked out once."""

    def __init__(self, question: Question, wanted: Wanted, views: Sequence[View]) -> None:
        self._question = question
        self._wanted = wanted
        self._views = views
        self._landscape = Landscape(views)
        self._surroundings: dict[int, Surroundings] = {}
        self._sentences = self._landscape.sentences()
        self._rarity: dict[tuple[str, ...], float] = {}
        self.asked = shield(fold(question.standalone))
        # GDP and its like under the name that records have.
        self.named = self.asked + shield(" ".join(question.metrics))
        self._parts = split_parts(question)
        self._name: str | None = None

    def rank(
        self, slot: Slot, strict: Sequence[View] = (), before: Sequence[View] = (), *, goals: bool = False
    ) -> list[Candidate]:
        """Return the candidates for a slot, best first; `strict` fit by metric, `before` answer the asks before.

        With `goals` only records that the asked status rules out.
        """
        wish = self.read_wish(slot)
        pool = [
            (view, around, timing)
            for view in self._views
            if right_sort(slot.ask, wish.unit, view)
            and suits_status(view, slot.ask) is not goals
            and (around := self._look_around(view))
            and speaks_of(view, around, slot.region)
            and (timing := self._time(slot, view, around)) is not None
        ]
        whereabouts = self._weigh_pairs(wish, [around for _, around, _ in pool])
        nearness = self._weigh_nearness(wish, [(view, around) for view, around, _ in pool])
        fitting = {id(view) for view in strict}
        found = []
        for (view, around, timing), near, shared in zip(pool, nearness, whereabouts, strict=True):
            what = _mean(wish.what, near, self.weigh)
            where = _mean(wish.where, [self._credit_where(word, view, around) for word in wish.where], self.weigh)
            if set(slot.ask.metrics) & view.names and not self._lacks_noun(wish.what, near):
                what = (1 + what) / 2
            where = where if shared is None else (where + shared) / 2
            score = _WHAT * what + _WHERE * where + _PAIRS * _share_pairs(wish.pairs, around)
            score += compare_units(slot.ask, wish.unit, view.figure)
            score -= _EXCESS * min(self._count_excess(view), _MOST_EXCESS)
            score -= _PERIOD_COST[timing]
            score += _NAMED * bool(set(slot.ask.metrics) & view.names) + _STRICT * (id(view) in fitting)
            score += _follow(view, before) + self._run_on(slot.ask, view, before)
            score -= self._count_against(slot, view, around)
            score += _FIRST * (1 - view.figure.span.start / max(len(view.article.text), 1))
            scope = holds_scope(slot.ask, view) and not is_another(slot.ask, view)
            found.append(Candidate(view, score, what, where, timing, scope))
        return sorted(found, key=lambda one: (-one.score, *one.view.rank))

    def _look_around(self, view: View) -> Surroundings:
        """Return the surroundings of a record, worked out when first asked for."""
        if id(view) not in self._surroundings:
            self._surroundings[id(view)] = self._landscape.around(view)
        return self._surroundings[id(view)]

    def read_wish(self, slot: Slot) -> Wish:
        """Return the words of a slot: those of its own part near the number, those of the others around it."""
        ask = slot.ask
        own = strip_periods(ask.words, self._question)
        unit = read_unit(own)
        what = weigh_focus(own, unit)
        if ask.topic:
            topical = {term.word for term in join_singles(ask.topic)}
            what = tuple(word for word in what if word.forms[0] not in topical) or what
        name = self._find_name()
        what = tuple(word for word in what if word.forms[0] not in name) or what
        what = what or self._lend(slot)
        known = {form for word in what for form in word.forms}
        rest = [strip_asked(strip_periods(part, self._question)) for part in self._parts[: ask.part + 1]]
        if self._question.language == "en":
            rest = [translate_question(part) for part in rest]
        where = [
            Word((term.word,), term.weight)
            for term in join_singles(" ".join(rest))
            if term.word not in known and not is_light(term.word)
        ]
        if slot.region is not None:
            names = tuple(shield(name) for name in names_of(slot.region))
            where = [word for word in where if not any(word.forms[0] in name for name in names)]
            where.append(Word(names, REGION_WEIGHT))
        near = read_pairs_of(shield(own))
        around = read_pairs_of(shield(" ".join(rest))) - near
        return Wish(slot, what, tuple(where), near, frozenset(around), unit)

    def _find_name(self) -> str:
        """Return the name of a body that opens the question and that an article holds: it says where to look."""
        if self._name is None:
            name = find_asked_name(self._question, "\n".join(fold(view.article.text) for view in self._one_each()))
            self._name = shield(name) if name and _BODY.search(name) else ""
        return self._name

    def _one_each(self) -> list[View]:
        return list({(view.figure.doc_id, view.figure.version): view for view in self._views}.values())

    def _lend(self, slot: Slot) -> tuple[Word, ...]:
        """Return the words of the ask before, for an ask that has none of its own."""
        asks = self._wanted.asks
        at = next((i for i, ask in enumerate(asks) if ask is slot.ask), 0)
        for ask in reversed(asks[:at]):
            own = strip_periods(ask.words, self._question)
            lent = weigh_focus(own, read_unit(own))
            if lent:
                return lent
        return tuple(Word(write_forms(term.word), term.weight) for term in slot.ask.borrowed)

    def attribute(self, choice: Choice) -> Choice:
        """Return the choice with the subject that the question and the article name."""
        fits = (replace(fit, view=attribute(fit.view, self._question, choice.slot.region)) for fit in choice.fits)
        return replace(choice, fits=tuple(fits))

    def weigh(self, word: Word) -> float:
        """Return the weight of a word: the rarer among the sentences of the found articles, the heavier."""
        if word.forms not in self._rarity:
            count = len(self._sentences)
            held = sum(any(form in text for form in word.forms) for text in self._sentences)
            rarity = math.log((count + 1) / (held + 0.5)) / math.log(count + 1) if count > 1 else 1.0
            self._rarity[word.forms] = 0.35 + 0.65 * min(max(rarity, 0.0), 1.0)
        return word.weight * self._rarity[word.forms]

    def _weigh_nearness(self, wish: Wish, pool: Sequence[tuple[View, Surroundings]]) -> list[list[float]]:
        """Return for each candidate the worth of each asked word; a word right beside another number is that one's."""
        near = [[_best(word, around.credit_near) for word in wish.what] for _, around in pool]
        beside: dict[tuple[str, int], bool] = {}
        for (view, _), row in zip(pool, near, strict=True):
            for index, worth in enumerate(row):
                if worth >= _BESIDE:
                    beside[view.figure.doc_id, index] = True
        for (view, around), row in zip(pool, near, strict=True):
            for index, word in enumerate(wish.what):
                if row[index] >= _BESIDE:
                    continue
                far = _best(word, around.credit_far)
                if beside.get((view.figure.doc_id, index)) and not self._is_name(word):
                    far = min(far, _TAKEN)
                row[index] = max(row[index], far)
        return near

    def _lacks_noun(self, words: Sequence[Word], worths: Sequence[float]) -> bool:
        """Say whether an asked noun stands nowhere near: then a metric of the same name is another one's."""
        return any(word.naming and worth < _TAKEN for word, worth in zip(words, worths, strict=True))

    def _weigh_pairs(self, wish: Wish, surroundings: Sequence[Surroundings]) -> list[float | None]:
        """Return for each candidate the share of the question's letter pairs that its sentence and lead hold.

        The rarer a pair among the candidates the heavier; words that the dictionary cuts wrongly are found so too.
        """
        held = [wish.around & read_pairs_of(f"{a.lead}|{a.earlier}|{a.left}|{a.right}") for a in surroundings]
        weights = {pair: 1.0 / (1 + sum(pair in one for one in held)) ** 0.5 for pair in wish.around}
        total = sum(weights.values())
        if len(wish.around) < _FEW_PAIRS or not total:
            return [None] * len(held)
        most = max((sum(weights[pair] for pair in one) for one in held), default=0.0)
        return [sum(weights[pair] for pair in one) / max(most, total * _LEAST_PAIRS) for one in held]

    def _is_name(self, word: Word) -> bool:
        """Say whether a word is a name, which governs all numbers of an article rather than the one beside it."""
        names = (*self._question.names, *(name for region in self._question.subjects for name in names_of(region)))
        return any(form in fold(name) or is_proper(form) for form in word.forms for name in (*names, ""))

    def _run_on(self, ask: Ask, view: View, before: Sequence[View]) -> float:
        """Return what speaks for a rate that follows the answer before it: 47亿元，同比增长12%."""
        if not before or not ask.measures & {"growth", "points", "share"} or not ask.explicit:
            return 0.0
        first, then = before[-1].figure, view.figure
        if (first.doc_id, first.sentence) != (then.doc_id, then.sentence) or then.span.start < first.span.end:
            return 0.0
        between = (
            other
            for other in self._views
            if (other.figure.doc_id, other.figure.sentence) == (then.doc_id, then.sentence)
            and first.span.end <= other.figure.span.start < then.span.start
            and other.measure in LEVEL
        )
        return 0.0 if any(True for _ in between) else _RUNS_ON

    def _credit_where(self, word: Word, view: View, around: Surroundings) -> float:
        if view.figure.subject_key and view.subject in word.forms:
            return 1.0
        return _best(word, around.credit_topic)

    def _count_against(self, slot: Slot, view: View, around: Surroundings) -> float:
        """Return what speaks against a record by its manner: not yet done, added up over years, told in a headline."""
        beside = around.left[-_BESIDE_REACH:] + around.right[:_BESIDE_REACH]
        against = _UNDONE * bool(_NOT_YET.search(beside) and not _NOT_YET.search(self.asked))
        if slot.period is not None and slot.period.start < slot.period.end and not _ALL_TOLD.search(self.asked):
            against += _UNASKED * bool(_SINCE_EVER.search(around.left[-_BESIDE_REACH:]))
        if view.measure == "growth" and "环比" not in self.asked:
            said = _AGAINST.findall(around.earlier + around.left)
            against += _UNASKED * bool(said and said[-1] in ("环比", "上月", "上季"))
        sentence = view.figure.sentence.of(view.article.text)
        return against + _HEADLINE * (not _CLOSED.search(sentence))

    def _count_excess(self, view: View) -> float:
        return sum(t.weight for t in view.terms if t.weight >= 1 and credit(t.word, self.asked) < 0.6)

    def _time(self, slot: Slot, view: View, around: Surroundings) -> Timing | None:
        """Return how a record's period stands to the asked one, None where it is another one."""
        if slot.period is None:
            return "same"
        timing = compare_periods(slot.period, view.figure.period, self._question.today, view.article.date)
        if view.figure.period is None and shield(slot.period.said or "\0") in around.left:
            return "so_far"
        undated = view.figure.period is None and view.article.date is None
        return timing if timing != "other" or undated else None


def _follow(view: View, before: Sequence[View]) -> float:
    """Return what the answers of earlier asks say: another number of the same sentence, but not the same number."""
    if any(other.figure.span == view.figure.span and other.figure.doc_id == view.figure.doc_id for other in before):
        return -_SAME_NUMBER
    if not before or before[-1].figure.doc_id != view.figure.doc_id:
        return 0.0
    return _SAME_SENTENCE if view.figure.sentence == before[-1].figure.sentence else _SAME_ARTICLE


def _best(word: Word, credit_of: Callable[[str], float]) -> float:
    return max(credit_of(form) for form in word.forms)


def _mean(words: Sequence[Word], worths: Sequence[float], weigh: Callable[[Word], float]) -> float:
    total = sum(weigh(word) for word in words)
    if not total:
        return 1.0
    return sum(weigh(word) * worth for word, worth in zip(words, worths, strict=True)) / total


def _share_pairs(pairs: frozenset[str], around: Surroundings) -> float:
    return len(pairs & read_pairs_of(around.window)) / len(pairs) if pairs else 0.0
