"""A record as the matcher and the writer see it: its words, its sort of number, and the quote that carries it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.figure_answers.terms import PERIOD_WORDS, Term, name_metrics, shield, split_terms
from assistant.figure_answers.types import FigureSource, Measure, Metrics
from index.text import fold
from index.types import Article, Context, Figure, Period, Span, Status

_GROWTH = re.compile(r"增速|增长|增幅|同比|环比|涨跌|跌幅|涨幅|降幅|下降|上升|增加|减少|上涨|下跌|回落|较.{1,8}变动")
_SHARE = re.compile(r"占|比重|份额|贡献率|比例")
# What a metric's name says of its change: 固定资产投资同比增速 is told as 固定资产投资同比增长.
GROWTH_TAIL = re.compile(
    r"(?:同比|环比|比上年|较上年)?(?:名义|实际)?(?:增速|增长率|增幅|增长|涨跌幅|降幅|跌幅|涨幅|下降)(（[^）]*）)?$"
)
_GROWING = re.compile(
    r"(?:增长|下降|上升|上涨|下跌|增加|减少|增幅|增速|回落|提高|提升|降低|收窄|翻)(?:了|达|达到|为|至|约|近|超|超过|逾|不少于|不低于)*$"
)
_SHARING = re.compile(r"(?:占|比重|占比|份额|比例)[^，。；,;、]{0,16}$")
_GROWN = re.compile(r"(?:增长|增加|减少|净增)了?(?:约|近|超|超过)?$")
_UNITS: dict[str, Measure] = {"percentage_point": "points", "times": "multiple", "count": "count"}
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_DELTA = re.compile(
    r"(?:较|比).{0,12}(?:增加|增长|减少|提高|变动)|(?:增加|增长|减少|净增|新增)(?:额|数|量)?$|(?:增加|增长|减少|净增)了"
)
_JOINED = re.compile(r"同比|环比|增速|增幅|占|较|比重|相当于|拉动|增长")
# The occasion in a metric's name (推介会签约额) says where it was told and narrows nothing.
_OCCASION = re.compile(
    r"[^，,。；;、 ]{0,12}?(?:博览会|推介会|对接会|洽谈会|交易会|招商会|签约会|大会|年会|峰会|论坛|仪式)"
)
# A modifier stands within so many code points of the name that it narrows; a metric's words are no longer than that.
_REACH = 10
_LONGEST_METRIC = 24
_RANK_OR_DIGIT = re.compile(r"第[一二三四五六七八九十\d]|\d")
_HEADLESS = re.compile(r"^(?:预期|拼搏|奋斗|约束性|年度|力争|的|为|\s)*目标(?:任务|值)?$")
_GOAL_WORD = re.compile(r"预期|拼搏|奋斗|目标")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d{2})年")
# A list of goals and the sentence that opens it stand this close together.
_LIST_REACH = 400
_YEAR_DAYS = 360
_LEFT_DAYS = 31
_NEXT = re.compile(r"[，,；;。、:：\n]|\d[\d.]*")
# What brackets add to a metric's name explains it: 地区生产总值（不变价）.
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


# A sum of money without a name of its own, and the signing that names it.
_TOTAL = re.compile("(?:计划|协议)?(?:总投资额?|投资总额|总金额|总额|投资额)")
_SIGNED = re.compile("签约|签订|签下")


@dataclass(frozen=True, slots=True)
class View:
    """A record with its article's words folded for matching.

    `metric` is the shielded metric with what the source said; `clause` the words around the number up to the nearest
    commas; `names` canonical metrics; `terms` all terms of its metric, `modifiers` those that it adds to the names.
    """

    figure: Figure
    article: Article
    measure: Measure
    delta: bool
    metric: str
    said: str
    told: str
    around: str
    subject: str
    clause: str
    sentence: str
    before: str
    title: str
    names: frozenset[str]
    modifiers: tuple[Term, ...]
    terms: tuple[Term, ...]
    # Where its sentence names the whole metric by a name that the vocabulary knows, before the number.
    known: Span | None = None

    @property
    def is_gap(self) -> bool:
        """Whether the number is the distance to another one: so many more, so many points."""
        return self.delta or self.measure == "points"

    @property
    def rank(self) -> tuple[str, int]:
        """A stable order: article, then place."""
        return (self.figure.doc_id, self.figure.span.start)


class Views:
    """Makes views, each article read once."""

    def __init__(self, source: FigureSource, metrics: Metrics) -> None:
        self._source = source
        self._metrics = metrics
        self._articles: dict[tuple[str, int | None], Article] = {}
        self._views: dict[tuple[str, int, Span, str | None, str], View] = {}

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article, the live version by default."""
        key = (doc_id, version)
        if key not in self._articles:
            self._articles[key] = self._source.article(doc_id, version)
        return self._articles[key]

    def _head_of(self, before: str) -> str:
        """Return the metric that a sentence names before a goal without one, empty where it names none."""
        spans = [span for span, _ in self._metrics.find(before)]
        if not spans:
            return ""
        goal = _GOAL_WORD.search(before, spans[0].end)
        return before[spans[0].start : goal.start() if goal else spans[0].end]

    def _choose_told(self, figure: Figure, words: str) -> str:
        """Return the words for an answer: the source's, cut to where the metric begins when a clause runs into it."""
        if not words or (len(words) <= _LONGEST_METRIC and not _RANK_OR_DIGIT.search(words)):
            return words or figure.metric
        names = self._metrics.find(words)
        return words[names[0][0].start :] if names else figure.metric

    def _fits_unit(self, name: str, figure: Figure) -> bool:
        """Say whether a named metric can have the figure's unit: 6个 is no 地区生产总值."""
        metric = self._metrics.get(name)
        return metric is None or _is_kind(metric.unit, figure)

    def view(self, figure: Figure) -> View:
        """Return the view of a record."""
        key = (figure.doc_id, figure.version, figure.span, figure.subject, figure.metric)
        if key not in self._views:
            self._views[key] = self._make(figure)
        return self._views[key]

    def _make(self, figure: Figure) -> View:
        article = self.article(figure.doc_id, figure.version)
        figure = settle_goal_year(figure, article.text)
        said = figure.metric_said if fold(figure.metric_said) != fold(figure.metric) else ""
        metric = fold(f"{figure.metric} {said} {figure.threshold or ''}")
        _, names = name_metrics(metric, self._metrics)
        # What a metric adds to a name is read from the source's words; the canonical name is ours.
        words = _ASIDE.sub(" ", fold(figure.metric_said or figure.metric))
        if _HEADLESS.match(words):
            # …到位资金预期目标为9330亿元，拼搏目标为9360亿元: the second goal is one of the same metric.
            head = self._head_of(fold(article.text[figure.sentence.start : figure.span.start]))
            words, metric, names = head + words, head + metric, name_metrics(head, self._metrics)[1] or names
        # Its subject's name narrows nothing.
        bare = words.replace(fold(figure.subject or "\0"), "").replace(fold((figure.subject or "\0")[:-1] or "\0"), "")
        rest = keep_near(bare, [span for span, _ in self._metrics.find(bare)])
        sentence = figure.sentence.of(article.text)
        if _TOTAL.fullmatch(fold(figure.metric)) and _SIGNED.search(fold(sentence)):
            # 19个项目签约，总投资112.6亿元: the total of what was signed.
            names = (*names, *name_metrics("签约额", self._metrics)[1])
        before = fold(article.text[figure.sentence.start : figure.span.start])
        return View(
            figure=figure,
            article=article,
            measure=sort_measure(figure, before, metric),
            delta=bool(_DELTA.search(metric) or _GROWN.search(before)) and figure.canonical_unit != "percent",
            metric=shield(metric),
            said=shield(words),
            told=self._choose_told(figure, words),
            around=shield(rest),
            subject=shield(figure.subject or ""),
            clause=shield(words_around(figure, article.text)),
            sentence=shield(sentence),
            before=shield(before),
            title=shield(article.title),
            names=frozenset(name for name in names if self._fits_unit(name, figure)),
            modifiers=_narrowing_terms(rest),
            terms=_narrowing_terms(bare[-_LONGEST_METRIC:]),
            known=self._find_known(figure, before),
        )

    def _find_known(self, figure: Figure, before: str) -> Span | None:
        """Return where `before`, the folded words of the sentence before the number, names the whole metric."""
        name = self._metrics.canonical(GROWTH_TAIL.sub("", fold(figure.metric_said or figure.metric)))
        if name is None or not self._fits_unit(name, figure):
            return None
        found = [span for span, one in self._metrics.find(before) if one == name]
        start = figure.sentence.start
        return Span(found[-1].start + start, found[-1].end + start) if found else None


