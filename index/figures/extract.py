"""Walk an article's sentences and make a record of every quantity.

State runs through a sentence from left to right: the subject, the period and the last metric named hold until the
words name others. A list (分别增长29.5%、65.86%) is read as one group, so that its parts can be dealt out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.figures.context import add_context
from index.figures.digest import cut_item, find_items, move_figure
from index.figures.events import tells_of_event
from index.figures.fits import fit_figure
from index.figures.frame import Frame, read_frame
from index.figures.headline import complete_headline
from index.figures.holders import find_holders, name_holder
from index.figures.kinds import GIVING, Reading, read_kind
from index.figures.metric import deal_names
from index.figures.names import LONGEST_BEHIND, LONGEST_NAME, clean_name, find_threshold, name_behind
from index.figures.spacing import restore_figure, tighten_article
from index.figures.state import Group, Named, State, cut_origin, find_groups, words_before
from index.figures.statuses import read_status
from index.figures.subjects import SITED, Subject, find_subjects, home_subject, is_index
from index.figures.tables import read_table
from index.figures.times import (
    Said,
    carry_period,
    choose_period,
    cut_to_day,
    deal_periods,
    find_event_day,
    find_market_day,
    find_times,
    full_start,
    goes_on,
    happened_there,
    is_programme,
    quotes_market,
)
from index.figures.topics import find_topic
from index.metrics import Vocabulary
from index.periods import find_periods, is_plan, label_period
from index.regions import Gazetteer
from index.text import is_loose, split_sentences
from index.types import Article, Context, ContextRole, Date, Figure, Period, Quantity, Section, Span, Status

_OF = re.compile("(?:以上|以下|左右|以内)?的")
_OF_ALONE = re.compile("的")
_EACH = re.compile(r"(?:各|各自|均|都)(?:有|为|达)?$")
# A clause that is a name in a list: 喜德县…产业园项目等.
_LISTED = re.compile(r"(?:项目|基地|工程|企业|公司|产业园|中心)等?$|等$")
_OTHER_WHOLE = re.compile(r"(?:占)?([\u4e00-\u9fff]{2,10}?)的?")
# 对于新增闲置土地超过年度处置量50%的，: a case that a rule puts.
_CASE = re.compile("(?:以上|以下|及以上)?的[，,、；;]")
_CASE_HEAD = re.compile("对|凡|如|符合|超过|达到|不足|未达|低于|高于|满足")
# 压缩60%以上的目标: a goal that says so behind its number.
_OF_A_GOAL = re.compile("(?:以上|左右|以内)?的(?:年度|预期|总体|增长|发展)?目标(?!任务的)")
# What stands between two of a list, which no clause parts.
_CLAUSE_STOP = re.compile("[,，;；:：。！？!?\n]")
_ITEM_LINK = re.compile("、|和|及|与")
LONGEST_ITEM = 24
# 出口商品中，机电产品占60%: the whole of the shares behind it.
_AMONG_WHOM = re.compile(r"(?:^|(?<=[，,。；;：:\s]))(?P<whole>[^，,。；;：:\s\d]{2,20}?)(?:当|之)?中[,，]")
# 计划种植3000亩，其中1000亩[覆盖地膜]: a part of what was planned.
# … and what they cost: 计划开工160项[重大项目]，总投资超2100亿元.
_AMONG_THEM = re.compile(
    "[^，,。；;]{0,8}[，,]其中[^，,。；;]{0,12}|[^，,。；;]{0,14}[，,](?:总投资额?|投资总?额|总规模|总里程|总面积)[超约近达为]{0,2}"
)
_ANOTHER_TIME = re.compile(r"[;；。]|\d(?:[^\d，,]*)[,，]")
_SUMMED = re.compile("(?<!年来)累计(?!.{0,6}(?:来|以来))")
_CHANGED_TO = re.compile("^[^，,]{0,6}(?:到|至|为)$")
# 从环比看，…: what the growths behind it are measured against.
_BASIS_SAID = re.compile(
    "(?:^|(?<=[，,。；;：:\\n]))(?:从|按|就)?(?P<basis>[同环]比)(?:数据|情况|变动)?(?:来看|看|方面)[，,：:]"
)
# A line without a full stop and no longer than this is a heading.
LONGEST_HEADING = 30
# 英国4月生产总值环比零增长 tells one growth and heads no section.
_NO_BASIS = re.compile("同比|增长|上涨|上升|下降|下跌|回升|回落|持平|转|\\d")
_ENDS = re.compile("[。；;，,！!？?]$")
_CLAUSE_END = re.compile(r"[,，;；:：]")
# So many code points of a title at the start of the text show that the text gave it.
LEAST_TITLE = 12
# What stands before subject and period in a clause, where it is longer than this, is no part of the metric.
LONGEST_BEFORE = 8
# How much of its sentence before a clause may tell a number's standing.
LONGEST_LEAD = 400
# … and how much of it says that a clause goes on about the prices of a day.
LONGEST_LEAD_NEAR = 40
# A sentence that names more subjects than these is a list; the next one is about the article's place again.
MOST_SUBJECTS_KEPT = 2


def extract_figures(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> list[Figure]:
    """Return the records of an article, in the order of its text."""
    if is_loose(article.text):
        tight, origins = tighten_article(article)
        return [restore_figure(figure, article, origins) for figure in extract_figures(tight, gazetteer, vocabulary)]
    items = find_items(article)
    if items:
        news = [(item.start, cut_item(article, item)) for item in items]
        read = [move_figure(f, start) for start, one in news for f in _read_one(one, gazetteer, vocabulary)]
        return add_context(article, read, gazetteer)
    return _read_one(article, gazetteer, vocabulary)


def _read_one(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> list[Figure]:
    """Return the records of an article that is about one matter."""
    frame = read_frame(article, gazetteer, vocabulary)
    tables = [section for section in article.sections if section.kind == "table"]
    if not frame.quantities and not tables:
        return []
    rows = [figure for section in tables for figure in read_table(frame, section)]
    figures = sorted([*_read_prose(frame, tables), *rows], key=lambda figure: figure.span)
    figures = complete_headline(article.text, [fit_figure(figure) for figure in figures])
    return add_context(article, figures, gazetteer)


def _read_prose(frame: Frame, tables: list[Section]) -> list[Figure]:
    """Return the records of all lines outside tables."""
    home = home_subject(frame)
    lead = _title_period(frame)
    figures: list[Figure] = []
    state, event, market = State(home, lead), find_event_day(frame), find_market_day(frame)
    headed = ""
    for paragraph in _paragraphs(frame.text):
        if any(section.span.overlaps(paragraph) for section in tables):
            continue
        headed = _basis_of_heading(frame, paragraph, headed)
        period = state.period if not figures else lead or state.period
        state = State(home, period, state.named[-1:], state.whole, event=event, market=market, basis=headed)
        for sentence in split_sentences(frame.text, paragraph):
            said = _BASIS_SAID.search(frame.folded, sentence.start, sentence.end)
            state.basis = (said["basis"] if said["basis"] == "环比" else "") if said else state.basis
            state.subject = _next_subject(state, home, goes_on(frame, sentence.start))
            state.period = carry_period(frame, state.period, sentence)
            state.main = None
            state.here = state.here if goes_on(frame, sentence.start) else 0
            state.seen, state.listed = set(), ()
            figures.extend(_read_sentence(frame, sentence, state))
    return figures


def _basis_of_heading(frame: Frame, paragraph: Span, headed: str) -> str:
    """Return the basis that a heading sets for the lines below it; another heading ends it, a sentence does not."""
    words = paragraph.of(frame.folded).strip()
    if len(words) > LONGEST_HEADING or _ENDS.search(words) or frame.quantities_in(paragraph):
        return headed
    return "环比" if "环比" in words and not _NO_BASIS.search(words) else ""


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the lines of a text."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _next_subject(state: State, home: Subject | None, going_on: bool) -> Subject | None:
    """Return whom a new sentence is about before it names anyone: the last sentence's first subject.

    The country holds behind a semicolon (`going_on`); after a full stop a local article is about its place again.
    """
    listed = len(state.seen) > MOST_SUBJECTS_KEPT
    if state.main and not (listed and home) and (state.main.name != "全国" or going_on):
        return state.main
    return home or state.subject


def _title_period(frame: Frame) -> Said | None:
    """Return the stretch that is over which the title names; a title taken from the text's own start adds none."""
    title = frame.article.title
    if frame.text.lstrip().startswith(title.rstrip("…")[:LEAST_TITLE]):
        return None
    found = [
        period
        for span, period in find_periods(title, frame.anchor)
        if period.start != period.end and not is_programme(title, span)
    ]
    over = [period for period in found if frame.anchor is None or period.end <= frame.anchor]
    return (None, over[-1]) if over else None


