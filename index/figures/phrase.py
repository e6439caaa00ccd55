"""Words before a quantity: which of them name the metric, and which only lead to the number.

`trim_phrase` takes off what leads (其中, 全市, 截至6月底) and what trails (达到, 分别为); `split_coordination` cuts
固投和GDP into its parts. Everything works on folded text.
"""

from __future__ import annotations

import re

from index.figures.parts import tag_words

# What trails a metric and leads to its number.
_TRAIL = re.compile(
    r"(?:同比|环比|比上年|较上年)?(?:(?:最终)?报?收盘?[于在报]每\d*(?:吨|克|公斤|千克|张|桶|盎司)|分别|各自|各|(?<![人户日年月平亩])均|平均每?|(?<![首成古])都|已经?|累计|总计|合计|共计|总共|一共|(?<!公)共|"
    r"(?<![条大简节预签合制公特集契])约|大约|大概|仅|只|就|将|(?<![许认])可|(?<![产功性节储智动潜职效才核])能|超额|一举|首次|历史性地?|再次|也|又|则|便|即|并|"
    r"还|更|至少|最多|最高|力争|确保|基本|预计|预期|有望|大致|稳定|保持|维持|控制|初步|连续|成功|迈上|跃上|站上|一度|攀升至|攀升到|预计将?|可能会?|将会|能够|可以|达到|达成|(?<!发)达|(?<![行作成认])为|是|"
    r"(?<![国持占保所私公民])有|完成|实现|突破|超过|超出|超|(?<![最附临邻])近|逾|(?<![通经])过|升至|升到|增至|增加到|增加至|增长到|增长至|提高到|"
    r"提高至|(?:修订|核定|更正|订正|修正|调整)(?:为|到|至)|提升到|提升至|拓展至|拓展到|扩大到|扩大至|扩展到|扩展至|发展到|降至|降到|缩?减(?:至|到|为)|缩至|(?:现在|目前|如今)(?=的?$)|下降到|下降至|减少到|减少至|压缩到|压缩至|缩短到|缩短至|回落至|回升至|"
    r"高达|多达|携带?|(?<!公)共有|拥有|设有|(?<![存潜实])在|(?<![得收受遇])到|至|了|的|也|：|:|-|—|\s|,|，|\(|（|不少于|不低于|不超过|不高于|左右|以上)+$"
)
_LEAD = re.compile(
    r"^(?:其中|它们(?=占)|[它他她]们的|这些|上述|同期|报告期内?|期内|(?:该|本)(?:公司|集团)|公司(?=[营净利总研境归实完扣产订合投资累共])|此外|另外|同时|并且|而且|并(?!购)|且|而|但|以及|及|和|与|、|，|,|：|:|\s|“|”|截至|截止|至(?!今)|到(?![位账港资期])|"
    r"在(?![建谈册校岗营孵手库链线售运研用外投])|盘中(?!价)|据悉|据了解|据介绍|据统计|数据显示|统计显示|目前|当前|如今|现在|近年来|多年来|今年来|已经?|累计|总计|合计|"
    r"共计|总共|一共|共(?![享同建])|还(?![款贷])|也|又|则|年均|全年|各(?:类|项|级|种|地)|拟定?(?![投人合态声像])|此次|本次|相关|随后|同期|约有|就是|一是|二是|三是|四是|五是|六是|第一(?![产批时届次期季代轮梯方])|第二(?![产批届次期季代轮梯方])|第三(?![产批届次期季代轮梯方])|首先|其次|"
    r"最后|再次|\)|）|；|;|的|了|于|时(?!速)|后(?!备)|前(?![海期])|为|是|由于?|因此|所以|分别|各自|各|均(?![价值])|都(?![市江])|将|"
    r"可以|可(?!再生|支配|比|研|降解)|预计|预测(?![值期模准])|预期(?!目标|指数)|有望|力争|确保|计划(?!总?投资)|拟(?!投资)|实现|完成(?!投资)|达到|达成|达|相较|较|当月|当年|有(?![效色机限])|共有|现有|拥有)+"
)
_SCOPE_WORD = r"(?:全|我|该|本|各)(?:国|省|自治区|市|州|盟|区|县|旗|镇|乡|街道|村|园区|域)"
SCOPE = re.compile(_SCOPE_WORD)
_SCOPE_LEAD = re.compile(rf"^(?:{_SCOPE_WORD}(?![版性])|当地|辖区|区域内|境内|全域|市州|各地)(?:内|范围内|共)?")
_MARKS = re.compile(r"、|,|，")
_COORDINATOR = re.compile(r"、|和|与|及|以及|,|，")
# 总投资: the subject of a project; 增长 alone names nothing.
_EMPTY = re.compile(r"^[约的了在和与及、，,\s“”\"'《》()（）:：\d.-]*$")


def trim_phrase(words: str, cut: tuple[str, ...] = ()) -> str:
    """Return what is left of `words` as a metric's name; `cut` are period and subject words to take out."""
    for piece in cut:
        words = words.replace(piece, "", 1)
    previous = None
    while previous != words:
        previous = words
        words = _LEAD.sub("", words)
        words = _SCOPE_LEAD.sub("", words)
        words = _TRAIL.sub("", words)
        words = words.strip(" \t\n、，,：:；;-—")
    words = _balance(words)
    return "" if _EMPTY.match(words) else words


