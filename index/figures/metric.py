"""What a group of quantities measures: its own words, dealt out over a list, or what was named before."""

from __future__ import annotations

import re

from index.figures.frame import Frame
from index.figures.kinds import Reading
from index.figures.names import (
    LONGEST_NAME,
    LONGEST_VERB,
    canonical_name,
    clean_name,
    condense_name,
    count_doers,
    cut_goal,
    cut_list,
    is_bare_goal,
    is_bare_verb,
    is_change_alone,
    join_name,
    name_doers,
    object_behind,
    shorten,
)
from index.figures.parts import tag_words
from index.figures.phrase import last_clause, split_coordination, split_series
from index.figures.state import Group, Named, State
from index.figures.times import full_start
from index.figures.topics import LONGEST_BARE, add_topic, fill_hollow, fill_share, fill_told, fill_up
from index.quantities.units import CURRENCIES
from index.text import fold

# 第五批入围企业中，武汉103家: what is counted stands before the list.
_AMONG = re.compile(r"(?P<what>[^,，]{3,24}?)(?:当?中|里|方面)$")
# 来自甲国的项目最多，达到132个: what the number is of.
_FIRST = re.compile(
    r"(?P<what>[^,，]{2,24}?)(?:数量|规模)?(?:最[多大高快强]|居首|领先|领跑|名列前茅|位居第一|排名第一)$"
)
_LIST_OF = re.compile(r"(?P<what>[^,，]{3,24}?)(?:名单|榜单|目录)(?:当?中|里)$")
_BRANCH = re.compile("(?:业|企业|产品|地区|领域|国家|方式|品牌)$")
# What was measured of the whole and is of its branch as well.
_MEASURE_END = re.compile(
    "(?:增加值|总产值|产值|营业收入|销售收入|销售额|零售额|收入|利润总额|利润|税收|投资|进出口总?额?|出口总?额?|进口总?额?|产量|销量|用电量|生产指数|价格|"
    "实际使用外资|实际利用外资|吸收外资|合同外资|贷款余额|余额|从业人员|人数)$"
)
_BARE_AMOUNT = re.compile(
    "(?:累计)?完成投资|签约额|签约金额|投资额|投资总额|总投资|总投资额|投资金额|金额|总金额|协议投资额|计划投资"
)
_PROJECT_KIND = re.compile("(?!签约|合作|重点)([^签]{2,10}项目)")
_HOLDER = re.compile(
    "(?P<holder>(?:规模以上|规上|限额以上|限上|中央|国有|民营|外资|外商投资)[\u4e00-\u9fff]{0,12}?(?:企业|工业|服务业|制造业))"
)
# What belongs to those whose output was told just before.
_OWN_RESULT = re.compile(
    "利润总额|利润|净利润|营业收入|营收|产销率|税收|研发(?:费用|投入|经费)|营业成本|资产总计|资产总额"
)
_AVERAGES = ("人均", "户均", "亩均")
# A loss stands for the profit told before it.
_LOSS = re.compile("净?亏损|净?盈利")
_SHARES = ("占比", "比重", "份额")
_RATIOS = frozenset({"percent", "percentage_point", "times"})
# Amounts that projects have, and what names the projects that were counted.
_UNDER_PROJECTS = re.compile(
    "(?:累计)?完成投资|投资额|投资总额|总投资|总投资额|投资金额|计划投资|计划总投资|协议投资额|协议总投资"
)
_PROJECTS = re.compile("项目(?:数|个数)?$")
# Totals of works that were counted, and the words that name works.
_TOTALS = re.compile(
    "总(?:里程|长度?|面积|建筑面积|占地面积|用地面积|装机(?:容量|规模)?|投资额?|规模|产能|金额)|计划总投资"
)
_WORKS = re.compile("(?:工程|项目|公路|道路|线路|基地|园区|电站|小区|厂房)$")
_DONE_ALREADY = re.compile(
    "(?:(?:已经?|正在?|均|全部)+(?P<deed>[\u4e00-\u9fff]{2,6})|被(?P<by>[\u4e00-\u9fff]{2,14}))(?=[，,。；;、]|$)"
)
_OTHER_THAN = re.compile(
    "(?:(?<!相)较|(?<![占同环对])比|高于|低于|快于|慢于|不及)[^，,。；;]{1,12}的$|"
    "(?:好于|优于|差于|强于|弱于|逊于)[^，,。；;]{1,20}的$"
)
_THAN = frozenset({"高于", "低于", "快于", "慢于", "较", "不及"})
LONGEST_KIND = 12
_THESE = re.compile(r"(?:这|上述|以上)[两二三四五\d](?:项|个|大)?(?:数字|数据|指标|数值)|[两二三]者")
_SERVED = re.compile(
    "(?:日均|年均|人均|户均|平均|累计)?(?:惠及|服务|覆盖|接待|带动|辐射|受益)(?:群众|居民|人口|企业|农户)?"
)
_PARTNER = re.compile(r"(?:对|自|从|与)(?P<who>.{2,16}?)(?:进出口|进口|出口)$")


