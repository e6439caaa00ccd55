"""Result or goal: what the words of a clause and of its sentence say about the standing of a number."""

from __future__ import annotations

import re

from index.types import Date, Period, Status

_PLANNED_DEED = re.compile(
    "建成|达到|达|举办|培育|打造|新增|引进|建设|形成|完成|实现|开展|推动|支持|组织|新建|改造|创建|争创|认定|遴选|提升|提高|突破|不少于"
)
_TOLD = re.compile("已|目前|截至|同比|去年|今年以来|上半年|累计|据了解|据介绍|数据显示|记者|共有|现有")
# A month told before its last day is over is no goal yet.
DAYS_OF_GRACE = 16
# 全年 with more days to come than this is no result yet.
DAYS_OF_A_YEAR_TO_COME = 45

_TARGET = re.compile(
    r"目标|力争|争取(?!到|了|项目|资金|政策|中央|国家|上级|专项|各类)|奋力|努力(?:实现|达到|完成)|确保(?:完成|实现|达到|全年|[^，,。；;]{1,24}(?:达到?|不低于|不少于|实现|完成))|要(?:实现|达到|完成)|将(?:达到?|超过|突破|实现|建成|打造|培育|新增|新建|力争|完成|"
    r"形成|引进|建设)|达到.{0,12}以上的目标|任务(?:数)?[为是]|设定[在为]|定[在为](?=\d)|到20\d\d年|到“?十[四五]五|年底前(?:要|将|力争|完成|建成|实现)"
)
# What makes goals of the clauses that follow as well; 目标 inside a name does not.
_TARGET_AHEAD = re.compile(
    r"力争|目标(?:任务)?(?:是|为|：|:)|具体目标|主要目标|奋力|努力(?:实现|达到)|要(?:实现|达到)|将(?:达到?|实现)|到20\d\d年|未来(?:[一二三四五六七八九十]|\d)年"
)
_PLAN_AHEAD = re.compile(
    "(?<![模虚比草])拟(?=在|于|通过|投资|建|用)|计划(?=在|于|用|到|投资|建设|通过|组建|新建|新增|建成|实施|引进|培育|打造|开展|举办|完成|改造|推进|推出|发行|安排)"
)
_FORECAST = re.compile(
    r"届时|预计|预期(?!目标|指数)|预测|有望|或将|估计|(?:将|可|(?<![节产功性职潜智动效才])能)(?:带动|吸纳|新增|创造|实现|产生|拉动|发放|提供|增加|节约|减少|减排|满足|惠及|贡献|服务|达到?|持有|拥有)|"
    r"(?:建成|投产|达产|投用|实施|全部建成|项目实施|满产|落地|投运|运营)(?:后|之后)"
)
_PLANNED = re.compile(
    r"(?<![模虚比草])拟(?![合人态声像定])|计划(?=在|于|用|未来)|计划(?:举办|举行|改造|建成|培育|招聘|募资|募集|总?投资|投入|建设|新建|用地|安排|新增|引进|完成|开工|实施|招引|发行)|拟(?:投资|建|新建|投入|建设|引进|募集|发行|出资|用地|签约)|"
    r"设计(?:时速|年|产能|能力|规模|速度|日)|规划(?:总?面积|建设|用地|总?投资|布局|建筑|装机|总用地|占地)|预计(?:总?投资|投入|投资|总投)|"
    r"预留|(?:项目)?估算总?投资|概算总?投资|将(?:成立|设立|启动|举办|举行|邀请|推出|派出|供应|投放|组织|投资|投入|建设|新建|分.{0,6}建设|安排|开工|布局|改造)|新建正线|"
    r"(?:总|分.{1,3}期)规划|拟定"
)
_REQUIREMENT = re.compile(
    r"(?:应|须|必须|应当|不得|原则上|要求|满足|符合|条件|申报|申请|认定|标准|(?:给予|予以).{0,14}(?:奖励|补助|补贴|资助|支持)|奖励|补贴|补助)"
)
_BOUND = frozenset(
    {
        "不少于",
        "不低于",
        "不超过",
        "不高于",
        "不小于",
        "不大于",
        "不多于",
        "至少",
        "最高",
        "至多",
        "最多",
        "以下",
        "以内",
    }
)
_TO_YEAR = re.compile(r"到(20\d\d)(?=年)")
_PENALTY = re.compile("处以|罚款|并处|处骗取|(?:占|达到|超过|不足).{0,20}(?:是指|视为|应当|不得)|是指.{0,24}占")
_EACH = re.compile(
    r"各(?:区|县|市|镇|中心城区|新城区|地|单位|园区|开发区|乡镇|街道|省)|每(?:个|家|年|县|市|区|户|人)|(?:国家级)?开发区"
)
# 实际利用外资 is a name: only elsewhere does 实际 tell of what has been done.
_DONE = re.compile(
    r"已(?:经)?|累计|完成(?!率)|达成|同比|实际(?!利用|使用|吸收|到位|投资|外资)|截至|共计?(?:有|完成|实现)|超额|为去年|了$"
)
_NOW = re.compile("目前|截至|迄今|如今|现已")
_HAPPENED = re.compile(r"已(?:经)?|累计|达成|同比|实际(?!利用|使用|吸收|到位|投资|外资)|截至|超额|为去年|了$")
# 目标 that lies behind: 完成年度目标的52.3%.
_TARGET_MET = re.compile(
    r"(?:完成|超额完成|占|为|达到|实现).{0,10}(?:目标|任务|计划)(?:任务|数)?的?$|(?:目标|任务|计划)(?:任务|数)?(?:已经?|己|均|全部|超额|提前)+(?:达成|完成)|目标(?:完成率|进度)|超(?:过)?.{0,6}目标|(?:完成|超额).{0,8}目标"
)


