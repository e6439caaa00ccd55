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

from assistant.figure_answers.asks import ASKING, LEVEL, Ask, Wanted, names_of, read_unit, split_parts, strip_asked
from assistant.figure_answers.attribute import attribute, find_asked_name
from assistant.figure_answers.gloss import translate_question
from assistant.figure_answers.match import Match, holds_scope, is_another
from assistant.figure_answers.select import Choice, Fit, Slot, right_status
from assistant.figure_answers.surroundings import Landscape, Surroundings
from assistant.figure_answers.terms import (
    PERIOD_WORDS,
    Term,
    credit,
    is_light,
    is_proper,
    join_singles,
    read_pairs,
    shield,
)
from assistant.figure_answers.timing import Timing, compare_periods
from assistant.figure_answers.view import View
from assistant.types import Question, RefusalReason
from index.text import fold
from index.types import Figure, Quantity, Region

# How the score is put together. Fitted by hand on the seen halves; benchmarks/figure_answers.py measures the others.
_WHAT, _WHERE, _PAIRS = 0.6, 0.25, 0.15
_NAMED, _STRICT, _SAME_SENTENCE, _SAME_ARTICLE = 0.08, 0.05, 0.12, 0.04
_RUNS_ON = 0.2
_UNDONE, _UNASKED, _HEADLINE, _BESIDE_REACH = 0.25, 0.12, 0.04, 12
_BODY = re.compile(
    r"(?:公司|集团|银行|汽车|铁路|高铁|大学|学院|医院|产险|财险|保险|证券|基金|科技|股份|医药|药业|电子|重工|能源|电力|物流|传媒"
    r"|平台|园区|新区|商会|协会|委员会|[局厅委部镇村]|街道|合作社|服务区|机场|港|基因|控股|石化|航空)$"
)
_TWO = 2
_KNOWN_REASONS, _KNOWN_BETTER = frozenset({"only_target", "other_period"}), 0.9
_EACH = re.compile(r"各|分别")
_CLOSED = re.compile(r"[。；;！!？?][”’」』）)]*$")
_SAME_NUMBER = 0.12
# Of equals the one that stands first in its article is what it is about.
_FIRST = 0.03
# So few letter pairs say nothing; and where the best candidate holds less than this share of them, none is right.
_FEW_PAIRS, _LEAST_PAIRS = 4, 0.75
_EXCESS, _MOST_EXCESS = 0.012, 8.0
_PERIOD_COST: dict[Timing, float] = {"same": 0.0, "so_far": 0.04, "within": 0.08, "open": 0.08, "other": 0.12}
# A place that the question names is as telling as a long word.
_REGION_WEIGHT = 3.0
# A long word is no more telling than two short ones.
_HEAVIEST = 4.0
# Verbs and other words that name nothing can be put otherwise; the thing that is counted weighs at least this much.
_NO_NAME, _COUNTED = 0.7, 2.0
# Weight of the words next to the one that asks, which name the thing that is counted.
_FOCUS = (1.6, 1.5, 1.4, 1.2)
# A word that stands right beside another number of the article belongs to that one, not to this.
_BESIDE, _TAKEN = 0.9, 0.3
_ELSEWHERE = 0.5
_AREAS = frozenset({"mu", "hectare", "m2", "km2"})
_LENGTHS = frozenset({"km", "m"})
_PEOPLE = frozenset("人名位")
_FIRMS = frozenset("家户")
_GENERIC = frozenset("个项处")
# Words for the sort of number, which the measure has settled.
_RATE_WORDS = frozenset(
    ["同比", "环比", "增速", "增长", "增长率", "增幅", "降幅", "涨幅", "跌幅", "下降", "上升", "变化", "变动"]
) | frozenset(["占", "占比", "比重", "比例", "份额", "百分之", "百分点", "降", "升", "增", "涨", "跌", "上年", "同期"])
_AHEAD = re.compile(r"将|拟|计划|预计|目标|力争|规划")
_GOAL_WORDS = re.compile(r"目标|力争|计划|规划|任务|要求|确保|拼搏|预期|奋斗|到20\d\d年")
_OBLIGING = frozenset({"不少于", "不低于", "至少"})
_PLACE = re.compile(r"[省市区县州镇乡村]$")
# What has not happened yet, and what has added up over years.
_NOT_YET = re.compile(r"准备|拟|即将|尚未|有意|洽谈中|待(?=签|建|开)")
_AGAINST = re.compile(r"同比|环比|上月|上季|上年|去年")
_SINCE_EVER = re.compile(r"累计")
_ALL_TOLD = re.compile(r"累计|一共|总共|共有|截至|截止|目前|现有|[到至].{0,6}[底末]")
_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9\ue000-\ue0ff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """An asked word in all its writings, and its weight."""

    forms: tuple[str, ...]
    weight: float
    naming: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """One number that is wanted, as words to look for near it and words to look for around it."""

    slot: Slot
    what: tuple[Word, ...]
    where: tuple[Word, ...]
    pairs: frozenset[str]
    around: frozenset[str]
    unit: Quantity | None


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
        landscape = Landscape(views)
        self._around = [landscape.around(view) for view in views]
        self._sentences = landscape.sentences()
        self._rarity: dict[tuple[str, ...], float] = {}
        self._asked = shield(fold(question.standalone))
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
            for view, around in zip(self._views, self._around, strict=True)
            if right_sort(slot.ask, wish.unit, view)
            and suits_status(view, slot.ask) is not goals
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

    def read_wish(self, slot: Slot) -> Wish:
        """Return the words of a slot: those of its own part near the number, those of the others around it."""
        ask = slot.ask
        own = _strip_periods(ask.words, self._question)
        unit = read_unit(own)
        what = _weigh_focus(own, unit)
        if ask.topic:
            topical = {term.word for term in join_singles(ask.topic)}
            what = tuple(word for word in what if word.forms[0] not in topical) or what
        name = self._find_name()
        what = tuple(word for word in what if word.forms[0] not in name) or what
        what = what or self._lend(slot)
        known = {form for word in what for form in word.forms}
        rest = [strip_asked(_strip_periods(part, self._question)) for part in self._parts[: ask.part + 1]]
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
            where.append(Word(names, _REGION_WEIGHT))
        near = _pairs(shield(own))
        around = _pairs(shield(" ".join(rest))) - near
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
            own = _strip_periods(ask.words, self._question)
            lent = _weigh_focus(own, read_unit(own))
            if lent:
                return lent
        return tuple(Word(_forms(term.word), term.weight) for term in slot.ask.borrowed)

    def explain(self, choice: Choice) -> Choice:
        """Return an empty choice with the reason that reading finds: the same as a goal only, or for another time."""
        slot = choice.slot
        reasons: tuple[tuple[RefusalReason, list[Candidate]], ...] = ()
        if not slot.ask.wants_target:
            reasons += (("only_target", self.rank(slot, goals=True)),)
        if slot.period is not None:
            reasons += (("other_period", self.rank(replace(slot, period=None))),)
        for reason, ranked in reasons:
            if ranked and is_sure(ranked[0], slot.ask) and ranked[0].what >= _HEARD_ALL:
                top = ranked[0]
                if slot.region is not None and not names_place(top.view, slot.region):
                    continue
                return replace(choice, reason=reason, nearest=(Fit(top.view, top.match, top.timing),))
        return choice

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
        held = [wish.around & _pairs(f"{a.lead}|{a.earlier}|{a.left}|{a.right}") for a in surroundings]
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
        against = _UNDONE * bool(_NOT_YET.search(beside) and not _NOT_YET.search(self._asked))
        if slot.period is not None and slot.period.start < slot.period.end and not _ALL_TOLD.search(self._asked):
            against += _UNASKED * bool(_SINCE_EVER.search(around.left[-_BESIDE_REACH:]))
        if view.measure == "growth" and "环比" not in self._asked:
            said = _AGAINST.findall(around.earlier + around.left)
            against += _UNASKED * bool(said and said[-1] in ("环比", "上月", "上季"))
        sentence = view.figure.sentence.of(view.article.text)
        return against + _HEADLINE * (not _CLOSED.search(sentence))

    def _count_excess(self, view: View) -> float:
        return sum(t.weight for t in view.terms if t.weight >= 1 and credit(t.word, self._asked) < 0.6)

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


