"""Whether a record is what is asked for: its subject, its metric with every narrowing word, its sort of number.

Two errors are as bad as each other: the total for a part (进出口 for 对东盟进出口) and the part for the total. So the
match is counted both ways: what of the question the record covers, and what the record adds that nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.figure_answers.asks import Ask
from assistant.figure_answers.places import names_of
from assistant.figure_answers.sorts import LEVEL
from assistant.figure_answers.terms import Term, cover, credit, shield, split_terms
from assistant.figure_answers.view import View
from index.text import fold
from index.types import Article, Region

# How much of the asked words a record must cover, and what unasked weight it may add (two characters weigh 2).
ENOUGH = 0.74
_EXCESS = 2.4
# Places that are compared call the same thing differently; the answer then says so.
_COMPARED = 0.6
# An asked noun of two characters of which the source does not speak at all: it is about something else.
UNHEARD = 2.0
# Share of the words for the occasion that the article holds; a question about two occasions names both.
_SETTING_HEARD = 0.34
# Below this a record is not even near.
NEAR = 0.5
# From this share of its pairs on a word counts as said.
_SAME_WORD = 0.6
_SEQUENTIAL = re.compile(r"环比|较上月|比上月|较上季|比上季")
# Code points before a number in which its kind of rate is named.
_RATE_REACH = 10
# Code points of a zone's short form: 经开区, 高新区.
_SHORT = 3
# Share of the asked words from which on two metrics of other names are one.
_SURELY = 0.9
# Among records that fit, one whose metric is known by name comes first.
_KNOWN = 0.05
_LIGHT_EXCESS = 0.3

# Says whether two canonical metrics are easily taken for each other and must not be.
Confusable = Callable[[str, str], bool]
# Words that narrow a metric to a part. Where one side has it and the other has not, they are two metrics.
_SCOPES = re.compile(
    r"城镇|农村|民营|国有|外商|外资|规上|规模以上|高技术|高新技术|第[一二三]产业|[一二三]产|服务业|工业|农业|制造业|房地产|民间|一般贸易"
    r"|加工贸易|保税|跨境电商|机电|家电|东盟|欧盟|美国|日本|韩国|香港|澳大利亚|俄罗斯|金砖|一带一路|rcep|集成电路|锂离子|光伏|风电|水电|生物质"
    r"|第[一二三四五六七八九十\d]+批|省内|市内|本级|新建|新登记|新设|产业|贸易类|战略|上市|人均|税收|基金|贷款|设计|预留|年均|注销|吊销|个体"
    r"|新增|新上市|新开工|新引进|新落户|(?:占|相当于|为|是)(?:全国|全省|全市|全区|全州)|企业(?=进出口|出口|进口)|技改|技术改造|基础设施|上缴|利润|研发|人才|百亿|亿元以上"
)


@dataclass(frozen=True, slots=True)
class Match:
    """How a record stands to one ask.

    `need` is the share of the asked words that it covers, `unheard` the weight of the asked nouns that its sentence
    does not hold, `excess` the weight of what it adds, `same_scope` whether
    the narrowing words agree. `score` orders records that fit.
    """

    need: float
    excess: float
    unheard: float
    enough: float
    same_metric: bool
    same_scope: bool
    right_measure: bool
    subject: float
    score: float

    @property
    def fits(self) -> bool:
        """Say whether this is the asked metric."""
        if not (self.right_measure and self.same_metric and self.same_scope):
            return False
        if self.unheard >= UNHEARD:
            return False
        return self.need >= self.enough and self.excess <= _EXCESS and self.subject > 0

    @property
    def near(self) -> bool:
        """Say whether this is close enough to be told as what there is instead."""
        return self.subject > 0 and (self.need >= NEAR or self.same_metric)


def match_subject(view: View, region: Region | None, asked: str) -> float:
    """Return how surely the record is about the region: 1 by key, less by name, 0 where it is another place.

    `asked` is the shielded question: an entity of the place (某市第五批小巨人企业) fits as far as the question
    names it.
    """
    figure = view.figure
    if region is None:
        return _match_entity(view, asked)
    if figure.subject_key is not None:
        return 1.0 if figure.subject_key == region.key else 0.0
    names = [shield(name) for name in names_of(region)]
    if figure.subject is None:
        here = view.title + view.sentence
        return 0.6 if any(name in here for name in names) else 0.0
    if view.subject in names:
        return 1.0
    if any(name in view.subject for name in names):
        rest = view.subject
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        return 0.4 + 0.55 * cover(split_terms(rest), (asked, 1.0))
    if is_short_form(figure.subject, region, view.article):
        return 0.7
    named = cover(split_terms(view.subject), (asked, 1.0)) >= ENOUGH
    near = any(name in view.title + view.sentence + shield(view.article.text[:200]) for name in names)
    return 0.7 if named and near else 0.0


def is_short_form(subject: str | None, region: Region, article: Article) -> bool:
    """Say whether words that no map knows end in the short form (经开区) of the one zone that the article is about."""
    about = article.description.regions[:1] == (region.name,)
    return bool(subject) and about and len(region.name) > _SHORT and (subject or "").endswith(region.name[-_SHORT:])


def _match_entity(view: View, asked: str) -> float:
    if view.figure.subject is None:
        return 0.5
    told = cover(split_terms(view.subject), (asked, 1.0))
    return 0.3 + 0.7 * told if told >= NEAR else 0.0


def match_metric(
    ask: Ask, shared: tuple[Term, ...], view: View, asked: str, subject: float, confusable: Confusable | None = None
) -> Match:
    """Judge a record's metric against one ask; `asked` is the whole question, shielded."""
    fields = _fields_of(view)
    known = bool(set(ask.metrics) & view.names)
    by_words = cover(ask.raw or ask.own, *fields)
    if ask.borrowed:
        # What an earlier part of the question lends is told by the sentence around the number.
        fields = (*fields, (view.sentence, 0.9))
    need = max(_cover_with_names(ask, ask.own, view, fields), by_words if ask.raw else 0.0)
    article = shield(view.article.text) if shared else ""
    context = cover(shared, *fields, (article, 0.5)) if shared else 1.0
    excess = _count_excess(view.modifiers if known else view.terms, asked)
    unit = 0.06 if ask.unit and (view.figure.unit or "").endswith(ask.unit[-1]) else 0.0
    score = need + 0.3 * context + unit - 0.06 * excess + 0.1 * subject + (_KNOWN if known else 0.0)
    return Match(
        need=need,
        excess=excess if not ask.every else 0.0,
        unheard=_count_unheard(ask, fields)
        if cover(shared, (article, 1.0)) >= _SETTING_HEARD or not shared
        else UNHEARD,
        enough=_COMPARED if ask.compares else ENOUGH,
        same_metric=known or _same_words(ask, view, by_words, asked, confusable),
        same_scope=same_scope(ask, view, asked),
        right_measure=_right_measure(ask, view),
        subject=subject,
        score=score,
    )


