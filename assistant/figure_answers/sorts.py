"""What sort of number a question wants: its measure, its unit, and a value that a yes-or-no question names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.figure_answers.types import Measure
from index.quantities import parse_quantities
from index.types import Quantity

LEVELS: frozenset[Measure] = frozenset({"amount", "count"})
LEVEL: frozenset[Measure] = frozenset({"amount", "count", "extent", "rate"})
RATES: frozenset[Measure] = frozenset({"growth", "share", "points", "rate"})
# Words for the sort of number, which the measure settles.
RATE_WORDS = frozenset(
    ["同比", "环比", "增速", "增长", "增长率", "增幅", "降幅", "涨幅", "跌幅", "下降", "上升", "变化", "变动"]
) | frozenset(["占", "占比", "比重", "比例", "份额", "百分之", "百分点", "降", "升", "增", "涨", "跌", "上年", "同期"])
# "实际使用外资多少" and "多少户" both mark a number; the words decide which sort. Tried in this order.
_HOW_MANY = r"(?:多少|几)[千百]?"
MONEY = r"(?:美元|欧元|港元|日元|人民币|元|钱|资金|投资(?!项目|企业|者))"
COUNTERS = r"(?:家|户|个|项|处|人次|人|名|位|辆|列|台|套|件|所|座|条|场|只|种|宗|批|对|类)"
SIZES = r"(?:平方公里|平方千米|平方米|公里|千米|米|亩|公顷|吨|斤|千瓦时|千瓦|度|立方米|兆瓦)"
_GROWTH = (
    r"增速|增长率|增幅|涨幅|降幅|同比|环比|增长还是下降|是增是减|跑赢"
    r"|(?:增长|下降|提高|减少|上升|上涨|下跌|下滑|回落)了?(?:百分之|几成|多少(?![亿万千家户个人列辆台元公平吨亩]))"
    r"|(?<![新净])[增降涨跌升]了?(?:百分之|几成|多少(?=[,，?？)）]|$))"
    r"|[比较][^，,]{1,8}[多少高低]了?(?:百分之几|几成)"
    # 哪边增长快, 增长哪边快, 谁缩得更多.
    r"|(?:增长|下降|[增涨降跌缩])得?(?:更|最)?[快慢猛狠]|(?:增长|下降)的?(?:哪|谁)[^，,]{0,3}[快慢]|[涨跌降缩]得(?:更|最)?[多少]"
)
_POINTS = (
    r"百分点|较[^，,]{1,8}(?:变动|加快|回落|提高|收窄|扩大)|拉动[^，,]{0,10}增长"
    r"|(?:高于|低于|快于|慢于)[^，,]{0,16}(?:多少|增速(?!.*[吗？]))"
)
_KINDS: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("points", re.compile(_POINTS)),
    ("points", re.compile(r"[快慢](?:出|了)*(?:多少|几)(?!年|天|个月)")),
    ("multiple", re.compile(r"(?:几|多少)倍|倍数")),
    (
        "share",
        re.compile(r"占比|比重|份额|贡献率|百分比|比例(?!尺)|占(?!地|用)[^，。]{0,24}(?:比例|多少|几成|百分|几分之)"),
    ),
    ("growth", re.compile(_GROWTH)),
    ("amount", re.compile(rf"{_HOW_MANY}[亿万]?{MONEY}|金额|签约额|投资额|成交额")),
    ("count", re.compile(rf"(?:人口|的人|网民|用户|游客|旅客|观众|股民)[^，,]{{0,12}}{_HOW_MANY}亿(?![美欧港日元])")),
    ("amount", re.compile(rf"{_HOW_MANY}亿(?![人吨户千斤立件平方])")),
    ("extent", re.compile(rf"{_HOW_MANY}[万亿]?{SIZES}")),
    (
        "count",
        re.compile(
            rf"{_HOW_MANY}[万亿]?(?:{COUNTERS}|企业|项目)|数量|(?<![指倍系分基])数(?=\s*(?:是|为|有|多少|呢|各|分别|$))"
        ),
    ),
    ("share", re.compile(r"完成率|完成进度|兑现率|完成了?(?:百分之|几成)")),
    ("rate", re.compile(r"[^增长效汇税速]率(?=是|为|达|多少|有多|呢|$)")),
)
# 下达了多少中央投资: the thing asked for is money.
_MONEY_NOUN = re.compile(
    r"多少(?!个|家|笔)[^，,。？?]{0,12}(?:资金|投资|赔款|补贴|补助|贷款|存款|收入|利润|税款|税收|税额|所得税|增值税|关税|资产|债务|负债|产值|募资|经费|融资|营收|奖金|罚款|费用)$"
)
# 增长几个百分点 is said of a level's growth and of a rate's change; of a rate it is the latter alone.
_GROWN_POINTS = re.compile(r"(?:增长|下降|上涨|下跌|[增降涨跌掉])了?(?:多少|几)个百分点")
OF_RATE = re.compile(r"率|占比|比重|比例|份额|指数|增速")
_HOW_MANY_POINTS = re.compile(r"(?:几|多少)个百分点")
_OF_GAP = re.compile(r"[快慢高低差比较]|提[高升]|回落|收窄|扩大|加快|放缓|变动|拉动|下调|上调|百分点多")
# 每吨涨多少 may be told in money.
_PER_PIECE = re.compile(r"每(?:吨|升|桶|股|斤|公斤|克|盎司|平方米|平|张|辆)|[油票房金粮]价|价格")
_PERCENT = re.compile(r"百分之(?:多少|几)|几成")
# 多卖了百分之几, 掉了几成: a change by a share of what there was.
_CHANGED_SHARE = re.compile(r"(?:[涨跌掉增减降升缩]|[多少](?![少数于]))[^，,]{0,5}(?:百分之(?:多少|几)|几成)")
# Of each of several things.
EACH = re.compile(r"各|分别")
# The word that a number is put for; 第几 asks for a rank.
ASKING = re.compile(r"多少|(?<![第十])几(?!乎)")
# How the name of a number ends (累计销量, 人次, 占比, 收盘价), where nothing else asks; 质量, 效率, 评价 name none.
NAMES_NUMBER = re.compile(
    r"(?:(?<![质力考尽])量|额|[人户家次件个岁套辆亩吨总计]数|(?<=项目)数|合计|人次|家次|车次|班次|(?<![效专])率|百分比|比例|比重|份额|占比|幅度"
    r"|[增涨降跌升]幅|增速|差价|价格|[均金油房股单报售定收开盘批币]价|定盘价|产值|市值|价值|增加值|总值|面积|里程|全长|时长|容量|规模|体量"
    r"|[总营年月]?收入|净利润|利润总额|总投资|纳税|税收|余额|[累共总]计|点位|预期增长|增长预期)"
    r"\s*(?=$|[()与及和、:]|\d)"
)
# 多少项目 counts projects, 多少家庭 families: the counter is part of a noun.
_NOT_UNIT = re.compile(
    r"(?<=项)目|(?<=家)[庭长]|(?<=人)[口才员]|(?<=场)[地馆]|(?<=部)门|(?<=单)位|(?<=条)[款例]|(?<=股)[权份]|(?<=起)[重点]|(?<=升)[到至]"
)
DELTA = re.compile(
    r"较[^，,]{1,8}(?:增加|减少|增长)(?=是|了?多少|了?几)"
    r"|(?:增加|增长|减少|净增|新增)了?(?:多少|几)[千百]?[万亿]?[家户个人列辆台元]"
)
# The gap between two numbers, with its unit: 差几个百分点, 高多少美元, 多出来几项.
GAP = re.compile(
    r"(?:相?差|距|(?<![最新])(?:多|少|高|低|快|慢|大|小)|增加|减少|提高|提升|下降|降低|扩大|缩小|回落|上升|加快|放缓|净增|净减)"
    r"(?:出来?|了|出)*(?:多少|几)(?:个百分点|[千百]?[万亿]?[美欧港日]?元|个?点|[千百]?[万亿]?[家户个人项吨件倍])?"
)
# A gap to something else, which the number of one side is not: 比立案时多出来几项, 相差几个百分点.
COMPARED_GAP = re.compile(
    r"(?:比|较)[^，,]{0,20}?(?<![减最])(?:多|少|高|低|快|慢|大|小)(?:出来?|了|出)*(?:多少|几)|相?差(?:多少|几)|多出来?(?:多少|几)"
)
# A mean over single things: 平均单个多少亿元, 平均每户多少元.
MEAN_OF_EACH = re.compile(
    r"平均(?:单个|每一?(?P<unit>[个家户项件座条场台辆处人名])|一(?P<unit2>[个家户项件座条场台辆处人名]))"
    r"|(?:单个|每[个家户项])[^，,]{0,6}平均"
)
# Which of two ways a number went: 是加快还是放缓.
WAYS = re.compile(r"(?:是|比)*(?:[快慢高低]了?|加快|放缓|提速|减速)还是(?:[快慢高低]了?|加快|放缓|提速|减速)(?:了|的)?")
_YES_NO = re.compile(r"[吗么]|有没有|是否|是不是|有无|对不对")
_BOUND = re.compile(r"超过|突破|达到|达|高于|大于|多于|超|过|低于|不到|不足|少于|是(?=\d)|为(?=\d)")
_ABOVE = re.compile(r"元?(?:及|及其)?以[上下]")
_HOLDS: dict[str, Literal["at_least", "below", "equal"]] = {
    "低于": "below", "不到": "below", "不足": "below", "少于": "below", "是": "equal", "为": "equal",
}  # fmt: skip
_MEASURE_OF_UNIT: dict[str, frozenset[Measure]] = {
    "percent": frozenset({"growth", "share", "rate"}),
    "percentage_point": frozenset({"points"}),
    "times": frozenset({"multiple"}),
    "count": frozenset({"count"}),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that a yes-or-no question holds a figure against, in base units."""

    value: Decimal
    unit: str
    holds: Literal["at_least", "below", "equal"]
    written: str | None = None


