"""What kind of statement a quantity makes: a level, a growth, a share, a contribution, a gap, a multiple."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.types import Quantity

Kind = Literal["level", "met", "growth", "share", "contribution", "gap", "multiple", "change"]

_FILL = (
    r"(?:了|已经?|(?:保持|维持|稳定)?在|约|近|超过?|逾|达到?|为|的|分别|各|均|幅度|高达|仅|至少|突破|大约|接近|也|都|仍|还|则|又|不少于|不低于|"
    r"不超过|\s)*"
)
_UP_DOWN = (
    r"(?:增长率?|增幅|增速|增加|增|上升|上涨|提高|提升|攀升|回升|跃升|跃增|激增|扩大|下降|下跌|下滑|减少|降低|降幅|跌幅|回落|缩减|萎缩|压减|"
    r"收窄|微增|微降|猛增|递增|暴增|暴跌|暴涨|骤降|骤增|锐减|剧增|涨幅|涨|降|跌|减)"
)
_GROWTH = re.compile(
    rf"(?P<basis>(?:(?:同比|环比)(?:[一二三四]季度|上月|上季度)?|年均|年平均|同口径|可比口径|按可比价格计算|按不变价格计算|名义|实际|两年平均|(?:年均?)?复合(?:年均?)?|较去年同期|比去年同期|较上年同期|比上年同期|"
    rf"(?:相?较于?|相?比于?)(?:20\d\d年|\d\d年|去年|上年|前年)(?:同期|末|底|\d+月)?|比上年末|较上年末|较年初|比年初|比上月|较上月|较\d{{4}}年(?:同期|末|底)?|比\d{{4}}年(?:同期|末|底)?|"
    rf"(?:比|较)(?:去年|上年)?[一二三四]季度|(?:相?比|相?较)于?“?(?:前[一两二三四五六七八九十\d]+年|十[一二三四五]五)”?(?:时期)?(?:末|期末)?|(?:比|较)(?:前|上)一?个?交易日(?:结算价|收盘价?|收盘点位)?|(?:比|较)(?:上[届期轮批]|商用初期|期初|前期)(?:[\u4e00-\u9fff]{{1,4}}会)?|[,，]?\s?)*)"
    rf"(?:分别|各|(?<![人户亩])均|将|累计|实现|保持|逆势|大幅|稳步|小幅|快速|强劲|稳定|持续|继续|进一步|平稳|明显|显著|高速|较快)*(?P<verb>{_UP_DOWN}){_FILL}$"
)
# 实际利用外资增幅预期目标为8%.
_GROWTH_GOAL = re.compile(
    rf"(?:增幅|增速|增长率|增长)(?P<goal>(?:预期|拼搏|奋斗)?目标){_FILL}(?:是|定为|设定为)?{_FILL}$"
)
_BASIS_ONLY = re.compile(rf"(?:同比|环比|增速|增幅|降幅|涨幅){_FILL}$")
_SHARE = re.compile(
    rf"(?P<part>占比|占(?![有地用据领道]))(?P<whole>[^，,。、；;]{{0,28}}?)(?:的?(?:总?比重|比例|份额|比率)"
    rf"(?:提升|提高|上升|增加|下降|降低|扩大|升|降)?[至到]?)?{_FILL}(?:的)?{_FILL}$"
)
# 完成年度目标的52.3%: how far a plan was met.
_MET = re.compile(rf"(?:超额)?完成(?:了)?(?P<goal>[^，,。；;]{{2,20}}?)的{_FILL}$")
# 完成年度计划82.3%: the same without 的.
_MET_PLAN = re.compile(
    rf"(?:超额)?完成(?:了)?(?P<goal>[^，,。；;]{{0,14}}(?:计划|目标|任务|预算|协议)(?:任务|数|值|额)?){_FILL}$"
)
# 超过目标任务239.9万人, 比全省平均高3000元: by how much one number exceeds another.
# 公司股价下跌8.45%: of one day, and no growth on the year.
_PRICE_MOVE = re.compile("(?:股价|收盘价?|盘中|收报|开盘)[^，,。；;]{0,6}$")
# 占需求增长的70%: a share, of a growth.
_SHARE_OF_GROWTH = re.compile("占[^，,、；;]{2,28}(?:增长|增加|增|减少)的$")
_OTHERS = re.compile(
    r"(?:高于|低于|快于|慢于|多于|少于|好于|优于|差于|强于|弱于|逊于|(?<=，)超过|^超过)[^，,。；;\d]{1,20}?(?:\d+日)?[^，,。；;\d]{0,6}的$"
)
_MET_GOAL = re.compile(
    rf"(?:的)?(?P<goal>[^，,。；;的]{{0,8}}?(?:目标|任务|计划)(?:任务|数|值)?)(?:已经?|己|均|全部|超额|提前)*(?:达成|完成)(?:率|进度|比例)?{_FILL}$"
)
_EXCESS = re.compile(
    r"(?P<link>超过|超出|超|高于|高出|低于|多于|少于)(?P<other>(?:\d{4}年度?)?[^，,。；;\d]{2,24}?(?:任务|目标|计划|预期|水平|平均|均值|平均数|平均值|总额|总量|总数))(?:约|近|逾)?$"
)
_MORE_THAN = re.compile(rf"(?:比|较)(?P<other>[^，,。；;]{{2,24}}?)(?P<verb>高出?|低|多出?|少|快|慢){_FILL}$")
_CONTRIBUTION = re.compile(rf"拉动(?P<whole>[^，,。；;]{{0,24}}?)(?:增长|上涨|上升|下降)?{_FILL}$")
# 装机量超过全球总量的50%, 充电车位达到小客车车位20%: a share as well.
_REACHES = re.compile(
    rf"(?:达到|超过|达|约为|相当于)(?P<whole>(?![了约近超逾])[\u4e00-\u9fff]{{2,12}}?(?:总量|总数|总额|总值|总面积|总人口|总产量|市场|总产能|车位|面积|比重|份额)的?|(?![了约近超逾])[\u4e00-\u9fff]{{2,16}}?(?:量|额|数|产值|收入|人口)的){_FILL}$"
)
# Verbs of which the object behind 的 is the whole.
GIVING = ("贡献", "占据", "占有", "拿下", "吸纳", "承担", "完成", "提供", "创造")
# 贡献了91.2%的业务收入: a share, whose whole stands behind it.
_GIVES = re.compile(
    rf"(?P<verb>贡献|占据|占有|拿下|吸纳|承担|完成|提供|创造){_FILL}(?:我国|全国|全球|世界|全省|全市|全区)?{_FILL}$"
)
_OF_WHAT = re.compile(
    r"(?:以上?|以下|左右|多)的(?P<whole>[\u4e00-\u9fffa-z“”]{2,16})|的(?P<what>[\u4e00-\u9fffa-z“”]{2,16})"
)
_MULTIPLE = re.compile(
    rf"(?P<link>是|为|相当于|达到?|超过?|约为|等于|接近)(?P<whole>[^，,。；;]{{0,20}}?)(?:的)?{_FILL}$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of a statement; `own` are the words before it, which name what it is about (empty: what was named last).

    `suffix` completes the metric's name: 同比增速, 占进出口总值比重, 较一季度变动.
    """

    kind: Kind
    own: str
    suffix: str
    whole: str = ""