def _fields_of(view: View) -> tuple[tuple[str, float], ...]:
    """Return where an asked word may be found, and what it is worth there."""
    return ((view.metric, 1.0), (view.subject, 0.9), (view.clause, 0.85), (view.sentence, 0.6), (view.title, 0.4))


def _count_unheard(ask: Ask, fields: tuple[tuple[str, float], ...]) -> float:
    """Return the weight of asked names and nouns of which a record's sentence and title say nothing."""
    if ask.family or ask.compares:
        return 0.0
    terms = (term for term in ask.own if term.naming and term.weight >= 1)
    return sum(t.weight for t in terms if max(credit(t.word, text) for text, _ in fields) < _SAME_WORD)


def _count_excess(terms: tuple[Term, ...], asked: str) -> float:
    """Return the weight of what a record's metric adds to the question."""
    extra = [term for term in terms if credit(term.word, asked) < _SAME_WORD]
    return sum(_weigh_excess(term) for term in extra)


def _weigh_excess(term: Term) -> float:
    """Return how much an unasked word narrows: a verb less than a noun."""
    if term.weight < 1:
        return _LIGHT_EXCESS
    return term.weight if term.naming else term.weight / 4


def is_another(ask: Ask, view: View) -> bool:
    """Say whether the vocabulary knows a record's metric for another one, of which the ask's own words do not speak."""
    # A count that is named in passing (国家重大项目签了多少亿) is not what a sum of money is asked of.
    named = {name for name in ask.metrics if not (ask.measures == {"amount"} and name.endswith("数"))}
    if not named or not view.names or named & view.names:
        return False
    return cover(ask.raw or ask.own, (view.metric, 1.0), (view.clause, 0.85)) < NEAR