def deal_names(
    frame: Frame, group: Group, state: State, reading: Reading, own: str, behind: str, is_of: bool
) -> list[Named]:
    """Return the metric of each quantity of a group."""
    if own in _GUESSES and state.last.said:
        # 较去年12月1.6%的预期下调0.2个百分点: the guess is of what was told before.
        own = ""
    if is_bare_goal(own) and state.named:
        # 预期目标为8%，拼搏目标为9%: the goal's metric was told before.
        last = state.named[-1]
        return [Named(cut_goal(last.metric) + own, cut_goal(last.said) + own)] * len(group.quantities)
    if reading.kind in {"level", "change"}:
        return _deal_levels(
            frame, group, state, _words_of_level(frame, group, state, own, behind, is_of), reading.suffix
        )
    if reading.kind == "growth" and (not own or own in _AVERAGES) and not state.here:
        # 养老金连续5年增加，去年又提高10%: what the clause before told the course of.
        own = fill_told(frame.folded[group.start : group.clause].rstrip("，,")) + own
    if reading.kind == "share" and not own and is_of:
        # 占经济总量约70%的消费支出: what has the share stands behind it.
        own = behind
    whole = _complete_part(frame, group, state, _complete_own(frame, group, state, own))
    bases = _bases(frame, group, state, whole, reading.kind == "gap")
    if own and reading.kind != "share":
        for base in bases:
            state.remember(base)
    dealt = [_complete(base, reading, _set_basis(frame, group, state, _suffix(reading, state))) for base in bases]
    if reading.kind == "growth":
        state.named = [Named(n.metric, n.said, True) if n in bases else n for n in state.named]
        state.named += dealt if reading.suffix.endswith("目标") else []
    return dealt


_OWN_BASIS = re.compile("同比|环比|同期|上年|去年|年均|累计")


def _set_basis(frame: Frame, group: Group, state: State, suffix: str) -> str:
    """Return a growth's suffix with the basis that a heading or 从环比看 sets, where its clause says none."""
    clause = frame.folded[group.clause : group.quantities[0].span.start]
    if not state.basis or not suffix.startswith("同比") or _OWN_BASIS.search(clause):
        return suffix
    return state.basis + suffix.removeprefix("同比")


def _suffix(reading: Reading, state: State) -> str:
    """Return what completes a name; a share without its whole is of the last one."""
    if reading.kind != "share":
        return reading.suffix
    state.whole = _cut_subject(reading.whole, state) or state.whole
    return f"占{state.whole}比重" if state.whole else "占比"


def _cut_subject(whole: str, state: State) -> str:
    """Return a share's whole without the subject itself: 占厦门市进出口总值 in an article about 厦门."""
    name = state.subject.name if state.subject else ""
    for words in (name, name.removesuffix("市").removesuffix("省")):
        if len(words) > 1 and whole.startswith(words) and len(whole) > len(words) + 1:
            return whole.removeprefix(words).removeprefix("市").removeprefix("的")
    return whole


def _complete(base: Named, reading: Reading, suffix: str) -> Named:
    """Add a suffix to a base; a gap after a growth is one of growths."""
    middle = "增速" if reading.kind == "gap" and base.growth and "增速" not in base.metric else ""
    return Named(base.metric + middle + suffix, base.said + middle + suffix)


