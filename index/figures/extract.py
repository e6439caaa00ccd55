"""Walk an article's sentences and make a record of every quantity.

State runs through a sentence from left to right: the subject, the period and the last metric named hold until the
words name others. A list (分别增长29.5%、65.86%) is read as one group, so that its parts can be dealt out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.figures.frame import Frame, read_frame
from index.figures.kinds import Reading, read_kind
from index.figures.names import (
    canonical_name,
    clean_name,
    find_threshold,
    is_bare_verb,
    join_name,
    name_behind,
    object_behind,
)
from index.figures.phrase import last_clause, split_coordination
from index.figures.statuses import read_status
from index.figures.subjects import Subject, find_subjects, home_subject
from index.figures.times import (
    Said,
    carry_period,
    choose_period,
    deal_periods,
    find_event_day,
    find_times,
    happened_there,
)
from index.metrics import Vocabulary
from index.periods import find_periods
from index.quantities.qualifiers import find_qualifier
from index.regions import Gazetteer
from index.text import fold, split_sentences
from index.types import Article, Context, ContextRole, Figure, Quantity, Span, Status

_LINK = re.compile(r"\s?(?:、|和|与|及|以及|，和|,)\s?")
_AFTER_BOUND = re.compile("^(?:以上|以下|左右|上下|以内)")
_STOP = re.compile(r"[、，,；;。]|和(?=\d)|及(?=\d)")
_LEADING_LINK = re.compile(r"^\s?(?:、|以及|和|与|及)")
_EACH = re.compile(r"(?:各|各自|均|都)(?:有|为|达)?$")
# 第五批入围企业中，武汉103家: what is counted stands before the list.
# A clause that is a name in a list: 喜德县…产业园项目等.
_LISTED = re.compile(r"(?:项目|基地|工程|企业|公司|产业园|中心)等?$|等$")
_BRANCH = re.compile("(?:业|企业|产品|地区|领域|国家|方式)$")
_OTHER_WHOLE = re.compile(r"(?:占)?([\u4e00-\u9fff]{2,10})的")
_AMONG = re.compile(r"(?P<what>[^,，]{3,24}?)(?:当?中|里|方面)$")
_LIST_OF = re.compile(r"(?P<what>[^,，]{3,24}?)(?:名单|榜单|目录)(?:当?中|里)$")
_PARTNER = re.compile(r"(?:对|自|从|与)(?P<who>.{2,16}?)(?:进出口|进口|出口)$")
_CLAUSE_END = re.compile(r"[,，;；:：]")
# How many of the metrics named last can be dealt out to a list.
REMEMBERED = 8
# A sentence that names more subjects than these is a list; the next one is about the article's place again.
MOST_SUBJECTS_KEPT = 2


@dataclass(frozen=True, slots=True)
class _Named:
    """A metric as it was last named: its name, the words, and whether a growth of it was told since."""

    metric: str
    said: str
    growth: bool = False


@dataclass(slots=True)
class _State:
    """What holds at a point of the text."""

    subject: Subject | None
    period: Said | None
    named: list[_Named] = field(default_factory=list)
    whole: str = ""
    main: Subject | None = None
    seen: set[str] = field(default_factory=set)
    event: Said | None = None
    shared: bool = False

    def remember(self, named: _Named) -> None:
        """Keep a metric that later words may refer to."""
        self.named = [*self.named[-REMEMBERED:], named]


@dataclass(frozen=True, slots=True)
class _Group:
    """Quantities in a list, the words from the last number to it, and where its last clause starts."""

    quantities: tuple[Quantity, ...]
    start: int
    clause: int
    sentence: Span


def extract_figures(article: Article, gazetteer: Gazetteer, vocabulary: Vocabulary) -> list[Figure]:
    """Return the records of an article, in the order of its text."""
    frame = read_frame(article, gazetteer, vocabulary)
    if not frame.quantities:
        return []
    home = home_subject(frame)
    lead = _title_period(frame)
    figures: list[Figure] = []
    state, event = _State(home, lead), find_event_day(frame)
    for paragraph in _paragraphs(frame.text):
        period = state.period if not figures else lead or state.period
        state = _State(home, period, state.named[-1:], state.whole, event=event)
        for sentence in split_sentences(frame.text, paragraph):
            state.subject = _next_subject(state, home)
            state.period = carry_period(frame, state.period, sentence)
            state.main = None
            state.seen = set()
            figures.extend(_read_sentence(frame, sentence, state))
    return figures


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the lines of a text."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _next_subject(state: _State, home: Subject | None) -> Subject | None:
    """Return whom a new sentence is about before it names anyone: the last sentence's first subject."""
    listed = len(state.seen) > MOST_SUBJECTS_KEPT
    if state.main and state.main.name != "全国" and not (listed and home):
        return state.main
    return home or state.subject


