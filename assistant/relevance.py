"""How well a sentence speaks to a question: the words they share, and whether it holds what is asked for.

Knows nothing of search or of answers. Works on folded text; weights are relative to the sentences that compete.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assistant.audit.words import read_list
from index.text import fold

Wanted = Literal[
    "number", "date", "person", "place", "organisation", "reason", "method", "list", "yes_no", "name", "other"
]

# The words that ask, and those that only make the question a sentence.
_ASKING = re.compile(
    r"事件对应的|对应的|请问|请|告诉我|介绍一下|说明|简述|列出|概括|总结|总结一下|想知道|我想|帮我|"
    r"为什么|为何|何时|何地|何处|何人|何种|何以|怎么样|怎么办|怎样|怎么|如何|哪里|哪儿|哪些|"
    r"哪个|哪位|哪一年|哪年|哪一天|哪天|哪家|哪种|"
    r"哪几个|哪几种|哪几|哪一个|哪|是什么|有什么|什么|多少|多大|多高|多长|多久|多远|几个|几家|"
    r"几次|几名|几年|几月|几|是否|有没有|"
    r"是不是|能不能|能否|可否|会不会|吗|呢|么|吧|谁|是指|指的是|\?|？"
)
# The word that asks, and how far around it stands what it asks of.
_ASKS = re.compile(
    r"为什么|为何|何时|何地|何处|何人|何种|怎样|怎么|如何|哪里|哪儿|哪些|哪位|哪一?[年天日个家种]?|什么|多少|几|谁|多[大高长久远]|"
    r"是否|吗|\b(?:what|which|who|whom|when|where|why|how)\b"
)
_FOCUS_BEFORE, _FOCUS_AFTER = 6, 8
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    ("reason", re.compile(r"为什么|为何|原因|缘何|怎么会|何以|\bwhy\b")),
    (
        "date",
        re.compile(
            r"何时|什么时候|哪一?[年天日]|哪个?月|几[月号点]|什么时间|时间(?:是|为|[？?]?$)|日期|年份|多久|多长时间|"
            r"截止到?什么|\bwhen\b|what (?:year|date|month|day)"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|(?<!哪)几(?!乎|何)|多[大高长远重快]|百分之|\bhow (?:many|much|long|far|high|large|big|old)\b|"
            # Without a word that asks, what a question ends in: 股权占比是.
            r"^(?!.*(?:吗|是否|是不是|有没有|能否|可否|能不能|[一-鿿]不[一-鿿])).*(?:比例|占比|金额|数额|增速)"
        ),
    ),
    ("person", re.compile(r"谁|何人|哪位|哪个人|什么人|人名|\bwho\b|\bwhom\b")),
    ("place", re.compile(r"哪[里儿]|何[地处]|什么地方|哪个(?:国家|省|市|城市|地区|区|县|地方)|地点|位于|\bwhere\b")),
    ("organisation", re.compile(r"哪家|(?:哪个|什么)(?:公司|机构|部门|单位|组织|大学|学校|企业)")),
    ("list", re.compile(r"哪些|哪几|有什么|包括什么|分别(?:是|为)")),
    ("method", re.compile(r"如何|怎么|怎样|怎么办|举措|措施|\bhow\b")),
    ("yes_no", re.compile(r"是否|吗|是不是|有没有|能否|可否|能不能")),
    ("name", re.compile(r"什么|哪|\bwhat\b|\bwhich\b")),
)
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半]+(?:个|家|名|位|次|年|月|日|天|人|项|条|种|倍|成|"
    r"元|万|亿|岁|部|座|所|支|届|层|级|度)"
)
_DATE = re.compile(
    r"\d{2,4}\s*年|\d{1,2}\s*月|\d{1,2}\s*日|[a-z]{3,9}\.? \d{1,2}\b|"
    r"[一二三四五六七八九十〇零]{1,4}年|世纪|年代|时期|期间|\d点|上午|下午|\d{4}|天内|日内|"
    r"小时|分钟|周|星期|朝|今年|去年|近日|[\d一二三四五六七八九十两半]个?(?:天|月|年)"
)
_REASON = re.compile(r"因为|由于|因此|所以|原因|导致|为了|为|造成|致使|使得|因|受|鉴于|以免|以便|旨在|目的|从而")
_PLACE = re.compile(r"位于|在|地处|省|市|县|区|州|国|岛|山|路|街|村|镇|湖|海|城|港|洲|东|西|南|北|部")
_ORGANISATION = re.compile(
    r"公司|集团|机构|[部局厅委署院校所会厂店社行队馆]|组织|大学|学院|企业|银行|中心|基金|媒体|平台|政府|法院|联盟|协会"
)
_CHECKS: dict[Wanted, re.Pattern[str]] = {
    "number": _NUMBER,
    "date": _DATE,
    "reason": _REASON,
    "place": _PLACE,
    "organisation": _ORGANISATION,
}
# Things asked for by their name, and what a text that gives one must hold: the more exact the kind, the surer the sign.
_KINDS_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(held))
    for asked, held in (
        (
            r"(?:比例|占比|比重|股比|比率|增速|增幅|降幅|涨幅|利率|百分之)",
            r"\d\s*(?:%|个百分点|个基点)|百分之|[一二三四五六七八九\d]成",
        ),
        (
            r"(?:金额|价格|价款|市值|总额|营收|费用|罚款|多少钱|货款)",
            r"[\d一二三四五六七八九十百千万亿]\s*(?:多|余)?(?:万|亿|千|百)?\s*(?:元|美元|欧元|港元|人民币|块)",
        ),
        (r"(?:数量|人数|家数|数目)", r"\d|[一二三四五六七八九十百千万亿]"),
        (
            r"(?:时间|日期|年份|何时|哪一?天|哪一?年|什么时候|几月|几号)",
            r"\d\s*[年月日号]|\d{4}|\d{1,2}[.\-/]\d{1,2}|[一二三四五六七八九十]月|"
            r"[a-z]{3,9}\.? \d{1,2}\b|今年|去年|世纪|年代|时期|当日|近日|[昨今]日",
        ),
        (r"轮次", r"[a-e]\+?轮|天使轮|轮"),
        (
            r"(?:职位|职务|任职|什么职)",
            r"董事|经理|总裁|主席|书记|主任|局长|部长|市长|院长|主管|代表|秘书|监事|会计|出纳|负责人|"
            r"总监|法官|工程师|教授|教师",
        ),
        (r"(?:代码|编号|电话|号码|热线)", r"\d{3,}"),
        (r"(?:网址|网站|网页|链接)", r"[a-z0-9-]+\.[a-z]{2,}|www|网|公众号|app"),
        (r"(?:面积)", r"\d\s*(?:万)?\s*(?:亩|公顷|平方|㎡)"),
        (r"(?:公里|里程|长度|距离)", r"\d\s*(?:万)?\s*(?:公里|千米|米|km)"),
    )
)
# Things that take more than a sentence to tell, asked for by 什么 or 哪些.
_PASSAGE = re.compile(
    r"(?:什么|哪些|哪几|何种|怎样的|如何)(?:[^,，。?？]{0,6})(?:措施|举措|政策|要求|条件|流程|程序|步骤|义务|安排|准备|规定|内容|做法|办法|"
    r"服务|支持|工作|任务|情形|情况|问题|特点|优惠|手段|扶持|好处|新?招|路子|事|抓手|经验|模式|机制|路径|方向|动作|"
    r"责任|权利|材料|亮点|红利|待遇|帮助)|"
    r"几(?:件事|个?路子|招|手|个?方面|个?方向)|"
    r"(?:措施|举措|政策|要求|条件|流程|程序|步骤|义务|安排|规定|内容|做法|办法|任务|情形|举措)(?:是什么|有哪些|是哪些|包括|如何|怎样)|"
    r"(?:分别|各)?(?:放开|支持|限制|禁止|鼓励|要求|规定|取消|减免|提出|明确)了?(?:什么|啥|哪些)[?？]?$|"
    r"(?:哪些|什么)?(?:方面|部分)[^,，。?？]{0,8}[?？]?$"
)
_UNIT_ASKED = re.compile(r"(?:多少|几)([一-鿿a-z%]{1,3})")
# 发放多少补助金, 赚了多少利润: a sum of money, by its name.
_MONEY_ASKED = re.compile(
    r"(?:多少|几)(?:钱|元|资金|经费|奖金|补助|补贴|奖励|利润|收入|税|费|租金|押金|贷款|[一-鿿]{1,3}(?:金|费|款|税|额))"
)
# 降几个点, 恢复到几成: a share.
_SHARE_ASKED = re.compile(r"(?:多少|几)(?:个?(?:百分)?点|成|%)|百分之(?:多少|几)|多[大高](?:比例|占比|幅度)")
_SHARE = re.compile(r"\d\s*[%‰]|百分之|[一二三四五六七八九\d]成|百分点|个点|分之")
# What a number is counted in; after any other word (多少以上) every number will do.
_COUNTED = re.compile(
    r"[个名位人家种项条次类部所座款件份户只辆台届组支年月天日周岁米里吨亩倍成度张间套亿万千百点%篇处枚艘架吉股标平公厘毫克升瓦时小分秒期批轮班级层步万]"
)
# Years and days are no sizes: 2027年 does not say how large a fund is.
_DATES = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{1,2}[月日](?!\d)|\d{4}-\d{1,2}-\d{1,2}")
_RUN = re.compile(r"[a-z0-9][a-z0-9.\-]*|[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question is about (words and letter pairs of its folded text) and what kind of thing it wants."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    wanted: Wanted
    unit: str | None
    text: str
    # The end of the question, where Chinese names the thing that it asks for.
    tail: str
    # Letter pairs beside the word that asks: what the answer does or is.
    focus: tuple[str, ...] = ()
    # Measures, steps, conditions: what several sentences tell.
    passage: bool = False


_TAIL = 12


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in read_list("asking") for word in line)


@lru_cache(maxsize=512)
def question_terms(question: str) -> Terms:
    """Take a question apart; the words that merely ask are left out."""
    folded = fold(question)
    wanted: Wanted = next((kind for kind, pattern in _WANTED if pattern.search(folded)), "other")
    match = _UNIT_ASKED.search(folded)
    unit = match.group(1) if match else None
    unit = "money" if _MONEY_ASKED.search(folded) else "share" if _SHARE_ASKED.search(folded) else unit
    bare = _ASKING.sub("　", folded)
    words = tuple(dict.fromkeys(word for word in _words(bare) if word not in _stop_words()))
    return Terms(
        words,
        tuple(dict.fromkeys(_pairs(bare))),
        wanted,
        unit,
        bare,
        folded[-_TAIL:],
        _focus(folded),
        bool(_PASSAGE.search(folded)),
    )


def _focus(folded: str) -> tuple[str, ...]:
    """Return the letter pairs just before and after the word that asks, empty where none does."""
    match = _ASKS.search(folded)
    if match is None:
        return ()
    near = folded[max(0, match.start() - _FOCUS_BEFORE) : match.start()]
    near += "　" + folded[match.end() : match.end() + _FOCUS_AFTER]
    return tuple(dict.fromkeys(_pairs(_ASKING.sub("　", near))))


def _words(folded: str) -> list[str]:
    import rjieba

    found: list[str] = []
    for run in _RUN.findall(folded):
        found += [run] if run[0].isascii() else rjieba.cut_for_search(run)
    return [word for word in found if len(word) > 1 or word.isdigit()]


def _pairs(folded: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(folded):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return [pair for pair in found if pair not in _stop_words()]


class Weigher:
    """Weights of a question's words and pairs among competing sentences: the rarer, the heavier."""

    def __init__(self, terms: Terms, sentences: Sequence[str]) -> None:
        self.terms = terms
        total = max(len(sentences), 1)
        counts = Counter(term for term in {*terms.words, *terms.pairs} for text in sentences if term in text)
        self._weights = {
            term: (math.log((total + 1) / (counts[term] + 0.5)) + _FLOOR) * (_KIND_WEIGHT if term in _KINDS else 1.0)
            for term in {*terms.words, *terms.pairs}
        }
        # Made once: a yearbook has thousands of sentences to be weighed.
        self._words, self._pairs = self._list(terms.words), self._list(terms.pairs)
        self._focus = self._list(tuple(term for term in terms.focus if term in self._weights))

    def _list(self, terms: tuple[str, ...]) -> tuple[float, tuple[tuple[str, float], ...]]:
        """Return what terms weigh together, and each."""
        return sum(self._weights[term] for term in terms), tuple((term, self._weights[term]) for term in terms)

    def coverage(self, folded: str) -> float:
        """Return the weighted share of the question's words and pairs that `folded` holds, 0…1."""
        return (_share(self._words, folded) + _share(self._pairs, folded)) / 2

    def focus(self, folded: str) -> float:
        """Return the weighted share of what stands beside the asking word that `folded` holds, 0…1."""
        return _share(self._focus, folded)

    def weight(self, term: str) -> float:
        """Return how rare a term is among the sentences."""
        return self._weights[term]

    def missing(self, folded: str) -> list[str]:
        """Return the question's words that `folded` does not hold, the weightiest first."""
        return sorted((w for w in self.terms.words if w not in folded), key=lambda w: -self._weights[w])


