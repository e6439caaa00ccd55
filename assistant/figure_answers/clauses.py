"""Which clauses of a source tell a number: whole ones, from whom they speak of to where the number stands.

A clause is cut out at its borders only, never inside brackets, titles or short quotations. What a clause leans on (占…
has no subject, 同比增长 no metric, 按可比价格计算 narrows it) comes with it; who says it (数据显示) and times that are
told before it stay behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.figure_answers.terms import PERIOD_WORDS, is_light, split_terms, tag_words
from assistant.figure_answers.view import View, find_said
from index.periods import find_periods
from index.text import fold
from index.types import Span

# A run of clauses up to this length is told whole; a longer one only where nothing else says whom it speaks of.
_COMFORTABLE, _LONGEST = 45, 110
# Captions run on without a comma: what stands farther from the number is another matter.
_RUN_ON = 70
# In 在截至3月31日的财年中 the time is told by a clause of its own, of at most so many code points.
_ADVERBIAL = 24
_WHEN_OR_WHERE = re.compile(r"(?:在|截至|截止|自|从)(?!此|而|行业看|.{0,8}看$)")
# A text without full stops is read in a window around the number.
_WINDOW = 400
_KEPT_WHOLE = re.compile(r"[（(][^（）()]{0,60}[)）]|《[^《》]{0,60}》|“[^“”]{0,24}”|「[^「」]{0,24}」")
_BORDER = re.compile(
    r"[，。；！？\n;!?]|,(?!\d{3})|[：:](?!\d)|(?<=[\u4e00-\u9fff%）)])[ \u3000]+(?=[\u4e00-\u9fff])"
    # 出口5亿元、进口3亿元: each has its own name and its own number.
    r"|(?<=[元个家户项人亩吨辆台件米%])、(?=[^\d、，。；]{2,}\d)"
    # …8月10日电(记者 某某): a dateline.
    r"|(?<=[)）])(?<=.{4})"
)
_DATELINE = re.compile(r"^.{0,40}(?:[电讯]|消息|日报道)\s?[（(][^（）()]{1,40}[)）]$")
_STRONG = frozenset("。；！？\n;!?")
_WHO_SAYS = re.compile(
    r"(?:显示|获悉|了解到?|介绍|指出|透露|得知|报道|据悉|表示|统计|强调|通报称?|[宣声]?称|说|讯|消息)$|^经.{0,6}(?:核算|测算|核定)$|^(?:据|记者).*(?:公布|发布|数据|消息|通报)$"
)
_FORECAST = re.compile(r"预计|预测|预期|力争|目标|计划|有望|争取")
_GOAL = re.compile(r"目标|力争|计划|规划|预计|预期|争取|有望|拟|将|要求|确保|到20\d\d年")
# What narrows or conditions the clause that follows.
_NARROWS = re.compile(
    r"^(?:如果|若|假如|倘若|一旦|只要|按照?(?!计划|照)|依(?!托)|扣除|剔除|除|不含|不包括|不计|含|包括|包含|以.{2,20}计(?:算|价)?$|对|就|与|较|比|在.{2,30}[下中里]$)"
)
_LEANS = re.compile(
    r"^(?:其中|同比|环比|比|较|占|增长|增速|增幅|增加|减少|下降|上升|上涨|下跌|回落|提高|提升|降低|且|并|而|但|也|还|又|均|都|分别|各|合计|总计|"
    r"共(?!同|享)|达|为|超|突破|约|近|逾|位居|位列|居|列|涨|跌|降|增|从|由|至|其|该|这|此)"
)
# 全镇, 该公司: whom it speaks of, if not by name.
_SCOPE = re.compile(
    r"(?<![占比居列于])(?:全|该|我|本)(?:国|省|自治区|市|州|盟|区|县|旗|镇|乡|街道|村|园区|公司|集团|行|院|校|企业|项目)(?!第|平均|前列|首位)"
)
# 2023一季报显示: says the time along with who says it.
_REPORT = re.compile(r"年报|季报|中报|财报|快报|公报")
_OPEN_END = re.compile(r"(?:的基础上|的同时|的情况下|之际|之后)$")
_CONNECTIVES = re.compile(
    r"^(?:其中|此外|另外|同时|目前|截至目前|此前|近日|日前|并且|而且|还|也|已经?|共|累计|将|则|又)+"
)
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千万亿]+(?=[个家户项人亩吨辆台件元])")
_TIME_REST = re.compile(r"[截至到止在自从于的来以内间期末底初年月日今当前目现近随后上下半度过去未这\d\s“”、—\-]*")
_SOME_YEARS = re.compile(r"[近前]?[\d一二两三四五六七八九十几多]+多?(?:年|个月|个季度|周|天)(?:来|间|里|内)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a text: where it stands, its folded words without the mark behind them, and that mark."""

    span: Span
    words: str
    mark: str

    @property
    def counts(self) -> bool:
        """Say whether a number stands in it that is no date."""
        return bool(_NUMBER.search(PERIOD_WORDS.sub("", self.words)))


