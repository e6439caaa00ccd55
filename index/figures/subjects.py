"""Whom a figure is about: the place, zone, authority or company that the clause names, or the one it carries on.

A place behind 对, 占, 比 or 在 is not the subject. 全市 and 我省 are settled by the place in force, else by what the
article is about. Several places before 各 or in front of a list are several subjects.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.figures.frame import Frame
from index.figures.phrase import SCOPE
from index.figures.proper import find_proper
from index.regions import Mention
from index.types import Region, Span


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject's name, its region where it is a known place, and the words that said it."""

    name: str
    region: Region | None
    span: Span | None = None


_OBJECT = re.compile(
    r"(?:了|对|自|从|向|往|占|比|较|赴|至|到|经|由|来自|面向|辐射|连接|位于|落户|落地|高于|低于|快于|慢于|是|相当于|居|列|在|排|超过|超|除|距|进军|进入|"
    r"出口|进口|占同期|拉动同期|支持|援助|(?:贡献|占据|惠及|覆盖|辐射|带动)了?|接待|走访|对接|签约|引进|招引|邀请|吸引|收购|除|赴|前往|途经|往来|驶向|发往|通往|推动|深化|与|同|和|、|以|为|把|将|让|使|给|被|据|按)$"
)
# A region of several places is what an article is about when title and text name it, the text so often.
LEAST_NAMED_GROUP = 2
# How far behind the last of some places 等17个省份 ends.
LONGEST_OTHERS = 12
# An authority of the country in the lead makes it the subject where no place is.
LEAD = 200
# How far behind its name 公司 may mean a company that the article is not about.
FARTHEST_COMPANY = 200
# … and the country itself, where nothing else is named: so near the start, or more than once.
LEAD_NAMING = 60
_NATIONAL = re.compile(
    r"国家(?:发|统计|税务|能源|外汇|金融|市场|知识|林|粮|邮政|铁路)|国务院|商务部|工信部|工业和信息化部|财政部|科技部|人社部|农业农村部|"
    r"中国[\u4e00-\u9fff]{2,10}(?:联合会|协会|学会|研究院|信息中心)|交通运输部|自然资源部|生态环境部|文化和旅游部|海关总署|中国人民银行|央行|教育部|民政部|水利部|全国|我国"
)
# 全省的57%, 全省平均, 全省第一: what is measured against.
_WHO_SAYS = re.compile("(?:，|,|：|:|来|年|月|底|末|前|季度|日|时|后|度|中|间)$")
_OPENS = re.compile(
    "(?:[\u4e00-\u9fff“”]{0,12}?(?:[园区村镇乡县厂站港谷]|基地|车间|公司|口岸|码头|医院|学校|街头|现场|广场|大厦|市场|中心|综合体))?[，,]"
)
# 俄罗斯海军, 日本央行: a country abroad that acts itself; 澳大利亚进出口 and 韩国投资 are a place's with it.
_ACTS_ABROAD = re.compile(
    "海军|空军|陆军|军队|军方|政府|央行|国防部|外交部|财政部|劳工部|警方|国会|议会|国内生产总值|gdp|经济(?!合作|体)"
)
# 安琪酵母（宜昌）公司: the place inside a company's name.
_IN_COMPANY = re.compile("[)）](?:有限|公司|股份|集团)")
_APPOSITION = re.compile(r"等?\d+个?[\u4e00-\u9fff]{1,5}?(?=[的，,。；;]|$)|等?\d+个?[\u4e00-\u9fff]")
# A title of several news, of which none is about the place of another.
_BRIEFS = re.compile("快讯|简讯|资讯汇总|要闻速览|新闻速览")
_OUR_DISTRICT = re.compile("我[区县]|本[区县](?!域)")
_MEASURED = re.compile(r"的(?=\d)|平均|第[一二三四五六七八九十\d]|首位|前列")
# A zone by its kind alone, which the city in force completes: 经开区 in an article about 沈阳.
_BARE_ZONE = re.compile(r"(?<![\u4e00-\u9fff])(?:经开区|高新区|开发区|新区)(?![\u4e00-\u9fff]{0,2}管委会)")
_LINK = re.compile(r"(?:、|和|与|及|以及)")
_RANK_AFTER = re.compile(r"(?:第[一二三四五六七八九十\d]|排名|前列|首位|前\d|前[一二三四五六七八九十]|平均)")
# 全国版负面清单, 全国性: no one is the subject.
_EDITION = re.compile("版|性(?!价)")
_ORGANISATION = re.compile(
    r"(?:(?<=[，,。；;：:、“”\s\n年月日度末底])|(?<![^\n]))(?P<name>[\u4e00-\u9fffa-z0-9·（）()“”]{2,20}?(?:有限公司|股份公司|公司|集团|控股|银行|大学|学院|医院|"
    r"基金(?=累计|已|共|完成|实缴|出资|带动|投资(?!额|规模|总))|铁路|高铁|高速公路|机场|港口|大桥|隧道|水电站|核电站|蓄能电站|油田|气田|水库|号线|总装厂|工厂|班列|经开区|高新区|开发区|产业园|工业园|科技园|试验区|保税区|新区|科学城|科技城|合作区|示范区|自贸区))"
    r"(?<!大学(?=生))(?<!银行(?=[业卡]))(?<!公司(?=[债法]))(?![\u4e00-\u9fff]{0,2}(?:名单|目录|建设用地)|区|企业|单位|股东|经济|服务区|沿线|建设|通车|里程|出口|旅客|客运|货运)(?!、|等|及|之间|以上)(?!(?:和|与)(?![\u4e00-\u9fff]{2,12}(?:签约|签署|签订|合作|达成)))"
)
# A clause that ends in 公司 is not a company's name.
_CLAUSE_WORDS = re.compile(
    r"[的和与对在为会不及将把被让使是该各每某其本这都也又就很]|超过|推广|提高|支付|增强|鼓励|引导|帮助|扩大|优化|完善|强化|要求|实现|服务于|满足|利用|参与|组建|入选|联合|根据|依据|推进|探索|提供|打造|建设|支持|推动|加快|进一步|子公司|期内|期间|合理|调配|配置|建成|开通|发展|设立|成立|包括|引进|通过|依托|以及|"
    r"方式|^[以向]|个月|[年月亿万季据]|记者|获悉|下一步|造成|导致|^[从由在对向为]|^(?:公司|集团|银行|大学|医院|铁路|机场|新区|全|我|这|一|多|两|三|上市公司|控股)"
)