def _words_of_level(frame: Frame, group: Group, state: State, own: str, behind: str, is_of: bool) -> str:
    """Return the words that name a level: before its number, behind it, or in the clause before."""
    last = group.quantities[-1]
    own = cut_list(own) if last.canonical_unit == "count" and (behind or not own.endswith("等")) else own
    clause = frame.folded[group.clause : group.quantities[0].span.start]
    if told := _carry_on(frame, group, state, own, behind, is_of):
        return told
    known = bool(behind) and frame.vocabulary.canonical(behind) is not None
    if clause.endswith("的") and behind and own and last.canonical_unit not in _RATIOS and not is_of:
        # 种植的1910亩烟叶: what was done, and to what.
        return own + behind if len(own) <= LONGEST_KIND else behind
    if not own and not behind and last.canonical_unit == "count":
        doing = name_doers(
            frame.folded, group.quantities[0].span.start, last.span.end, group.sentence.end, last.unit or ""
        )
        done = _DONE_ALREADY.match(frame.folded, last.span.end, group.sentence.end)
        if done and not doing and state.here:
            # 工程10项，其中8项已开工: of those counted before.
            counted = fold(state.named[-1].said)
            # 其中14架被击落，6架被压制: both of those counted first.
            counted = next((told for n in state.named if (told := fold(n.said)) and counted.startswith(told)), counted)
            doing = counted + (done.group("deed") or done.group("by"))
        behind = doing
    said = join_name(own, behind, last.canonical_unit == "count", is_of, known)
    if last.canonical_unit == "count" and behind and said.endswith(behind):
        said = count_doers(said, last.unit or "")
    if said == own and is_bare_verb(own):
        said += object_behind(frame.folded, last.span.end, group.sentence.end)
    if state.here and _SERVED.fullmatch(said):
        # 建成食堂46个，日均惠及5000余人次: the served follow what serves.
        said = fold(state.named[-1].said) + said
    said = _add_project(frame, group, state, _complete_own(frame, group, state, said))
    return _add_among(frame, group, _lend_direction(said, state)) or _earlier_clause(frame, group, state)


def _carry_on(frame: Frame, group: Group, state: State, own: str, behind: str, is_of: bool) -> str:
    """Return the name of a level that goes on with what was named before, empty where it names its own."""
    last = group.quantities[-1]
    clause = frame.folded[group.clause : group.quantities[0].span.start]
    if last.canonical_unit == "percent" and is_of:
        told = _name_of_rate(frame, group, state, own, behind)
        if told:
            return told
    reached = not own and last.canonical_unit == "percent" and state.last.metric.endswith(_SHARES)
    if (reached or is_change_alone(own or clause)) and state.last.said:
        # 增加19.7%至252亿元: what grew, not its growth.
        grown = state.named and last.canonical_unit not in _RATIOS and state.last.metric.endswith("增速")
        return fold(state.named[-1].said if grown else state.last.said)
    if _LOSS.fullmatch(own) and state.named and state.here and "利润" in state.named[-1].said:
        return fold(state.named[-1].said)
    if last.canonical_unit == "percent" and state.last.said and (_OTHER_THAN.search(clause) or own in _THAN):
        # 低于预期的4.4%增幅, 较6月份的4.4%: the same of another day or of a guess.
        return fold(state.last.said)
    return ""


# 1.6%的预期, 46%的增长速度: what a rate is called, not what has it.
_RATE_WORDS = re.compile(
    "(?:预期|预测|预估|估计|水平|增长速度|增长率|增速|增幅|涨幅|降幅|跌幅|速度|幅度|比例|占比|份额|比重|股权|股份|关税|税率|利率|概率|可能|几率|目标|产能)"
)
_GROWTH_WORDS = re.compile("(?:增长速度|增长率|增速|增幅|涨幅|降幅|跌幅)")
_GUESSES = frozenset({"预期", "预测", "预估", "预期值", "预测值"})
_COMPARED_TO = re.compile("^.*(?:高于|低于|快于|慢于|好于|不及)")


def _name_of_rate(frame: Frame, group: Group, state: State, own: str, behind: str) -> str:
    """Name a percentage that 的 joins to what it is of: 94.9%的县域能够提供服务 is a share, 1.6%的预期 a guess."""
    rate = _RATE_WORDS.match(behind)
    if rate and _GROWTH_WORDS.match(behind) and len(own) > SHORT_OWN:
        return _COMPARED_TO.sub("", own) + "同比增速"
    if rate and not own and behind in _GUESSES and state.last.said:
        return fold(state.last.said)
    if rate or own or not behind:
        return ""
    end = frame.folded.index("的", group.quantities[-1].span.end) + 1
    rest = object_behind(frame.folded, end, group.sentence.end)
    if rest.endswith(_OPINIONS) and frame.folded[end + len(rest) :][:1] in _COMMAS:
        # 61%的受访者认为，经济疲软: what they think stands behind the comma.
        rest += object_behind(frame.folded, end + len(rest) + 1, group.sentence.end)
    tells = any(tag == "v" for _, tag in tag_words(rest)[1:])
    return rest + "占比" if tells and rest.startswith(behind) else behind


# Words before a rate that are no longer than this name nothing that grows.
SHORT_OWN = 3
_OPINIONS = ("认为", "表示", "预测", "预计", "相信", "担心", "称")
_COMMAS = frozenset({",", "，"})