def _same_words(ask: Ask, view: View, by_words: float, asked: str, confusable: Confusable | None) -> bool:
    """Say whether two metrics may be one although the vocabulary does not name them alike: by their words alone."""
    if not ask.metrics or not view.names:
        return True
    if by_words < _SURELY:
        return False
    near = confusable is not None and any(confusable(one, other) for one in ask.metrics for other in view.names)
    return not near or _count_excess(view.terms, asked) < 1


def _cover_with_names(ask: Ask, own: tuple[Term, ...], view: View, fields: tuple[tuple[str, float], ...]) -> float:
    """Cover the asked words; a metric known by name counts as a word of weight 4, found by name or by its words."""
    if any(shield(word) in view.metric for word in ask.family):
        return 1.0
    total = sum(term.weight for term in own)
    got = cover(own, *fields) * total
    for name in ask.metrics:
        total += 4.0
        found = 1.0 if name in view.names else credit(shield(name), view.metric)
        got += 4.0 * found
    return got / total if total else 0.6


def same_scope(ask: Ask, view: View, asked: str) -> bool:
    """Say whether every narrowing word of the one stands in the other; a threshold is one too."""
    if ask.every:
        return True
    # 环比 is another rate than 同比, which is meant where neither is said.
    sequential = view.measure == "growth" and _SEQUENTIAL.search(view.said + view.before[-_RATE_REACH:])
    if sequential and not _SEQUENTIAL.search(ask.words):
        return False
    # The words of a place's own name (综合保税区) narrow nothing.
    # Nor do those inside a metric's name that both sides know (外商直接投资, FDI).
    here = view.around if set(ask.metrics) & view.names else view.said
    here += "" if view.figure.subject_key else view.subject
    mine = find_scopes(here)
    if any(credit(word, asked) < _SAME_WORD for word in mine):
        return False
    return holds_scope(ask, view)


# An ask is held against each candidate, and a metric's name stands in many records.
@lru_cache(maxsize=1 << 12)
def find_scopes(words: str) -> tuple[str, ...]:
    """Return the narrowing words of shielded text, in order."""
    return tuple(_SCOPES.findall(words))


def holds_scope(ask: Ask, view: View) -> bool:
    """Say whether a record holds every narrowing word of an ask, and its threshold."""
    wide = view.metric + view.subject + view.clause
    wanted = set(find_scopes(shield(ask.words)))
    if ask.threshold and ask.threshold not in fold(view.figure.threshold or "") + wide:
        return False
    # A scope may open the sentence and hold for what follows, until the next one takes its place.
    said = find_scopes(view.before) if wanted else ()
    return all(credit(word, wide) >= _SAME_WORD or said[-1:] == (word,) for word in wanted)


def _right_measure(ask: Ask, view: View) -> bool:
    if ask.explicit and view.measure in ask.measures:
        return ask.delta == view.delta or not ask.measures & LEVEL
    if ask.delta and view.delta:
        return True
    if ask.explicit:
        # A rate that is asked for as a share or as a growth is one where its own words do not say.
        return view.measure == "rate" and bool(ask.measures & {"share", "growth"}) and view.measure in ask.measures
    return (view.measure in ask.measures or ask.every) and (ask.every or not view.delta)
