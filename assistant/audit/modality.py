"""What is done and what is only meant: results as against goals, plans and forecasts; and hedges of a number.

A goal told as a result is the worst mistake in this trade, so a cue is looked for in every clause of a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.audit.words import content_words
from index.types import Span

Mood = Literal["result", "goal", "plan", "forecast"]
Hedge = Literal["none", "over", "under", "about", "nearly"]

# Words of a result that hold a word of a goal: 完成全年目标, 占计划的九成.
_MASKED = re.compile(
    r"(?:超额|提前|圆满|顺利|如期|已)?(?:完成|达到|达成|实现|超过|达)(?:了)?(?:了?全年|年度|"
    r"年初|既定|预定|预期|拼搏|奋斗|的)*(?:目标|计划|任务)"
    r"|(?:占|为)(?:全年|年度)?(?:目标|计划)(?:的|任务)|目标任务(?:的|完成)|(?:投资|行动|年度|专项|培育|发展|合作|实施)计划|计划生育|规划(?:局|"
    r"馆|院|展|部门)|计划单列|确保(?:了)|预期目标的\d"
    r"|(?:高|低|好|快|超)(?:于|出)?预期|将军|将士|即将到期|将近|麻将|健将|五年(?:规划|计划)|"
    r"按(?:照)?(?:原)?(?:计划|规划)(?!到)|发展规划|规划纲要|拟(?:人|态|合|音)|模拟|虚拟"
)
_CUES: tuple[tuple[Mood, re.Pattern[str]], ...] = (
    (
        "goal",
        re.compile(
            r"目标|力争|设定[在为]|争取|确保|拼搏|奋斗|努力(?:实现|达到)|预期(?:增长|目标)|计划到|(?:要|须|"
            r"必须)(?:力争)?(?:达到?|实现|完成|突破|超过|超|建成|提高|新增|动工|开工|开建|启动)|冲刺|不破|"
            r"\btarget|\bgoal|\baim(?:s|ed|ing)?\b|\bstriv|\bseek(?:s|ing)?\b"
        ),
    ),
    (
        "plan",
        re.compile(
            r"计划|规划|拟|(?<=[\u4e00-\u9fff,，])会(?=有|在\d|达|超|突破)|安排在|定于|设计(?:时速|年|产能|能力|总)|预算安排|打算|"
            r"\bplan(?:s|ned|ning)?\b|"
            r"(?<!target )(?<!goal )(?<!aim )\b(?:is|are) to(?! (?:be found|date|the|an?|its|their)\b)|"
            r"\bpropos|\bintend|\bscheduled\b|\bdesigned\b"
        ),
    ),
    (
        "forecast",
        re.compile(
            r"预计|预测|预估|预期(?!增长|目标)|有望|或将|估计|料将|估算|望达|可带动|可实现|可新增|可形成|可达|"
            # 将 that is no 把: 将达到, but not 将土地转让.
            r"将(?:会|可|要|达|实现|建成?设?|投|新[增建设]|带动|形成|突破|超过|完成|增|成为|进一步|继续|陆续|推|打造|提|举[办行]|"
            r"开[工展放设通]|启动|迎来|产生|诞生|决出|达成|生产|采|运|用于|拉动|创造|吸引|引进|支持|给予|安排|再|于|在|不|有|设立|力争|组织|发放|覆盖|扩大|减|下降|"
            r"努力|全面|逐步|重点|着力|加[快大强])|"
            r"\bexpect|\bforecast|\bproject(?:ed|s to)\b|\bestimat|\bwill\b|\blikely\b|\bwould\b|\banticipat"
        ),
    ),
)
# A result that is said to be one ends the reach of a goal named before it in the sentence.
_DONE = re.compile(
    r"已(?!有计划)|(?:累计|共|超额|全年|实际)完成|完成了|实现了|达成了|同比|环比|累计|截至|目前|去年|上年|上半年|一季度|前\d+个?月|实际|增长了|"
    r"\balready\b|\bactual(?:ly)?\b|\bso far\b|\breached\b|\bcompleted\b"
)
_UNCERTAIN = re.compile(
    r"可能|或许|也许|疑似|据称|据传|传闻|似乎|大概|或者?将|不排除|\bmay\b|\bmight\b|\bpossibly\b|\ballegedly\b"
)
_HEDGES: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    (
        "under",
        re.compile(
            r"不[得能应可]?(?:超过|高于|多于)|不足|不到|至多|最多|最长|以内|之内|^内$|以下|"
            r"(?<!不)(?<!不[得能应可])(?:低于|少于)|未满|不满|less than|"
            r"under|"
            r"below|fewer than|at most|up to"
        ),
    ),
    (
        "over",
        re.compile(
            r"最低(?=需|要|仅|只)|最短|超过|超出|超|突破|逾|(?<!不)(?<!不[得能应可])(?:多于|高于|大于)|不[得能应可]?(?:少于|低于)|不下|不止|"
            r"至少|最少|以上|余|多|强|起|"
            r"^[过上]$|more than|over|above|exceed|at least|"
            r"surpass|no less than|upwards of|top(?:s|ped)\b"
        ),
    ),
    ("nearly", re.compile(r"接近|将近|近|几乎|逼近|nearly|almost|close to|approaching")),
    ("about", re.compile(r"大约|约|左右|上下|大概|大致|估|about|around|approximately|roughly|some")),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make what follows a goal, a plan or a forecast."""

    span: Span
    mood: Mood


