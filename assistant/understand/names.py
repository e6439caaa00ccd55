"""Names that no gazetteer and no vocabulary holds: documents, companies, bodies, people, Latin names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understand.cues import compile_cues
from index.regions.words import Boundaries
from index.text import fold
from index.types import Span

_QUOTED = re.compile(r"《([^》\n]{2,60})》|“([^”\n]{2,30})”|「([^」\n]{2,30})」|\"([^\"\n]{2,30})\"")
# Names of bodies end with one of these; what stands before is cut back to where a function word ends.
# Bodies of the state that are named without their place.
_STATE = compile_cues(r"""
    国务院办公厅 国务院 国家发展改革委 国家发改委 发展改革委 发改委 工业和信息化部 工信部 商务部 财政部 教育部
    科技部 公安部 民政部 司法部
    人力资源和?社会保障部 人社部 自然资源部 生态环境部 住房和?城乡建设部 住建部 交通运输部 水利部 农业农村部
    文化和旅游部 文旅部
    国家卫生健康委 国家卫健委 卫健委 应急管理部 中国人民银行 央行 国家税务总局 税务总局 海关总署 市场监管总局
    国家统计局 国家邮政局
    国家能源局 国家医保局 证监会 银保监会 金融监管总局 最高人民法院 最高人民检察院 中央财政 外交部 国防部 全国人大
    全国政协