def read_kind(left: str, quantity: Quantity, right: str = "") -> Reading:
    """Read the folded words of the clause before a quantity, and those right behind it."""
    unit = quantity.canonical_unit
    if unit == "percent":
        gives, of = _GIVES.search(left), _OF_WHAT.match(right)
        if gives and of:
            whole = of.group("whole") or of.group("what")
            return Reading("share", left[: gives.start()] + gives.group("verb"), f"占{whole}比重", whole)
        return _read_percent(left)
    if unit == "percentage_point":
        return _read_points(left)
    if unit == "times":
        return _read_times(left)
    excess = _EXCESS.search(left) or _MORE_THAN.search(left)
    if excess and quantity.qualifier is None:
        link = excess.groupdict().get("link") or "较"
        return Reading(
            "gap", left[: excess.start()], link + excess.group("other").strip() + ("差额" if link == "较" else "")
        )
    match = _GROWTH.search(left)
    if match and unit == "point" and "破" not in (quantity.qualifier or ""):
        # 较前一交易日涨15.49点.
        return Reading("change", left[: match.start()], _basis(match.group(), "") + "涨跌点数")
    if (
        match
        and re.search("增加|减少|增长|下降|增|减|涨|跌", match.group("verb"))
        and match.group("basis").strip("，, ")
    ):
        return Reading("change", left[: match.start()], _basis(match.group()) + "增减量")
    return Reading("level", left, "")


def _basis(words: str, unsaid: str = "同比") -> str:
    """Name what a growth is measured against; `unsaid` where no word says it."""
    for mark, name in (
        ("复合", "年均复合"),
        ("环比", "环比"),
        ("年均", "年均"),
        ("年平均", "年均"),
        ("两年平均", "两年平均"),
    ):
        if mark in words:
            return name
    if "上月" in words:
        return "环比"
    if "累计" in words and "同比" not in words and "同期" not in words and "涨" in words:
        return "累计"
    edition = re.search("(?:比|较)于?(上[届期轮批]|前一?个?交易日|前[一两二三四五六七八九十\\d]+年)", words)
    if edition:
        return f"较{edition.group(1)}"
    if "年初" in words or "上年末" in words:
        return "较年初"
    return "同比" if "同比" in words else unsaid