# 东部地区, 中西部省份: part of the country, where the article is about all of it.
_PART_OF_COUNTRY = re.compile(
    "(?:东部|中部|西部|东北|中西部|沿海|内陆|沿边)(?:地区|省份|各省|城市)|"
    r"(?:西南|西北|东北|华东|华北|华南|华中|中部|东部|西部)(?:地区)?[两三四五六七八九\d]{1,2}个?省区?市?"
)
# 北京、河北等17个省份: the places named, with the number of all.
_AND_OTHERS = re.compile(r"等\d+个(?:省份|省区市|省区|省|城市|地级市|市州|市|区县|县区|县|区|国家和地区|国家|地区)")
# 国家发展改革委累计发布5批: what an authority of the country does or tells is the country's, in a local article too.
_AUTHORITY = re.compile(
    r"(?:国家[\u4e00-\u9fff]{2,8}?(?:委员会|委|总局|局|总署|署)|国务院国资委|(?:商务|工信|财政|科技|人社|教育|民政|水利|农业农村|交通运输|自然资源|生态环境|文化和旅游|"
    r"工业和信息化|住房城乡建设|住建|人力资源社会保障)部|中央财政|中国人民银行|海关总署)"
)

# 各中心城区, 三大国家级开发区: a class of places inside the one in force.
_CLASS_OF_PLACES = re.compile(
    r"(?:各[^，,。、；;的]{0,4}?(?:城区|区县|县区|市州|区|县|市|州|镇|乡|街道|开发区|园区)|[两三四五六]大(?:国家级)?开发区)(?![\u4e00-\u9fff]{0,2}[、和与])"
)


