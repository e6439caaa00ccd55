"""The fair, forum or contest that an article reports, and the clauses that tell of it rather than of its place."""

from __future__ import annotations

import re

from index.figures.phrase import trim_phrase
from index.types import Span

# An event is named in the title or so near the start of the text.
LEAD = 200

_KIND = (
    "对接活动|投资促进活动|博览会|交易会|洽谈会|推介会|展览会|展销会|展洽会|投洽会|进口商品展|大会|峰会|论坛|大赛|文化节|艺术节|旅游节|购物节|消费节|美食节|"
    "啤酒节|年会|进博会|服贸会|广交会|消博会|高交会|东博会|链博会|数博会|工博会|西博会|文博会|装博会|农博会|药交会|糖酒会|智博会|绿博会"
)
_NAME = re.compile(
    rf"(?:(?<=[，,。；;：:“”\"\s(（》《】日、])|(?<=[在为]|从|将|届)|(?<=参加)|(?<=亮相)|^)(?P<name>(?:20\d\d年?)?(?:第[一二三四五六七八九十百\d]+届)?"
    rf"[\u4e00-\u9fffa-z0-9“”·（）()—-]{{2,26}}?(?:{_KIND})|(?<=届)[\u4e00-\u9fff]{{2,16}}节|20\d\d年?[\u4e00-\u9fff]{{2,12}}节(?:暨第[一二三四五六七八九十百\d]+届[\u4e00-\u9fff]{{2,16}}节)?)(?!代表|办公室|组委会|堂|厦|主席|秘书)"
)
_CLAUSE_WORDS = re.compile(
    "[的了是]|举行|举办|召开|开幕|参加|出席|代表大会|动员大会|表彰大会|职工大会|股东大会|人民大会|成员大会|联合国大会"
)
_LEAD_WORDS = re.compile(
    r"^(?:(?:[\u4e00-\u9fff]{0,6}(?:电|讯|消息)[（(][^（）()]{0,30}[）)]|\d{1,2}月\d{1,2}日|今天|今日|昨日|近日|日前|上午|下午|晚间|据悉|记者从|记者|从|在|由|为期.天的?|首届(?=20)|一场)+)"
)
# What is told of an event and not of the place that holds it; deals are, where no longer stretch of time is named.
_OF_EVENT = re.compile(
    "参展|参会|参评|展位|展区|展台|展览面积|展出面积|展览总面积|展商|观展|观众|意向成交|现场|会上|展会|会期|到会|(?:本[届次]|[此这][次届])(?!批|党)"
)
_DEALS = re.compile("签约额|签约金额|签约项目|项目签约|集中签约|成交额|意向")


def find_event(folded: str) -> Span | None:
    """Return where the lead of a folded text names the event that it reports, None where it reports none."""
    for match in _NAME.finditer(folded, 0, LEAD):
        words = match.group("name")
        lead = _LEAD_WORDS.match(words)
        start = match.start("name") + (lead.end() if lead else 0)
        name = trim_phrase(folded[start : match.end("name")])
        if len(name) > 3 and not _CLAUSE_WORDS.search(name):
            at = folded.find(name, start)
            return Span(at, at + len(name)) if at >= 0 else None
    return None


def tells_of_event(words: str, stretch: bool) -> bool:
    """Say whether a clause speaks of the event itself (参展企业, 现场签约); deals of a `stretch` are a place's."""
    return bool(_OF_EVENT.search(words) or (not stretch and _DEALS.search(words)))