def strip_gap(words: str) -> str:
    """Return words with what asks for a gap put as a question for the number itself: 增速差几个百分点 → 增速多少."""
    found = GAP.search(words)
    rest = (
        words
        if found is None
        else f"{words[: found.start()].removesuffix('比').rstrip(' 比')}多少{words[found.end() :]}"
    )
    return WAYS.sub("多少", rest)


def read_bound(words: str) -> tuple[Bound | None, str]:
    """Return the value that a yes-or-no question names, and its words without it: 超过600亿元了吗."""
    if not _YES_NO.search(words):
        return None, words
    quantities = [q for q in parse_quantities(words) if isinstance(q.canonical_value, Decimal)]
    named = [q for q in quantities if not _ABOVE.match(words, q.span.end)]
    for found in _BOUND.finditer(words):
        quantity = next((q for q in named if found.end() <= q.span.start <= found.end() + 2), None)
        if quantity is not None:
            holds: Literal["at_least", "below", "equal"] = _HOLDS.get(found.group(), "at_least")
            return _bound(quantity, holds), words[: found.start()] + words[quantity.span.end :]
    if len(named) == 1 and not ASKING.search(words):
        # 赔了63.4亿吗, 有1.8万亿那么多吗: the value itself is asked about.
        return _bound(named[0], "equal"), f"{words[: named[0].span.start]} {words[named[0].span.end :]}"
    return None, words


