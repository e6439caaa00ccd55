"""Whom a figure answer names: only who the source itself says.

A record without a subject of its own takes the place of its article. That is enough to find it and not to tell it:
told is a subject that the sentence, what stands right before it, its context or the title names, as one who has
the number and not as one that it is measured against (占全国, 居全省第二), nor as part of another name (中国青年报).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figure_answers.places import names_of, short_name
from assistant.figure_answers.terms import tag_words
from assistant.figure_answers.view import View
from index.text import fold
from index.types import Region

_COUNTRY = "CN"
_COUNTRY_NAMES = ("我国", "全国", "中国")
_MEASURED = re.compile(r"(?:占|比|较|高于|低于|快于|慢于|居|列|位居|位列|对|向|赴|往|来自|出口|进口|进入|距)$")
# 甲市—乙地班列: one end of a way.
_WAY = re.compile(r"[—－–⇌↔]|[至到](?!今|目前)[\u4e00-\u9fff]{2,4}(?:班列|航线|铁路|高铁|公路)")
_RANKED = re.compile(r"第[一二三四五六七八九十\d]|平均|前列|首位|[\u4e00-\u9fff]{0,3}(?:增速|水平|均值)的")
_LONGER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:日报|晚报|晨报|青年报|商报|时报|报社|新闻网|新闻社|电视台|广播|通讯社|新闻|网讯|网)|"
    r"\d{1,2}月\d{1,2}日[电讯]|讯|[\u4e00-\u9fff]{0,6}?(?:分公司|支公司|分行|支行|分局|产险|财险|银行|集团|联合会|协会|学会|研究院|研究所|大学)"
)
# What only a name that is no place's can be called.
_BODIES = "公司 集团 行 院 校 企业 项目 工厂 基金 平台 工程 行业 产业 中心 机构 部门 单位 活动".split()  # noqa: SIM905
_SCOPE = re.compile(
    rf"(?:全|该|我|本)(?P<kind>国|省|自治区|市|州|盟|区|县|旗|镇|乡|街道|村|园区|{'|'.join(_BODIES)})"
    r"(?![\u4e00-\u9fff]?第|平均)"
)
_KINDS = ("省", "自治区", "市", "州", "盟", "区", "县", "旗", "园区")
_BEFORE_SCOPE = re.compile(r"(?:占|比|居|列|高于|低于|位居|位列)$")
_LEAD = 200
_LONGEST_NAME = 16
# What stands right before a name tells whether it is measured against.
_NEAR = 4
# Before a name that leads its clause: a border, a time, 在.
_LEADS = re.compile(
    r"(?:^|[，,。；;：:！!？?\n“（(】》\s]|[年月日度前期来间]|底|末|时|目前|其中|季度|半年|以来|而|且|但)(?:在|据)?$"
)
# What a longer name ends with: 某县国家级页岩油示范区.
_BODY_ENDS = (
    "示范区", "试验区", "开发区", "高新区", "经开区", "新区", "园区",
    "产业园", "工业园", "科技园", "公司", "集团", "大学",
    "学院", "医院", "法院", "研究院", "银行", "协会", "学会", "铁路", "高铁", "机场", "大桥",
)  # fmt: skip
_NOMINAL = frozenset("nbjlzad")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a number belongs to, as the source says it: the name to tell, folded names, and 全区 where that says it."""

    name: str
    names: tuple[str, ...]
    scope: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All folded words that mean it here: its names, and 全市, 我市 and 该市 where it is a city."""
        kinds = [kind for kind in _KINDS if _fits(f"全{kind}", self.name)]
        return (*self.names, *(f"{each}{kind}" for kind in kinds for each in "全我该本"))

    def is_named(self, words: str) -> bool:
        """Say whether words of the source name it."""
        return any(name in fold(words) for name in self.names)


def find_owner(view: View, name: str, region: Region | None) -> Owner | None:
    """Return the owner by the name that is to be told, None where the source does not say it.

    `region` is the place that was asked about, where the name is its.
    """
    figure, text = view.figure, view.article.text
    if not name:
        return None
    names = _names(name, region, figure.subject_key)
    sentence = figure.sentence.of(text)
    scope = _find_scope(sentence, figure.span.start - figure.sentence.start)
    if scope and not _fits(scope, name):
        return None
    country = names is _COUNTRY_NAMES
    if any(says(sentence, one, leading=country) for one in names):
        return Owner(name, names)
    if scope:
        return Owner(name, names, scope)
    if "、" in name:
        return None
    settled = [c.span for c in figure.context if c.role not in ("period", "unit", "caption")]
    if country:
        # 中国 alone stands in many names.
        return Owner(name, names) if any(fold(span.of(text)) in _COUNTRY_NAMES[:2] for span in settled) else None
    start = figure.span.start
    pieces = [view.article.title, *(text[max(0, s.start - _NEAR) : s.end + _LONGEST_NAME] for s in settled)]
    lead = text[max(text.rfind("\n", 0, start) + 1, start - _LEAD) : start]
    told = any(says(words, one) for words in pieces for one in names)
    return Owner(name, names) if told or any(says(lead, one, leading=True) for one in names) else None


def _names(name: str, region: Region | None, key: str | None) -> tuple[str, ...]:
    """Return the folded names by which a text may call it."""
    if key == _COUNTRY or (region is not None and region.key == _COUNTRY):
        return _COUNTRY_NAMES
    own = [name, short_name(name), re.sub(r"^[\u4e00-\u9fff]{2,4}市(?=[\u4e00-\u9fff]{2})", "", name)]
    listed = names_of(region) if region is not None else ()
    return tuple(dict.fromkeys(fold(one) for one in (*own, *listed) if len(one) > 1))


def says(words: str, name: str, *, leading: bool = False) -> bool:
    """Say whether words name somebody as one who has a number, not as a yardstick or part of another name.

    `leading`: only where the name leads its clause.
    """
    folded = fold(words)
    for match in re.finditer(re.escape(name), folded):
        before = folded[: match.start()]
        if _MEASURED.search(before) or before.endswith(("—", "－", "–")):
            continue
        if leading and not _LEADS.search(before):
            continue
        if _runs_on(folded[match.end() : match.end() + _LONGEST_NAME]):
            continue
        if not any(pattern.match(folded, match.end()) for pattern in (_RANKED, _LONGER, _WAY)):
            return True
    return False


def _runs_on(behind: str) -> bool:
    """Say whether a name goes on into a longer one: 某县|国家级页岩油示范区."""
    for word, tag in tag_words(behind):
        if tag[:1] not in _NOMINAL and tag != "vn":
            return False
        if word.endswith(_BODY_ENDS):
            return True
    return False


def _find_scope(sentence: str, number: int) -> str:
    """Return the last 全区 or 该公司 before (or right behind) a number that stands for its subject, empty for none."""
    folded = fold(sentence)
    found = [m for m in _SCOPE.finditer(folded) if not _BEFORE_SCOPE.search(folded[: m.start()]) and m.start() < number]
    return found[-1].group() if found else ""


def _fits(scope: str, name: str) -> bool:
    """Say whether 全区 can mean the named: 铁西区 and 经开区, not 铁西区's city."""
    match = _SCOPE.match(scope)
    kind = match.group("kind") if match else ""
    if kind == "国" or (kind in _BODIES and not re.search(r"[省市区县州盟旗镇乡国]$", name)):
        return kind != "国" or name in ("全国", "中国", "我国")
    if kind == "市" and name.endswith(("市", "州", "县")):
        return True
    return name.endswith(kind[-1]) if kind else False
