"""When a figure holds: the period its clause names, the one before it in the sentence, the paragraph, the title."""

from __future__ import annotations

import re
from itertools import pairwise

from index.figures.frame import Frame, sentence_start
from index.period_words import months, read_small_number
from index.periods import label_period
from index.types import Date, Period, Quantity, Span

Said = tuple[Span | None, Period]

# A shorter period says when one thing happened and does not hold for the next sentence.
SHORTEST_CARRIED = 27
# A period that ended longer ago (days) is history told in one sentence.
OLDEST_CARRIED = 420
# How far from its start an article tells of the event it reports, and how far behind the day.
EVENT_LEAD = 120
# More days to come than this: the period is still going on.
DAYS_LEFT = 40
# Full stops after which a state (截至6月底) is told no more.
FARTHEST_STATE = 2
# Sentences after which a period is no longer in the reader's mind.
FARTHEST_CARRIED = 5

# 一、二、三季度: the list before its last part, so many code points of it at most.
_LIST_OF_PARTS = re.compile(r"(?:第?(?:[一二三四]|1[0-2]|[1-9])(?:季度|月份?)?[、和及与])+第?$")
_PART_OF_LIST = re.compile(r"(?P<number>[一二三四]|1[0-2]|[1-9])(?P<unit>季度|月)")
_NUMERAL = re.compile(r"[一二三四]|1[0-2]|[1-9]")
_FARTHEST_LISTED, _MONTHS_OF_YEAR = 24, 12
_SENTENCE_END = re.compile("[。！？!?]")
# Amounts and ratios of a report go on being of its period; a bare count or area may be a stock of any day.
_FLOWING = frozenset({"CNY", "USD", "EUR", "HKD", "percent", "percentage_point", "times", "t", "kWh"})
# What is there rather than what happened.
_STOCK = re.compile(
    "已|共有|拥有|现有|总数|总量|目前|位于|涵盖|涉及|覆盖|包括|全长|占地|由|划分|设有|围绕|分布|总计有|共计有|成为|保有|储量|资源|等|个省|个部门|部门|余项|中有|^.{0,4}$"
)
_FLOW = re.compile(
    "新增|新设|新登记|新签|新注册|新建|新引进|注销|签约|开工|竣工|投产|完成|办理|发放|举办|开展|接待|运送|发送|开行|交易|成交|销售|产量|处理|引进|"
    "落户|吸引|增长|净增|吞吐|进出境|受理|授权|出让|供应|培训|就业|人次|查处|拓展|实施|产销|上市|出栏|播种|建成|改造"
)
# What was done since a day that some clauses lie before; with 已 the same verbs may count a stock.
_DEED = re.compile("(?<!已)(?<!已经)(?:打造|培育|推出|制定|出台|发布|颁布|落地|修订|清理|新建|投入|帮扶|争取)")
# Words that say when without saying which day: what held before does not hold on.
_VAGUE = re.compile(
    "自[\u4e00-\u9fff]{1,8}以来|不久前|日前|近日|近期|此前|早前|先前|下一步|接下来|今后|未来|下一阶段|下阶段"
)
_THE_DAY = re.compile(r"今[天日]|\d日")
_SO_FAR = re.compile("累计|已(?:经)?[\u4e00-\u9fff]{2}|突破|截至")
_SINCE_FOUNDED = re.compile(
    "(?:正式)?(?:成立|挂牌|设立|启动|运行|开通|建成|开工|实施|举办|运营|揭牌|获批|组建|创办|投用|上线)(?:运行|运营)?以来"
)
_SINCE = re.compile("[^，,。；;]{1,12}?(?:以来|至今)|起(?=[，,]?[^。；;]{0,24}(?:累计|已经|已|共))")
_COMPARED = re.compile(r"(?:比|较|与|同|高于|低于|快于|于|自|超过|超|是|为|相当于|由|从)$")
# 占比由去年同期的30%调整为31%: where it came from.
_CAME_FROM = re.compile(r"(?:同期)?的")
_COMPARED_AFTER = re.compile(
    r"(?:同期)?(?:相比|加快|提升|提高|回落|下降|上升|扩大|收窄|放缓|高|低|增长|增加|减少|的\d|末|环比|持平|基本持平|相当)"
)
_REPORTED = re.compile(
    r"记者|获悉|举行|举办|召开|发布会|消息|电\b|日电|日讯|讯\(|表示|介绍|报道|印发|透露|披露|公布|通报|发布|开幕|启动|揭牌|签署|签订|调研|主持|出席|"
    r"考察|视察|访问|会见|宣布|公告|论坛|会议|活动|仪式|日起|正式|抵达|通车|上线|实施|施行|成立|挂牌|运行"
)
# 近十年来首次 says how rare, not when.
_SINCE_WHEN = re.compile(r"(?:以来)?(?:的?首次|首个|最[高低大快好]|的?新高|的?新低|罕见)")
# 今年第5号台风, 去年首批项目: which one, not when.
_NUMBERED = re.compile("第[\\d一二三四五六七八九十]+[号次个届批场轮]|首[批场轮]")
# 去年同期亏损37亿元: what was then, and no comparison.
_THEN = re.compile("[为是仅达]|净?亏损|净?盈利|实现|的?净利|的?营业?收|完成")
_LEFT_OUT = re.compile("(?:剔除|扣除|除去|除了?|不含|不包括)[^，,。；;]{0,12}$")
# 成立于2008年4月21日，注册资本50亿元: how old, not when.
_FOUNDED = re.compile("(?:成立|始建|创立|创建|创办|组建|设立|建立|建|注册)于$")
_PRICED = re.compile("[按照以依]$")
_EVENT = re.compile("举行|举办|召开|开幕|启幕|启动|签约|落幕")
_AT_EVENT = re.compile(
    "现场|签约|签订|集中开工|参会|参展|参赛|参加|齐聚|汇聚|到场|亮相|展出|推介|与会|出席|缺席|揭牌|揭晓|评选出|评出|评审|颁发|授予|发布了"
)
_POINT = re.compile(r"截至|截止|为止|底|末")
_PROGRAMME = re.compile(
    r"20\d\d年(?:第|“|《|版|新年|春运|(?:全国|世界|中国|国际)?[^，,。]{0,14}(?:大会|论坛|博览会|峰会|活动周|推介会|洽谈会|交易会|工作会|节开幕|大赛|激励计划|持股计划))"
)
_OF_YEAR = re.compile(r"20\d\d年度$")