def find_subjects(frame: Frame, start: int, end: int, current: Subject | None) -> list[Subject]:
    """Return the subjects that the clause from `start` to `end` names; none where it carries on."""
    group = _CLASS_OF_PLACES.search(frame.folded, start, end)
    if group and group.start() - start <= 1 and frame.scope.home:
        home = frame.label(frame.scope.home)
        return [Subject(home + group.group(), None, Span(*group.span()))]
    body = _index_of_market(frame, start, end) or _entity(frame, start, end) or _proper(frame, start, end)
    body = body or _part_of_country(frame, start, end) or _world(frame, start, end) or _authority(frame, start, end)
    if body:
        return [body]
    named = _named_places(frame, start, end)
    scope = _scope_subject(frame, start, end, named[-1] if named else current)
    if named and (
        scope is None or scope.span is None or named[-1].span is None or named[-1].span.end > scope.span.start
    ):
        return named
    if scope:
        return [scope]
    zone = _bare_zone(frame, start, end, current)
    if zone:
        return [zone]
    works = _works(frame, start, end) or _township(frame, start, end)
    if works:
        return [works]
    organisation = _ORGANISATION.search(frame.folded, start, end)
    if organisation and not _CLAUSE_WORDS.search(organisation.group("name")):
        span = Span(*organisation.span("name"))
        invests = frame.folded[span.start - 1] == "由" and _INVESTS.match(frame.folded, span.end)
        if invests or _is_head(frame, start, span.start):
            return [Subject(span.of(frame.text), None, span)]
    return []


# …养护工程全长21公里, …产业园项目总投资3亿元: one work, and what is told of works alone.
_WORKS = re.compile(
    r"(?:据(?:悉|了解|介绍)[,，])?(?:其中[,，]?)?(?P<name>[\u4e00-\u9fffa-z0-9“”·（）()—-]{4,40}?(?:工程|项目|公路|高速|铁路|高铁|大桥|隧道|水库|电站|产业园|科技园|基地|中心|大厦))"
    r"(?=(?:全长|总?建筑面积|总?占地|总?用地面积|起于|起自|概算|(?:计划|预计|估算)?总投资|正线|主线|总装机|设计时速|主跨|总工期|建成后|建成投产后|达产后|投产后|全部建成后))"
)
_NO_WORKS = re.compile(
    "[的个项批等]|^(?:全|各|我|该|本|此|这|其|一批|重点|重大|招商|签约|开工|新|两|三|多|每)|^项目|[全各我][省市区县]"
)
_WORLD = re.compile(
    "(?:全球|世界|亚洲|欧洲|非洲|拉美|欧元区)(?![第最领首前级]|\\d+强|[\u4e00-\u9fff]{0,4}(?:排名|强|冠军|纪录|之最|变局|经济增速))"
)
# 绿水县青山镇, 来到…的红石村: towns and villages that no list holds.
_TOWNSHIP = re.compile(
    r"(?:(?<=[县区市州旗镇乡的在、，,。；;：:“\s\n到访道])|(?<![^\n]))(?P<name>[\u4e00-\u9fff]{2,3}(?:镇|乡|街道|村))(?![级委民干庄落企容貌长化域])"
)
_TOWN_KINDS = frozenset({"镇", "乡", "村", "街道"})
_COMMON_TOWN = re.compile(
    "(?:进|入|驻|到|下|建|型|化|城|乡|小|古|村|集|重|强|名|制|心|色|大|各|个|全|该|我|本|每|多|新|农|山|渔|政|困|然|范|丽|中|家|的|和|等|[一二三四五六七八九十百两几])(?:镇|村)$|"
    "(?:家|城|下|老|故|水|回|返|入|各|个|全|该|我|本|每|多|的|[一二三四五六七八九十百两几])乡$|(?:个|各|全|该|我|本|每|多)街道$|[的了在和与及]|^(?:全|该|各|我|本)"
)
# 公司, 该集团: the company that the article is about.
_THE_COMPANY = re.compile(
    "(?:(?:该|本)(?:公司|集团|企业|行)|公司|(?<![\u4e00-\u9fff])集团|企业(?=全年|预计|已|目前|现有|年产|年均|拥有|实现))(?![\u4e00-\u9fff]{0,4}(?:数|名单|总部|家))"
)


