"""What a clause leaves unsaid of its metric: the topic before it, the whole it takes apart, the name in full.

新能源汽车方面，批发销量73.7万辆 counts 新能源汽车批发销量; 市场零售64万辆…累计零售372万辆 goes on about one market;
共分陆港型、港口型等5种类型 counts the types of what is divided.
"""

from __future__ import annotations

import re

from index.metrics import Vocabulary

# 新能源汽车方面，…: what the clauses behind it are about.
_TOPIC = re.compile(
    r"(?:^|[，,。；;：:\s])(?:[今去]年)?(?:[\d年月日—-]{2,12}份?)?(?P<topic>[^，,。；;：:\s\d]{2,14}?)(?:(?:业务|板块|领域|市场)?方面|环节|业务板块|板块)[，,：:]"
)
# What an economy is looked at by, rather than a product or a trade.
_SPHERE = re.compile(
    "外贸|贸易|投资|消费|财政|就业|收入|价格|民生|经济|发展|情况|数据|效益|质量|规模|动能|需求|生产|供给|结构|创新|业绩|经营"
)
_BARE_MEASURE = re.compile(
    "(?:批发|零售|总|累计|国内|境外|海外|全球|市场)*(?:产销量?|产量|销量|销售量|出货量|零售量?|批发量?|出口量?|进口量?|保有量|装机量?|产值|增加值|"
    "营业收入|销售收入|主营业务收入|收入|营收|利润|利润总额|净利润|投资|完成投资|研发投入|毛利率|增速|市场规模|规模|市场份额|占比)"
)
# Nouns that say nothing without what they belong to.
_HOLLOW = re.compile(
    "(?:类型|种类|类别|方面|方式|环节|领域|行业领域|行业|部分|阶段|门类|大类|批次|层次|维度|等级|功能|类)(?:发布了?)?"
)
_PARTED = re.compile(
    r"(?P<whole>[\u4e00-\u9fff“”a-z0-9]{2,20}?)(?:主要)?(?:一共|总共|共|可|大致)?(?:分为|分成|划分为|分|包括|涵盖|涉及|覆盖|由)[^。；;]*$"
)
_CONTAINS = re.compile("(?:其中|一共|总共|共计?|主要|分别)?(?:包括|包含|涵盖|含有?|下设|涉及)")
# A share without what it is a share of: 市场份额却连续下降，占比分别为1.49%、1.43%.
_BARE_SHARE = re.compile(
    "(?:占比|比重|比例|份额|金额|总额|数量|规模|增幅|增速|面积|均价|单价|费率|利率|产能)(?:分别|合计|总计)?"
)
_TOLD_OF = re.compile(
    r"^(?:但|而|且|并且|虽然|尽管|同时|目前|其中)*(?:在|从)?(?P<what>[^，,。；;]{2,24}?)(?:却|则|也|都|均|仍|还)?(?:在|正在|呈|有|持续|不断|连续|逐年|逐步|"
    r"稳步|快速|明显|略有|进一步)*(?:下降|上升|增长|提升|提高|回落|扩大|增加|减少|下滑|走高|走低|改善|优化)[^，,。；;]{0,8}$"
)
_TRADED = re.compile("零售|批发|装机|出货|上险|交付|产销|开工率?|销售|入库|吞吐")
_NEW = re.compile("新|净增|人均|户均|日均|累计")
# The longest bare word that is filled up from a name told before.
LONGEST_BARE = 4


def find_topic(words: str) -> str:
    """Return the last topic that folded words set with 方面, empty where none."""
    found = ""
    for match in _TOPIC.finditer(words):
        found = match.group("topic")
    return re.sub("^(?:其中|此外|同时|另外|在|从|而|具体来看|分.{1,4}看)", "", found)


def add_topic(said: str, topic: str, vocabulary: Vocabulary) -> str:
    """Put the topic before a measure that names no matter of its own; a sphere such as 外贸 adds nothing to 出口."""
    if not topic or not _BARE_MEASURE.fullmatch(said):
        return said
    if vocabulary.canonical(topic + said) is None and (vocabulary.find(topic) or _SPHERE.search(topic)):
        return said
    return topic + said


def fill_up(said: str, named: list[str], bound: int) -> str:
    """Return the fullest of the last names that ends in a bare word or holds it: 零售 for 新能源车市场零售."""
    if len(said) > bound or not (_BARE_MEASURE.fullmatch(said) or _TRADED.fullmatch(said)):
        return said
    for name in reversed(named[-3:]):
        if _NEW.match(name):
            # 累计装机 behind 新增装机 is no new one.
            continue
        if len(name) > len(said) and (name.endswith(said) or name.removesuffix("量").removesuffix("额").endswith(said)):
            return name
    return said


def fill_hollow(said: str, before: str, last: str) -> str:
    """Name whose types, kinds or parts are counted: by the subject of 分为, else by what was named last."""
    if _CONTAINS.match(said) and last:
        return last + said[_CONTAINS.match(said).end() :]  # type: ignore[union-attr]
    if not _HOLLOW.fullmatch(said):
        return said
    parted = _PARTED.search(before)
    return parted.group("whole") + said if parted else said


def fill_told(before: str) -> str:
    """Return what the last clause of some words told the course of, empty where it told of none."""
    told = _TOLD_OF.search(re.split("[，,。；;]", before)[-1])
    return told.group("what") if told else ""


def fill_share(said: str, before: str) -> str:
    """Say of what a bare 占比 is one: of what the clause before told the course."""
    if not _BARE_SHARE.fullmatch(said):
        return said
    told = _TOLD_OF.search(before)
    return told.group("what") + said if told else said