def find_times(frame: Frame, start: int, end: int) -> list[tuple[Span, Period]]:
    """Return the periods of a stretch that say when; those compared against and the days of the report are none."""
    found = [
        (span, _until_now(frame, span, period))
        for span, period in frame.periods_in(start, end)
        if _says_when(frame, span, period, start, end)
    ]
    # 6月中旬下达2023年度中央投资计划: beside another time, 年度 is the plan's name.
    named = [entry for entry in found if not _OF_YEAR.search(entry[0].of(frame.folded))]
    return named or found


def _until_now(frame: Frame, span: Span, period: Period) -> Period:
    """Read 自2018年首次举办以来 as the years up to the article's day."""
    pattern = _SINCE if frame.folded[max(0, span.start - 1) : span.start] in {"自", "从"} else _SINCE_FOUNDED
    since = pattern.match(frame.folded, span.end)
    if since is None or frame.anchor is None or frame.anchor < period.start:
        return period
    return Period(period.start, frame.anchor, label_period(period.start, frame.anchor), period.said)


def _says_when(frame: Frame, span: Span, period: Period, start: int, end: int) -> bool:
    """Say whether a period tells when something held."""
    folded, words = frame.folded, span.of(frame.folded)
    before = folded[max(start, span.start - 6) : span.start]
    if _COMPARED.search(before) and not before.endswith(("截至", "截止")) and _is_compared(folded, span, before):
        return False
    if (_SINCE_WHEN.match(folded, span.end) and words.endswith(("来", "年"))) or _is_aside(folded, span, start):
        return False
    if words.endswith("同期"):
        if _COMPARED.search(before) or before.endswith("占"):
            return False
        return words == "同期" or bool(_THEN.match(folded, span.end))
    if before.endswith(("《", "占")) or (words.endswith("年") and _PROGRAMME.match(folded, span.start)):
        return False
    if period.start == period.end and words.endswith("日") and not _POINT.search(words):
        return not _REPORTED.search(folded, span.end, _clause_end(folded, span.end, end))
    return True


