"""Which stretches of an article say something: its sentences without title, headings, datelines and bylines.

A headline never answers, save a question about the document itself. Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.text import fold, split_sentences
from index.types import Article, Span

# Articles whose statements are kept: evidence and refusals, and the questions of several people, read the same ones.
_KEPT = 128
# A longer line is prose, even where it looks like a heading.
_LONGEST_HEADING = 48
_LONGEST_DATELINE = 80
# What may be left of a line that is a dateline once its date, time and source are taken away.
_LEFT_OF_DATELINE = 4
_NUMERAL = "一二三四五六七八九十"
_MARKS = re.compile(r"(?:#{1,6}|[-*•·>])[ \t]+|#{2,6}")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]*\S")
_NUMBERED = re.compile(rf"(?:第[{_NUMERAL}百0-9]{{1,4}}[编章节]|[{_NUMERAL}]{{1,3}}、|\([{_NUMERAL}]{{1,3}}\))")
# Where a text that lost its line ends begins a new point: after a blank, a numeral.
_POINT = re.compile(
    rf"(?<=[\s。；;：:])(?=[{_NUMERAL}]{{1,3}}、|[（(][{_NUMERAL}]{{1,3}}[）)]|\d{{1,2}}[.．、](?!\d)|"
    rf"第[{_NUMERAL}]{{1,3}}条[\s　])"
)
_STOPS = re.compile(r"[。！？!?；;]")
_DATE = re.compile(
    r"(?:19|20)\d{2}\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?|[〇零一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|"
    r"\d{1,2}:\d{2}(?::\d{2})?|\(\d{1,2}-\d{1,2}\)|\d{1,2}个月前|\d{1,2}天前"
)
# The labels of a dateline with what they name; each is one run without blanks.
_LABELLED = re.compile(
    r"(?:来源|作者|记者|通讯员|编辑|责任编辑|责编|审核|校对|摄影|供稿|发布机构|发布单位|信息来源|文章来源|浏览次数|浏览|阅读|点击|字体|字号|"
    r"文号|索引号|主题分类|分享到?|稿源|原标题)[:：]?\s?[^\s,，。;；]{0,20}"
)
_LABEL = re.compile(r"(?:发布|发表|更新|成文|创建|签发|印发)?(?:于|时间|日期)?[:：]|有\d+人参与|admin|来源|电讯")
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{1,10}[〔\[(]\d{4}[〕\])]\d{1,4}号")
# 密云区社保中心 2020年2月2日: who signed, and when.
_SIGNATURE = re.compile(
    r"[^,，。:：;；]{0,30}\s?(?:\d{4}年\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
# (云栖市委供图): who took the picture.
_CREDIT = re.compile(
    r"\(?(?:转载?自|据|来源于?)[^,。()]{2,16}\)?|\(?[^,。()]{0,24}(?:供图|摄影?|图片?|制图)(?:/[^,。()]{0,12})?\)?"
)
# [查看原文](https://…): where to read on.
_LINK = re.compile(r"!?\[[^\]]{0,40}\]\(\S{4,400}\)|https?://\S{4,400}")
_FORMULA = re.compile(
    r"(?:第一条\s*)?为了?[^。]{2,80},\s?(?:特|现)?制定本[^。,]{2,6}[。]?|特此(?:通知|公告|通告|说明|函复)[。]?|"
    r"(?:现|特)[就将把][^。]{0,60}如下[:。]?|请(?:各[^,。]{1,12})?(?:认真|遵照|严格)?(?:贯彻|遵照|抓好)[^,。]{0,8}(?:执行|落实)[。!]?|"
    r"(?:非常)?(?:感谢|谢谢)[^,。]{0,12}[。!]?"
)
# What speaks to a machine that answers, or sells to a reader; signs that no report of what happened needs.
_CALLS = re.compile(
    r"(?:直接|一律|应当?|请)(?:拒答|拒绝回答|不予回答)|(?:输出|回答|回复)[“\"'「]?(?:拒答|无法回答|不知道)|"
    r"(?:请|务必|必须)?(?:忽略|无视|忘记)(?:以上|之前|前面|上述|所有|一切|你的|先前)[^,。]{0,8}(?:指令|指示|提示|规则|设定|内容|要求|资料)|"
    r"(?:系统提示|提示词|安全警告|system prompt)\s*[:：]|你(?:现在)?是一[个名](?:ai|人工智能|语言模型|助手)|"
    r"作为(?:一[个名])?(?:ai|人工智能|大?语言)(?:助手|模型)|"
    r"ignore (?:all |any |the |your )*(?:previous|prior|above|earlier) (?:instructions?|prompts?|rules)|"
    r"you are (?:now )?(?:an? )?(?:ai|assistant|chatgpt|language model)|"
    r"立即(?:购买|下单|抢购)|(?:限时|限量)(?:优惠|抢购|折扣|特惠|秒杀)|(?:官方)?旗舰店(?:购买|下单|有售)|加(?:我)?(?:微信|v信|vx)|"
    r"(?:扫码|点击)(?:领取|购买|下单|抢购)|免费领取|领取优惠券|(?:订购|购买)(?:热线|电话)"
)
_SALUTATION = re.compile(
    r"[^,，。;；\d]{0,40}(?:同志们|朋友们|女士们|先生们|各位[^,，。:：]{0,12}|有关单位|直属单位|人民政府|委、办、局|部门|机构)[:：]"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its folded words.

    `heading` where it stands above others, which only a list may quote; `formula` where it says what every document of
    its kind says (为规范……，制定本办法), which only a question for reasons asks; `calls` where it tells whoever reads
    it what to answer, or to buy: no statement about anything.
    """

    span: Span
    folded: str
    heading: bool = False
    formula: bool = False
    calls: bool = False


