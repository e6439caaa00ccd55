"""Whose number a record gives, as far as the question and the article settle it together.

A record made at ingest takes the place that its article is about where the sentence names nobody; the question may name
who it is about, and the article too: then that is its subject (东风汽车 rather than the city where its works are).
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.figure_answers.asks import strip_asking
from assistant.figure_answers.places import names_of
from assistant.figure_answers.terms import shield, tag_words
from assistant.figure_answers.view import View
from assistant.types import Question
from index.text import fold
from index.types import Region

# Parts of speech with which a name can begin, and with which it cannot end.
_FIRST = frozenset("nsbjxzeg")
_JOINING = frozenset("pcudfrmt")
# 暴雨灾害中: an occasion, not somebody.
_SETTING = re.compile(r"[^，,]{2,10}?(?:期间|灾害中|过程中|活动中|以来)")
# How the name of a body ends.
BODY = re.compile(
    r"(?:公司|集团|银行|汽车|铁路|高铁|大学|学院|医院|产险|财险|保险|证券|基金|科技|股份|医药|药业|电子|重工|能源|电力|物流|传媒"
    r"|平台|园区|新区|商会|协会|委员会|[局厅委部镇村]|街道|合作社|服务区|机场|港|控股|石化|航空)$"
)
# Parts of speech of names, and what a source is followed by: IDC口径 says who counted, not whom.
_NAMING = ("nr", "ns", "nt", "nz", "eng", "x")
_SOURCE = re.compile(r"\s*(?:口径|的?(?:数据|统计|报告|数字)|发布|公布|称|显示|通报)")
_LEAST = 2
_MOST = 0.6
_RATE_TAIL = re.compile(r"(?:同比|环比)?(?:增速|增长|下降|增减量|变动)?$")
# 31个大城市的失业率: who stands before 的.
_OWNER = re.compile(r"([^，,的]{2,12})的")


def attribute(view: View, question: Question, region: Region | None) -> View:
    """Return the view with the asked subject, where its own is only its article's, which names the asked one too."""
    figure, text = view.figure, fold(view.article.text)
    own = fold(figure.subject or "")
    if region is not None and figure.subject_key == region.key:
        return view
    if region is not None and any(f"在{name}" in fold(question.standalone) for name in names_of(region)):
        # 甲公司在某地投资: the place is where, not who.
        region = None
    sentence = fold(figure.sentence.of(view.article.text))
    asked = fold(question.standalone)
    if own and (own in sentence or own in asked):
        return view
    if region is not None:
        named = [name for name in names_of(region) if name in text or name in fold(view.article.title)]
        return _with_subject(view, region.name, region.key) if named else view
    owner = _OWNER.match(strip_asking(question))
    name = owner.group(1) if owner and owner.group(1) in sentence else find_asked_name(question, text)
    if not name or _is_metric(name, view, question) or not _is_somebody(name, asked):
        return view
    return _with_subject(view, name, None)


def _is_somebody(name: str, asked: str) -> bool:
    """Say whether a name is one of somebody or some place (东风汽车), and not a thing, nor who gave the number."""
    if _SOURCE.match(asked, asked.find(fold(name)) + len(name)):
        return False
    return bool(BODY.search(name)) or any(flag.startswith(_NAMING) for _, flag in tag_words(name))


def _is_metric(name: str, view: View, question: Question) -> bool:
    """Say whether what opens the question is the metric rather than who it is of: it makes up most of it."""
    if any(fold(name).endswith(fold(words)) for words in question.metric_words):
        return True
    told = _RATE_TAIL.sub("", fold(view.figure.metric_said or view.figure.metric))
    return told.startswith(fold(name)) and len(name) > len(told) * _MOST


def _with_subject(view: View, name: str, key: str | None) -> View:
    figure = replace(view.figure, subject=name, subject_key=key)
    return replace(view, figure=figure, subject=shield(name))


def find_asked_name(question: Question, text: str) -> str | None:
    """Return the name that opens the question, as long as folded `text` holds it; None where no noun opens it."""
    for name in question.names:
        if fold(name) in text:
            return name
    opening = strip_asking(question)
    occasion = _SETTING.match(opening)
    opening = opening[occasion.end() :] if occasion else opening
    end = len(opening)
    while end >= _LEAST and opening[:end] not in text:
        end -= 1
    words = list(tag_words(opening[:end]))
    if not words or (words[0][1][:1] not in _FIRST and len(words[0][0]) > 1):
        return None
    # Up to a time that was taken out it is a name; where the text went on otherwise, verbs may have come along.
    whole = opening[end : end + 1] == "，"
    while words and not whole and (words[-1][1][:1] in _JOINING or (words[-1][1][:1] == "v" and len(words[-1][0]) > 1)):
        words.pop()
    name = "".join(word for word, _ in words)
    return name if len(name) >= _LEAST else None