def _title_period(frame: Frame) -> Said | None:
    """Return the stretch that the title names, if it names one."""
    found = [period for _, period in find_periods(frame.article.title, frame.anchor) if period.start != period.end]
    return (None, found[-1]) if found else None


def _read_sentence(frame: Frame, sentence: Span, state: _State) -> Iterator[Figure]:
    """Yield the records of a sentence and carry its subject and period on."""
    position = sentence.start
    for group in _groups(frame, sentence):
        _settle(frame, group, state)
        yield from _read_group(frame, group, state)
        position = group.quantities[-1].span.end
    _scan_clauses(frame, position, sentence.end, state)


def _after_name(frame: Frame, group: _Group) -> int:
    """Return where the next clause may start: behind the counted noun where a stop follows (145座[名城]、312座名镇)."""
    end = group.quantities[-1].span.end
    words, after = name_behind(frame.folded, end, group.sentence.end)
    counted = group.quantities[-1].canonical_unit == "count"
    stop = _STOP.match(frame.folded, after) if counted else frame.folded.startswith("、", after)
    return after if words and stop else end


def _groups(frame: Frame, sentence: Span) -> Iterator[_Group]:
    """Yield the quantities of a sentence, those of one list together."""
    run: list[Quantity] = []
    position = sentence.start
    for quantity in frame.quantities_in(sentence):
        if run and not _continues(frame, run[-1], quantity):
            group = _group(frame, run, position, sentence)
            yield group
            position, run = min(_after_name(frame, group), quantity.span.start), []
        run.append(quantity)
    if run:
        yield _group(frame, run, position, sentence)


def _continues(frame: Frame, last: Quantity, quantity: Quantity) -> bool:
    """Say whether a quantity goes on with a list: same base unit, and only a link between."""
    between = frame.folded[last.span.end : quantity.span.start]
    if last.canonical_unit != quantity.canonical_unit or len(between) > 6:
        return False
    qualifier = find_qualifier(frame.folded, quantity.span.start, quantity.span.start)[0] or ""
    return bool(_LINK.fullmatch(_AFTER_BOUND.sub("", between.removesuffix(qualifier))))


def _group(frame: Frame, run: list[Quantity], position: int, sentence: Span) -> _Group:
    """Find where the clause of a list starts."""
    first = run[0].span.start
    clause = _LEADING_LINK.sub("", last_clause(frame.folded[position:first]))
    return _Group(tuple(run), position, first - len(clause), sentence)


def _settle(frame: Frame, group: _Group, state: _State) -> None:
    """Let the words up to a group set subject and period."""
    _scan_clauses(frame, group.start, group.clause, state)
    for span, period in find_times(frame, group.clause, group.quantities[0].span.start):
        state.period = (span, period)


def _scan_clauses(frame: Frame, start: int, end: int, state: _State) -> None:
    """Let clauses without a number of their own set subject (at their head only) and period."""
    for span, period in find_times(frame, start, end):
        state.period = (span, period)
    position = start
    for stop in [*(match.start() for match in _CLAUSE_END.finditer(frame.folded, start, end)), end]:
        subjects = find_subjects(frame, position, stop, state.subject)
        listed = _LISTED.search(frame.folded[position:stop])
        if len(subjects) == 1 and subjects[0].span and not listed and _at_head(frame, position, subjects[0].span.start):
            _set_subject(state, subjects[0])
        position = stop + 1


def _at_head(frame: Frame, start: int, position: int) -> bool:
    """Say whether only period and lead words stand before a subject in its clause."""
    before = frame.folded[start:position]
    for span, _ in frame.periods_in(start, position):
        before = before.replace(span.of(frame.folded), "", 1)
    return not clean_name(before, ()) or len(before.strip()) <= 2


def _set_subject(state: _State, subject: Subject) -> None:
    """Make a subject the one in force."""
    state.subject = subject
    state.main = state.main or subject
    state.seen.add(subject.name)