def split_clauses(text: str, sentence: Span) -> list[Clause]:
    """Return the clauses of a sentence in order; brackets, titles and short quotations are never cut."""
    whole = [Span(*match.span()) for match in _KEPT_WHOLE.finditer(text, sentence.start, sentence.end)]
    clauses: list[Clause] = []
    start = sentence.start
    for match in _BORDER.finditer(text, sentence.start, sentence.end):
        if any(span.start < match.start() < span.end for span in whole):
            continue
        if not match.group() and not _DATELINE.match(text[start : match.start()]):
            continue
        clauses.append(_clause(text, start, match.start(), match.group().strip(" \u3000")))
        start = match.end()
    clauses.append(_clause(text, start, sentence.end, ""))
    return [clause for clause in clauses if clause.words]


def _clause(text: str, start: int, end: int, mark: str) -> Clause:
    while start < end and text[start].isspace():
        start += 1
    return Clause(Span(start, end), fold(text[start:end]).strip(), mark)


@dataclass(frozen=True, slots=True)
class Cut:
    """The clauses that are told (`kept`), and those before them that would say whom they speak of (`chain`)."""

    kept: Span
    chain: tuple[Clause, ...]


def cut_clauses(views: Sequence[View], names: Sequence[str]) -> Cut:
    """Return the clauses that tell the numbers of records of one sentence.

    `names` are the folded names of whom they speak of, as far as what stands before the clauses can tell it; empty
    where it cannot, and then the clauses go back as far as they must.
    """
    first, text = views[0], views[0].article.text
    numbers = Span(min(v.figure.span.start for v in views), max(v.figure.span.end for v in views))
    sentence = first.figure.sentence
    sentence = Span(max(sentence.start, numbers.start - _WINDOW), min(sentence.end, numbers.end + _WINDOW))
    clauses = split_clauses(text, sentence)
    inside = [i for i, clause in enumerate(clauses) if clause.span.overlaps(numbers)]
    if not inside:
        return Cut(sentence, ())
    least = min([inside[0], *(_metric_clause(view, clauses, inside[0]) for view in views)])
    last = inside[-1]
    full = _walk_back(clauses, least, names, whole=True)
    short = _walk_back(clauses, least, names, whole=False)
    chain = tuple(clauses[full:short])
    length = clauses[last].span.end - clauses[full].span.start
    begins = full
    if length > _COMFORTABLE and short > full:
        told = bool(names) and not has_other_topic(chain, clauses[short], names) and not _has_untold_time(chain, first)
        begins = short if told or length > _LONGEST else full
    begins = _drop_times(clauses, begins, least, first)
    begins = _take_goal(clauses, begins, last, views)
    last = _take_narrowing(clauses, last)
    kept = Span(clauses[begins].span.start, clauses[last].span.end)
    return Cut(_trim_run_on(kept, views, text), tuple(clauses[full:begins]))