# 沪指, 创业板指, 道琼斯工业平均指数: an index is whose points and whose rise are told.
_INDEXES = re.compile(
    "(?P<name>(?:上证综合指数|上证综指|上证指数|沪指|深证成份?指数?|深成指|上证B指|深证B指|上证b指|深证b指|沪深\\d+指数|创业板指?数?|科创板|科创\\d+指数?|"
    "中小板指?数?|北证\\d+指数?|恒生指数|恒指|道琼斯工业(?:股票)?平均(?:价格)?指数|道指|纳斯达克综合(?:价格)?指数|纳指|标准普尔\\d+种股票指数|标普\\d+(?:种股票)?指数|"
    "日经\\d+(?:种股票平均价格)?指数|沪深两市|沪市|深市|(?![\u4e00-\u9fff]{0,8}(?:价格|消费|景气|经理|信心|发展|生产))[\u4e00-\u9fff]{2,8}?指数(?=[涨跌收报])))(?:收盘|开盘|盘中|今日|当日|全日|一度|最终|早盘|午后|本周|全周|报收?|收|涨|跌|上涨|下跌|高开|低开|成交|延续|以|较|持续|逾)"
)


def is_index(subject: Subject | None) -> bool:
    """Say whether a subject is an index of shares, which has points and moves and names no other metric."""
    return subject is not None and bool(_INDEXES.fullmatch(subject.name + "涨"))


