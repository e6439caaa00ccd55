"""Which number of the found articles a question asks for, read from the words around it rather than from its metric.

The names of metrics are an open class (现场签约金额, 预付赔款, 在岗志愿者), so every record of the found articles is a
candidate. What decides is how much of the question stands near its number, and whether it is the sort of number
that is asked for.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from assistant.figure_answers.asks import Ask, Wanted, split_parts, strip_asked
from assistant.figure_answers.attribute import BODY, attribute, find_asked_name
from assistant.figure_answers.candidates import Candidate, add_odds
from assistant.figure_answers.match import holds_scope, is_another
from assistant.figure_answers.phrase import phrase_slot, phrase_whole
from assistant.figure_answers.places import names_of
from assistant.figure_answers.select import RESULTS, Choice, Slot
from assistant.figure_answers.sorts import LEVEL, RATES, read_unit
from assistant.figure_answers.suits import compare_units, names_place, right_sort, speaks_of, suits_status
from assistant.figure_answers.surroundings import LINE, Landscape, Surroundings
from assistant.figure_answers.terms import (
    credit,
    is_light,
    is_proper,
    join_singles,
    shield,
)
from assistant.figure_answers.timing import Timing, compare_periods, is_nearly
from assistant.figure_answers.types import NumberJudge
from assistant.figure_answers.view import View
from assistant.figure_answers.weighing import Signs, weigh
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
from assistant.understand.names import given_names
from index.text import fold
from index.types import Period, Region

_FALLS, _RISES = re.compile("跌|降|减少|下滑|缩水"), re.compile("涨|增|升")
# Less than these shares of the asked words near the number, and of the others around it, is hardly anything.
_HEARD, _PLACED = 0.66, 0.5
# Odds by rules alone from which reading changes nothing for a number that fits by its metric's name: of 56 such
# wordings both chose the right one for 48.
_SURE = 0.99
# 要做到多少, 会到多高: asked of what is to come.
_TO_COME = re.compile(r"要|会(?!议|展|计|员|上)|将(?!军)|打算|未来|今后|届时")
# Windows that the trained reader reads for one slot, at least and at most, and for a whole question of several.
_WINDOWS, _LEAST_WINDOWS, _ALL_WINDOWS = 20, 4, 48
# So many places are compared by what records say of each, not by what stands around the numbers of the others.
_MANY_PLACES = 12
# Excess beyond this says no more.
_MOST_EXCESS = 8.0
# So few letter pairs say nothing; and where the best candidate holds less than this share of them, none is right.
_FEW_PAIRS, _LEAST_PAIRS = 4, 0.75
# A word that stands right beside another number of the article belongs to that one, not to this.
_BESIDE, _TAKEN = 0.9, 0.3
# Code points beside a number in which its manner is said.
_BESIDE_REACH = 12
# What sort of place a name ends with, and the length of a name that has no room for it.
_SORT_OF_PLACE, _SHORT_NAME = re.compile(r"[省市区县州旗镇乡]$"), 2
# Places inside the asked one: 五市, 前三名的县区, 各区县, 哪个区, 最慢的三个地方.
_OF_PARTS = re.compile(
    r"(?:各|哪|几|[两二三四五六七八九十]大?)个?(?:地?[市州盟]|[区县旗]|地方|地区|片区|园区|开发区|功能区)"
    r"|(?:前|后|[最头])[^，,。]{0,8}(?:区县|县区|县市|市县|市州|州市|地市|盟市|旗县|地方|片区|[区县市]各)|各地"
)
_CLOSED = re.compile(r"[。；;！!？?][”’」』）)]*$")
_NOT_YET = re.compile(r"准备|拟|即将|尚未|有意|洽谈中|待(?=签|建|开)")
_SINCE_EVER = re.compile(r"累计")
_ALL_TOLD = re.compile(r"累计|一共|总共|共有|截至|截止|目前|现有|[到至].{0,6}[底末]")
_BASIS = re.compile(r"同比|环比")
_AGAINST = re.compile(r"同比|环比|上月|上季|上年|去年")
_Reach = Literal["near", "far", "topic"]
_CREDITS: dict[_Reach, Callable[[Surroundings], Callable[[str], float]]] = {
    "near": lambda around: around.credit_near,
    "far": lambda around: around.credit_far,
    "topic": lambda around: around.credit_topic,
}


class Reader:
    """Reads the candidates of one question; surroundings and rarities are worked out once."""

    def __init__(
        self,
        question: Question,
        wanted: Wanted,
        views: Sequence[View],
        found: Sequence[str] = (),
        judge: NumberJudge | None = None,
    ) -> None:
        self._question = question
        self._judge = judge
        self._windows = _WINDOWS
        self._several = False
        # The better an article was found, the more likely it answers.
        self._ranks = {doc_id: rank for rank, doc_id in reversed(list(enumerate(found)))}
        self._wanted = wanted
        self._views = views
        self._landscape = Landscape(views)
        self._surroundings: dict[int, Surroundings] = {}
        self._excess: dict[int, float] = {}
        self._worths: dict[tuple[int, _Reach, tuple[str, ...]], float] = {}
        self._by_place: dict[str, list[View]] = {}
        # With the ask itself, so that its id stays its own.
        self._wishes: dict[int, tuple[Ask, Wish]] = {}
        # One string for all sentences: the search for a word runs through them at once.
        self._sentences = self._landscape.sentences()
        self._count = self._sentences.count(LINE)
        self._rarity: dict[tuple[str, ...], float] = {}
        self.asked = shield(fold(question.standalone))
        # GDP and its like under the name that records have.
        self.named = self.asked + shield(" ".join(question.metrics))
        # Parts of an English question are what dictionaries make of them: the whole of it says more.
        self.translated = bool(question.worded)
        self._given = _list_given_names(question)
        self._knowing: dict[tuple[str, int], bool] = {}
        self._parts = split_parts(question)
        self._name: str | None = None

    def rank(
        self, slot: Slot, strict: Sequence[View] = (), before: Sequence[View] = (), *, goals: bool = False
    ) -> list[Candidate]:
        """Return the candidates for a slot, best first; `strict` fit by metric, `before` answer the asks before.

        With `goals` only records that the asked status rules out.
        """
        wish = self.read_wish(slot)
        views = self._views_of(slot)
        pool = [(view, self._look_around(view)) for view in views if self._may_answer(slot, wish, view, goals=goals)]
        whereabouts = self._weigh_pairs(wish, [around for _, around in pool])
        nearness = self._weigh_nearness(wish, pool)
        fitting = {id(view) for view in strict}
        found = []
        for (view, around), near, shared in zip(pool, nearness, whereabouts, strict=True):
            timing = self._time(slot, view)
            what = _mean(wish.what, near, self.weigh)
            where = _mean(wish.where, [self._credit_where(word, view, around) for word in wish.where], self.weigh)
            named = bool(set(slot.ask.metrics) & view.names)
            if named and not self._lacks_noun(wish.what, near):
                what = (1 + what) / 2
            where = where if shared is None else (where + shared) / 2
            scope = holds_scope(slot.ask, view) and not is_another(slot.ask, view)
            fits = id(view) in fitting
            signs: Signs = {
                "what": what,
                "where": where,
                "unheard": float(not fits and what < _HEARD),
                "unplaced": float(not fits and where < _PLACED),
                "pairs": _share_pairs(wish.pairs, around),
                "unit": compare_units(slot.ask, wish.unit, view.figure),
                "excess": min(self._count_excess(view), _MOST_EXCESS),
                timing or "off_time": 1.0,
                # What fits by its metric has passed sharper tests of these.
                "off_sort": float(not fits and not right_sort(slot.ask, wish.unit, view)),
                "off_status": float(not fits and not goals and not suits_status(view, slot.ask)),
                "off_place": float(not fits and not speaks_of(view, around, slot.region)),
                "named": float(named),
                "strict": float(fits),
                "scope": float(scope),
                "place": float(slot.region is not None and names_place(view, slot.region)),
                "first": 1 - view.figure.span.start / max(len(view.article.text), 1),
                "found": 1 / (1 + self._ranks.get(view.figure.doc_id, len(self._ranks))),
                "direction": self._compare_direction(view),
                **_follow(view, before),
                "runs_on": self._run_on(slot.ask, view, before),
                **self._read_manner(slot, view, around),
            }
            found.append(Candidate(view, weigh(signs), what, where, timing or "other", scope, signs))
        found.sort(key=lambda one: (-one.score, *one.view.rank))
        told = add_odds(found)
        sure = bool(told) and told[0].odds >= _SURE and bool(told[0].signs["strict"]) and told[0].signs["excess"] < 1
        if self._judge is None or sure:
            return told
        return add_odds(self._add_judgement(slot, told, self._judge))

    def _views_of(self, slot: Slot) -> Sequence[View]:
        """Return the records that may be a place's; of many places each has only its own and those of no place."""
        if slot.region is None or len(self._question.subjects) < _MANY_PLACES:
            return self._views
        if not self._by_place:
            for view in self._views:
                self._by_place.setdefault(view.figure.subject_key or "", []).append(view)
        return [*self._by_place.get(slot.region.key, ()), *self._by_place.get("", ())]

    def _may_answer(self, slot: Slot, wish: Wish, view: View, *, goals: bool) -> bool:
        """Say whether nothing speaks outright against a record; what merely does not fit is one sign among others.

        Outright: a unit of another dimension, a year of its own that is another one, another place that its own
        sentence names, 环比 where 同比 is asked for, a goal where a result is, and an article that knows none of the
        names that an English question gives in Chinese.
        """
        if wish.unit is not None and not right_sort(slot.ask, wish.unit, view):
            return False
        if suits_status(view, slot.ask) is goals and (goals or not _may_be_goal(slot, view)):
            return False
        if _is_other_basis(slot.ask.words if _BASIS.search(slot.ask.words) else self.asked, view):
            return False
        of_year = slot.ask.wants_target and slot.period is not None and _is_around(slot.period, view)
        if slot.period is not None and not of_year and _clashes(slot.period, view, self._time(slot, view)):
            return False
        if not self._knows_given(view):
            return False
        around = self._look_around(view)
        return slot.region is None or not _is_elsewhere(slot.region, view, around, self.asked)

    def _knows_given(self, view: View) -> bool:
        """Say whether an article holds one of the names that the question gives in Chinese, where it gives any."""
        key = (view.figure.doc_id, view.figure.version)
        if self._given and key not in self._knowing:
            text = fold(view.article.text)
            self._knowing[key] = any(name in text for name in self._given)
        return self._knowing.get(key, True)

    def _add_judgement(self, slot: Slot, found: list[Candidate], judge: NumberJudge) -> list[Candidate]:
        """Let the trained reader judge the best candidates; the others keep what rules say of them."""
        asked = phrase_slot(self._question, self._wanted, slot)
        figures, articles = [one.view.figure for one in found], [one.view.article for one in found]
        scores = judge.score_numbers(asked, figures, articles, self._windows)
        whole = self.read_whole([one.view for one in found]) if self._several else {}
        judged = []
        for one, score in zip(found, scores, strict=True):
            signs = {**one.signs, **({"unread": 1.0} if score is None else {"read": score})}
            if id(one.view) in whole:
                signs["whole"] = whole[id(one.view)]
            judged.append(replace(one, signs=signs, score=weigh(signs)))
        return sorted(judged, key=lambda one: (-one.score, *one.view.rank))

    def read_whole(self, views: Sequence[View]) -> dict[int, float]:
        """Return how surely each of the records is one of those that the whole question asks for, by identity.

        Records beyond the windows that a question may cost have no score; without a trained reader none has.
        """
        if self._judge is None or not views:
            return {}
        asked = phrase_whole(self._question)
        figures, articles = [view.figure for view in views], [view.article for view in views]
        scores = self._judge.score_numbers(asked, figures, articles, self._windows)
        return {id(view): score for view, score in zip(views, scores, strict=True) if score is not None}

    def share_windows(self, slots: int) -> None:
        """Let each of so many slots have its share of what a question may cost; of several the whole is read too."""
        self._several = slots > 1
        self._windows = min(_WINDOWS, max(_LEAST_WINDOWS, _ALL_WINDOWS // max(slots, 1)))

    def _look_around(self, view: View) -> Surroundings:
        """Return the surroundings of a record, worked out when first asked for."""
        if id(view) not in self._surroundings:
            self._surroundings[id(view)] = self._landscape.around(view)
        return self._surroundings[id(view)]

    def read_wish(self, slot: Slot) -> Wish:
        """Return the words of a slot: those of its own part near the number, those of the others around it.

        Its period says nothing of the words, and its place only where to look.
        """
        known = self._wishes.get(id(slot.ask))
        if known is None:
            known = self._wishes[id(slot.ask)] = (slot.ask, self._read_wish(slot))
        if slot.region is None:
            return known[1]
        names = tuple(shield(name) for name in names_of(slot.region))
        where = [word for word in known[1].where if not any(word.forms[0] in name for name in names)]
        return replace(known[1], where=(*where, Word(names, REGION_WEIGHT)))

    def _read_wish(self, slot: Slot) -> Wish:
        """Return the words of an ask, whatever place it is asked of."""
        ask = slot.ask
        own = strip_periods(ask.words, self._question)
        unit = read_unit(own)
        what = weigh_focus(own, unit)
        if ask.topic:
            topical = {term.word for term in join_singles(ask.topic)}
            what = tuple(word for word in what if word.forms[0] not in topical) or what
        name = self._find_name()
        what = tuple(word for word in what if word.forms[0] not in name) or what
        what = tuple(self._add_names(word) for word in what or self._lend(slot))
        known = {form for word in what for form in word.forms}
        rest = [strip_asked(strip_periods(part, self._question)) for part in self._parts[: ask.part + 1]]
        where = tuple(
            Word((term.word,), term.weight)
            for term in join_singles(" ".join(rest))
            if term.word not in known and not is_light(term.word)
        )
        near = read_pairs_of(shield(own))
        around = read_pairs_of(shield(" ".join(rest))) - near
        return Wish(what, where, near, frozenset(around), unit)

    def _add_names(self, word: Word) -> Word:
        """Return a word of a metric's everyday name (gdp, 经济总量) with the name that records have."""
        if any(word.forms[0] in shield(fold(said)) for said in self._question.metric_words):
            names = tuple(shield(fold(name)) for name in self._question.metrics)
            return replace(word, forms=(*word.forms, *names))
        return word

    def _find_name(self) -> str:
        """Return the name of a body that opens the question and that an article holds: it says where to look."""
        if self._name is None:
            name = find_asked_name(self._question, "\n".join(fold(view.article.text) for view in self._one_each()))
            self._name = shield(name) if name and BODY.search(name) else ""
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
            count = self._count
            held = len({line for form in word.forms for line in _find_lines(form, self._sentences)})
            rarity = math.log((count + 1) / (held + 0.5)) / math.log(count + 1) if count > 1 else 1.0
            self._rarity[word.forms] = 0.35 + 0.65 * min(max(rarity, 0.0), 1.0)
        return word.weight * self._rarity[word.forms]

    def _weigh_nearness(self, wish: Wish, pool: Sequence[tuple[View, Surroundings]]) -> list[list[float]]:
        """Return for each candidate the worth of each asked word; a word right beside another number is that one's."""
        near = [[self._credit("near", word, view, around) for word in wish.what] for view, around in pool]
        beside: dict[tuple[str, int], bool] = {}
        for (view, _), row in zip(pool, near, strict=True):
            for index, worth in enumerate(row):
                if worth >= _BESIDE:
                    beside[view.figure.doc_id, index] = True
        for (view, around), row in zip(pool, near, strict=True):
            for index, word in enumerate(wish.what):
                if row[index] >= _BESIDE:
                    continue
                far = self._credit("far", word, view, around)
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
        if len(wish.around) < _FEW_PAIRS:
            return [None] * len(surroundings)
        held = [_find_pairs(wish.around, f"{a.lead}|{a.earlier}|{a.left}|{a.right}") for a in surroundings]
        counts = Counter(pair for one in held for pair in one)
        weights = {pair: 1.0 / (1 + counts[pair]) ** 0.5 for pair in wish.around}
        total = sum(weights.values())
        if not total:
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
        return 0.0 if any(True for _ in between) else 1.0

    def _credit(self, reach: _Reach, word: Word, view: View, around: Surroundings) -> float:
        """Return the worth of a word near a number, far from it or in its article, worked out once for all slots."""
        key = (id(view), reach, word.forms)
        worth = self._worths.get(key)
        if worth is None:
            worth = self._worths[key] = _best(word, _CREDITS[reach](around))
        return worth

    def _credit_where(self, word: Word, view: View, around: Surroundings) -> float:
        if view.figure.subject_key and view.subject in word.forms:
            return 1.0
        return self._credit("topic", word, view, around)

    def _read_manner(self, slot: Slot, view: View, around: Surroundings) -> Signs:
        """Return signs of a record's manner: not yet done, added up over years, told in a headline."""
        beside = around.left[-_BESIDE_REACH:] + around.right[:_BESIDE_REACH]
        undone = bool(_NOT_YET.search(beside) and not _NOT_YET.search(self.asked))
        unasked = 0.0
        if slot.period is not None and slot.period.start < slot.period.end and not _ALL_TOLD.search(self.asked):
            unasked += bool(_SINCE_EVER.search(around.left[-_BESIDE_REACH:]))
        if view.measure == "growth" and "环比" not in self.asked:
            said = _AGAINST.findall(around.earlier + around.left)
            unasked += bool(said and said[-1] in ("环比", "上月", "上季"))
        headline = not _CLOSED.search(view.figure.sentence.of(view.article.text))
        return {"undone": float(undone), "unasked": unasked, "headline": float(headline)}

    def _compare_direction(self, view: View) -> float:
        """Return 1 for a fall that is asked for as a fall, -1 for a rise; 0 where neither is asked or told."""
        value = view.figure.canonical_value
        if view.measure != "growth" or isinstance(value, tuple) or not _FALLS.search(self.asked):
            return 0.0
        return 0.0 if _RISES.search(self.asked) else 1.0 if value < 0 else -1.0

    def _count_excess(self, view: View) -> float:
        if id(view) not in self._excess:
            unasked = (t.weight for t in view.terms if t.weight >= 1 and credit(t.word, self.named) < 0.6)
            self._excess[id(view)] = sum(unasked)
        return self._excess[id(view)]

    def _time(self, slot: Slot, view: View) -> Timing | None:
        """Return how a record's period stands to the asked one, None where it is another one."""
        if slot.period is None:
            return "same"
        timing = compare_periods(slot.period, view.figure.period, self._question.today, view.article.date)
        if view.figure.period is None and shield(slot.period.said or "\0") in self._look_around(view).left:
            return "so_far"
        undated = view.figure.period is None and view.article.date is None
        return timing if timing != "other" or undated else None


def _list_given_names(question: Question) -> tuple[str, ...]:
    """Return the folded Chinese names that an English question gives, and the other names of places among them."""
    given = [fold(name) for name in given_names(question.worded)]
    if not given:
        return ()
    return tuple(dict.fromkeys([*given, *(name for region in question.subjects for name in names_of(region))]))


def _may_be_goal(slot: Slot, view: View) -> bool:
    """Say whether a goal may answer although none is asked for: the question speaks of what is to come.

    A question that leaves it open asks for a result, of whatever year; a goal is then told as what there is instead.
    """
    if slot.ask.wants_target:
        return True
    published = view.article.date
    ahead = slot.period is None or (published is not None and slot.period.end > published)
    return ahead and not slot.ask.wants_result and bool(_TO_COME.search(slot.ask.words))


def _is_other_basis(asked: str, view: View) -> bool:
    """Say whether a rate counts from the month before where one from the year before is asked for, or the reverse."""
    bases = set(_BASIS.findall(asked))
    own = set(_BASIS.findall(view.figure.metric))
    return view.measure in RATES and len(bases) == 1 and len(own) == 1 and bases != own


def _clashes(asked: Period, view: View, timing: Timing | None) -> bool:
    """Say whether a record is of another time than the asked one.

    Words match where times do not: 去年 of an article of 2024 is another year than 去年 of a question of 2026. Only of
    a state (截至目前, 如今) may the day differ, within the month in which the asked time ends.
    """
    own, published = view.figure.period, view.article.date
    if own is None:
        # What was printed before the asked time began does not tell of it; 截至9月 may be told in the middle of it.
        began = asked.start.replace(day=1) if asked.start == asked.end else asked.start
        return published is not None and published < began and view.figure.status in RESULTS
    if timing is not None or _is_end(asked, own) or is_nearly(asked, own, published):
        return False
    is_state = asked.start == asked.end or own.start == own.end
    return not is_state or (own.end.year, own.end.month) != (asked.end.year, asked.end.month)


def _is_around(asked: Period, view: View) -> bool:
    """Say whether a record's time holds the asked one: the goal of a year, beside its first quarter."""
    own = view.figure.period
    return own is not None and own.start <= asked.start and asked.end <= own.end


def _is_end(asked: Period, own: Period) -> bool:
    """Say whether a record is of the first or the last year of asked years: 从2014年到2022年由多少升到多少."""
    years = asked.end.year - asked.start.year
    ends = ((asked.start.year, own.start), (asked.end.year, own.end))
    return years > 1 and own.start.year == own.end.year and any(day.year == year for year, day in ends)


def _is_elsewhere(region: Region, view: View, around: Surroundings, asked: str) -> bool:
    """Say whether a record's own sentence names another place that it is of."""
    key = view.figure.subject_key
    if key is None or key == region.key or region.key == "CN" or speaks_of(view, around, region):
        return False
    if key.startswith(region.key.rstrip("0")) and region.key.isdigit() and _OF_PARTS.search(asked):
        # 前三名的县区各多少, 五市分别: the places inside are asked about.
        return False
    if len(view.subject) > _SHORT_NAME and _SORT_OF_PLACE.sub("", view.subject) in asked:
        # 贵州册亨: the question itself names the smaller place.
        return False
    return bool(view.subject) and view.subject in view.sentence


def _follow(view: View, before: Sequence[View]) -> Signs:
    """Return what the answers of earlier asks say: another number of the same sentence, but not the same number."""
    if any(other.figure.span == view.figure.span and other.figure.doc_id == view.figure.doc_id for other in before):
        return {"same_number": 1.0}
    if not before or before[-1].figure.doc_id != view.figure.doc_id:
        return {}
    same = view.figure.sentence == before[-1].figure.sentence
    return {"same_sentence": 1.0} if same else {"same_article": 1.0}


def _best(word: Word, credit_of: Callable[[str], float]) -> float:
    return max(credit_of(form) for form in word.forms)


def _mean(words: Sequence[Word], worths: Sequence[float], weigh: Callable[[Word], float]) -> float:
    weights = [weigh(word) for word in words]
    total = sum(weights)
    if not total:
        return 1.0
    return sum(weight * worth for weight, worth in zip(weights, worths, strict=True)) / total


def _share_pairs(pairs: frozenset[str], around: Surroundings) -> float:
    return len(_find_pairs(pairs, around.window)) / len(pairs) if pairs else 0.0


def _find_lines(word: str, lines: str) -> Iterator[int]:
    """Yield where each line ends that holds a word."""
    at = lines.find(word)
    while at >= 0:
        end = lines.index(LINE, at)
        yield end
        at = lines.find(word, end)


def _find_pairs(pairs: frozenset[str], text: str) -> list[str]:
    """Return the letter pairs that a text holds."""
    return [pair for pair in pairs if pair in text]