def read_status(
    clause: str, lead: str, qualifier: str | None, period: Period | None, anchor: Date | None, plan: bool = False
) -> Status:
    """Return the status by the clause's folded words, those of its sentence before it, and whether time has come.

    `plan` says that the article hands a plan on: what it tells without a sign of the past is a goal.
    """
    if qualifier in {"以上", "以下", "以内", "不足"} and _PENALTY.search(clause):
        return "requirement"
    if qualifier in _BOUND and (_EACH.search(lead + clause) or _REQUIREMENT.search(lead + clause)):
        return "requirement"
    if anchor is not None:
        # 增长到2022年的3116亿元, told in 2023: the year is over.
        clause, lead = (
            _TO_YEAR.sub(lambda match: "" if int(match[1]) < anchor.year else match[0], words)
            for words in (clause, lead)
        )
        if period is not None and period.end <= anchor:
            clause = re.sub(r"到(?=20\d\d年)", "", clause)
    met = bool(_TARGET_MET.search(clause))
    own = None if met else _own_status(clause)
    if own:
        return own
    if period is not None and anchor is not None and _is_ahead(period, anchor):
        return _future(lead + clause)
    if _is_whole_year_to_come(clause, period, anchor):
        return _future(lead + clause)
    carried = None if met or _DONE.search(clause) else _carried(lead)
    if carried:
        return carried
    if plan and _PLANNED_DEED.search(lead + clause) and not _TOLD.search(lead + clause):
        over = period is not None and anchor is not None and period.end <= anchor
        return "actual" if over else "target"
    return "actual"


def _own_status(clause: str) -> Status | None:
    """Return what the clause itself says."""
    if _PLANNED.search(clause):
        return "planned"
    if _FORECAST.search(clause):
        return "target" if _TARGET.search(clause) and "预计" not in clause and "后" not in clause else "forecast"
    return "target" if _TARGET.search(clause) else None


def _future(words: str) -> Status:
    """Name the standing of a number for days to come."""
    return "forecast" if re.search("预计|预测|有望|预期(?!目标)|或将", words) else "target"


def _carried(lead: str) -> Status | None:
    """Return what an earlier clause of the sentence says for those after it."""
    ahead: tuple[tuple[re.Pattern[str], Status], ...] = (
        (_FORECAST, "forecast"),
        (_TARGET_AHEAD, "target"),
        (_PLAN_AHEAD, "planned"),
    )
    found = [
        (match.start(), status)
        for pattern, status in ahead
        for match in pattern.finditer(lead)
        if not _TARGET_MET.search(lead)
    ]
    if not found:
        return None
    at, last = max(found)
    # 计划明年建成，目前完成投资170亿元: what is told of now ends the plan's reach.
    told = max((match.start() for match in _NOW.finditer(lead)), default=-1)
    return None if told > at else last


def _is_whole_year_to_come(clause: str, period: Period | None, anchor: Date | None) -> bool:
    """Say whether 全年完成投资500亿元, written in July, is what is meant to be done."""
    if period is None or anchor is None or "全年" not in clause or _HAPPENED.search(clause):
        return False
    return (period.end - anchor).days > DAYS_OF_A_YEAR_TO_COME


def _is_ahead(period: Period, anchor: Date) -> bool:
    """Say whether a period makes a goal of a number: all of it is to come, or its one day or its last years are."""
    if period.start > anchor:
        # 截至7月 in an article of the 27th is no goal.
        return (period.start - anchor).days > DAYS_OF_GRACE
    several_years = period.end.year > anchor.year and period.start.year <= anchor.year
    return several_years and period.end > anchor
