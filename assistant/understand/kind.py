"""What sort of answer a question wants, and which arithmetic it asks for.

Rules in a fixed order, each a pattern over the folded question with its slots: the first that fits decides. They read
the form of a question, never its matter.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.types import Operation, QuestionKind
from assistant.understand.cues import compile_cues
from assistant.understand.slots import Slots
from assistant.understand.wishes import wants_target
from index.types import Span

# Several things set side by side.
_COMPARE = compile_cues(r"""
    对比 比较 相比 比起 不一样 比一比
    相差 差多少 差距 差额 差了多少 谁(?:更|的|比|最|涨|跌|增|多|少|高|低|快|大) 孰 区别 不同
    异同 差别 差异 分别 各(?!种|类|项|位|国)
    哪(?:个|家|里|边|一个|座|个?城市|个?区|个?地方)[^,。?]{0,14}(?:更|最|高|多|大|快|低|少|强|好) 高多少 多多少
    少多少 低多少
    \bvs\b versus compar differen which_(?:\w+_){0,4}(?:is|was|has|had|saw|grew) higher lower larger more_than
""")
# What two measures, papers or places differ in, told in words: whatever stands on both sides of 和.
_DIFFER = compile_cues(
    "区别 差别 差异(?!化) 异同 (?:有何|有什么|有哪些|有啥|哪里|怎么?)不(?:同|一样) ^(?:请|帮我)?对比"
)
_BESIDE = re.compile(r"[^,。?]{2,}(?:和|与|跟|同|及|对)(?!以前|从前|之前|此前|先前|过去|原来|往年|往常)[^,。?]{2,}")
# Arithmetic.
_SUM = compile_cues(r"""
    加起来 加在一起 之和 总和 合计(?:(?:是|为|有)?(?:多少|几)|\W{0,3}$) 合起来 累加 一共加 求和
    \bsum\b combined add(?:ed)?_(?:up|together) altogether
""")
_MEAN = compile_cues(r"""
    平均(?:每|一?[个家户项人]|下来|是|为|到|投资) 每[个家项户]?[一-龥]{0,4}平均 均摊 人均[^可]{0,4}算
    每[个家项户]平均 on_average average_(?:per|of)
""")
_RATIO = compile_cues(r"(?:几|多少)倍 几分之几 比值 相当于[^,。?]{0,12}(?:多少|几) how_many_times")
_DIFFERENCE = compile_cues(r"""
    相差 差多少 差额 差了多少 差距 (?<![提升增减])(?:高|多|少|低|大|快|慢)(?:出|了)?(?:多少|几) 还(?:差|剩|缺)
    距离?[^,。?]{0,12}(?:目标|任务)
    (?:比|较)[^,。?]{1,20}(?:多|少|高|低|增加|减少)了?(?:多少|几)
    difference how_(?:much|many)_(?:more|less|fewer|higher|lower)
""")
_CONVERSION = compile_cues("折合 折算 换算 convert")
_COMPUTE = compile_cues(r"""
    算一?[算下] 计算 推算 换算 折合 折算 保留[^,。?]{0,3}(?:位)?小数 大约合 calculate compute decimal
""")
_SHARE = compile_cues(r"""
    占比 比重 份额 占[^,。?]{0,20}(?:比例|多少|几成|百分) 贡献率 share_of proportion percentage_of ratio_of
""")
_GROWTH = compile_cues(r"""
    增速 增长率 增幅 涨幅 降幅 同比 环比 增长了?(?:多少|百分|几) 下降了?(?:多少|百分|几)
    growth year[_-]on[_-]year increase[ds]?_by
""")
_STEPS = compile_cues("除以 减去 减掉 (?<![前后计项])扣除 乘以 divided_by minus subtract")
_BALANCE = compile_cues("顺差 逆差 净增 净流入 净减 surplus deficit net_increase")
# 罗湖区2022年782家，那2021年是多少家: one year from the other.
_DERIVED = compile_cues(r"那么?[^,。?]{0,10}(?:去年|前年|上年|\d{4}年|上一?年|同期)[^,。?]{0,12}[是为有]?(?:多少|几)")

_JOINT = re.compile(r"[^,。!?]{0,6}(?:、|和|与|跟|及|以及|比|,|vs\.?|and|or)[^,。!?]{0,4}")
_BETWEEN = re.compile(r"[,的]*(?:、|和|与|跟|还是|比|and|or|vs\.?)\s*|\s+(?:and|or|vs\.?)\s+")
# 武汉和随州的招商政策: two subjects and a matter, without a word that asks.
_SHORT_COMPARISON = re.compile(r"[^,。!]{4,30}\??")

# Kinds of answers.
_SERIES = compile_cues(r"""
    历年 逐年 逐月 逐季 每年 每个?月 每季度 各年 各月 各季度 这几年 过去[两二三四五\d]+年 构成
    近(?:[两二三四五六七八九十\d]{1,3}|几)年(?![^,。?]{0,4}(?:累计|共|合计))
    分别(?:是|为|有|达|完成|增长)?(?:多少|几) 各(?:是|有|为|占)?(?:多少|几) 各自 各(?:有哪些|由) 哪几(?:块|部分|项|类)
    over_the_(?:past|last)_ each_(?:year|month|quarter) year_by_year respectively