def _share(weighted: tuple[float, tuple[tuple[str, float], ...]], folded: str) -> float:
    total, terms = weighted
    return sum([weight for term, weight in terms if term in folded]) / total if total else 0.0


# Words for the kind of thing asked for: an answer gives the thing, seldom its kind.
_KINDS = frozenset(
    re.findall(
        "[一-龥]+",
        """
        措施 举措 做法 办法 方法 方式 手段 要求 政策 条件 原因 理由 内容 情况 特点 特征 方面 流程 程序 步骤
        目的 意义 义务 规定 安排 时间 日期 地点 地方 地区 数量 金额 比例 名字 名称 职业 身份 角色 作用 影响
        结果 后果 观点 看法 态度 标准 主要 具体 不同 区别 异同 差异 各地 以前 相比 对应 事件 涉及 分别 目前
        当时 期间 问题 事情 东西 建议 优惠 支持
        """,
    )
)
_KIND_WEIGHT = 0.35
# Even a word that every sentence holds says a little.
_FLOOR = 0.3


# Log-odds beyond which the reader is as sure as can be.
_SUREST = 10.0
# Words that count as one another after a number: asked 多少个, told 4种.
_COUNTERS = "个名位人家种项条次类部所座款件份户只辆台届组支"
_MONEY = "万|亿|元|美元|港元|欧元|块|英镑|日元"