def _is_kind(unit: str, figure: Figure) -> bool:
    """Say whether a figure can be of a metric whose unit is of this class; a rate can be of any."""
    if figure.canonical_unit in ("percent", "percentage_point", "times"):
        return True
    if unit == "money" or _CURRENCY.match(figure.canonical_unit):
        return unit == "money" and bool(_CURRENCY.match(figure.canonical_unit))
    return unit != "count" or figure.canonical_unit == "count"


def settle_goal_year(figure: Figure, text: str) -> Figure:
    """Give a goal without a period the year that its list opens with (2021年…具体目标为：), and cite it."""
    if figure.period is not None or figure.status not in ("target", "requirement"):
        return figure
    years = list(_YEAR_BEFORE.finditer(text, max(0, figure.span.start - _LIST_REACH), figure.span.start))
    if not years or len({match.group(1) for match in years}) > 1:
        return figure
    last = years[-1]
    year = int(last.group(1))
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year}年", last.group())
    return replace(figure, period=period, context=(*figure.context, Context(Span(*last.span()), "period")))


def keep_near(words: str, names: list[Span]) -> str:
    """Return what stands right around the named metrics; what stands further off is the sentence's opening."""
    if not names:
        return words[-_LONGEST_METRIC:]
    first, last = names[0], names[-1]
    inner = " ".join(words[a.end : b.start] for a, b in itertools.pairwise(names))
    return f"{words[max(0, first.start - _REACH) : first.start]} {inner} {words[last.end : last.end + _REACH]}"