""")
_EACH_PLACE = compile_cues("各个?(?:区|市|县|州|省|地市|市州|园区)(?!域)")
_RANKING = compile_cues(r"""
    排名 排行 排序 排一?下 排个序 位次 名次 前[三四五六八十两\d]{1,3}(?:名|位|强的|大) 第几 榜
    (?:哪|谁)[^,。?]{0,16}最
    最(?:高|多|大|低|少|快|慢|好|差)的是?(?:哪|省|市|区|县|城市|地区|园区|企业|公司)
    [由从](?:高到低|大到小|多到少|低到高|小到大|少到多)
    \brank top_(?:three|five|ten|\d+) which_(?:\w+_){1,5}(?:the_)?(?:most|highest|largest|lowest)
""")
_WHICH = compile_cues(r"""
    谁(?:更|的|比|最|涨|跌|增|多|少|高|低|快|大) 孰 哪[^,。?]{0,14}(?:更|最|高|多|大|快|低|少|强|好) which who
""")
_TREND = compile_cues(r"""
    趋势 走势 走向 变化(?!率) 变动 演变 波动 起伏 trend how_(?:has|have|did)_.{0,60}(?:chang|evolv|develop)
""")
_YES_NO = compile_cues(r"""
    是否 是不是 有没有 能不能 可不可以 能否 可否 会不会 要不要 该不该 需不需要 允不允许 对不对 属不属于 是真的吗
    吗\W{0,3}$ (?<![什怎那这多])么\W{0,3}$ 吧\W{0,3}$ 算不算 ([一-龥])不\1 已经?[^,。?]{2,24}了\W{0,3}$
    ^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may|must)\b
""")
# With these in it, a question that ends in 吗 wants more than yes or no.
_ASKS_MORE = compile_cues("多少 几[个家户项处人名位成倍年月] 哪 什么 怎么 如何 多大 多高 谁")
_NUMBER = compile_cues(r"""
    多少 多大 多高 多长 多远 多快 多久 多重 百分之几 增长还是下降 是增是减 第几
    (?<!哪)几[个家户项处人名位列台套座条辆期批次种类成倍亿万千百大所](?!方面|角度|层面|维度|环节|部分|块)
    总?(?:金额|数量|总数|总额|规模|面积|比例|占比|增速)(?:是|为|有|达|情况|\W{0,3}$)
    (?:额|率|产值|收入|利润|吞吐量|总量)(?:是|为|有|情况)?\W{0,3}$
    how_(?:many|much|large|big|high|long|fast) what_(?:percentage|proportion|share) size_of
""")
_HOW = compile_cues(r"""
    如何 怎么 怎样 咋 为什么 为何 为啥 原因 缘由 凭什么 凭啥 因何 干嘛 干吗
    [靠凭用]什么[^,。?]{0,8}(?:把|让|使|办|做|解决|实现)
    \bhow_(?!many|much|large|big|high|long|fast|old|far) \bwhy\b
""")
_LIST = compile_cues(r"""
    哪些 哪几(?:个|项|条|方面|家|种|类|点) 有哪 包括(?:什么|哪) 列出 列举 罗列 清单 名单 都有(?:什么|谁) 各有什么
    几(?:个?方面|条措施|件事|个?路子|招|手) 哪[^,。?]{0,4}(?:手段|招|事|路子|好处)
    (?<!为)什么[^,。?]{0,8}(?:措施|举措|政策|条件|要求|内容|材料|优惠|任务|问题|做法|办法|支持|服务)
    (?<!为)(?:什么|啥)[^,。?]{0,8}(?:扶持|好处|红利|新招|手段|帮助)
    \blist\b what_(?:are_the|measures|steps|policies|incentives|conditions|requirements)
    which_(?:companies|projects|measures|policies|places|cities)
""")
_SUMMARY = compile_cues(r"""
    概括 总结 概述 综述 主要(?:内容|讲|说|精神|观点) [讲说]了(?:什么|啥) 讲的是?什么 大意 要点 简要介绍 摘要 梳理 归纳
    (?:怎么样|咋样)\W{0,3}$ summar overview main_points key_points gist