def _read_percent(left: str) -> Reading:
    """Tell growth, share and rate apart."""
    goal = _GROWTH_GOAL.search(left)
    if goal:
        return Reading("growth", left[: goal.start()], _basis(goal.group()) + "增速" + goal.group("goal"))
    growth = _GROWTH.search(left)
    if growth and not _is_level_word(left, growth) and not _SHARE_OF_GROWTH.search(left):
        contributed = _CONTRIBUTION.search(left)
        if contributed:
            return Reading("contribution", left[: contributed.start()], f"拉动{contributed.group('whole')}增长")
        return _read_growth(left[: growth.start()], growth)
    if _OTHERS.search(left):
        # 高于乙省的80.1%: the same of another.
        return Reading("level", "", "")
    if _SHARE.search(left) and "完成率" not in left and not re.search("(?:目标|任务|计划)(?:任务|数|值)?的?$", left):
        # 占全部完成投资的50%: a share, of what was done.
        return _read_part(left)
    met = _MET_GOAL.search(left) or _MET.search(left) or _MET_PLAN.search(left)
    if met:
        return Reading("met", left[: met.start()], f"完成{met.group('goal')}比例")
    return _read_part(left)


def _read_growth(own: str, growth: re.Match[str]) -> Reading:
    """Read 增长12% and 股价下跌8%."""
    unsaid = not growth.group("basis").strip("，, ")
    if unsaid and growth.group("verb")[0] in "涨跌下上" and _PRICE_MOVE.search(own):
        return Reading("level", own + "涨跌幅", "")
    return Reading("growth", own, _basis(growth.group()) + "增速")


def _read_part(left: str) -> Reading:
    """Read 占…的17.7%, 达到…总量的50% and what is no more than a rate."""
    share = _SHARE.search(left)
    if share:
        return _read_share(left, share)
    reaches = _REACHES.search(left)
    if reaches and reaches.start() > 1:
        whole = reaches.group("whole").removesuffix("的")
        return Reading("share", left[: reaches.start()], f"占{whole}比重", whole)
    basis = _BASIS_ONLY.search(left)
    if basis:
        return Reading("growth", left[: basis.start()], _basis(basis.group()) + "增速")
    return Reading("level", left, "")


def _is_level_word(left: str, growth: re.Match[str]) -> bool:
    """Say whether the verb is part of a rate's name: 增速目标, 涨幅; or a level: 提高到."""
    return bool(re.search(r"(?:提高|提升|上升|增加|增长|降低|下降|减少)(?:到|至)", left[growth.start() :]))


def _read_share(left: str, share: re.Match[str]) -> Reading:
    """Read 占进出口总值的17.7%, 占比17.7% and 占17.7%."""
    whole = re.sub(r"^(?:到|了|我国|同期)|(?:\(下同\)|的|比重|比例|份额)+$", "", share.group("whole"))
    if share.group("part") == "占比":
        # 占比 with nothing behind it is a share of what stands before it, not of the last whole.
        return Reading("level", left, "")
    return Reading("share", left[: share.start()], f"占{whole}比重" if whole else "占比", whole)


def _read_points(left: str) -> Reading:
    """Read 拉动…5.4个百分点 and 比一季度加快0.4个百分点."""
    contributed = _CONTRIBUTION.search(left)
    if contributed:
        return Reading("contribution", left[: contributed.start()], f"拉动{contributed.group('whole')}增长")
    gap = re.search(
        rf"(?P<link>高于|低于|快于|慢于|高出|低出|对比|(?<![同环对占])比|(?<![同环])较)(?P<other>[^，,。；;]{{0,24}}?)"
        rf"(?P<verb>加快|提升|提高|回落|下降|上升|扩大|收窄|放缓|增加|减少|[高低多]出?|快|慢|回升|改善|降低|增长|下调|上调|少)?{_FILL}$",
        left,
    )
    if gap:
        return Reading("gap", left[: gap.start()], _name_gap(gap.group("link"), gap.group("other")), gap.group("other"))
    verb = re.search(rf"(?:同比|环比)?(?:{_UP_DOWN}|加快|放缓|下调|上调){_FILL}$", left)
    if verb:
        return Reading("gap", left[: verb.start()], "变动")
    return Reading("level", left, "")


def _name_gap(link: str, other: str) -> str:
    """Name a gap: 较一季度变动, 高于全省平均."""
    return f"较{other}变动" if link in {"比", "较", "对比"} else f"{link}{other}"


def _read_times(left: str) -> Reading:
    """Read 增长1.5倍, 翻番 and 是全国的1.96倍."""
    growth = _GROWTH.search(left)
    if growth and not re.search(r"(?:到|至)$", left):
        return Reading("growth", left[: growth.start()], _basis(growth.group()) + "增速")
    multiple = _MULTIPLE.search(left)
    if multiple and multiple.group("whole"):
        whole = multiple.group("whole").removeprefix("分别").removeprefix("是").removesuffix("的")
        own = re.sub(r"(?:分别|均|各)$", "", left[: multiple.start()])
        return Reading("multiple", own, f"相当于{whole}的倍数", whole)
    return Reading("multiple", left, "倍数")