""")
# Names of bodies end with one of these; what stands before is cut back to where a function word ends.
_BODY = re.compile(
    r"[一-龥a-z0-9·()]{2,20}?(?:集团(?:(?:股份)?有限(?:责任)?公司|公司)?|(?:股份)?有限(?:责任)?公司|公司|银行|证券|大学|学院|"
    r"研究院|研究所|医院|交易所|法院|检察院|商会|协会|联合会|委员会|税务局|管理局|海关|购物中心)"
)
_MODEL = re.compile(r"(?<![a-z0-9])[a-z]+-?\d+[a-z0-9-]*")
# 青禾和蓝杉谁的营收高: what two sides are called, whatever they are.
_SIDES = re.compile(
    r"(?P<one>[一-龥a-z0-9·.]{2,12}?)(?:和|与|跟|还是|、)(?P<other>[一-龥a-z0-9·.]{2,12}?)"
    r"(?=(?:的[^,。?]{1,14})?[,，]?(?:谁|哪一?[个家边]|孰|相比|比较|对比|比一比|之间))"
)
# Where the name of a body cannot begin: everything up to the last of these is cut off.
_NOT_IN_NAME = re.compile(
    r"^.*(?:请问|比较|对比|哪|什么|多少|关于|根据|按照|以及|所属|各地|鼓励|支持|[和与及跟或比的了是在对从向被把由为年月日,、:;?!]|"
    r"截至|目前|今年|去年)"
)
_GENERIC = re.compile(
    r"(?:上市|子|母|分|本|这家|那家|该|外资|国有|民营|中小|所有|各)(?:公司|银行|集团)|人民法院|管理局|有限公司|股份有限公司"
)
# Less than this is left of a phrase that names no body (这家公司).
_SHORTEST_BODY = 4
_PERSON_OR_BODY_TAGS = frozenset({"nr", "nt", "nrt", "nrfg"})
# The dictionary guesses a person in any unknown word; only with one of these in front is it believed.
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯卢莫房丁邓洪包石崔龚程裴陆荣翁"
    "段侯武刘景龙叶司黎白蒲邰赖卓蔺屠蒙池乔谭聂辛阚饶曾沙简岳廖关肖游易闫连习"
)
# English words at the head of a question or inside it that are no names.
_ENGLISH_WORDS = frozenset(
    word
    for words in (
        "what which who whom whose when where why how is are was were does do did has have had can could will would",
        "should the a an of in on at by for from to and or as with since between compared than that this these those",
        "much many gdp fdi cpi q1 q2 q3 q4 h1 h2 please list compare summarize summarise describe tell me about give",
        "show",
    )
    for word in words.split()
)

# A Chinese name in brackets behind Latin words.
_GIVEN = re.compile(r"(?<=[A-Za-z0-9.’'])\s?[（(](?P<name>[一-龥·“”]{2,20})[）)]")


def given_names(text: str) -> tuple[str, ...]:
    """Return the Chinese names that an English question gives in brackets behind its own: JD Logistics (京东物流)."""
    return tuple(dict.fromkeys(match["name"] for match in _GIVEN.finditer(text)))


def find_names(text: str, taken: Iterable[Span], partial: Iterable[Span]) -> list[Span]:
    """Return the spans of other names in `text`, in order.

    `taken` are spans that already mean something; `partial` are places that only begin a longer name (武汉大学).
    """
    folded = fold(text)
    spans: list[Span] = []
    blocked, partial = list(taken), list(partial)

    def offer(start: int, end: int) -> None:
        span = Span(start, end)
        if end - start >= 2 and not any(span.overlaps(other) for other in (*spans, *blocked)):
            spans.append(span)

    for match in _QUOTED.finditer(folded):
        group = next(number for number in range(1, 5) if match[number])
        spans.append(Span(*match.span(group)))
    for match in _STATE.finditer(folded):
        offer(*match.span())
    for match in _BODY.finditer(folded):
        spans.extend(_body_span(folded, match, [*spans, *blocked], partial))
    for place in partial:
        offer(place.start, Boundaries(folded).word_at(min(place.end, len(folded) - 1))[1])
    for start, end in _latin(text, folded):
        offer(start, end)
    for start, end in _tagged(folded):
        offer(start, end)
    for start, end in _sides(folded, [*spans, *blocked]):
        offer(start, end)
    return sorted(spans)


def _sides(folded: str, taken: list[Span]) -> Iterable[tuple[int, int]]:
    """Yield what stands on both sides of a comparison, after the slots before it: 2023年 and 青禾."""
    for match in _SIDES.finditer(folded):
        for side in ("one", "other"):
            start, end = match.span(side)
            start = max([start, *(span.end for span in taken if span.start < end and span.end < end)])
            cut = _NOT_IN_NAME.match(folded[start:end])
            yield start + (cut.end() if cut else 0), end


def _body_span(folded: str, match: re.Match[str], spans: list[Span], partial: list[Span]) -> list[Span]:
    """Return the name of a body without the words before it; nothing where too little is left."""
    words = match.group()
    cut = _NOT_IN_NAME.match(words[:-2])
    start = match.start() + (cut.end() if cut else 0)
    for place in partial:
        if match.start() <= place.start < match.end():
            start = min(start, place.start)
    # 株洲高新区上市公司: what begins with a known place is not one name.
    start = max([start, *(span.end for span in spans if span.start <= match.end() and span.end <= match.end() - 2)])
    span = Span(min(start, match.end()), match.end())
    if _GENERIC.fullmatch(span.of(folded)):
        return []
    if span.end - span.start < _SHORTEST_BODY:
        return []
    return [] if any(span.overlaps(other) for other in spans) else [span]


def _latin(text: str, folded: str) -> Iterable[tuple[int, int]]:
    """Yield models and Latin names; beside JD Logistics (京东物流) the Latin name is only another writing."""
    given = [match.span("name") for match in _GIVEN.finditer(text)]
    yield from given
    yield from (match.span() for match in _MODEL.finditer(folded))
    if not given:
        yield from (match.span() for match in _capitalised(text))


def _capitalised(text: str) -> Iterable[re.Match[str]]:
    """Yield Latin names: words with a capital letter that are not words of a question."""
    for match in re.finditer(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.-]*[A-Za-z0-9](?: [A-Z][A-Za-z0-9&.-]*)*", text):
        if match.group().lower() not in _ENGLISH_WORDS and match.group().split(" ")[0].lower() not in _ENGLISH_WORDS:
            yield match


def _tagged(folded: str) -> Iterable[tuple[int, int]]:
    """Yield the words that the dictionary tags as people, bodies or other names."""
    import rjieba

    position = 0
    for word, tag in rjieba.tag(folded):
        believed = tag != "nr" or (word[0] in _SURNAMES and len(word) <= 4)
        if word != "谢谢" and len(word) >= 2 and tag in _PERSON_OR_BODY_TAGS and believed and not word.isascii():
            yield position, position + len(word)
        position += len(word)