def _metric_clause(view: View, clauses: Sequence[Clause], own: int) -> int:
    """Return the clause in which the sentence names the metric, the number's own where it does not."""
    said = find_said(view.figure, view.article.text)
    if said is None:
        return own
    return next((i for i, clause in enumerate(clauses[: own + 1]) if clause.span.overlaps(said)), own)


def _walk_back(clauses: Sequence[Clause], start: int, names: Sequence[str], *, whole: bool) -> int:
    """Return where the run of clauses begins that `start` belongs to; not `whole`: only what it cannot do without."""
    begins = at = core = start
    while at > 0:
        before = clauses[at - 1]
        if before.mark in _STRONG or (says_who(before.words) and not _REPORT.search(before.words)):
            break
        if before.mark in ":：" and not leans(clauses[core].words):
            break
        if is_time(before.words):
            at -= 1
            continue
        at -= 1
        if _is_adverbial(before):
            begins = at
            continue
        clause = clauses[core]
        wanted = whole and not _owns_itself(clause, names) and not (names and _is_parallel(before, clause))
        if not leans(clause.words) and not wanted:
            break
        begins = core = at
    # Times right before belong to the run.
    while whole and begins > 0 and is_time(clauses[begins - 1].words) and clauses[begins - 1].mark not in _STRONG:
        begins -= 1
    return begins


def _is_adverbial(clause: Clause) -> bool:
    """Say whether a clause narrows the one behind it, or is a short time or place of it: 在截至3月31日的财年中."""
    short = bool(_WHEN_OR_WHERE.match(clause.words)) and len(clause.words) <= _ADVERBIAL
    return not clause.counts and (short or bool(_NARROWS.match(clause.words)))


def says_who(words: str) -> bool:
    """Say whether a clause only says who tells what follows."""
    return bool(_WHO_SAYS.search(words) or _DATELINE.match(words)) and not _FORECAST.search(words)


def is_time(words: str) -> bool:
    """Say whether a clause holds nothing but a time."""
    rest = _SOME_YEARS.sub("", PERIOD_WORDS.sub("", words))
    if not _TIME_REST.fullmatch(rest):
        rest = "".join(
            c for i, c in enumerate(words) if not any(s.start <= i < s.end for s, _ in find_periods(words, None))
        )
    return bool(_TIME_REST.fullmatch(rest))


def leans(words: str) -> bool:
    """Say whether a clause names nothing of its own: it goes on about what stands before it."""
    if _LEANS.match(words):
        return True
    terms = [term.word for term in split_terms(PERIOD_WORDS.sub("", words))]
    return not any(len(word) > 1 and not is_light(word) and not _NUMBER.search(word) for word in terms)


def _opening(words: str) -> tuple[str, str]:
    """Return the word with which a clause opens and its part of speech, times and connectives left out."""
    words = _CONNECTIVES.sub("", PERIOD_WORDS.sub("", words).lstrip("，,、“"))
    tags = tag_words(words[:20])
    return tags[0] if tags else ("", "")


def _opening_tag(words: str) -> str:
    return _opening(words)[1]


def _opens_lightly(words: str) -> bool:
    """Say whether a clause opens with 项目 or 资金, which may be of whoever was named before."""
    return is_light(_opening(words)[0])


def _is_nominal(clause: Clause) -> bool:
    """Say whether a clause opens with what it speaks of, and not with what that does."""
    tag = _opening_tag(clause.words)
    return bool(tag) and tag[:1] in "njsztbel" and not leans(clause.words) and not _opens_lightly(clause.words)


def _owns_itself(clause: Clause, names: Sequence[str]) -> bool:
    """Say whether a clause says whom it speaks of: by name, or by opening with a proper name."""
    if any(name in clause.words for name in names) or _SCOPE.search(clause.words):
        return True
    return not leans(clause.words) and _opening_tag(clause.words) in ("ns", "nt", "nr", "nz")