def _strip_periods(text: str, question: Question) -> str:
    text = fold(text)
    for period in question.periods:
        if period.said:
            text = text.replace(fold(period.said), " ")
    return PERIOD_WORDS.sub(" ", text)


def _forms(word: str) -> tuple[str, ...]:
    """Return a word with what reports say for it."""
    said = next((others for everyday, others in read_pairs("everyday") if everyday == word), "")
    return (word, *(shield(other) for other in said.split()))


def _weigh_focus(words: str, unit: Quantity | None) -> tuple[Word, ...]:
    """Return the content words of an ask; those nearest to the word that asks name what is counted and weigh more."""
    asking = ASKING.search(words)
    start, end = asking.span() if asking else (len(words), len(words))
    if unit is not None:
        end = unit.span.end
    before, after = words[:start], words[end:]
    order: list[tuple[int, Term, bool]] = []
    for text, left in ((before, True), (after, False)):
        shielded = shield(text)
        for term in join_singles(text):
            if term.word not in _RATE_WORDS:
                at = shielded.rfind(term.word) if left else shielded.find(term.word)
                order.append((len(shielded) - at - len(term.word) if left else at, term, left))
    order.sort(key=lambda found: found[0])
    heavy = [term.word for _, term, _ in order if term.weight >= 1]
    factors = dict(zip(heavy, _FOCUS, strict=False))
    words_of: list[Word] = []
    for distance, term, left in order:
        weight = min(term.weight, _HEAVIEST) * (1.0 if term.naming else _NO_NAME)
        if not left and not distance:
            # What stands right behind the asking word is the thing that is counted.
            weight = max(weight, _COUNTED)
        words_of.append(Word(_forms(term.word), weight * factors.get(term.word, 1.0), term.naming and term.weight >= 1))
    return tuple(words_of)