def _complete_own(frame: Frame, group: Group, state: State, own: str) -> str:
    """Fill up a name that leaves its matter to the words before it."""
    before = frame.folded[group.sentence.start : group.clause].rstrip("，,")
    last = fold(state.named[-1].said) if state.named else ""
    own = fill_hollow(own, frame.folded[group.sentence.start : group.quantities[0].span.start], last)
    own = fill_share(own, last_clause(before))
    if own in _SHARES and state.here and last and not last.endswith(_SHARES):
        # 国产影片票房为84亿元，占比为72%: the share of what was just told.
        own = last + own
    among = _AMONG.search(last_clause(before)) if own.endswith("占比") else None
    if among:
        # 广告收入中，互联网广告占比81.8%: the whole stands before.
        return f"{own.removesuffix('占比')}占{clean_name(among.group('what'), ())}比重"
    own = _lend_holder(frame, group, own, last) if state.here else own
    filled = add_topic(own, state.topic, frame.vocabulary)
    state.topic_used = state.topic_used or filled != own
    metric = frame.vocabulary.get(frame.vocabulary.canonical(own) or "")
    if filled == own and (metric is None or not _fits(metric.unit, group.quantities[0].canonical_unit)):
        return fill_up(own, [fold(named.said) for named in state.named], LONGEST_BARE)
    return filled


def _lend_holder(frame: Frame, group: Group, own: str, last: str) -> str:
    """Give a bare result behind that of some enterprises their name: 规模以上企业收入…，[规模以上企业]实现利润…."""
    holder = _HOLDER.match(last)
    before = frame.folded[group.clause : group.quantities[0].span.start]
    bare = _OWN_RESULT.fullmatch(own) and re.match(r"(?:共|合计|累计)?(?:实现|完成)?" + re.escape(own), before)
    return holder.group("holder") + own if holder and bare else own


def _deal_levels(frame: Frame, group: Group, state: State, said: str, suffix: str) -> list[Named]:
    """Name levels: by their own words, dealt out where they are a coordination, else by what was named last."""
    count = len(group.quantities)
    if _THESE.fullmatch(said) and len(state.named) >= count:
        # 收入和利润分别为A和B。这两项数字在上年分别为C和D.
        return state.named[-count:]
    if not said:
        last = state.named[-1] if state.named else Named("", "")
        return [Named(last.metric + suffix, last.said + suffix)] * count
    parts = split_coordination(said, count) or _series(frame, group)
    bases = [_name(frame, group, part) for part in parts] if parts else [_name(frame, group, said)] * count
    for base in bases:
        state.remember(base)
    return [Named(base.metric + suffix, base.said + suffix) for base in bases]


def _bases(frame: Frame, group: Group, state: State, own: str, gap: bool) -> list[Named]:
    """Return what each growth, share or gap of a group is about."""
    count = len(group.quantities)
    if not own and gap and state.last.metric.endswith(_SHARES):
        # 完全开工的企业占43.75%，比上月上升6.9个百分点: it is the share that moved.
        return [state.last] * count
    if own:
        parts = split_coordination(own, count) or _series(frame, group)
        if parts:
            return [_name(frame, group, part) for part in parts]
        return [_name(frame, group, own)] * count
    if told := _name_of_index(frame, group):
        state.remember(_name(frame, group, told))
        return state.named[-1:] * count
    if count > 1 and len(state.named) >= count:
        return state.named[-count:]
    return [state.named[-1] if state.named else Named("", "")] * count


# 价格指数为113.2点，环比上涨1.2%: points are no quantity, and what has them is what rose.
_POINTS = re.compile(r"(?P<what>[^,，。；;]{2,30}?)\d+(?:\.\d+)?(?:点|点位)?$")


def _name_of_index(frame: Frame, group: Group) -> str:
    """Return the index that the clause before gives in points or without a unit, empty where none."""
    before = last_clause(frame.folded[group.start : max(group.start, group.clause - 1)])
    for span, _ in frame.periods_in(group.start, group.clause):
        before = before.replace(span.of(frame.folded), "", 1)
    for mention in frame.mentions_in(group.start, group.clause):
        before = before.removeprefix(mention.span.of(frame.folded))
    told = _POINTS.search(before)
    return clean_name(told.group("what"), ()) if told else ""


