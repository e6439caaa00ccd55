"""Companies that an article introduces, by what it says of them.

A short name (广东某科（简称：…）), a stock code (某某环保(688096)), the report they publish (某某25日发布半年报), the
people they have (某某创始人), or what only a company does (某某宣布, 某某股价). A place inside such a name is no place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from index.figures.parts import tag_words
from index.types import Span

# Longer names are clauses; shorter ones stand for too much.
SHORTEST, LONGEST = 2, 12
# An article that introduces more companies than this is a list of them.
MOST_ENTITIES = 12
# The company that an article is about is introduced within so many code points, named so often, and has this share of
# all namings of companies.
LEAD, LEAST_NAMED, LEAST_SHARE = 160, 2, 0.6
# A name that only its people or its deeds introduce is named at least so often.
LEAST_KNOWN = 2
# A proper name that opens so many clauses is whom an article speaks of; no more than these.
LEAST_REPEATED, MOST_REPEATED = 3, 3
# 双星 is 双星电子 where so many of its namings go on so.
GOES_ON = 0.6
LONGEST_PERSON, LONGEST_LEAD_WORD = 3, 6
# … but where the text opens with it.
OPENING = 16

_NAME = rf"(?P<name>[\u4e00-\u9fffa-z0-9·&-]{{{SHORTEST},{LONGEST}}}?)"
_SHORT_NAME = re.compile(
    rf"[(（](?:以下|下)?(?:简称|统称)(?:为)?[:：]?\s?[“\"'‘「]?{_NAME}[”\"'’」]?(?:[,，、或][^()（）]{{0,20}})?[)）]"
)
# 云豆管理合伙企业（有限合伙）（“云豆管理”）
_QUOTED_NAME = re.compile(rf"[(（](?:下称|以下称)?[“\"'‘「]{_NAME}[”\"'’」][)）]")
_STOCK = re.compile(
    rf"(?:(?<=[，,。；;：:、“”\"\s(（!！?？|】和与及对为向、])|^){_NAME}[(（](?:(?:sh|sz|hk|bj)[:：.]?)?"
    r"(?:\d{6}|\d{5}|\d{4}"
    r"|\d+\.\d+, ?-?\d+\.\d+, ?-?\d+\.\d+%)(?:[.．](?:sh|sz|hk|bj|ss|o|n))?(?:[,，、][^()（）]{0,40})?[)）]"
)
_REPORTS = re.compile(
    rf"(?:(?<=[，,。；;：:“”\"\s!！?？|】])|^){_NAME}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[早晚午昨今]间?|盘[前后]){{0,2}}"
    r"(?:正式)?(?:发布|披露|公布|公告|交出|发)了?(?:其|自己的|公司)?(?:20\d\d年?度?)?(?:第?前?[一二三四半上下首]{1,2}(?:个?季度|年度?))?(?:的)?"
    r"(?:未经审计的?)?(?:财务?(?:业绩)?报告?|年报|季报|中报|半年报|半年度报告|年度报告|季度报告|业绩(?!目标)|财报|公告)"
)
_EDGE = r"(?:(?<=[，,。；;：:、“”\"\s(（!！?？|】])|(?<=[，,。；;：:\s]据)|^)"
# 某某创始人, 某某董事长: whose people these are.
_PEOPLE = re.compile(
    rf"{_EDGE}{_NAME}(?:公司|集团)?(?:联合)?(?:创始人|创办人|董事长|总裁|总经理|副总裁|ceo|cfo|cto|coo|首席[\u4e00-\u9fff]{{1,3}}官|董事会秘书|"
    r"董秘|证券部)"
)
# 某某宣布, 某某股价: what a company does and has, and a place or a person mostly does not.
_DEEDS = re.compile(
    rf"{_EDGE}{_NAME}(?:今日|昨日|近日|日前|晚间|\d{{1,2}}(?:月\d{{1,2}})?日)*(?:宣布|公告|披露|旗下|股价|方面(?:表示|称|回应)|总市值|高开|低开)"
)
_TRADE_NAME = re.compile(
    rf"{_EDGE}(?P<name>[\u4e00-\u9fff]{{2,4}}(?:股份|集团|科技|控股|电气|电器|电子|食品|能源|药业|医药|生物|制药|环保|重工|智能|光电|材料|新材|"
    r"软件|通信|信息|航空|物流|置业|地产|银行|证券|保险|汽车|文化|传媒|乳业|酒业|矿业|化工|化学|机械|装备|技术))"
    r"(?:今日|昨日|近日|日前|晚间|\d{1,2}(?:月\d{1,2})?日)*(?:公布|发布|公告|宣布|披露|拟|称|表示|股价|高开|低开|旗下|[(（]|:|：)"
)
# A name that an office bears, or that names a kind.
_NO_COMPANY = re.compile(
    "(?:部|委|局|厅|署|办|院|会|府|市|省|区|县|镇|处|中心|办公室|媒体|报|网|社|台|所)$|"
    "^(?:公司|股东|大股东|控股股东|集团|中央|中国|全国|我国|同比|环比|海关|央行|工信|网信|数据|报告|专家|业内|官方|双方|会议|活动|大会|论坛|项目|企业|银行|商业|国有|民营|外资|多家|各|两家|新|有关|相关|其中|目前|此次|本次|同时)"
)
# 南京云豆科技有限公司
_FULL_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fffa-z0-9()（）·]{4,22}?)(?:股份)?(?:有限(?:责任)?公司|集团公司|集团有限公司)"
)
# What a short name goes on with where the full one is written.
_FULL_END = r"(?:[\u4e00-\u9fff]{0,8}?(?:股份)?有限(?:责任)?公司)?"
_KIND_WORDS = re.compile(
    "(?:投资|管理|科技|技术|集团|控股|企业|实业|工程|建筑|建设|开发|发展|服务|贸易|商贸|制造|智能|信息|电子|材料|能源|新能源|产业|工业|农业|生物|医药|文化|旅游|"
    "物流|环保|咨询|基金|股权|资产|金融|食品|汽车|机械|装备|设备|中国|网络|传媒|软件|化工|电力|交通|运营|股份)+"
)
# Who publishes is not who is written about.
_MEDIA = re.compile("新闻|传媒|日报|报业|广播|电视|出版|网络")
_JOINTS = re.compile("[的在于为是了]")
# Where clauses open, and as much of them as a name with its words of time may take.
_HEAD = re.compile(r"(?:(?<=[，,。；;：:！!？?“”\s\n])|^)[\u4e00-\u9fffa-z0-9]{3,16}")
# Tags of proper names in the segmenter's dictionary: persons, places, firms, others.
_PROPER = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_SPEAKS = re.compile(
    "说|表示|介绍|认为|告诉|强调|指出|称|透露|主席|总书记|总理|先生|女士|市长|书记|省长|县长|院士|教授|主任|部长|局长|总统|首相"
)
_SURNAME = re.compile(
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江"
    "尹薛阎雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常习]"
)
_CLAUSE_WORDS = re.compile(
    r"[的和在于为是了]|^(?:公司|该|其|此|本|集团|记者|近日|日前|今日|消息|截至|根据)|统计|日$|月$|年$|晚间?$|部$|局$|委$|厅$|协会$"
)


def find_entities(folded: str, is_place: Callable[[str], bool]) -> tuple[Span, ...]:
    """Return where the companies that a folded text introduces are named, in order and without overlaps.

    `is_place` tells a name that is a place's.
    """
    # 丨 parts headlines, and is a character of Chinese to a pattern.
    folded = folded.replace("丨", "|")
    names: dict[str, None] = {}
    for pattern in (_SHORT_NAME, _STOCK, _REPORTS):
        for match in pattern.finditer(folded):
            name = match.group("name")
            if not _CLAUSE_WORDS.search(name) and not name.isdigit():
                names[name] = None
    for pattern in (_QUOTED_NAME, _PEOPLE, _DEEDS, _TRADE_NAME):
        for match in pattern.finditer(folded):
            name = match.group("name")
            least = 1 if match.start() < OPENING else LEAST_KNOWN
            if name not in names and _is_company(folded, name, least) and not is_place(name):
                names[name] = None
    # 甲科技创始人 and 甲宣布: one company.
    names = {n: None for n in names if not any(other != n and n.startswith(other) for other in names)}
    for name in (*find_short_names(folded), *find_repeated(folded)):
        if not any(name in other or other in name for other in names) and not is_place(name):
            names[name] = None
    if not names or len(names) > MOST_ENTITIES:
        return ()
    either = re.compile(f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))}){_FULL_END}")
    return tuple(Span(*match.span()) for match in either.finditer(folded))


def find_short_names(folded: str) -> list[str]:
    """Return what a text calls the companies that it names in full: 云豆科技 of 南京云豆科技有限公司."""
    found: dict[str, None] = {}
    fulls = list(_FULL_NAME.finditer(folded))
    rest = _FULL_NAME.sub("|", folded)
    for match in fulls:
        name = match.group("name")
        if _MEDIA.search(name):
            continue
        parts = (
            name[start:end]
            for size in range(min(LONGEST, len(name)), SHORTEST + 1, -1)
            for start in range(len(name) - size + 1)
            for end in (start + size,)
        )
        known = (part for part in parts if part in rest and not _KIND_WORDS.fullmatch(part))
        short = next((part for part in known if not _JOINTS.search(part) and not _NO_COMPANY.search(part)), None)
        if short:
            found[short] = None
    return list(found)


def find_repeated(folded: str) -> list[str]:
    """Return the proper names that open clauses again and again: who an article speaks of, whatever it says of them."""
    heads: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for match in _HEAD.finditer(folded):
        name, after = _opening_name(folded, match.group())
        if name:
            heads[name] += 1
            persons[name] += bool(_SPEAKS.match(after))
    return [
        name
        for name, count in heads.most_common(MOST_REPEATED)
        if count >= LEAST_REPEATED
        and 2 * persons[name] < count
        and not (_SURNAME.match(name) and len(name) <= LONGEST_PERSON)
        and not _NO_COMPANY.search(name)
        and not _SPEAKS.search(name)
        and not _CLAUSE_WORDS.search(name)
    ]


def _opening_name(folded: str, head: str) -> tuple[str, str]:
    """Return the proper name that opens a clause, past words of time, and what follows it; empty where none does."""
    tokens = tag_words(head)
    at = 0
    for index, (word, tag) in enumerate(tokens):
        if tag[0] in "tmqcd" and len(word) <= LONGEST_LEAD_WORD:
            at += len(word)
            continue
        if tag not in _PROPER or len(word) < SHORTEST:
            return "", ""
        name = word
        for more, kind in tokens[index + 1 : index + 3]:
            if kind[0] not in "nj" or folded.count(name + more) < GOES_ON * folded.count(name):
                break
            name += more
        return name, head[at + len(name) :]
    return "", ""


def _is_company(folded: str, name: str, least: int) -> bool:
    """Say whether a name before a deed or a title is a company's: named again, no clause, no office, no person."""
    if name.isdigit() or _CLAUSE_WORDS.search(name) or _NO_COMPANY.search(name) or folded.count(name) < least:
        return False
    words = tag_words(name)
    return not any(tag[0] in "vdpcrm" for _, tag in words) and not (len(words) == 1 and words[0][1].startswith("nr"))


def main_entity(folded: str, entities: tuple[Span, ...]) -> Span | None:
    """Return the company that an article is about: introduced in its lead, named again, and more than any other."""
    if not entities or entities[0].start > LEAD:
        return None
    words = [span.of(folded) for span in entities]
    # 云豆科技 and 云豆科技有限公司 are one.
    own = [min((other for other in words if word.startswith(other)), key=len) for word in words]
    named = Counter(own)
    most_named = max(named.values())
    first = next(span for span, name in zip(entities, own, strict=True) if named[name] == most_named)
    if first.start > LEAD:
        return None
    if first.start < OPENING and len(named) == 1:
        return first
    again = most_named + (len(re.findall("公司|集团", folded[LEAD:])) if len(named) <= 2 else 0)
    most = most_named >= LEAST_SHARE * len(entities)
    return first if again >= LEAST_NAMED and (most or len(named) <= 2) else None