def _pairs(text: str) -> frozenset[str]:
    runs = _RUN.findall(ASKING.sub(" ", text))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def _share_pairs(pairs: frozenset[str], around: Surroundings) -> float:
    return len(pairs & _pairs(around.window)) / len(pairs) if pairs else 0.0


def right_sort(ask: Ask, unit: Quantity | None, view: View) -> bool:
    """Say whether a record is the sort of number that is asked for: by its measure, and by its unit's dimension."""
    measure, found = view.measure, view.figure.canonical_unit
    if ask.bound is not None and measure in LEVEL and found != ask.bound.unit:
        return (ask.bound.written or "")[-1:] in ("亿", "万")
    if not ask.explicit:
        return measure not in ("growth", "points", "multiple") and (unit is None or _one_dimension(unit, found))
    loose = measure in ("rate", "share") and bool(ask.measures & {"share", "rate"})
    if measure not in ask.measures and not loose and not (measure == "rate" and "growth" in ask.measures):
        return False
    return unit is None or measure not in LEVEL or _one_dimension(unit, found)


def suits_status(view: View, ask: Ask) -> bool:
    """Say whether a record's status suits; the words of goals in its own sentence, or their lack, count as well."""
    if right_status(view, ask):
        return True
    if ask.wants_target:
        return bool(_AHEAD.search(view.sentence))
    return not ask.wants_result and not _GOAL_WORDS.search(view.sentence) and view.figure.qualifier not in _OBLIGING


def speaks_of(view: View, around: Surroundings, region: Region | None) -> bool:
    """Say whether a record may be about the asked place: its own subject, or a place that is named near its number."""
    figure = view.figure
    if region is None or figure.subject_key == region.key or (region.key == "CN" and figure.subject_key is None):
        return True
    names = [shield(name) for name in names_of(region)]
    own = view.subject
    if _PLACE.search(own) and any(name in own for name in names) and not any(own in name for name in names):
        # 云栖市湖东区 is a part of 云栖市.
        return False
    if own and own in view.sentence and _PLACE.search(own) and not any(own in name for name in names):
        return False
    if any(name in view.sentence for name in names):
        return True
    if figure.subject_key is not None:
        # Another place that the sentence itself names is the one that is meant; a district's number is not its city's.
        inner = figure.subject_key.startswith(region.key.rstrip("0")) and region.key.isdigit()
        if inner or (view.subject and view.subject in view.sentence):
            return False
    return any(name in around.lead or name in around.earlier for name in names)


def names_place(view: View, region: Region) -> bool:
    """Say whether a record is of the place, by its subject or in its own sentence."""
    return view.figure.subject_key == region.key or any(shield(name) in view.sentence for name in names_of(region))


def _one_dimension(unit: Quantity, found: str) -> bool:
    asked = unit.canonical_unit
    if asked == found or (asked in _AREAS and found in _AREAS) or (asked in _LENGTHS and found in _LENGTHS):
        return True
    # 多少亿 leaves open of what.
    return (unit.unit or "")[-1:] in ("亿", "万")


def compare_units(ask: Ask, unit: Quantity | None, figure: Figure) -> float:
    """Return what the counter speaks for or against: 多少名 counts people, not 个."""
    if unit is None:
        asks_thing = bool(ASKING.search(ask.words)) and not ask.explicit
        return -0.06 if asks_thing and figure.canonical_unit == "percent" else 0.0
    one, other = (unit.unit or "")[-1:], (figure.unit or "")[-1:]
    if one == other:
        return 0.06
    if unit.canonical_unit != "count" or figure.canonical_unit != "count":
        return 0.0
    if (one in _PEOPLE and other in _PEOPLE) or ({one, other} <= _FIRMS | _GENERIC):
        return 0.02
    return -0.1 if one in _PEOPLE or other in _PEOPLE else -0.03