def _is_aside(folded: str, span: Span, start: int) -> bool:
    """Say whether a period only numbers a thing (今年第5号台风), is left out (剔除1月) or prices it (按现在的价格)."""
    words, before = span.of(folded), folded[max(start, span.start - 16) : span.start]
    numbers = words.endswith("年") and _NUMBERED.match(folded, span.end)
    if _FOUNDED.search(before):
        return True
    return bool(numbers or _LEFT_OUT.search(before) or (_PRICED.search(before) and folded.startswith("的", span.end)))


def _is_compared(folded: str, span: Span, before: str) -> bool:
    """Say whether the period is the other side of a comparison; 为 and 是 before it may only lead to it."""
    if before.endswith(("比", "较", "高于", "低于", "快于", "超过")):
        return True
    if before.endswith(("由", "从")):
        return bool(_CAME_FROM.match(folded, span.end))
    return bool(_COMPARED_AFTER.match(folded, span.end)) and before.endswith(("与", "同", "是", "为", "相当于", "于"))


def _clause_end(folded: str, position: int, end: int) -> int:
    """Return where the sentence's first two clauses after a position end."""
    commas = [match.end() for match in re.finditer("[,，]", folded[position:end])]
    return position + commas[1] if len(commas) > 1 else end


def carry_period(frame: Frame, said: Said | None, sentence: Span) -> Said | None:
    """Return what holds at the start of a new sentence: a stretch of a month or more, said not long ago.

    A semicolon goes on with everything; in an article that reports on one period alone, that one holds to its end.
    """
    if said is not None and _still_holds(frame, said, sentence):
        return said
    if _VAGUE.match(frame.folded, sentence.start):
        return None
    return frame.main if frame.main and frame.main[0].start < sentence.start else None


def _still_holds(frame: Frame, said: Said, sentence: Span) -> bool:
    """Say whether a period told before goes on in a new sentence."""
    span, period = said
    if _VAGUE.match(frame.folded, sentence.start):
        return False
    if span is None or goes_on(frame, sentence.start) or _goes_into(frame, sentence.start):
        return True
    words = span.of(frame.folded)
    if _is_state(frame, said):
        if frame.main and frame.main[0].start < sentence.start:
            # What the article reports on holds before the day of one state does.
            return False
        # 截至10月末，贷款余额8万亿元。有余额的客户4000万户: the state of the same day.
        between = frame.folded[span.end : sentence.start]
        return "\n" not in between and len(_SENTENCE_END.findall(between)) <= FARTHEST_STATE
    if (
        (period.end - period.start).days < SHORTEST_CARRIED
        or "以来" in words
        or words.startswith(("近", "过去", "最近"))
    ):
        return False
    between = frame.folded[span.end : sentence.start]
    going_on = frame.day_known and frame.anchor is not None and period.start <= frame.anchor < period.end
    if (
        going_on
        and period.start.year == period.end.year
        and (period.end - (frame.anchor or period.end)).days > DAYS_LEFT
    ):
        # 今年 is not over: it holds for its own sentence, and several years hold for their plan.
        return False
    if frame.main and (period.start, period.end) == (frame.main[1].start, frame.main[1].end):
        return True
    old = frame.anchor is not None and (frame.anchor - period.end).days > OLDEST_CARRIED
    return not old and "\n" not in between and len(_SENTENCE_END.findall(between)) <= FARTHEST_CARRIED


def _is_state(frame: Frame, said: Said) -> bool:
    """Say whether a period is the end of a month or a year that has passed: 截至10月末, 2022年底."""
    span, period = said
    if span is None or period.start != period.end or frame.anchor is None or period.end >= frame.anchor:
        return False
    words = span.of(frame.folded)
    return words.endswith(("底", "末")) or (words.startswith("截") and words.endswith(("月", "月份", "年")))


def goes_on(frame: Frame, start: int) -> bool:
    """Say whether the sentence at `start` follows a semicolon."""
    return frame.folded[max(0, start - 3) : start].rstrip().endswith((";", "；"))


def _goes_into(frame: Frame, start: int) -> bool:
    """Say whether the sentence at `start` takes the one before apart: 其中，…."""
    return frame.folded.startswith("其中", start)


def is_programme(text: str, span: Span) -> bool:
    """Say whether a year belongs to an event's name: 2023年第八届推介会."""
    return bool(_PROGRAMME.match(text, span.start))