def _read_sentence(frame: Frame, sentence: Span, state: State) -> Iterator[Figure]:
    """Yield the records of a sentence and carry its subject and period on."""
    position = sentence.start
    if not goes_on(frame, sentence.start):
        topic = find_topic(sentence.of(frame.folded))
        state.topic = topic or (state.topic if state.topic_used else "")
        state.topic_used = state.topic_used and not topic
    groups = list(find_groups(frame, sentence))
    state.holders = find_holders(frame, groups) if state.topic else {}
    for group in groups:
        _settle(frame, group, state)
        held = state.holders.get(group.quantities[0].span.start)
        yield from _read_held(frame, group, held, state) if held else _read_group(frame, group, state)
        position = group.quantities[-1].span.end
    _scan_clauses(frame, position, sentence.end, state)


def _settle(frame: Frame, group: Group, state: State) -> None:
    """Let the words up to a group set subject and period."""
    state.earlier = state.period
    _scan_clauses(frame, group.start, group.clause, state)
    _set_times(frame, group.clause, group.quantities[0].span.start, state)


def _set_times(frame: Frame, start: int, end: int, state: State) -> None:
    """Let a stretch of words set the period; 2023年度 behind 截至目前 only names a plan."""
    for span, period in find_times(frame, start, end):
        told = state.period[0] if state.period else None
        beside = told is not None and told.start >= full_start(frame, start)
        # …净资产1.7亿元；2022年度实现营业收入: behind a semicolon or a number it says when.
        beside = beside and told is not None and not _ANOTHER_TIME.search(frame.folded, told.end, span.start)
        if not (beside and span.of(frame.folded).endswith("年度")):
            state.period = (span, period)