def _unit_words(unit: str) -> str:
    """Return what may stand after a number that is asked for by `unit`, as alternatives of a pattern."""
    if unit == "money" or unit.startswith(("钱", "元", "资金", "金额")):
        return _MONEY
    if unit.startswith(("百分", "%")):
        return "%|百分|成|个百分点"
    if unit.startswith("股"):
        return "[万亿]?股|%"
    if unit[0] in _COUNTERS:
        return f"[万亿千百多余]*[{_COUNTERS}]"
    return f"{re.escape(unit)}|{re.escape(unit[0])}"


def is_sure_kind(terms: Terms) -> bool:
    """Say whether a question ends in a kind of thing that only certain words can tell: 融资轮次, 证券代码."""
    return terms.wanted != "yes_no" and any(asked.search(terms.tail) for asked, _ in _KINDS_ASKED)


def squash(logit: float) -> float:
    """Return the reader's log-odds that an answer stands somewhere as a sign from -1 to 1."""
    return max(-1.0, min(1.0, logit / _SUREST))


def holds_wanted(terms: Terms, folded: str) -> bool:
    """Say whether a sentence holds a thing of the kind asked for, beyond what the question itself says."""
    rest = folded
    for word in terms.words:
        if word.isdigit() or any(char.isdigit() for char in word):
            rest = rest.replace(word, " ")
    if terms.wanted == "number" and terms.unit == "share":
        return bool(_SHARE.search(rest))
    if terms.wanted == "number" and terms.unit and (_COUNTED.match(terms.unit) or terms.unit == "money"):
        return bool(re.search(rf"[\d一二三四五六七八九十百千万亿两余多]\s*(?:{_unit_words(terms.unit)})", rest))
    for asked, held in _KINDS_ASKED:
        if terms.wanted != "yes_no" and asked.search(terms.tail):
            return bool(held.search(rest))
    if terms.wanted == "person":
        return _names_person(rest)
    if terms.wanted == "number":
        rest = _DATES.sub(" ", rest)
    check = _CHECKS.get(terms.wanted)
    return bool(check.search(rest)) if check else True