def full_start(frame: Frame, start: int) -> int:
    """Return where the sentence that ends in a full stop starts, semicolons inside it."""
    return sentence_start(frame.folded, start)


def choose_period(
    frame: Frame, said: Said | None, clause: Span, sentence: Span, status: str, kind: str, quantity: Quantity
) -> Said | None:
    """Return the period in force where it holds for this quantity: not for what is to come, nor for bare stocks."""
    if said is None:
        return None
    span, period = said
    if span is None:
        return said if status in {"actual", "comparison"} else None
    if clause.start <= span.start:
        return said
    begin = full_start(frame, sentence.start)
    within = begin <= span.start
    if status in {"actual", "comparison"} and frame.day_known and frame.anchor and period.start > frame.anchor:
        # 计划于明年建成，目前完成投资170亿元: what is there is not of a day to come.
        return None
    if _goes_into(frame, begin):
        within = full_start(frame, begin - 1) <= span.start
    ahead = frame.anchor is None or not frame.day_known or period.end > frame.anchor
    # 今天预计发送旅客1395万人次: the day is not over; 目前 is no such day.
    ahead = ahead or (period.end == frame.anchor and bool(_THE_DAY.search(span.of(frame.folded))))
    if (status == "forecast" or (status == "planned" and not within)) and not ahead:
        return None
    if status in {"target", "requirement"} and not (ahead or within):
        return None
    words = frame.folded[clause.start : clause.end]
    between = frame.folded[span.end : clause.start]
    if within:
        return None if _is_background(span.of(frame.folded), between, words) else said
    if _is_state(frame, said):
        # 截至6月底，…。市民领取4000张消费券: what happened is not of the day of a state.
        return None if _FLOW.search(words) and not _SO_FAR.search(words) else said
    after = _clause_end(frame.folded, clause.end, min(sentence.end, clause.end + 20))
    words = frame.folded[clause.start : after]
    bare = kind == "level" and quantity.canonical_unit not in _FLOWING
    return None if bare and _STOCK.search(words) and not _FLOW.search(words) else said


def cut_to_day(frame: Frame, said: Said, clause: str) -> Said:
    """Return 今年 as far as it has gone, where a clause says that its number has been added up or reached."""
    span, period = said
    going_on = frame.day_known and frame.anchor is not None and period.start <= frame.anchor < period.end
    if not going_on or span is None or span.of(frame.folded) != "今年" or not _SO_FAR.search(clause):
        return said
    end = frame.anchor or period.end
    return span, Period(period.start, end, label_period(period.start, end), period.said)


def _is_background(said: str, between: str, clause: str) -> bool:
    """Say whether 今年以来 lies some clauses behind and no number stood between: then it only sets the scene."""
    if "以来" not in said or _FLOW.search(clause) or _DEED.search(clause):
        return False
    if said[0].isdigit() and re.search(r"\d", between):
        # 自2025年以来审查7.3万件，提出1.5万件: a year that is told counts both.
        return False
    return len(re.findall("[,，:：]", re.split(r"\d", between)[0])) > 1


# 国内金银商品20日收跌: the one day whose prices an article gives.
_MARKET = re.compile(
    r"(?<![\d月])(?P<day>\d{1,2})日[^。\n]{0,40}?(?:收[涨跌高低红]|报收|收盘|涨跌互现|弱势|震荡|走[高低强弱])|"
    r"(?:股市|股指|期货|大盘|A股|商品|美股|港股)[^。\n]{0,12}?(?<![\d月])(?P<late>\d{1,2})日"
)
_PRICES = re.compile("收于|报收|收报|收盘|开盘|盘中|结算价|[涨跌升降]幅|成交|当日|报于|定盘价|最[高低]点")


def find_market_day(frame: Frame) -> Said | None:
    """Return the day of an article's dateline where its lead says that it reports that day's market."""
    match = _MARKET.search(frame.folded, 0, 2 * EVENT_LEAD)
    if match is None or not frame.day_known or frame.anchor is None:
        return None
    day = int(match["day"] or match["late"])
    if not 0 <= frame.anchor.day - day <= 1:
        return None
    held = frame.anchor.replace(day=day)
    span = Span(match.end("day") - len(match["day"]), match.end("day") + 1) if match["day"] else None
    return span, Period(held, held, label_period(held, held))