def _scan_clauses(frame: Frame, start: int, end: int, state: State) -> None:
    """Let clauses without a number of their own set subject (at their head only) and period."""
    _set_times(frame, start, end, state)
    position = start
    for stop in [*(match.start() for match in _CLAUSE_END.finditer(frame.folded, start, end)), end]:
        subjects = find_subjects(frame, position, stop, state.subject)
        listed = _LISTED.search(frame.folded[position:stop])
        if len(subjects) == 1 and subjects[0].span and not listed and _at_head(frame, position, subjects[0].span.start):
            _set_subject(state, subjects[0])
        elif (
            len(subjects) > 1 and subjects[0].span and not listed and _at_head(frame, position, subjects[0].span.start)
        ):
            _set_subject(state, _join(frame, subjects))
            state.listed = tuple(subjects)
        position = stop + 1


def _at_head(frame: Frame, start: int, position: int) -> bool:
    """Say whether only period and lead words stand before a subject in its clause."""
    before = frame.folded[start:position]
    for span, _ in frame.periods_in(start, position):
        before = before.replace(span.of(frame.folded), "", 1)
    return not clean_name(before, ()) or len(before.strip()) <= 2 or bool(SITED.match(before))


def _set_subject(state: State, subject: Subject) -> None:
    """Make a subject the one in force."""
    state.subject = subject
    state.main = state.main or subject
    state.seen.add(subject.name)