def _series(frame: Frame, group: Group) -> list[str] | None:
    """Return the parts of a series at commas before 分别, None where its values are no such series."""
    left = frame.folded[group.sentence.start : group.quantities[0].span.start]
    stretch, said, verb = left.rpartition("分别")
    before = clean_name(last_clause(stretch.rstrip("，,")), (), LONGEST_NAME * len(group.quantities))
    listed = split_coordination(before, len(group.quantities)) if said and stretch.endswith(("，", ",")) else None
    if listed and not clean_name(verb, ()):
        # 造船完工量、新接订单量和手持订单量，分别达到…
        return listed
    return split_series(re.sub("(?:同比|环比)$", "", stretch), len(group.quantities)) if said else None


def _name(frame: Frame, group: Group, words: str) -> Named:
    """Make a metric of folded words; the vocabulary's name only where it is measured in what the number is."""
    words = condense_name(words) if group.quantities[0].canonical_unit == "count" else words
    name = canonical_name(words, frame.vocabulary)
    metric = frame.vocabulary.get(name)
    if metric is not None and not _fits(metric.unit, group.quantities[0].canonical_unit):
        name = words
    said = _restore(frame, group, words)
    return Named(said if name == words else name, said)


def _fits(unit: str, measured: str) -> bool:
    """Say whether a metric of a class of units can be of a base unit: 出口 in gigawatts is no 出口总额."""
    if measured in _RATIOS:
        return True
    money = measured.partition("/")[0] in CURRENCIES
    return money if unit == "money" else not (money and unit == "count")


def _restore(frame: Frame, group: Group, words: str) -> str:
    """Return folded words as the source writes them, where they stand together in their sentence."""
    start = frame.folded.find(words, group.sentence.start, group.sentence.end) if words else -1
    return frame.text[start : start + len(words)] if start >= 0 else words


def _add_project(frame: Frame, group: Group, state: State, said: str) -> str:
    """Give a bare amount the kind of project told before it: 其中，产业类项目12个，[产业类项目]签约额41.9亿元."""
    if not (_BARE_AMOUNT.fullmatch(said) or _TOTALS.fullmatch(said)) or not state.named or not state.here:
        return said
    told = fold(state.named[-1].said)
    if _UNDER_PROJECTS.fullmatch(said) and _PROJECTS.search(told):
        # 签约项目13个，投资金额125亿元: what the projects told just before amount to.
        return _PROJECTS.sub("项目", told)[-LONGEST_KIND:] + said
    if (
        _TOTALS.fullmatch(said)
        and _WORKS.search(told)
        and frame.folded[group.clause - 1 : group.clause] in {",", "，", "、"}
    ):
        # 实施养护工程10项，总里程157公里: that of the works just counted.
        return told[-LONGEST_KIND:] + said
    kind = _PROJECT_KIND.fullmatch(told)
    among = "其中" in frame.folded[full_start(frame, group.sentence.start) : group.clause]
    return kind.group(1) + said if kind and among else said


def _add_among(frame: Frame, group: Group, said: str) -> str:
    """Put the list before its count: 在第五批企业名单中，入围企业217家 counts 第五批企业名单入围企业."""
    among = _LIST_OF.search(last_clause(frame.folded[group.start : max(group.start, group.clause - 1)]))
    return clean_name(among.group("what"), ()) + said if said and among else said


def _complete_part(frame: Frame, group: Group, state: State, own: str) -> str:
    """Give a branch behind 其中 the measure of the whole before it: …其中，高技术制造业[实际使用外资]增长."""
    among = "其中" in frame.folded[group.start : group.quantities[0].span.start]
    if not own or not state.named or not (state.here or among) or not _BRANCH.search(own) or frame.vocabulary.find(own):
        return own
    measure = _MEASURE_END.search(fold(state.named[-1].said))
    return own + measure.group() if measure else own


def _earlier_clause(frame: Frame, group: Group, state: State) -> str:
    """Return the name in the clause before, where the last clause of a level has none and nothing was named yet."""
    before = last_clause(frame.folded[group.start : max(group.start, group.clause - 1)])
    for span, _ in frame.periods_in(group.start, group.clause):
        before = before.replace(span.of(frame.folded), "", 1)
    among = _AMONG.search(before) or _FIRST.search(before)
    if among:
        return clean_name(among.group("what"), ())
    return "" if state.here else clean_name(shorten(clean_name(before, ()), LONGEST_VERB), ())


def _lend_direction(said: str, state: State) -> str:
    """Give 出口 behind 自金砖国家进口 its partner: 对金砖国家出口."""
    if said not in {"出口", "进口"} or not state.named:
        return said
    partner = _PARTNER.match(state.named[-1].said)
    return f"{'对' if said == '出口' else '自'}{partner.group('who')}{said}" if partner else said