def _index_of_market(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the index or the market of shares that heads the clause."""
    match = _INDEXES.search(frame.folded, start, end + 1)
    if match is None or match.end("name") > end or not _is_head(frame, start, match.start("name")):
        return None
    span = Span(*match.span("name"))
    return Subject(span.of(frame.text), None, span)


def _proper(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the firm, the works or the fair that heads the clause under a name of its own."""
    span = find_proper(frame, start, end)
    return Subject(span.of(frame.text), None, span) if span and _is_head(frame, start, span.start) else None


def _part_of_country(frame: Frame, start: int, end: int) -> Subject | None:
    """Return 东部地区 at a clause's head, in an article about no one place."""
    match = None if frame.scope.home else _PART_OF_COUNTRY.search(frame.folded, start, end)
    if match is None or not _is_head(frame, start, match.start()):
        return None
    span = Span(*match.span())
    return Subject(span.of(frame.text), None, span)


def _world(frame: Frame, start: int, end: int) -> Subject | None:
    """Return 全球 where it opens a clause that measures all of it, and nobody narrower is named there."""
    match = _WORLD.search(frame.folded, start, end)
    if match is None or not _is_head(frame, start, match.start()) or frame.mentions_in(match.end(), end):
        return None
    span = Span(*match.span())
    return Subject(span.of(frame.text), None, span)


def _authority(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the country where one of its authorities heads the clause, and no place is its branch's."""
    match = _AUTHORITY.search(frame.folded, start, end)
    if match is None or not _is_head(frame, start, match.start()) or frame.mentions_in(match.end(), end):
        return None
    return Subject("全国", frame.gazetteer.get("CN"), Span(*match.span()))


def _entity(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the last company that the clause names as one who acts, by its name or as 公司."""
    found = None
    for span in frame.entities:
        if start <= span.start and span.end <= end and not _OBJECT.search(frame.folded[start : span.start]):
            found = Subject(span.of(frame.text), None, span)
    if found:
        return found
    anaphor = _THE_COMPANY.search(frame.folded, start, end) if frame.entities else None
    if anaphor and _is_head(frame, start, anaphor.start()):
        # The one that the article is about, else the one named last.
        before = [span for span in frame.entities if start - FARTHEST_COMPANY < span.start < start]
        first = frame.entities[0] if anaphor.group() == "公司" and frame.entities[0].start < LEAD else None
        named = frame.company or first or (before[-1] if before else None)
        return Subject(named.of(frame.text), None, named) if named else None
    return None


def _named_places(frame: Frame, start: int, end: int) -> list[Subject]:
    """Return the last coordination of places that stand as subjects."""
    chosen: list[Mention] = []
    for mention in frame.mentions_in(start, end):
        if mention.span.end > end or mention.inside_name:
            continue
        if chosen and _LINK.fullmatch(frame.folded[chosen[-1].span.end : mention.span.start]):
            chosen.append(mention)
        elif _is_subject(frame, mention, start):
            chosen = [mention]
    counted = _APPOSITION.match(frame.folded, end) if len(chosen) > 1 and chosen[-1].span.end == end else None
    if counted and not _is_head(frame, start, chosen[0].span.start):
        # 北京、上海、深圳3个驻点城市: what is counted, not who counts.
        return []
    if counted:
        # 广东、江苏2个经济大省的经济总量: all of them together.
        span = Span(chosen[0].span.start, counted.end())
        return [Subject(span.of(frame.text), None, span)]
    others = _AND_OTHERS.match(frame.folded, chosen[-1].span.end, end + LONGEST_OTHERS) if chosen else None
    if others and others.start() < end < others.end():
        # 甲、乙等24个省份全部开工: the places are what the number counts.
        return []
    if others:
        span = Span(chosen[0].span.start, others.end())
        return [Subject(span.of(frame.text), None, span)]
    return [_subject(frame, mention) for mention in chosen]


def _is_subject(frame: Frame, mention: Mention, start: int) -> bool:
    """Say whether a place acts in its clause rather than being acted on or measured against."""
    before = frame.folded[start : mention.span.start]
    if _IN_COMPANY.match(frame.folded, mention.span.end) and before.endswith(("(", "（")):
        return False
    # 在甲市乙产业园，10台收割机…: where a clause opens.
    opens = before.endswith("在") and _OPENS.match(frame.folded, mention.span.end)
    if _OBJECT.search(before) and not opens:
        return False
    region = mention.regions[0]
    if region.key == "CN" and _EDITION.match(frame.folded, mention.span.end):
        return False
    if region.level == "国" and _RANK_AFTER.match(frame.folded, mention.span.end):
        return False
    if region.key == "CN" and before.strip() and not _WHO_SAYS.search(before):
        # 细分产品全国市场占有率: the country inside a name.
        return False
    if region.key.startswith("ISO:") and frame.scope.home is not None:
        # 俄罗斯海军共派出5艘舰艇, in an article about 湛江.
        return _is_head(frame, start, mention.span.start) and bool(_ACTS_ABROAD.match(frame.folded, mention.span.end))
    abroad = region.key.startswith(("ISO:", "GROUP:")) or region.level == "区域"
    return not abroad or (frame.scope.home is None and _is_head(frame, start, mention.span.start))


def _subject(frame: Frame, mention: Mention) -> Subject:
    """Turn a mention into a subject; a name that several places bear keeps no key."""
    region = mention.regions[0] if len(mention.regions) == 1 else None
    name = frame.label(region) if region else mention.regions[0].name
    return Subject(name, region, mention.span)


def _scope_subject(frame: Frame, start: int, end: int, current: Subject | None) -> Subject | None:
    """Settle the last 全市, 我省 or 该区 that stands as a subject."""
    found = None
    for match in SCOPE.finditer(frame.folded, start, end):
        if _MEASURED.match(frame.folded, match.end()):
            continue
        before, word = frame.folded[start : match.start()], match.group()
        if (
            word in {"全国", "我国", "本国", "各国"}
            or word.startswith("各")
            or _OBJECT.search(before.removesuffix("在"))
        ):
            continue
        town = _town_of(frame, word[1:], match.start()) if word[1:] in _TOWN_KINDS else None
        if town:
            found = Subject(town.name, None, Span(*match.span()))
            continue
        region = _settle_scope(frame, word, current)
        if region:
            found = Subject(frame.label(region), region, Span(*match.span()))
        elif word == "该市" and current:
            found = current
        elif word[1:] in {"区", "县"} and _OUR_DISTRICT.search(frame.folded):
            # A district that the article never names is none of the city's others: its word stays.
            found = Subject(match.group(), None, Span(*match.span()))
    return found


def _works(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the works or the project at the clause's head of which its length, its area or its cost is told."""
    match = _WORKS.match(frame.folded, start, min(len(frame.folded), end + LONGEST_OTHERS))
    if match is None or _NO_WORKS.search(match.group("name")):
        return None
    span = Span(*match.span("name"))
    return Subject(span.of(frame.text), None, span)


def _township(frame: Frame, start: int, end: int) -> Subject | None:
    """Return the town or village that heads the clause, or follows its county's name there."""
    found = None
    for match in _TOWNSHIP.finditer(frame.folded, start, end):
        span = Span(*match.span("name"))
        county = next((m for m in frame.mentions_in(start, span.start) if m.span.end == span.start), None)
        head = county.span.start if county else span.start
        before = frame.folded[start:head]
        if _COMMON_TOWN.search(match.group("name")) or (_OBJECT.search(before) and not before.endswith("在")):
            continue
        if county or _is_head(frame, start, head) or before.endswith("的"):
            found = Subject(span.of(frame.text), None, span)
    return found


def _town_of(frame: Frame, kind: str, before: int) -> Subject | None:
    """Return the last town or village of a kind (镇, 乡, 村, 街道) named before: who 全镇 is."""
    named = [
        match
        for match in _TOWNSHIP.finditer(frame.folded, 0, before)
        if match.group("name").endswith(kind) and not _COMMON_TOWN.search(match.group("name"))
    ]
    if not named:
        return None
    span = Span(*named[-1].span("name"))
    return Subject(span.of(frame.text), None, span)


def _bare_zone(frame: Frame, start: int, end: int, current: Subject | None) -> Subject | None:
    """Settle 经开区 at a clause's head as the zone of the city in force."""
    match = _BARE_ZONE.search(frame.folded, start, end)
    if match is None or match.start() - start > 2:
        return None
    span = Span(*match.span())
    if frame.scope.zone and frame.scope.zone.name.endswith(match.group()):
        return Subject(frame.label(frame.scope.zone), frame.scope.zone, span)
    chain = [*_chain(frame, current.region if current else None), *_chain(frame, frame.scope.city)]
    for region in chain:
        zones = frame.gazetteer.resolve(region.name.removesuffix("市").removesuffix("区") + match.group())
        if len(zones) == 1 and zones[0].level == "园区":
            return Subject(frame.label(zones[0]), zones[0], span)
    return None


def _settle_scope(frame: Frame, word: str, current: Subject | None) -> Region | None:
    """Return the region that 全区, 全市 or 全省 means: in the chain of the subject in force, else of the article."""
    level = word[1:]
    chain = [*_chain(frame, current.region if current else None), *_chain(frame, frame.voice)]
    scope = frame.scope
    if level in {"省", "自治区"}:
        return _at_level(chain, "省") or scope.province
    if level in {"市", "州", "盟"}:
        return _at_level(chain, "市") or _municipality(chain) or scope.city
    if level in {"区", "县", "旗", "园区"}:
        own = _at_level(chain, "片区") or _at_level(chain, "园区") or _at_level(chain, "区")
        autonomous = scope.province if scope.province and "自治区" in scope.province.name else None
        return own or scope.zone or scope.district or (autonomous if level == "区" else None)
    return scope.home if level == "域" else None


def _chain(frame: Frame, region: Region | None) -> list[Region]:
    """Return a region and all that it lies in."""
    if region is None or region.key == "CN":
        return []
    return [region, *(parent for key in region.parents if (parent := frame.gazetteer.get(key)))]


def _at_level(chain: list[Region], level: str) -> Region | None:
    """Return the region of a level in a chain."""
    return next((region for region in chain if region.level == level), None)


def _municipality(chain: list[Region]) -> Region | None:
    """Return a province that is a city (北京市): 全市 means it."""
    return next((region for region in chain if region.level == "省" and region.name.endswith("市")), None)


def home_subject(frame: Frame) -> Subject | None:
    """Return whom the article speaks for: its place, else the country where it names only that, else None."""
    home = frame.scope.home
    if frame.company is not None:
        return Subject(frame.company.of(frame.text), None, frame.company)
    if _BRIEFS.search(frame.article.title) or (_OUR_DISTRICT.search(frame.folded) and _has_no_district(frame)):
        return None
    if home is not None:
        return Subject(frame.label(home) if not home.key.startswith("OPEN:") else home.name, home)
    if frame.voice:
        return Subject(frame.label(frame.voice), frame.voice)
    if group := _group_in_title(frame):
        return group
    if abroad := _country_abroad(frame):
        return abroad
    if _NATIONAL.search(frame.folded, 0, LEAD):
        return Subject("全国", frame.gazetteer.get("CN"))
    return _organisation_of(frame) or _country(frame)


def _country_abroad(frame: Frame) -> Subject | None:
    """Return the country abroad that an article is about: named in its lead, and more often than all others together.

    Where countries abroad are named more often than China and none of them so, nobody is.
    """
    named = Counter(m.regions[0].key for m in frame.mentions if m.regions[0].level == "国")
    if not named:
        return None
    key, times = named.most_common(1)[0]
    first = next(m for m in frame.mentions if m.regions[0].key == key)
    leads = key.startswith("ISO:") and times >= LEAST_NAMED_GROUP and 2 * times > sum(named.values())
    return _subject(frame, first) if leads and first.span.start < LEAD else None


def _abroad(frame: Frame) -> bool:
    """Say whether an article names countries abroad more often than China."""
    keys = [mention.regions[0].key for mention in frame.mentions]
    return sum(key.startswith("ISO:") for key in keys) > keys.count("CN")


def _country(frame: Frame) -> Subject | None:
    """Return the country, or another place of its kind, where the article names nothing narrower and speaks for it."""
    first = next((m for m in frame.mentions if not m.regions[0].key.startswith(("ISO:", "GROUP:"))), None)
    if first is not None and first.regions[0].key == "CN" and not _speaks_for_country(frame):
        return None
    if first is None or any(m.regions[0].level not in {"国", "区域"} for m in frame.mentions):
        return None
    return None if _abroad(frame) else _subject(frame, first)


def _organisation_of(frame: Frame) -> Subject | None:
    """Return the bridge, railway or company that the lead of an article about no place names, and names again."""
    for match in _ORGANISATION.finditer(frame.folded, 0, LEAD):
        name = match.group("name")
        if not _CLAUSE_WORDS.search(name) and frame.folded.count(name) >= LEAST_NAMED_GROUP:
            span = Span(*match.span("name"))
            return Subject(span.of(frame.text), None, span)
    return None


def _speaks_for_country(frame: Frame) -> bool:
    """Say whether a text that names no place but the country is about it: it opens with it, or comes back to it."""
    named = [mention for mention in frame.mentions if mention.regions[0].key == "CN" and not mention.inside_name]
    return len(named) >= LEAST_NAMED_GROUP or any(mention.span.start < LEAD_NAMING for mention in named)


def _group_in_title(frame: Frame) -> Subject | None:
    """Return the region of several places (长三角) that the title names, where the text names it too."""
    for mention in frame.gazetteer.find(frame.article.title):
        region = mention.regions[0]
        named = [m for m in frame.mentions if m.regions[0].key == region.key]
        if region.level == "区域" and len(named) >= LEAST_NAMED_GROUP:
            return Subject(frame.label(region), region)
    return None


def _has_no_district(frame: Frame) -> bool:
    """Say whether nothing settles which district writes 我区: then its numbers are not the city's."""
    province = frame.scope.province
    return not (frame.scope.zone or frame.scope.district) and not (province and "自治区" in province.name)


# 位于昌都市的[风电站]: where it lies leads up to a name.
SITED = re.compile("^位于[^，,。；;]{1,20}的$")
_INVESTS = re.compile("(?:共同|联合|独家)?(?:投资|出资|承建|运营|控股)")


def _is_head(frame: Frame, start: int, position: int) -> bool:
    """Say whether nothing but a lead word stands before a name in its clause."""
    before = frame.folded[start:position]
    for span, _ in frame.periods_in(start, position):
        before = before.replace(span.of(frame.folded), "", 1)
    if SITED.match(before):
        return True
    return len(before) <= 8 and not _OBJECT.search(before) and not frame.folded[position].isdigit()