def _read_group(frame: Frame, group: Group, state: State) -> Iterator[Figure]:
    """Yield the records of a list of quantities."""
    first = group.quantities[0]
    clause = words_before(frame, group.clause, first)
    more = _read_more_shares(frame, group, clause, state)
    subjects = [] if more else find_subjects(frame, group.clause, first.span.start, state.subject)
    if _counts_subject(subjects, first):
        _set_subject(state, subjects[0])
        return
    each = bool(_EACH.search(clause))
    came = cut_origin(clause)
    reading = more or _read_given(frame, group, came, state)
    state.shared = reading.kind == "share"
    cut = _cut_words(frame, group, subjects)
    own = clean_name(_after_spans(reading.own, cut), cut, LONGEST_NAME * len(group.quantities))
    state.giver = own if state.giver else ""
    behind, is_of = _behind(frame, group)
    several = len(subjects) > 1 and len(group.quantities) == 1 and (each or not (own or behind))
    dealt = len(subjects) == len(group.quantities) > 1
    if subjects:
        _set_subject(state, subjects[0] if len(subjects) < 2 or several or dealt else _join(frame, subjects))
    names = _name_of_index(group, state, reading, bool(own) and not subjects) or deal_names(
        frame, group, state, reading, own, behind, is_of
    )
    state.last = names[-1]
    origin = clause[len(came) :]
    periods = _deal_periods(frame, group, state, clause, origin)
    for index, quantity in enumerate(group.quantities):
        about: list[Subject | None] = [state.subject]
        if several:
            about = list(subjects)
        elif dealt:
            about = [subjects[index]]
        elif not subjects:
            about = [*state.listed] if each and state.listed else [_event_subject(frame, group, state) or state.subject]
        for subject in about:
            yield _record(frame, group, quantity, names[index], subject, state, reading, periods[index])
    if several or dealt:
        state.subject = subjects[-1]
    if "年" in origin:
        # The year that a number came from is not that of what it became.
        told = find_times(frame, group.start, max(group.start, first.span.start - len(origin)))
        state.period = told[-1] if told else state.earlier


def _name_of_index(group: Group, state: State, reading: Reading, of_another: bool) -> list[Named]:
    """Name the points and the moves of an index of shares, none of which is a growth on the year before.

    `of_another` says that the clause names something else than an index, such as a share: then no index holds on.
    """
    unit = group.quantities[0].canonical_unit
    if unit not in {"point", "percent"} or reading.kind not in {"level", "change", "growth"}:
        return []
    if not is_index(state.subject):
        return []
    if of_another and unit == "percent":
        state.subject = state.main = None
        return []
    name = "涨跌幅" if unit == "percent" else "点位" if reading.kind == "level" else "涨跌点数"
    return [Named(name, name)] * len(group.quantities)


def _counts_subject(subjects: list[Subject], quantity: Quantity) -> bool:
    """Say whether a number stands in its subject's name: 甲省、乙省等6个大省的总量 says who, not how many."""
    span = subjects[0].span if len(subjects) == 1 else None
    return span is not None and span.start < quantity.span.start < span.end


def _deal_periods(frame: Frame, group: Group, state: State, clause: str, origin: str) -> list[Said | None]:
    """Return when each number of a group held; `origin` are the words that say where it came from."""
    start, count = group.quantities[0].span.start, len(group.quantities)
    told = frame.periods_in(start - len(origin), start) if origin else []
    # 由2022年末的24%升至28%: the first number is of its own day.
    own = told[-1] if told else _end_of_change(frame, clause, state)
    return [own] * count if own else deal_periods(frame, Span(group.start, start), state.period, count)


def _end_of_change(frame: Frame, clause: str, state: State) -> Said | None:
    """Return the year that an end of a change is of: “十四五”期间收入从1.1万亿元提升至1.8万亿元."""
    came, state.came = state.came, clause.endswith(("从", "由"))
    if state.period is None or not (state.came or (came and _CHANGED_TO.search(clause))):
        return None
    span, period = state.period
    first, last = period.start.year, period.end.year
    if first == last or (period.start.month, period.end.month) != (1, 12):
        return None
    # A plan starts from what was there the year before.
    year = (first - 1 if is_plan(period) else first) if state.came else last
    day = Date(year, 1, 1), Date(year, 12, 31)
    return span, Period(*day, label_period(*day), period.said)


def _event_subject(frame: Frame, group: Group, state: State) -> Subject | None:
    """Return the event that the article reports where a clause without a subject of its own tells of it."""
    if frame.event is None or (state.main is not None and frame.company is not None):
        return None
    stretch = state.period is not None and state.period[1].start != state.period[1].end
    if not tells_of_event(_whole_clause(frame, group), stretch):
        return None
    subject = Subject(frame.event.of(frame.text), frame.scope.home, frame.event)
    state.subject = state.subject or subject
    return subject