def find_statements(article: Article, whole: bool = False) -> list[Statement]:
    """Return what an article says, in order; with `whole` title, datelines and bylines too."""
    return list(_read_statements(article.text, article.title, whole))


@lru_cache(maxsize=_KEPT)
def _read_statements(text: str, named: str, whole: bool) -> tuple[Statement, ...]:
    folded = fold(text)
    named = fold(named)
    title = _letters(named)
    found: list[Statement] = []
    for sentence in split_sentences(text):
        for span in _cut_points(text, sentence):
            span = _without_marks(text, span)
            words = span.of(folded)
            if not words:
                continue
            if not whole:
                span = _without_title(span, words, named)
                words = span.of(folded)
                alone = _stands_alone(folded, sentence)
                if not words or (alone and (is_furniture(words) or _letters(words) == title)):
                    continue
            heading = _is_heading(folded, sentence, span)
            found.append(Statement(span, words, heading, bool(_FORMULA.fullmatch(words)), bool(_CALLS.search(words))))
    return tuple(found)


def _cut_points(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence where a numbered point begins inside it, as in texts that lost their line ends."""
    start = sentence.start
    for match in _POINT.finditer(text, sentence.start + 1, sentence.end):
        yield _trim(text, Span(start, match.start()))
        start = match.start()
    yield _trim(text, Span(start, sentence.end))


def _trim(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - (len(words) - len(words.rstrip()))))


def _without_marks(text: str, span: Span) -> Span:
    """Return the span behind the marks of a Markdown heading or bullet."""
    match = _MARKS.match(text, span.start, span.end)
    return Span(match.end(), span.end) if match else span


def _without_title(span: Span, words: str, title: str) -> Span:
    """Return the span behind a title that runs into it, and behind its repetition."""
    start = span.start
    while len(title) > 5 and words.startswith(title) and words[len(title) : len(title) + 1] in (" ", "\u3000"):
        rest = words[len(title) :]
        start += len(words) - len(rest.lstrip())
        words = rest.lstrip()
    return Span(start, span.end)


def _stands_alone(folded: str, sentence: Span) -> bool:
    """Say whether a sentence has no stop of its own and fills its line."""
    return not _STOPS.search(folded[max(sentence.start, sentence.end - 2) : sentence.end])


def _is_heading(folded: str, sentence: Span, span: Span) -> bool:
    words = sentence.of(folded)
    if len(words) > _LONGEST_HEADING or _STOPS.search(words):
        return False
    return bool(_MARKDOWN_HEADING.match(words) or _NUMBERED.match(span.of(folded)))


def is_furniture(folded: str) -> bool:
    """Say whether a folded line only tells when, where and by whom a text was published, or greets."""
    if _LINK.fullmatch(folded):
        return True
    if len(folded) > _LONGEST_DATELINE:
        return False
    if _SALUTATION.fullmatch(folded) or _SIGNATURE.fullmatch(folded) or _CREDIT.fullmatch(folded):
        return True
    rest = _DOCUMENT_NUMBER.sub("", folded)
    marked = rest != folded
    for pattern in (_DATE, _LABELLED, _LABEL):
        cut = pattern.sub("", rest)
        marked = marked or cut != rest
        rest = cut
    return marked and len(_letters(rest)) <= _LEFT_OF_DATELINE


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)