def find_cues(folded: str) -> list[Cue]:
    """Return the cues of a folded text in reading order, without those inside words of a result."""
    masked = [match.span() for match in _MASKED.finditer(folded)]
    cues = [
        Cue(Span(*match.span()), mood)
        for mood, pattern in _CUES
        for match in pattern.finditer(folded)
        if not any(start <= match.start() < end for start, end in masked)
    ]
    return sorted(cues, key=lambda cue: cue.span.start)


def mood_at(folded: str, number: Span, sentence: Span, cues: list[Cue]) -> Mood:
    """Return the mood in which `number` is said: the nearest cue before it in its sentence, or in its clause after it.

    A word of a result between the cue and the number ends the cue's reach.
    """
    before = [cue for cue in cues if sentence.start <= cue.span.start and cue.span.end <= number.start]
    if before:
        between = folded[before[-1].span.end : number.start]
        if folded[before[-1].span.start : before[-1].span.start + 2].startswith(("将", "设计")) and any(
            mark in between for mark in "，,；;"
        ):
            # 双方将合作，总投资60亿元: 将 does not reach over the comma.
            return "result"
        if not any(mark in between for mark in "，,；;") or not _DONE.search(between):
            return before[-1].mood
    clause_end = next((i for i in range(number.end, sentence.end) if folded[i] in "，,。；;、"), sentence.end)
    after = [
        cue
        for cue in cues
        if number.end <= cue.span.start < clause_end and (cue.mood != "forecast" or folded[cue.span.start].isascii())
    ]
    return after[0].mood if after else "result"


def is_done(folded: str) -> bool:
    """Say whether folded words tell something as a result."""
    return bool(_DONE.search(folded))


def is_uncertain(folded: str) -> bool:
    """Say whether folded words leave open whether something is so."""
    return bool(_UNCERTAIN.search(folded))


def hedge_of(qualifier: str | None) -> Hedge:
    """Return what a qualifier as written does to its number."""
    if not qualifier:
        return "none"
    return next((hedge for hedge, pattern in _HEDGES if pattern.search(qualifier)), "none")


def mood_faults(claim: str, source: str) -> list[tuple[str, str | None]]:
    """Return (said, source) where an act that the source only intends, or holds possible, is told as done.

    For sentences without numbers: the cue counts where the claim repeats the word that follows it.
    """
    faults: list[tuple[str, str | None]] = []
    claim_has_cue = bool(find_cues(claim)) or bool(_UNCERTAIN.search(claim))
    for start, end in [(cue.span.start, cue.span.end) for cue in find_cues(source)] + [
        match.span() for match in _UNCERTAIN.finditer(source)
    ]:
        rest = re.split(r"[，,。；;！!？?]", source[end:], maxsplit=1)[0]
        acts = [
            word.text
            for word in content_words(rest)
            if word.kind == "verb" or (word.kind != "name" and (len(word.text) > 3 or word.span.start == 0))
        ]
        told = [act for act in acts if len(act) >= 2 and act.isalpha() and act in claim and source.count(act) == 1]
        if told and not claim_has_cue:
            faults.append((told[0], source[start:end] + told[0]))
    return faults