def _read_given(frame: Frame, group: Group, clause: str, state: State) -> Reading:
    """Read the kind of a group; 贡献了60%的甲、70%的[乙] goes on with what contributed."""
    end = group.quantities[0].span.end
    right = frame.folded[end : end + LONGEST_BEHIND]
    reading = read_kind(clause, group.quantities[0], right)
    if reading.kind == "share" and not reading.whole:
        among = _AMONG_WHOM.search(frame.folded, group.start, group.clause)
        whole = clean_name(among.group("whole"), ()) if among else ""
        return Reading("share", reading.own, f"占{whole}比重", whole) if whole else reading
    if reading.kind == "share" and reading.own.endswith(GIVING):
        state.giver = reading.own
    elif state.giver and frame.folded[group.clause - 1 : group.clause] == "、" and reading.kind == "level":
        again = read_kind(state.giver, group.quantities[0], right)
        return again if again.kind == "share" else reading
    else:
        state.giver = ""
    return reading


def _read_held(frame: Frame, group: Group, held: Span, state: State) -> Iterator[Figure]:
    """Yield the record of one of a series: the topic is what is counted, the name is whose it is."""
    named, subject = Named(state.topic, state.topic), name_holder(frame, held)
    reading = Reading("level", "", "")
    yield _record(frame, group, group.quantities[0], named, subject, state, reading, state.period)


def _join(frame: Frame, subjects: list[Subject]) -> Subject:
    """Return the one subject that a coordination of places makes: 广东、江苏."""
    first, last = subjects[0].span, subjects[-1].span
    if first is None or last is None:
        return subjects[-1]
    span = Span(first.start, last.end)
    return Subject(span.of(frame.text), None, span)


def _after_spans(words: str, cut: tuple[str, ...]) -> str:
    """Drop a long clause before subject and period: 让我们来看2023年上半年苏州[居民收入]."""
    ends = [(words.rfind(piece), words.rfind(piece) + len(piece)) for piece in cut if piece in words]
    if not ends or min(start for start, _ in ends) <= LONGEST_BEFORE:
        return words
    rest = words[max(end for _, end in ends) :]
    return rest if clean_name(rest, ()) else words


def _read_more_shares(frame: Frame, group: Group, clause: str, state: State) -> Reading | None:
    """Read 全省的57% or 湖北省1/3 behind 占全国的15%: a share of another whole."""
    listed = frame.folded[group.clause - 1 : group.clause] == "、" and group.quantities[0].canonical_unit == "percent"
    whole = _OTHER_WHOLE.fullmatch(clause) if state.shared and listed else None
    return Reading("share", "", f"占{whole.group(1)}比重", whole.group(1)) if whole else None


def _cut_words(frame: Frame, group: Group, subjects: list[Subject]) -> tuple[str, ...]:
    """Return the words of the clause that name its subject and period, to be cut from the metric's name."""
    end = group.quantities[0].span.start
    # 中央财政 says whose purse it is: that is part of the name.
    spans = [
        subject.span
        for subject in subjects
        if subject.span and subject.span.start >= group.clause and not subject.span.of(frame.folded).endswith("财政")
    ]
    spans += [span for span, _ in frame.periods_in(group.clause, end)]
    if len(spans) > 1 and len(subjects) > 1 and subjects[0].span and subjects[-1].span:
        spans = [Span(subjects[0].span.start, subjects[-1].span.end), *spans[len(subjects) :]]
    return tuple(sorted((span.of(frame.folded) for span in spans), key=len, reverse=True))


def _behind(frame: Frame, group: Group) -> tuple[str, bool]:
    """Return the noun behind the last quantity of a group, and whether 的 joins it."""
    end = group.quantities[-1].span.end
    if group.quantities[-1].canonical_unit == "point":
        # 3775.89点的全天低位: whose points they are stands before them.
        return "", False
    words, _ = name_behind(frame.folded, end, group.sentence.end, group.quantities[-1].canonical_unit)
    # 90%以上的场馆 counts a part of them; 1.3万亿斤以上的基础 does not.
    of = _OF if group.quantities[-1].canonical_unit == "percent" else _OF_ALONE
    return words, bool(of.match(frame.folded, end))