def _read_group(frame: Frame, group: _Group, state: _State) -> Iterator[Figure]:
    """Yield the records of a list of quantities."""
    first = group.quantities[0]
    clause = _before_qualifier(frame, group.clause, first)
    subjects = find_subjects(frame, group.clause, first.span.start, state.subject)
    each = bool(_EACH.search(clause))
    reading = _read_more_shares(clause, state) or read_kind(clause, first)
    state.shared = reading.kind == "share"
    cut = _cut_words(frame, group, subjects)
    own = clean_name(reading.own, cut)
    behind, is_of = _behind(frame, group)
    several = len(subjects) > 1 and len(group.quantities) == 1 and (each or not (own or behind))
    dealt = len(subjects) == len(group.quantities) > 1
    if subjects:
        _set_subject(state, subjects[0] if len(subjects) < 2 or several or dealt else _join(frame, subjects))
    names = _deal_names(frame, group, state, reading, own, behind, is_of)
    periods = deal_periods(frame, Span(group.start, first.span.start), state.period, len(group.quantities))
    for index, quantity in enumerate(group.quantities):
        about: list[Subject | None] = [state.subject]
        if several:
            about = list(subjects)
        elif dealt:
            about = [subjects[index]]
        for subject in about:
            yield _record(frame, group, quantity, names[index], subject, state, reading, periods[index])
    if several or dealt:
        state.subject = subjects[-1]


def _join(frame: Frame, subjects: list[Subject]) -> Subject:
    """Return the one subject that a coordination of places makes: 广东、江苏."""
    first, last = subjects[0].span, subjects[-1].span
    if first is None or last is None:
        return subjects[-1]
    span = Span(first.start, last.end)
    return Subject(span.of(frame.text), None, span)


def _read_more_shares(clause: str, state: _State) -> Reading | None:
    """Read 全省的57% behind 占全国的15%: a share of another whole."""
    whole = _OTHER_WHOLE.fullmatch(clause) if state.shared else None
    return Reading("share", "", f"占{whole.group(1)}比重", whole.group(1)) if whole else None


def _before_qualifier(frame: Frame, start: int, quantity: Quantity) -> str:
    """Return the folded words from a clause's start to a quantity, without the qualifier before it."""
    qualifier, at = find_qualifier(frame.folded, quantity.span.start, quantity.span.start)
    return frame.folded[start : at if qualifier and at >= start else quantity.span.start]


def _cut_words(frame: Frame, group: _Group, subjects: list[Subject]) -> tuple[str, ...]:
    """Return the words of the clause that name its subject and period, to be cut from the metric's name."""
    end = group.quantities[0].span.start
    spans = [subject.span for subject in subjects if subject.span and subject.span.start >= group.clause]
    spans += [span for span, _ in frame.periods_in(group.clause, end)]
    if len(spans) > 1 and len(subjects) > 1 and subjects[0].span and subjects[-1].span:
        spans = [Span(subjects[0].span.start, subjects[-1].span.end), *spans[len(subjects) :]]
    return tuple(sorted((span.of(frame.folded) for span in spans), key=len, reverse=True))


def _behind(frame: Frame, group: _Group) -> tuple[str, bool]:
    """Return the noun behind the last quantity of a group, and whether 的 joins it."""
    end = group.quantities[-1].span.end
    words, _ = name_behind(frame.folded, end, group.sentence.end)
    return words, frame.folded[end : end + 1] == "的"


def _deal_names(
    frame: Frame, group: _Group, state: _State, reading: Reading, own: str, behind: str, is_of: bool
) -> list[_Named]:
    """Return the metric of each quantity of a group."""
    count = len(group.quantities)
    counted = group.quantities[0].canonical_unit == "count"
    if reading.kind in {"level", "change"}:
        known = bool(behind) and frame.vocabulary.canonical(behind) is not None
        said = join_name(own, behind, counted, is_of, known)
        if said == own and is_bare_verb(own):
            said += object_behind(frame.folded, group.quantities[-1].span.end, group.sentence.end)
        said = _add_among(frame, group, _lend_direction(said, state)) or _earlier_clause(frame, group, state)
        bases = _deal_levels(frame, group, state, said, count)
        if said:
            for base in bases:
                state.remember(base)
        return [_Named(base.metric + reading.suffix, base.said + reading.suffix) for base in bases]
    bases = _bases(frame, group, state, _complete_part(frame, group, state, own), count)
    if own and reading.kind != "share":
        for base in bases:
            state.remember(base)
    whole = reading.whole
    suffix = reading.suffix
    if reading.kind == "share":
        suffix = f"占{whole or state.whole}比重" if (whole or state.whole) else "占比"
        state.whole = whole or state.whole
    dealt = []
    for base in bases:
        middle = "增速" if reading.kind == "gap" and base.growth and "增速" not in base.metric else ""
        dealt.append(_Named(base.metric + middle + suffix, base.said + middle + suffix))
    if reading.kind == "growth":
        state.named = [_Named(n.metric, n.said, True) if n in bases else n for n in state.named]
    return dealt