# Operating point: chosen on the seen halves, so that hardly a wrong number is told (see the benchmark).
_ENOUGH, _MARGIN = 0.64, 0.03
# Least shares of the asked words near the number and of the others around it.
_HEARD, _HEARD_ALL, _PLACED = 0.66, 0.85, 0.5
# How much better than what fits by metric another number must be read to take its place.
_OVERRULES = 0.04
_AGREE = 0.15


def read_choices(choices: Sequence[Choice], reader: Reader) -> list[Choice]:
    """Return the choices, filled by reading where no metric answers, and changed where reading gainsays the metric."""
    read: list[Choice] = []
    before: list[View] = []
    # Beside another place the words around a number are half those of the other one.
    alone = len({choice.slot.region.key for choice in choices if choice.slot.region is not None}) < _TWO
    for choice in choices:
        ask = choice.slot.ask
        if ask.every or ask.family or (ask.wants_rank and (ask.borrowed or not ask.explicit)):
            read.append(choice)
            continue
        if not reader.read_wish(choice.slot).what and not before:
            # Nothing says what is counted.
            read.append(choice)
            continue
        if _EACH.search(ask.words) and len([other for other in choices if other.slot.ask is ask]) < 2:
            # One number is no answer to 各多少.
            read.append(choice)
            continue
        changed = reader.attribute(
            read_choice(choice, reader.rank(choice.slot, choice.views, before), elsewhere_counts=alone)
        )
        read.append(changed if changed.fits else reader.explain(changed))
        before += changed.views[:1]
    return read


def read_choice(choice: Choice, ranked: Sequence[Candidate], *, elsewhere_counts: bool = False) -> Choice:
    """Return a choice as reading has it: filled, changed, or as it was where reading is not sure.

    With `elsewhere_counts` a record of an article that holds little of the question's other words does not answer.
    """
    if not ranked:
        return choice
    top = ranked[0]
    known = {id(view) for view in choice.views}
    best = next((one for one in ranked if id(one.view) in known), None)
    if best is not None and best.where < _ELSEWHERE and not choice.slot.ask.compares and elsewhere_counts:
        # It fits by its metric alone, in an article about something else.
        choice, best = Choice(choice.slot, reason="no_figure"), None
    if best is not None and (best is top or _same_value(best.view, top.view)):
        return _narrow(choice, best.view)
    if not is_sure(top, choice.slot.ask):
        return choice
    if choice.reason in _KNOWN_REASONS and choice.slot.ask.metrics and top.what < _KNOWN_BETTER:
        # The very metric is there by name, as a goal or for another time: only as good a reading says more.
        return choice
    rival = next((one for one in ranked if not _same_value(one.view, top.view)), None)
    if rival is not None and top.score - rival.score < _MARGIN:
        return choice
    if best is not None and top.score - best.score < _OVERRULES:
        return choice
    alike = [one for one in ranked if _same_value(one.view, top.view) and one.score >= top.score - _AGREE]
    return Choice(choice.slot, tuple(Fit(one.view, one.match, one.timing) for one in alike))


def _narrow(choice: Choice, best: View) -> Choice:
    """Return a choice without the other numbers of the best one's sentence: they are other things in like words.

    Of goals one sentence may give two.
    """
    if choice.slot.ask.wants_target:
        return choice
    place = (best.figure.doc_id, best.figure.version, best.figure.sentence)
    fits = tuple(
        fit
        for fit in choice.fits
        if _same_value(fit.view, best)
        or (fit.view.figure.doc_id, fit.view.figure.version, fit.view.figure.sentence) != place
    )
    if len(fits) == len(choice.fits):
        return choice
    return replace(choice, fits=tuple(sorted(fits, key=lambda fit: not _same_value(fit.view, best))))


def is_sure(top: Candidate, ask: Ask) -> bool:
    """Say whether a candidate holds enough of what is asked, near and around its number."""
    enough = _HEARD_ALL if ask.compares or ask.yardstick or ask.bound else _HEARD
    return top.score >= _ENOUGH and top.what >= enough and top.where >= _PLACED and top.same_scope


def _same_value(one: View, other: View) -> bool:
    a, b = one.figure, other.figure
    return (a.canonical_value, a.canonical_unit) == (b.canonical_value, b.canonical_unit)