def _balance(words: str) -> str:
    """Drop a bracket or quotation mark that lost its partner."""
    for opening, closing in (("“", "”"), ("(", ")"), ("《", "》"), ("‘", "’")):
        if words.count(opening) != words.count(closing):
            words = words.replace(opening, "").replace(closing, "")
    return words


def last_clause(words: str) -> str:
    """Return what stands after the last comma or colon outside brackets and quotation marks."""
    depth = 0
    for index in range(len(words) - 1, -1, -1):
        char = words[index]
        if char in ")”》’）":
            depth += 1
        elif char in "(“《‘（":
            depth = max(0, depth - 1)
        elif char in ",，;；:：。!！?？\n" and not depth:
            return words[index + 1 :]
    return words


def split_coordination(words: str, count: int) -> list[str] | None:
    """Cut a coordination into `count` names; a shared head or tail goes to each (A企业、B企业增加值)."""
    if "分别" in words:
        # A、B分别建成: the verb behind 分别 goes to each.
        nouns, _, verb = words.partition("分别")
        parts = split_coordination(nouns, count)
        return [part + verb for part in parts] if parts else None
    parts = [part for part in _COORDINATOR.split(words) if part]
    if len(parts) != count:
        # 航空航天器及设备制造业、医疗仪器设备及器械制造业: 及 stands inside the parts.
        parts = [part for part in _MARKS.split(words) if part]
    if len(parts) != count or count < 2:
        return None
    tail = _shared_tail(parts) or _branch_tail(parts)
    head = _shared_head(parts)
    return [
        (head if index and head and not part.startswith(head) else "")
        + part
        + (tail if index < count - 1 and tail and not part.endswith(tail) else "")
        for index, part in enumerate(parts)
    ]


# What the last of a series adds to a branch: 邮政业[生产指数同比].
_BRANCH_TAIL = re.compile(r"(?:业|产品|企业|地区|领域|行业|口岸|产业)(?P<tail>[^业、，,]{2,14})$")

_BRANCH_END = re.compile("(?:业|产品|企业|地区|领域|口岸)$")


def _branch_tail(parts: list[str]) -> str:
    """Return what is measured of branches and stands behind the last alone: 金融业、房地产业[实际使用外资]."""
    tail = _BRANCH_TAIL.search(parts[-1])
    return tail.group("tail") if tail and all(_BRANCH_END.search(part) for part in parts[:-1]) else ""


def split_series(stretch: str, count: int) -> list[str] | None:
    """Cut a series whose parts hold 、 of their own at its commas: 住宿和餐饮业，信息传输、软件业，金融业指数分别….

    `stretch` ends before 分别 or before the verb; the last part's measure goes to each.
    """
    parts = [part for part in re.split("[,，]", stretch) if part]
    if count < 2 or len(parts) < count:
        return None
    parts = [trim_phrase(part) for part in parts[-count:]]
    tail = _BRANCH_TAIL.search(parts[-1])
    branches = all(_BRANCH_END.search(part) and len(part) <= LONGEST_PART for part in parts[:-1])
    if tail is None or not branches or re.search(r"\d", "".join(parts)):
        return None
    return [part if part.endswith(tail.group("tail")) else part + tail.group("tail") for part in parts]


# Nouns that end a metric and, said once, hold for the whole coordination.
_TAILS = re.compile(
    r"(?:增加值|总产值|产值|总额|进出口总值|进出口|出口额?|进口额?|投资额?|收入|支出|产量|销量|余额|数量|面积|人数|户数|占比|比重|贡献率|"
    r"利用率|覆盖率|营业收入|销售收入|利润|税收|企业数|项目数|总量)$"
)
SHORT_NAME = 4
# A part of a series that is longer than this is a clause.
LONGEST_PART = 24
_MEASURES = re.compile("(?:量|额|值|率|收入|支出|面积|能力|规模|比重)$")
_HEADS = re.compile(r"^(?:规模以上工业|规上工业|规模以上|规上|对|新增|新登记|新设|累计|人均)")


def _shared_tail(parts: list[str]) -> str:
    """Return the noun that the last part lends to the others, empty where each has its own."""
    rest = parts[-1][len(parts[0]) :]
    whole_word = len(parts[0]) in _edges(parts[-1])
    if len(rest) > 1 and whole_word and all(len(part) <= SHORT_NAME for part in parts[:-1]) and _MEASURES.search(rest):
        # 风电、光电技术可开发量: names of one length share what is left.
        return rest
    match = _TAILS.search(parts[-1])
    if match is None or any(_TAILS.search(part) for part in parts[:-1]):
        return ""
    return match.group() if match.start() > 0 else ""


def _edges(words: str) -> set[int]:
    """Return where words end in a phrase."""
    edges, position = set(), 0
    for word, _ in tag_words(words):
        position += len(word)
        edges.add(position)
    return edges


def _shared_head(parts: list[str]) -> str:
    """Return the qualifier that the first part lends to the others."""
    match = _HEADS.match(parts[0])
    if match is None or match.end() == len(parts[0]) or any(_HEADS.match(part) for part in parts[1:]):
        return ""
    return match.group()