def _restore(frame: Frame, group: _Group, words: str) -> str:
    """Return folded words as the source writes them, where they stand together in their sentence."""
    start = frame.folded.find(words, group.sentence.start, group.sentence.end) if words else -1
    return frame.text[start : start + len(words)] if start >= 0 else words


def _name(frame: Frame, group: _Group, words: str) -> _Named:
    """Make a metric of folded words."""
    name = canonical_name(words, frame.vocabulary)
    said = _restore(frame, group, words)
    return _Named(said if name == words else name, said)


def _add_among(frame: Frame, group: _Group, said: str) -> str:
    """Put the list before its count: 在第五批企业名单中，入围企业217家 counts 第五批企业名单入围企业."""
    among = _LIST_OF.search(last_clause(frame.folded[group.start : max(group.start, group.clause - 1)]))
    return clean_name(among.group("what"), ()) + said if said and among else said


def _complete_part(frame: Frame, group: _Group, state: _State, own: str) -> str:
    """Give a branch behind 其中 the measure of the whole before it: …其中，高技术制造业[实际使用外资]增长."""
    before = frame.folded[group.start : group.quantities[0].span.start]
    if not own or not state.named or "其中" not in before or not _BRANCH.search(own) or frame.vocabulary.find(own):
        return own
    said = fold(state.named[-1].said)
    hits = frame.vocabulary.find(said)
    return own + hits[-1][0].of(said) if hits and hits[-1][0].end == len(said) else own


def _earlier_clause(frame: Frame, group: _Group, state: _State) -> str:
    """Return the name in the clause before, where the last clause of a level has none and nothing was named yet."""
    before = last_clause(frame.folded[group.start : max(group.start, group.clause - 1)])
    among = _AMONG.search(before)
    if among:
        return clean_name(among.group("what"), ())
    return "" if state.named else clean_name(before, ())


def _lend_direction(said: str, state: _State) -> str:
    """Give 出口 behind 自金砖国家进口 its partner: 对金砖国家出口."""
    if said not in {"出口", "进口"} or not state.named:
        return said
    partner = _PARTNER.match(state.named[-1].said)
    return f"{'对' if said == '出口' else '自'}{partner.group('who')}{said}" if partner else said


def _deal_levels(frame: Frame, group: _Group, state: _State, said: str, count: int) -> list[_Named]:
    """Name levels: by their own words, dealt out where they are a coordination, else by what was named last."""
    parts = split_coordination(said, count) if said else None
    if parts:
        return [_name(frame, group, part) for part in parts]
    if said:
        return [_name(frame, group, said)] * count
    return [state.named[-1] if state.named else _Named("", "")] * count


def _bases(frame: Frame, group: _Group, state: _State, own: str, count: int) -> list[_Named]:
    """Return what each growth, share or gap of a group is about."""
    if own:
        parts = split_coordination(own, count)
        if parts:
            return [_name(frame, group, part) for part in parts]
        return [_name(frame, group, own)] * count
    if count > 1 and len(state.named) >= count:
        return state.named[-count:]
    return [state.named[-1] if state.named else _Named("", "")] * count


def _record(
    frame: Frame,
    group: _Group,
    quantity: Quantity,
    named: _Named,
    subject: Subject | None,
    state: _State,
    reading: Reading,
    period: Said | None,
) -> Figure:
    """Put one record together."""
    clause = frame.folded[group.clause : quantity.span.end]
    clause_span = Span(group.clause, quantity.span.end)
    lead = frame.folded[group.sentence.start : group.clause]
    status: Status = "comparison"
    if reading.kind not in {"gap", "multiple"}:
        here = period is not None and (period[0] is None or period[0].start >= group.sentence.start)
        told = period[1] if period and here else None
        status = read_status(clause, lead, quantity.qualifier, told, frame.anchor, frame.plan)
    period = choose_period(frame, period, clause_span, group.sentence, status, reading.kind, quantity)
    if period is None and status == "actual" and happened_there(lead + clause):
        period = state.event
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
        subject_key=subject.region.key if subject and subject.region and ":" not in subject.region.key else None,
        period=period[1] if period else None,
        qualifier=quantity.qualifier,
        threshold=find_threshold(named.said),
        context=tuple(_contexts(group.sentence, subject, period)),
    )


def _contexts(sentence: Span, subject: Subject | None, period: Said | None) -> Iterator[Context]:
    """Yield the words outside the sentence that settle subject and period."""
    settled: list[tuple[Span | None, ContextRole]] = [
        (subject.span if subject else None, "subject"),
        (period[0] if period else None, "period"),
    ]
    for span, role in settled:
        if span is not None and not sentence.contains(span):
            yield Context(span, role)
