"""A name of its own at the head of a clause: the firm, the works or the fair that what follows is told of.

It need not stand in any list: a proper name in it, characters that no word joins, or a number of its kind (第五届) tell
it from a common noun, and its last word what it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.figures.frame import Frame
from index.figures.parts import tag_words
from index.types import Span

# A name is no longer than this, and no shorter.
LONGEST, SHORTEST = 28, 3
# What no last word tells must be written so often, and so much oftener than what goes on from it.
LEAST_WRITTEN, DROP = 3, 1.5

_HEADS = re.compile(
    "(?:公司|集团|银行|控股|股份|置业|油气田|油田|气田|工程|铁路|高铁|公路|高速|大桥|隧道|水库|水电站|核电站|风电站|电站|电厂|风电场|班列|专列|"
    "机场|港口|口岸|码头|产业园|工业园|园区|发射场|发射中心|通道|货轮|邮轮|油轮|潜水器|博览会|交易会|洽谈会|推介会|论坛|大会|峰会|大赛|冰雪季|"
    "消费季|购物节|艺术节|文化节|储气库群|步兵营)$"
)
_INSIDE = ("n", "j", "b", "vn", "eng", "z", "an", "i", "l", "f", "s", "g")
_ORDER = re.compile(r"第?[一二三四五六七八九十百\d]+(?:届|期|批|次|号|千伏)?|20\d\d年?|[一二三]期")
_LEAD = frozenset({"其中", "截至", "目前", "据", "记者", "从", "位于", "我国", "全国", "和", "与", "及", "、", "由"})
_APART = frozenset({"子公司", "控股", "股东", "全资", "公司", "企业", "记者", "旗下", "媒体"})
_COMMON = re.compile(
    "^(?:其中|记者|全国|我国|国内|目前|项目|企业|公司|集团|工程|活动|大会|会议|总|本|该|此|这|各|多|每|以上|规模以上|限额以上|重点|重大|一批|新开工|由|有关|相关|部门|产业|经济|市场|行业|单位|地区|上市|民营|国有|外资|高速|大型|新建|续建|招商|签约|基础|设施|建设|投资|国家|全省|全市|全区|城市|铁路|公路|高铁|机场|港口|口岸|园区|商业|科技|航天)+$"
)
# Authorities speak for their place.
_AUTHORITY = re.compile("(?:[部局委厅署院会室处]|财政|央行|人民银行|党组织|海关|政府|分行|总队|支队)$")
_STRETCHES = ("沿线", "两岸", "以北", "以南", "一带", "流域")
_NUMBERED = re.compile("第.{1,4}届|20\\d\\d|号")
_PROPER = ("ns", "nr", "nt", "nz")
_LEGAL = re.compile("(?:公司|集团|银行|置业|股份|控股)$")
_MEASURED = re.compile(
    "(?:资产|负债|总额|净|营业|收入|利润|产值|产量|销量|投资|价格|奖金|水平|员工|人数|数量|面积|规模|增速|总量|额|量|值|率|情况|指数|公里|里程|仍|年|期间|后|前|内|时)$"
)

Token = tuple[str, str, int]


def find_proper(frame: Frame, start: int, end: int) -> Span | None:
    """Return the name of its own that heads the clause from `start`, None where a common noun or a place does."""
    tokens: list[Token] = []
    at = start
    for word, tag in tag_words(frame.folded[start:end]):
        tokens.append((word, tag, at))
        at += len(word)
    first = _skip_lead(frame, tokens)
    last = first
    while last < len(tokens) and _is_inside(tokens, last):
        last += 1
    span = _longest_head(tokens, first, last) or _repeated(frame, tokens, first, last)
    if span is None:
        return None
    words = span.of(frame.folded)
    if words[0] in "由据在从":
        span = Span(span.start + 1, span.end)
    own = _without_place(frame, span)
    if not own or _COMMON.match(own) or frame.folded.startswith("—", span.end):
        # 佛山市重点工程 is no name of its own, and 水利工程——云豆枢纽 gives it behind the dash.
        return None
    torn = words.count("“") != words.count("”")
    return None if torn or _is_place(frame, span) or _AUTHORITY.search(words) or words.endswith(_STRETCHES) else span


def _skip_lead(frame: Frame, tokens: list[Token]) -> int:
    """Return where the first noun phrase starts, past times, adverbs and 位于…的."""
    first = 0
    while first < len(tokens) and (
        tokens[first][0] in _LEAD or tokens[first][1][0] in "tdpcrm" or not tokens[first][0].strip()
    ):
        first += 1
    if tokens and tokens[0][0] == "位于":
        of = next((index for index, token in enumerate(tokens) if token[0] == "的"), None)
        return of + 1 if of is not None else first
    return first


def _is_inside(tokens: list[Token], index: int) -> bool:
    word, tag, _ = tokens[index]
    # 新横琴口岸: an adjective of one character is part of a name.
    joint = word in {"“", "”", "·", "至", "—", "-", "新", "大"} and index + 1 < len(tokens)
    return word not in _APART and (
        tag.startswith(_INSIDE) or joint or (bool(_ORDER.fullmatch(word)) and index + 1 < len(tokens))
    )


def _longest_head(tokens: list[Token], first: int, last: int) -> Span | None:
    """Return the phrase up to its last word that tells a firm, works or a fair, where it is proper."""
    for index in range(last - 1, first - 1, -1):
        word, _, at = tokens[index]
        if not _HEADS.search("".join(w for w, _, _ in tokens[first : index + 1])) or not _HEADS.search(word):
            continue
        span = Span(tokens[first][2], at + len(word))
        words = "".join(w for w, _, _ in tokens[first : index + 1])
        if SHORTEST < len(words) <= LONGEST and not _COMMON.match(words) and _is_proper(tokens[first : index + 1]):
            return span
        return None
    return None


def _repeated(frame: Frame, tokens: list[Token], first: int, last: int) -> Span | None:
    """Return the proper name that the article writes again and again, without what is measured of it."""
    while last > first and _MEASURED.search(tokens[last - 1][0]):
        last -= 1
    if last == first:
        return None
    begin = tokens[first][2]
    ends = [at + len(word) for word, _, at in tokens[first:last]]
    counts = [frame.folded.count(frame.folded[begin:end]) for end in ends]
    for index in range(len(ends) - 1, -1, -1):
        after = counts[index + 1] if index + 1 < len(counts) else 0
        words = frame.folded[begin : ends[index]]
        often = counts[index] >= LEAST_WRITTEN and counts[index] >= DROP * after
        if often and SHORTEST <= len(words) <= LONGEST and not _COMMON.match(words):
            return Span(begin, ends[index]) if _is_joined(tokens[first : first + index + 1]) else None
    return None


def _is_proper(tokens: list[Token]) -> bool:
    """Say whether a phrase is a name of its own: a proper name in it, characters that no word joins, a number."""
    words = "".join(word for word, _, _ in tokens)
    if _NUMBERED.search(words) or "“" in words or (_LEGAL.search(words) and len(tokens) > 1):
        return True
    return any(tag.startswith(_PROPER) for _, tag, _ in tokens) or _is_joined(tokens)


def _is_joined(tokens: list[Token]) -> bool:
    """Say whether characters stand side by side that no word joins, or a foreign firm's name does."""
    single = [len(word) == 1 and tag[0] in "nzg" for word, tag, _ in tokens]
    return any(a and b for a, b in pairwise(single)) or any(tag == "nz" for _, tag, _ in tokens)


def _without_place(frame: Frame, span: Span) -> str:
    """Return the words of a phrase behind the places that open it."""
    start = span.start
    for mention in frame.mentions_in(span.start, span.end):
        if mention.span.start == start:
            start = min(mention.span.end, span.end)
    return frame.folded[start : span.end]


def _is_place(frame: Frame, span: Span) -> bool:
    """Say whether a phrase is a known place and no more."""
    return any(mention.span.contains(span) for mention in frame.mentions_in(span.start, span.end))