def _record(
    frame: Frame,
    group: Group,
    quantity: Quantity,
    named: Named,
    subject: Subject | None,
    state: State,
    reading: Reading,
    period: Said | None,
) -> Figure:
    """Put one record together."""
    clause = frame.folded[max(group.clause, quantity.span.start - LONGEST_LEAD) : quantity.span.end]
    clause_span = Span(group.clause, quantity.span.end)
    lead = frame.folded[max(group.sentence.start, group.clause - LONGEST_LEAD) : group.clause]
    status: Status = "comparison"
    if reading.kind not in {"gap", "multiple", "change"}:
        here = period is not None and (period[0] is None or period[0].start >= group.sentence.start)
        told = period[1] if period and here else None
        status = read_status(clause, lead, quantity.qualifier, told, frame.anchor, frame.plan)
        if status == "actual" and _OF_A_GOAL.match(frame.folded, quantity.span.end):
            status = "target"
        if status in {"planned", "target"} and (reading.kind == "met" or "计划" in reading.whole):
            # 完成年度计划投资的70%, 占全年计划数的99%: the plan is what was met.
            status = "actual"
        if status == "actual" and _CASE.match(frame.folded, quantity.span.end) and _CASE_HEAD.search(lead + clause):
            status = "requirement"
    if (
        status == "actual"
        and subject
        and frame.event
        and subject.span == frame.event
        and _is_to_come(frame, state.event)
    ):
        # 本次节会共有5项活动, told before it opens.
        status, period = "planned", state.event
    status = _inherit_status(frame, state, quantity, status)
    period = choose_period(frame, period, clause_span, group.sentence, status, reading.kind, quantity)
    if period is not None and status == "actual":
        period = cut_to_day(frame, period, clause)
    if period is None and status == "actual" and happened_there(_whole_clause(frame, group)):
        period = state.period = state.event
    if (
        period is None
        and state.market
        and status in {"actual", "comparison"}
        and quotes_market(lead[-LONGEST_LEAD_NEAR:] + clause)
    ):
        # 主力合约收于每吨542元，…: the day that a market report is of.
        period = state.market
    if period is None and status == "actual" and frame.anchor and frame.day_known and _SUMMED.search(clause):
        # What has been added up since nobody says when is of the day it is told.
        period = None, Period(frame.anchor, frame.anchor, label_period(frame.anchor, frame.anchor))
    return Figure(
        doc_id=frame.article.doc_id,
        version=frame.article.version,
        span=quantity.span,
        quote=quantity.span.of(frame.text),
        value=quantity.value,
        unit=quantity.unit,
        canonical_value=quantity.canonical_value,
        canonical_unit=quantity.canonical_unit,
        metric=named.metric,
        metric_said=named.said,
        status=status,
        sentence=group.sentence,
        subject=subject.name if subject else None,
        subject_key=subject.region.key
        if subject and subject.region and not subject.region.key.startswith("OPEN:")
        else None,
        period=period[1] if period else None,
        qualifier=quantity.qualifier,
        threshold=find_threshold(named.said),
        context=tuple(_contexts(group.sentence, subject, period)),
    )


def _is_to_come(frame: Frame, event: Said | None) -> bool:
    """Say whether the event that an article reports lies ahead of it."""
    return event is not None and frame.anchor is not None and event[1].start > frame.anchor


def _inherit_status(frame: Frame, state: State, quantity: Quantity, status: Status) -> Status:
    """Give the next of a list the standing of the one before: 计划新建5个工厂、10个[智能工厂]."""
    before, end = state.status
    between = frame.folded[end : quantity.span.start]
    listed = 0 < len(between) <= LONGEST_ITEM and (
        _AMONG_THEM.fullmatch(between) or (not _CLAUSE_STOP.search(between) and _ITEM_LINK.search(between))
    )
    if listed and status == "actual" and before in {"planned", "forecast"}:
        status = before
    state.status = (status, quantity.span.end)
    return status


def _whole_clause(frame: Frame, group: Group) -> str:
    """Return the words of a group's clause, those behind its numbers too."""
    end = group.quantities[-1].span.end
    stop = _CLAUSE_END.search(frame.folded, end, group.sentence.end)
    return frame.folded[group.clause : stop.start() if stop else group.sentence.end]


def _contexts(sentence: Span, subject: Subject | None, period: Said | None) -> Iterator[Context]:
    """Yield the words outside the sentence that settle subject and period."""
    settled: list[tuple[Span | None, ContextRole]] = [
        (subject.span if subject else None, "subject"),
        (period[0] if period else None, "period"),
    ]
    for span, role in settled:
        if span is not None and not sentence.contains(span):
            yield Context(span, role)