# Records of many articles have one metric.
@lru_cache(maxsize=1 << 13)
def _narrowing_terms(metric: str) -> tuple[Term, ...]:
    """Return the terms of a metric that can narrow it: not the occasion and not the time."""
    return split_terms(PERIOD_WORDS.sub(" ", _OCCASION.sub(" ", metric)))


def sort_measure(figure: Figure, before: str, metric: str) -> Measure:
    """Return what sort of number a record gives; `before` are the folded words of its sentence before it."""
    if figure.canonical_unit in _UNITS:
        return _UNITS[figure.canonical_unit]
    if _CURRENCY.match(figure.canonical_unit):
        return "amount"
    if figure.canonical_unit != "percent":
        return "extent"
    # 占出口总值比重同比提高: the last word decides; else what stands right before the number.
    tails = [(max(m.start() for m in p.finditer(metric)), kind) for p, kind in _PERCENTS if p.search(metric)]
    if tails:
        return max(tails)[1]
    if _GROWING.search(before):
        return "growth"
    return "share" if _SHARING.search(before) else "rate"


_PERCENTS: tuple[tuple[re.Pattern[str], Measure], ...] = ((_GROWTH, "growth"), (_SHARE, "share"))


def words_around(figure: Figure, text: str) -> str:
    """Return the words next to the number on both sides, up to a break or another number."""
    before = _NEXT.split(text[figure.sentence.start : figure.span.start])[-1]
    after = _NEXT.split(text[figure.span.end : figure.sentence.end], maxsplit=1)[0]
    return f"{before} {after}"


def find_said(figure: Figure, text: str) -> Span | None:
    """Return where the sentence names the metric: as a whole, or up to what was joined to it (同比增速, 占…比重)."""
    sentence = fold(figure.sentence.of(text))
    words = fold(figure.metric_said)
    for name in (words, _JOINED.split(words, maxsplit=1)[0]):
        at = sentence.rfind(name, 0, figure.span.start - figure.sentence.start) if len(name) > 1 else -1
        at = at if at >= 0 or len(name) < 2 else sentence.find(name)
        if at >= 0:
            return Span(figure.sentence.start + at, figure.sentence.start + at + len(name))
    return None


def is_unfinished(view: View) -> bool:
    """Say whether a record speaks of a whole year that was far from over when it was written."""
    period, date = view.figure.period, view.article.date
    if period is None or date is None or (period.end - period.start).days < _YEAR_DAYS:
        return False
    return (period.end - date).days > _LEFT_DAYS


def effective_status(view: View) -> Status:
    """Return a record's status; what is told of a time that had not begun when it was written is no result."""
    figure, date = view.figure, view.article.date
    ahead = date is not None and figure.period is not None and figure.period.start > date
    return "planned" if ahead and figure.status in ("actual", "comparison") else figure.status


def written_number(view: View) -> str:
    """Return number, unit and qualifier exactly as the source writes them: 超2100亿元, 30余家, 2200个以上."""
    figure, text = view.figure, view.article.text
    quote, qualifier = figure.span.of(text) or figure.quote, figure.qualifier
    if not qualifier or qualifier in quote:
        return quote
    # A space or a colon may stand between.
    before = text[max(figure.sentence.start, figure.span.start - len(qualifier) - 1) : figure.span.start].rstrip()
    if before.endswith(qualifier):
        return qualifier + quote
    if text.startswith(qualifier, figure.span.end):
        return quote + qualifier
    return quote + qualifier if qualifier in _TRAILING else qualifier + quote


_TRAILING = frozenset({"以上", "以下", "左右", "上下", "多", "余", "以内"})