def quotes_market(words: str) -> bool:
    """Say whether a clause gives a price or a turnover of the day: 收于, 成交额, 跌幅."""
    return bool(_PRICES.search(words))


def find_event_day(frame: Frame) -> Said | None:
    """Return the day of the event that the lead tells of: 8月10日，…推介会在…举行."""
    days = [
        (span, period)
        for span, period in frame.periods_in(0, min(len(frame.text), 2 * EVENT_LEAD))
        if period.start == period.end and span.of(frame.folded).endswith("日")
    ]
    for index, (span, period) in enumerate(days):
        if span.start > EVENT_LEAD or not _EVENT.search(frame.folded, span.end, span.end + EVENT_LEAD):
            if not index and not frame.folded.startswith((",", "，"), span.end):
                return None
            continue
        later = days[index + 1] if index + 1 < len(days) else None
        if later and frame.folded[later[0].start - 1] in "至到" and later[1].start > period.start:
            # 于19日开幕，持续至21日
            return span, Period(period.start, later[1].end, label_period(period.start, later[1].end), period.said)
        return span, period
    return None


def happened_there(words: str) -> bool:
    """Say whether a sentence tells of the event itself: 现场签约项目13个."""
    return bool(_AT_EVENT.search(words))


def _join_periods(frame: Frame, left: Span, said: Said | None) -> Said | None:
    """Return both years of 2021年和2022年累计投入459亿元 as one stretch."""
    if said is None or said[0] is None:
        return said
    named = find_times(frame, full_start(frame, left.start), left.end)
    for (first, one), (second, other) in pairwise(named):
        between = frame.folded[first.end : second.start]
        if second == said[0] and between in {"和", "与", "、", "及"} and one.end < other.start:
            words = Span(first.start, second.end)
            label = label_period(one.start, other.end)
            return words, Period(one.start, other.end, label, words.of(frame.text))
    return said


def _list_parts(frame: Frame, span: Span, period: Period) -> list[Said]:
    """Return every quarter or month of a list that names its year and 季度 or 月 once: 一、二、三季度, 7、8、9月."""
    last = _PART_OF_LIST.search(frame.folded, span.start, span.end)
    before = _LIST_OF_PARTS.search(frame.folded[max(0, span.start - _FARTHEST_LISTED) : span.start])
    if last is None or before is None:
        return []
    length = 3 if last.group("unit") == "季度" else 1
    numbers = [read_small_number(words) for words in (*_NUMERAL.findall(before.group()), last.group("number"))]
    parts: list[Said] = []
    for number in numbers:
        if number is None or not 0 < number * length <= _MONTHS_OF_YEAR:
            return []
        start, end = months(period.end.year, (number - 1) * length + 1, number * length)
        parts.append((span, Period(start, end, label_period(start, end), period.said)))
    return parts


def deal_periods(frame: Frame, left: Span, said: Said | None, count: int) -> list[Said | None]:
    """Return the period of each of `count` values: 2021年和2022年分别为A、B, 2015—2022年分别为 and eight values."""
    if count == 1:
        return [_join_periods(frame, left, said)]
    if said is None or said[0] is None or "分别" not in frame.folded[left.start : left.end]:
        return [said] * count
    whole_start = full_start(frame, left.start)
    named = find_times(frame, left.start, left.end)
    if len(named) == count:
        return list(named)
    if "同期" in frame.folded[left.start : left.end]:
        # 2020年、2021年和2022年…分别为…。同期，…分别为…: the years told before.
        earlier = full_start(frame, whole_start - 1) if whole_start else 0
        for start, end in ((whole_start, left.start), (earlier, whole_start)):
            before = find_times(frame, start, end)
            if len(before) == count:
                return list(before)
    span, period = said
    listed = _list_parts(frame, span, period) if span is not None else []
    if len(listed) == count:
        return list(listed)
    first, last = period.start.year, period.end.year
    whole = (period.start.month, period.end.month) == (1, 12) and last - first + 1 == count
    if not whole:
        return [said] * count
    years = (Period(Date(y, 1, 1), Date(y, 12, 31), f"{y}年", period.said) for y in range(first, last + 1))
    return [(span, year) for year in years]