def _is_parallel(before: Clause, clause: Clause) -> bool:
    """Say whether two clauses each tell a number of their own: 出口增长5%，税收增长3%."""
    return before.counts and _is_nominal(clause)


def stands_alone(cut: Cut, text: str, names: Sequence[str]) -> bool:
    """Say whether the clauses that are kept say whom they speak of."""
    words = fold(cut.kept.of(text))
    return not cut.chain or any(name in words for name in names) or bool(_SCOPE.search(words))


def has_other_topic(chain: Sequence[Clause], clause: Clause, names: Sequence[str]) -> bool:
    """Say whether clauses before one set a topic that is not the named subject: 高技术产业引资增长较快，实际使用外资….

    A nominal clause without a number sets one; one with a number does for a verb right behind it.
    """
    for index, before in enumerate(chain):
        if any(name in before.words for name in names) or is_time(before.words) or not _is_nominal(before):
            continue
        following = chain[index + 1] if index + 1 < len(chain) else clause
        if not before.counts or not _is_nominal(following):
            return True
    return False


def _has_untold_time(chain: Sequence[Clause], view: View) -> bool:
    """Say whether clauses hold a time that the record does not carry (30年来), or tell its time of another number."""
    period = view.figure.period
    said = fold(period.said or "") if period else ""
    untold = any(is_time(clause.words) and not (said and said in clause.words) for clause in chain)
    # 在2021年突破…: the time of that number, which need not be this one's.
    return untold or bool(said and any(clause.counts and clause.words.find(said) > 0 for clause in chain))


def _drop_times(clauses: Sequence[Clause], begins: int, least: int, view: View) -> int:
    """Leave out the times that open a run and that its head tells resolved; a time that names its year stays."""
    period = view.figure.period
    while begins < least and is_time(clauses[begins].words):
        words = clauses[begins].words
        if period is None or str(period.end.year) in words or not (period.said and fold(period.said) in words):
            break
        begins += 1
    return begins


def _take_goal(clauses: Sequence[Clause], begins: int, last: int, views: Sequence[View]) -> int:
    """Return where the clauses begin that tell a goal as one: back to 力争 or 到2025年, where they lack such a word."""
    told = any(_GOAL.search(clause.words) for clause in clauses[begins : last + 1])
    if told or all(view.figure.status in ("actual", "comparison") for view in views):
        return begins
    for at in range(begins - 1, -1, -1):
        clause = clauses[at]
        if clause.mark in _STRONG or says_who(clause.words):
            break
        if _GOAL.search(clause.words):
            return at if clauses[last].span.end - clause.span.start <= _LONGEST else begins
    return begins


def _take_narrowing(clauses: Sequence[Clause], last: int) -> int:
    """Return the last clause with one that narrows it behind: …5亿元，不含农户."""
    behind = clauses[last + 1].words if last + 1 < len(clauses) and clauses[last].mark not in _STRONG else ""
    on = re.match("不含|不包括|扣除|剔除", behind) or (behind and _OPEN_END.search(clauses[last].words))
    return last + 1 if on else last


def _trim_run_on(kept: Span, views: Sequence[View], text: str) -> Span:
    """Cut a run without a border to where the metric is named before the number, and behind the number."""
    first, last = views[0].figure, max(views, key=lambda view: view.figure.span.end).figure
    if kept.end - kept.start <= _RUN_ON or len(split_clauses(text, kept)) > 1:
        return kept
    said = find_said(first, text)
    start = said.start if said and kept.start <= said.start < first.span.start else kept.start
    end = last.span.end
    if last.qualifier and text.startswith(last.qualifier, end):
        end += len(last.qualifier)
    return Span(start, kept.end if kept.end - end < _COMFORTABLE else end)
