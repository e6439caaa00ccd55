"""Companies that an article introduces: by a short name it gives them, a stock code, or the report they publish.

广东某科（简称：…）, 某某环保(688096), 某某7月25日晚发布半年报. A place inside such a name is no place.
"""

from __future__ import annotations

import re

from index.types import Span

# Longer names are clauses; shorter ones stand for too much.
SHORTEST, LONGEST = 2, 12
# An article that introduces more companies than this is a list of them.
MOST_ENTITIES = 12
# The company that an article is about is introduced within so many code points, and named so often.
LEAD, LEAST_NAMED = 160, 2

_NAME = rf"(?P<name>[\u4e00-\u9fffa-z0-9·&-]{{{SHORTEST},{LONGEST}}}?)"
_SHORT_NAME = re.compile(
    rf"[(（](?:以下|下)?(?:简称|统称)(?:为)?[:：]?\s?[“\"'‘「]?{_NAME}[”\"'’」]?(?:[,，、或][^()（）]{{0,20}})?[)）]"
)
_STOCK = re.compile(
    rf"(?:(?<=[，,。；;：:、“”\"\s(（!！?？|】和与及对为向、])|^){_NAME}[(（](?:(?:sh|sz|hk|bj)[:：.]?)?"
    r"(?:\d{6}|\d{5}|\d{4})(?:[.．](?:sh|sz|hk|bj|ss|o|n))?(?:[,，、][^()（）]{0,40})?[)）]"
)
_REPORTS = re.compile(
    rf"(?:(?<=[，,。；;：:“”\"\s!！?？|】])|^){_NAME}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[早晚午昨今]间?|盘[前后]){{0,2}}"
    r"(?:正式)?(?:发布|披露|公布|公告|交出|发)了?(?:其|自己的|公司)?(?:20\d\d年?度?)?(?:前?[一二三四半上下首]{1,2}(?:个?季度|年度?))?(?:的)?"
    r"(?:未经审计的?)?(?:财务?(?:业绩)?报告?|年报|季报|中报|半年报|半年度报告|年度报告|季度报告|业绩(?!目标)|财报|公告)"
)
_CLAUSE_WORDS = re.compile(
    r"[的和在于为是了]|^(?:公司|该|其|此|本|集团|记者|近日|日前|今日|消息|截至|根据)|统计|日$|月$|年$|晚间?$|部$|局$|委$|厅$|协会$"
)


def find_entities(folded: str) -> tuple[Span, ...]:
    """Return where the companies that a folded text introduces are named, in order and without overlaps."""
    names: dict[str, None] = {}
    for pattern in (_SHORT_NAME, _STOCK, _REPORTS):
        for match in pattern.finditer(folded):
            name = match.group("name")
            if not _CLAUSE_WORDS.search(name) and not name.isdigit():
                names[name] = None
    if not names or len(names) > MOST_ENTITIES:
        return ()
    either = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return tuple(Span(*match.span()) for match in either.finditer(folded))


def main_entity(folded: str, entities: tuple[Span, ...]) -> Span | None:
    """Return the company that an article is about: introduced in its lead, and named again."""
    if not entities or entities[0].start > LEAD:
        return None
    name = entities[0].of(folded)
    again = sum(span.of(folded) == name for span in entities) + len(re.findall("公司|集团", folded[LEAD:]))
    others = {span.of(folded) for span in entities} - {name}
    return entities[0] if again >= LEAST_NAMED and len(others) <= 1 else None