""")
# A family of figures rather than one: 招商情况如何.
_FAMILY = compile_cues(r"(?:完成)?(?:情况|数据|成绩|表现|指标)(?:如何|怎么样|怎样|是什么|呢|\W{0,3}$)")

# Somebody or something else than a number is asked for.
_THING = compile_cues("(?:什么|啥)(?:东西|地方|人|样|机构|部门|事) 谁 哪[里儿位] 何[处地人]")
_DEFINITION = compile_cues("什么是 何谓 是什么意思 含义 定义 概念 口径 meaning definition what_does")


def read_kind(slots: Slots) -> tuple[QuestionKind, Operation | None]:
    """Return the kind of answer that is wanted, and the arithmetic that goes with it."""
    text = slots.folded
    operation = read_operation(text)
    if _is_comparison(slots, operation):
        return "comparison", operation if operation in ("difference", "ratio", "ranking") else _ranking(text)
    if operation in ("sum", "mean", "ratio", "conversion") or (operation and _COMPUTE.search(text)):
        return "arithmetic", operation
    if _STEPS.search(text):
        return "arithmetic", "ratio" if "除以" in text or "divided" in text else operation or "difference"
    if (operation == "difference" and not _BALANCE.search(text)) or _DERIVED.search(text):
        return "arithmetic", "difference"
    return _single_kind(slots, text), operation


def _single_kind(slots: Slots, text: str) -> QuestionKind:
    """Return the kind of a question about one subject."""
    asks_how = _HOW.search(text)
    number = _NUMBER.search(text)
    # 怎么收费、最多住多久 asks how before it asks how long.
    before = asks_how is not None and number is not None and asks_how.start() < number.start()
    # 跑了几家，靠什么请回来: several, and then the question.
    after = asks_how is not None and number is not None and number.group().startswith("几") and not before
    how_first = (before or after) and not slots.metrics
    wanted = wants_target(text)
    asks_number = number is not None or (bool(slots.metrics) and bool(_FAMILY.search(text)))
    rules: tuple[tuple[bool, QuestionKind], ...] = (
        (bool(_SUMMARY.search(text)) and not (slots.metrics or number), "summary"),
        (bool(_TREND.search(text)), "trend"),
        (bool(_YES_NO.search(text)) and not _ASKS_MORE.search(text), "yes_no"),
        (bool(_SERIES.search(text)) and (asks_number or bool(slots.metrics)), "series"),
        (bool(_RANKING.search(text)) and not _NUMBER.search(text), "ranking"),
        (bool(_EACH_PLACE.search(text)) and not wanted and bool(slots.metrics), "series"),
        (how_first, "how"),
        (asks_number, "figure"),
        (bool(_LIST.search(text)), "list"),
        (bool(_HOW.search(text)), "how"),
        ((bool(slots.metrics) and not (_DEFINITION.search(text) or _THING.search(text))) or wanted, "figure"),
    )
    return next((kind for fits, kind in rules if fits), "fact")


def read_operation(text: str) -> Operation | None:
    """Return the arithmetic that a folded question asks for, None for none."""
    rules: tuple[tuple[re.Pattern[str], Operation], ...] = (
        (_SUM, "sum"),
        (_MEAN, "mean"),
        (_CONVERSION, "conversion"),
        (_DIFFERENCE, "difference"),
        (_RATIO, "ratio"),
        (_RANKING, "ranking"),
        (_SHARE, "share"),
        (_BALANCE, "difference"),
        (_GROWTH, "growth"),
    )
    return next((operation for pattern, operation in rules if pattern.search(text)), None)


def _is_comparison(slots: Slots, operation: Operation | None) -> bool:
    """Say whether several things are set side by side: places, other names, or a place and its yardstick."""
    if operation in ("sum", "mean", "conversion"):
        return False
    if len(slots.places) > 1:
        side_by_side = any(_JOINT.fullmatch(slots.folded, a.end, b.start) for (a, _), (b, _) in pairwise(slots.places))
        return bool(slots.metrics or _COMPARE.search(slots.folded) or (side_by_side and _asks(slots.folded)))
    if _WHICH.search(slots.folded) and _sides(slots):
        return True
    if _DIFFER.search(slots.folded) and _BESIDE.search(slots.folded) and not (slots.metrics or operation):
        return not _NUMBER.search(slots.folded)
    others = [span for span in slots.names if len(span.of(slots.text)) >= 4]
    return bool(_COMPARE.search(slots.folded)) and len(others) + len(slots.places) > 1 and _joined(slots, others)


def _sides(slots: Slots) -> bool:
    """Say whether two names, metrics or periods stand side by side: 出口和进口哪个大."""
    kinds = (slots.names, [span for span, _ in slots.metrics], [span for span, _ in slots.periods])
    return any(
        _BETWEEN.fullmatch(slots.folded, one.end, other.start) for spans in kinds for one, other in pairwise(spans)
    )


def _asks(text: str) -> bool:
    """Say whether a text asks at all: a headline or a line of news names many places and compares none."""
    return bool(_NUMBER.search(text) or _LIST.search(text) or _HOW.search(text) or _SHORT_COMPARISON.fullmatch(text))


def _joined(slots: Slots, names: list[Span]) -> bool:
    return bool(names) and bool(re.search(r"和|与|跟|、|及|对比|相比|\band\b|\bvs\b|\bor\b", slots.folded))


def _ranking(text: str) -> Operation | None:
    return "ranking" if _WHICH.search(text) or _RANKING.search(text) else None