# Tags of names: people, places, bodies, other ones.
_NAME_TAGS = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg"})
# What such a tagger takes for a name and is none, or ends a common noun: 东西, 养老院; and the country, which frames
# what its sources say without being named in them.
_COMMON = re.compile(
    r"中国|全国|我国|东西|城市|地区|地方|国家|省份|省市|市区|区县|县城|乡镇|社区|园区|当地|外地|各地|[^京津沪渝港澳台]*(?:院|厂|店|开发区|经开区|项目|政策|措施)"
)
_QUOTED = re.compile(r"[“\"「《]([^”\"」》]{2,20})[”\"」》]")
# A quoted name is there where this share of its letter pairs is.
_NAMED = 0.5


def unnamed(question: str, material: str) -> float:
    """Return the share of a question's proper names that folded material does not hold, 0 where it has none."""
    import rjieba

    folded = fold(question)
    names = {w for w, tag in rjieba.tag(folded) if tag in _NAME_TAGS and len(w) > 1 and not _COMMON.fullmatch(w)}
    missing = [name for name in names if name not in material]
    quoted = _QUOTED.findall(folded)
    missing += [name for name in quoted if not _is_near(name, material)]
    return len(missing) / max(len(names) + len(quoted), 1)


def _is_near(name: str, material: str) -> bool:
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return sum(pair in material for pair in pairs) >= _NAMED * len(pairs)


def _names_person(words: str) -> bool:
    """Say whether a person is named, as far as a tagger of words knows; the dot of foreign names counts."""
    import rjieba

    return "·" in words or any(tag.startswith("nr") for _, tag in rjieba.tag(words))