def measures_of(bound: Bound) -> frozenset[Measure]:
    """Return the sorts of number that can be held against a value of this unit."""
    if (bound.written or "")[-1:] in ("亿", "万"):
        return frozenset({"amount", "count", "extent"})
    if bound.unit in _MEASURE_OF_UNIT:
        return _MEASURE_OF_UNIT[bound.unit]
    return frozenset({"amount"}) if bound.unit.isupper() else frozenset({"extent"})


def _bound(quantity: Quantity, holds: Literal["at_least", "below", "equal"]) -> Bound:
    assert isinstance(quantity.canonical_value, Decimal)
    return Bound(quantity.canonical_value, quantity.canonical_unit, holds, quantity.unit)


def read_unit(words: str) -> Quantity | None:
    """Return the unit that is asked for: that of the quantity which a number makes of the asking word (多少万部)."""
    asking = ASKING.search(words)
    if asking is None:
        return None
    # A number of as many digits as the asking word has characters keeps every offset.
    filled = words[: asking.start()] + "3" * len(asking.group()) + words[asking.end() :]
    found = (q for q in parse_quantities(filled) if q.span.start <= asking.start() < q.span.end)
    return next((q for q in found if not _NOT_UNIT.match(words, q.span.end)), None)


def read_measures(item: str, segment: str) -> tuple[frozenset[Measure], bool]:
    """Return the sorts of number that can answer, and whether the words say so."""
    unit = read_unit(item)
    # 有多少个…占比超过10%: the counter beside the asking word says what is counted.
    counted = unit is not None and unit.canonical_unit == "count" and (unit.unit or "")[-1:] not in ("亿", "万")
    if counted and not _KINDS[1][1].search(item) and not DELTA.search(item):
        return frozenset({"count"}), True
    if _MONEY_NOUN.search(item):
        return frozenset({"amount"}), True
    if _GROWN_POINTS.search(item) and not OF_RATE.search(segment):
        return frozenset({"growth", "points"}), True
    item, segment = item.strip(), segment.strip()
    for words in (item, segment):
        for measure, pattern in _KINDS:
            if pattern.search(words):
                if measure == "points" and _HOW_MANY_POINTS.search(words) and not _OF_GAP.search(words):
                    # 涨幅分别几个点: of everyday speech, where 百分点 need be meant by nobody.
                    return frozenset({"growth", "points", "share", "rate"}), True
                by_piece = measure == "growth" and _PER_PIECE.search(segment) and not _PERCENT.search(words)
                return frozenset({measure, "amount"} if by_piece else {measure}), True
    if _CHANGED_SHARE.search(item):
        return frozenset({"growth", "share", "rate"}), True
    if _PERCENT.search(item):
        return frozenset({"share", "rate"}), True
    return LEVEL, False
