"""Refusals that help: which reason, and the nearest that the library does have, never told as the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_answers.asks import Ask
from assistant.figure_answers.match import ENOUGH, NEAR
from assistant.figure_answers.select import Choice
from assistant.figure_answers.terms import cover
from assistant.figure_answers.timing import label_period
from assistant.figure_answers.types import FigureRefusal
from assistant.figure_answers.word import Wording, merge_repeats, tell_views
from assistant.types import Claim, Missing, Quote, RefusalReason
from index.text import split_sentences
from index.types import Article

# The reason that tells the reader most comes first.
_ORDER: tuple[RefusalReason, ...] = (
    "only_target",
    "redacted",
    "other_period",
    "other_metric",
    "no_figure",
    "no_document",
)
_NEAREST = 2
_HIDDEN = re.compile(r"\*{2,}|[×xX]{2,}|□{2,}|＊{2,}")
# Share of the asked words that a sentence with a hidden value must hold.
_ABOUT_IT = 0.6

_CHINESE: dict[str, str] = {
    "only_target": "资料中只有{what}的目标或计划，没有完成数。",
    "other_period": "资料中没有{when}的{what}，只有其他时期的。",
    "other_metric": "资料中没有{what}，只有口径不同的数字。",
    "redacted": "资料中{what}的数值被隐去。",
    "no_figure": "资料中没有{what}的数字。",
    "no_document": "资料中没有关于{who}的内容。",
}
_ENGLISH: dict[str, str] = {
    "only_target": "The sources give only a goal for {what}, no result.",
    "other_period": "The sources do not give {what} for {when}, only for another period.",
    "other_metric": "The sources do not give {what}, only figures of another definition.",
    "redacted": "The source hides the value of {what}.",
    "no_figure": "The sources give no figure for {what}.",
    "no_document": "The sources hold nothing about {who}.",
}


def refuse(choices: Sequence[Choice], articles: Sequence[Article], wording: Wording) -> FigureRefusal:
    """Return the refusal for choices of which none is filled."""
    hidden = [quote for choice in choices for quote in find_hidden(choice.slot.ask, articles)]
    reasons: list[RefusalReason] = [choice.reason or "no_figure" for choice in choices]
    if set(reasons) == {"no_figure"} and choices[0].slot.region is not None and not articles:
        return FigureRefusal("no_document", explain("no_document", choices[0], wording), firm=False)
    reason = min(reasons, key=_ORDER.index)
    if hidden and _ORDER.index(reason) > _ORDER.index("redacted"):
        claim = Claim(
            wording.pick("相关语句中的数值被隐去。", "The value is hidden in the source."), tuple(hidden[:1]), "none"
        )
        return FigureRefusal("redacted", explain("redacted", choices[0], wording), (claim,))
    choice = choices[reasons.index(reason)]
    # Told beside a refusal is only what the asked words speak of.
    near = [fit for fit in choice.nearest if fit.match.need >= NEAR][:_NEAREST]
    nearest = tuple(merge_repeats([tell_views([fit.view], choice.slot.region, wording) for fit in near]))
    return FigureRefusal(reason, explain(reason, choice, wording), nearest, firm=_is_firm(reason, choice))


def _is_firm(reason: RefusalReason, choice: Choice) -> bool:
    """Say whether the nearest is near enough to settle that the asked figure is not there.

    Records of a metric known by name, of a place on the map, are as good as complete; of other words they are not.
    """
    if choice.slot.region is not None and choice.slot.ask.metrics:
        return True
    if reason == "other_metric":
        return any(fit.match.need >= ENOUGH and fit.match.same_metric for fit in choice.nearest)
    return bool(choice.nearest)


def explain(reason: RefusalReason, choice: Choice, wording: Wording) -> str:
    """Return the reason in one sentence that names what was asked, without a number of ours."""
    slot = choice.slot
    if reason == "other_period" and choice.nearest and choice.nearest[0].view.figure.period is None:
        reason_text = ("资料中有{what}，但原文没有写明是哪一时期。", "The sources give {what} without saying for when.")
    else:
        reason_text = (_CHINESE[reason], _ENGLISH[reason])
    who = slot.region.name if slot.region else wording.pick("所问对象", "the subject")
    named = slot.ask.metrics[0] if slot.ask.metrics else wording.pick("所问指标", "this figure")
    what = wording.pick(f"{who}{named}", f"{named} of {who}")
    when = label_period(slot.period, wording.english) if slot.period else wording.pick("所问时期", "the period")
    return wording.pick(*reason_text).format(what=what, who=who, when=when)


def missing_of(choices: Sequence[Choice]) -> tuple[Missing, ...]:
    """Return what of the question is not answered, each once."""
    missing = [
        Missing(
            choice.slot.region.name if choice.slot.region else None,
            choice.slot.ask.metrics[0] if choice.slot.ask.metrics else choice.slot.ask.words.strip() or None,
            choice.slot.period,
            choice.reason or "no_figure",
        )
        for choice in choices
        if not choice.fits
    ]
    return tuple(dict.fromkeys(missing))


def find_hidden(ask: Ask, articles: Sequence[Article]) -> list[Quote]:
    """Return sentences of the articles that speak of what is asked with the value struck out."""
    once = {(article.doc_id, article.version): article for article in articles}
    return [quote for article in once.values() for quote in find_hidden_in(ask, article)]


def find_hidden_in(ask: Ask, article: Article) -> list[Quote]:
    """Return the sentences of one article in which the asked value is struck out."""
    if not _HIDDEN.search(article.text) or not ask.terms:
        return []
    quotes: list[Quote] = []
    for span in split_sentences(article.text):
        words = span.of(article.text)
        if _HIDDEN.search(words) and cover(ask.terms, (words, 1.0)) >= _ABOUT_IT:
            quotes.append(Quote(article.doc_id, article.version, span))
    return quotes
